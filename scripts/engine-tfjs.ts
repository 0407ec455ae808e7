// `npm run engine:tfjs [-- <folder>]`: sets tfjs-node up as the second engine, by default in Fovea's data folder. Its own installer fetches
// TensorFlow from a place that no longer answers, so the libraries come from Python's package of the same version and the binding is compiled
// here: Linux x64 only; it needs npm, python3 with pip, and g++; 280 MB are fetched, 1.1 GB stay. Both are under the Apache License 2.0.
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { tfjsPackage } from '../src/main/runtime/tfjs-module.ts';
import { places } from '../src/main/shells/cli/places.ts';
import { tfjsFolder } from '../src/main/training/engines.ts';

/** As tfjs-node 4.22 was tried with; the hash is that of the wheel for Python 3.11, of which only the libraries are used. */
const wheel = 'tensorflow-cpu==2.21.0 --hash=sha256:2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c\n';
const platform = ['--python-version', '3.11', '--platform', 'manylinux_2_27_x86_64', '--only-binary=:all:'];
const tools = [
  { command: 'npm', args: ['--version'], advice: 'Install Node.js with npm.' },
  { command: 'python3', args: ['-m', 'pip', '--version'], advice: 'Install python3 and its pip (python3-pip).' },
  { command: 'g++', args: ['--version'], advice: 'Install a C++ compiler (g++).' },
];
const own = path.join(import.meta.dirname, 'engine-tfjs');

class Refusal extends Error {}

function run(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): string {
  const { status, stdout, stderr, error } = spawnSync(command, [...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, ...env },
  });
  if (status === 0) return stdout;
  throw new Refusal(`${command} ${args[0]} failed: ${error?.message ?? (stderr || stdout).slice(-2_000)}`);
}

function requireTools(): void {
  const system = `${process.platform}-${process.arch}`;
  if (system !== 'linux-x64') throw new Refusal(`tfjs-node is set up on linux-x64 only; this is ${system}.`);
  const missing = tools.filter(({ command, args }) => spawnSync(command, args).status !== 0);
  if (missing.length > 0)
    throw new Refusal(missing.map(({ command, advice }) => `There is no working ${command}. ${advice}`).join('\n'));
}

/** Only what this script made is ever replaced. */
function requireReplaceable(folder: string): void {
  if (!existsSync(folder) || existsSync(path.join(folder, tfjsPackage)) || readdirSync(folder).length === 0) return;
  throw new Refusal(`${folder} exists and holds something else. Name an empty or a new folder.`);
}

function build(folder: string): void {
  console.log('1/4 The packages, as their lock file names them …');
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(path.join(own, name), path.join(folder, name));
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], folder);

  console.log('2/4 TensorFlow’s libraries …');
  const fetched = path.join(folder, 'wheel');
  mkdirSync(fetched);
  const list = path.join(fetched, 'requirements.txt');
  writeFileSync(list, wheel);
  const pip = ['-m', 'pip', 'download', '--quiet', '--no-cache-dir', '--disable-pip-version-check', '--no-deps'];
  run('python3', [...pip, ...platform, '--require-hashes', '--dest', fetched, '--requirement', list], folder);
  const file = readdirSync(fetched).find(name => name.endsWith('.whl'))!;
  const target = path.join(folder, tfjsPackage);
  const deps = path.join(target, 'deps');
  run('python3', [path.join(own, 'unpack_tensorflow.py'), path.join(fetched, file), deps], folder);
  rmSync(fetched, { recursive: true });
  // The name that tfjs-node itself looks for.
  symlinkSync('libtensorflow_cc.so.2', path.join(deps, 'lib/libtensorflow.so.2'));

  console.log('3/4 The binding between the two …');
  const binding = path.join(target, 'lib/napi-v8');
  mkdirSync(binding, { recursive: true });
  const include = [
    path.join(folder, 'node_modules/node-api-headers/include'),
    path.join(deps, 'include'),
    path.join(deps, 'include/external/local_xla'),
    path.join(target, 'binding'),
  ];
  run(
    'g++',
    [
      ...['-std=c++17', '-O2', '-fPIC', '-shared', '-DNAPI_VERSION=8', ...include.map(at => `-I${at}`)],
      ...['tfjs_backend.cc', 'tfjs_binding.cc'].map(name => path.join(target, 'binding', name)),
      ...['-o', path.join(binding, 'tfjs_binding.node')],
      ...['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'].map(name => path.join(deps, 'lib', name)),
      '-Wl,-rpath,$ORIGIN/../../deps/lib',
    ],
    folder,
  );
  rmSync(path.join(deps, 'include'), { recursive: true });
}

function setUp(folder: string): void {
  requireReplaceable(folder);
  requireTools();
  mkdirSync(path.dirname(folder), { recursive: true });
  const [fresh, old] = ['new', 'old'].map(word => `${folder}.${word}-${process.pid}`) as [string, string];
  try {
    mkdirSync(fresh);
    build(fresh);
    console.log('4/4 Whether it trains a network as ONNX Runtime does …');
    const check = path.join(own, 'check.ts');
    const version = run(process.execPath, [check, fresh], process.cwd(), { TF_CPP_MIN_LOG_LEVEL: '2' }).trim();
    if (existsSync(folder)) renameSync(folder, old);
    renameSync(fresh, folder);
    console.log(`tfjs-node ${version} is set up in ${folder}`);
  } finally {
    if (!existsSync(folder) && existsSync(old)) renameSync(old, folder);
    rmSync(fresh, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}

try {
  setUp(path.resolve(process.argv[2] ?? tfjsFolder(places().dataFolder)));
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
