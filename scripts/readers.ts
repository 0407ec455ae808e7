// `npm run readers [<model> <input.npy>]`: writes a model in every format and lets the reference implementations read it: Keras, TF.js,
// ONNX' checker and ONNX Runtime for Python. Without arguments the golden models `tiny` and `multi`. The readers are installed on the
// first call into an environment of their own (Python 3.11 or newer; about 3 GB).
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { toFloat32 } from '../src/engine/tensor.ts';
import { readNpy, writeNpy } from '../src/main/formats/models/npy.ts';
import { readSafetensors } from '../src/main/formats/models/safetensors.ts';
import { main } from '../src/main/shells/cli/index.ts';

const pythonPackages = ['keras==3.15.1', 'tensorflow==2.21.0', 'onnx==1.23.2', 'onnxruntime==1.30.0'];
const tfjsPackage = '@tensorflow/tfjs@4.22.0';

const environment = path.resolve('node_modules/.cache/readers');
const python = path.join(environment, 'bin/python');
const scripts = path.join(import.meta.dirname, 'reference-readers');
const golden = path.resolve('test/fixtures/golden/files');

function run(command: string, args: readonly string[], cwd?: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, [...args], {
    encoding: 'utf8',
    cwd,
    maxBuffer: 2 ** 28,
  });
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr.slice(-2_000)}`);
}

function install(): void {
  if (existsSync(path.join(environment, 'node_modules/@tensorflow/tfjs'))) return;
  console.log('Installing the reference readers …');
  mkdirSync(environment, { recursive: true });
  if (!existsSync(python)) run('python3', ['-m', 'venv', environment]);
  run(python, ['-m', 'pip', 'install', '--no-cache-dir', '--disable-pip-version-check', ...pythonPackages]);
  writeFileSync(path.join(environment, 'package.json'), '{ "private": true }\n');
  run('npm', ['install', '--no-audit', '--no-fund', tfjsPackage], environment);
}

/** The JSON that a reader prints, after whatever its libraries say first. */
const printed = (output: string): unknown => JSON.parse(output.slice(output.indexOf('{')));

function largest(actual: ArrayLike<number>, expected: Float32Array): number {
  if (actual.length !== expected.length) return NaN;
  return expected.reduce((sofar, value, at) => Math.max(sofar, Math.abs(value - actual[at]!)), 0);
}

type Row = { model: string; format: string; reader: string; largest: number };

async function compare(model: string, input: string, folder: string): Promise<Row[]> {
  const at = (name: string): string => path.join(folder, name);
  const rows: Row[] = [];
  const add = (format: string, reader: string, values: ArrayLike<number>): void => {
    rows.push({ model: path.basename(model), format, reader, largest: largest(values, expected) });
  };
  const files = ['m.keras', 'm.h5', 'm.weights.h5', 'm.safetensors', 'm.onnx', 'model.json'];
  for (const name of files) if ((await main(['model', 'convert', model, at(name)])) !== 0) throw new Error(name);
  if ((await main(['model', 'run', model, '--input', input, '--output', at('y.npy')])) !== 0) throw new Error('run');
  const expected = toFloat32(readNpy(readFileSync(at('y.npy')), 'y.npy'));

  const ofKeras = ['m.keras', 'm.h5', 'm.weights.h5'].map(at);
  const keras = printed(run(python, [path.join(scripts, 'keras_reads.py'), input, ...ofKeras])) as {
    files: Record<string, { output?: number[] }>;
  };
  for (const file of ofKeras) add(path.basename(file), 'Keras', keras.files[file]?.output ?? []);
  const onnx = printed(run(python, [path.join(scripts, 'onnx_reads.py'), at('m.onnx'), input])) as {
    results: Record<string, { values: number[] }>;
  };
  add('m.onnx', 'onnx checker, ONNX Runtime', Object.values(onnx.results)[0]?.values ?? []);
  const tfjs = printed(
    run(process.execPath, [path.join(scripts, 'tfjs_reads.mjs'), at('model.json'), input], environment),
  ) as { values: number[] };
  add('model.json', 'TF.js', tfjs.values);
  return rows;
}

install();
const folder = mkdtempSync(path.join(os.tmpdir(), 'fovea-readers-'));
try {
  const rows: Row[] = [];
  const [model, input] = process.argv.slice(2);
  if (model && input) rows.push(...(await compare(path.resolve(model), path.resolve(input), folder)));
  else {
    const io = readSafetensors(readFileSync(path.join(golden, 'io.safetensors')), 'io.safetensors');
    const goldenInput = path.join(folder, 'x.npy');
    writeFileSync(goldenInput, writeNpy(io.get('input')!));
    for (const name of ['tiny', 'multi']) {
      const own = path.join(folder, name);
      mkdirSync(own);
      rows.push(...(await compare(path.join(golden, `${name}.keras`), goldenInput, own)));
    }
  }
  console.table(rows);
  const isSame = rows.every(row => row.largest <= 1e-5);
  if (!isSame) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
