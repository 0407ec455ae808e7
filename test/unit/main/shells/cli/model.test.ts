// The command line on model files: the golden model through every format and back, with Keras' own results.
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { readNpy, writeNpy } from '../../../../../src/main/formats/models/npy.ts';
import type { ModelFacts } from '../../../../../src/shared/records/model-file.ts';
import { run as runCli } from './run.ts';
import { temporaryHome } from '../../../../support/core.ts';
import { goldenTensors, relativeDifference } from '../../../../support/golden.ts';
import { sharedFolder } from '../../../../support/shared.ts';

const golden = path.resolve(import.meta.dirname, '../../../../fixtures/golden/files');
const tiny = path.join(golden, 'tiny.keras');
const io = goldenTensors('files/io.safetensors');

let home = '';
beforeEach(async () => {
  home = await temporaryHome();
  vi.stubEnv('FOVEA_DATA', path.join(home, 'data'));
  vi.stubEnv('LC_ALL', 'C');
});
const at = (...names: string[]): string => path.join(home, ...names);

const run = (...argv: string[]) => runCli('model', ...argv);

async function answerOf<T>(...argv: string[]): Promise<T> {
  const { code, out, err } = await run(...argv, '--json');
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as T;
}

test('info says what is in a file, as text and as JSON', async () => {
  const facts = await answerOf<ModelFacts>('info', tiny);
  expect(facts).toMatchObject({
    format: 'keras',
    inputs: [{ shape: [null, 8, 8, 3] }],
    outputs: [{ shape: [null, 3] }],
  });
  expect(facts.layers.map(({ className }) => className)).toEqual([
    'Conv2D',
    'BatchNormalization',
    'SeparableConv2D',
    'GlobalAveragePooling2D',
    'Dense',
  ]);
  // 3·3·3·4 + 4, 4·4, 3·3·4 + 4·6, 6·3 + 3
  expect(facts.layers.map(({ parameters }) => parameters)).toEqual([112, 16, 60, 0, 21]);
  expect(facts.parameters).toBe(209);
  const { out } = await run('info', tiny);
  expect(out).toMatch(/SeparableConv2D +\[·, 4, 4, 6\] +60\n/);
  const korean = await run('info', tiny, '--lang', 'ko');
  expect(korean.out).toContain('파라미터');
});

describe('every format that is written', () => {
  test.each(['a.keras', 'a.h5', 'a.weights.h5', 'a.safetensors', 'model.json', 'a.onnx'])(
    '%s holds the same model, gives Keras’ results and is not written over',
    async name => {
      const to = at(name);
      const { largest } = await answerOf<{ largest: number }>('convert', tiny, to);
      expect(largest).toBeLessThan(1e-6);
      const like = name === 'a.weights.h5' ? ['--like', tiny] : [];
      expect(await answerOf('verify', tiny, to, ...like)).toMatchObject({ same: true });
      await writeFile(at('x.npy'), writeNpy(io.get('input')!));
      await answerOf('run', to, '--input', at('x.npy'), '--output', at('y.npy'), ...like);
      const result = readNpy(await readFile(at('y.npy')), 'y.npy');
      expect(relativeDifference(result, io.get('output')!)).toBeLessThan(1e-5);

      const before = await readdir(home);
      const again = await run('convert', tiny, to, '--json');
      expect([again.code, JSON.parse(again.out)]).toMatchObject([1, { error: { code: 'conflict' } }]);
      expect(await readdir(home)).toEqual(before);
    },
  );
});

test('the built-in network becomes a Keras file that takes photos as they are', async () => {
  const file = at('lite0.keras');
  const { largest } = await answerOf<{ largest: number }>('convert', 'built-in', file);
  expect(largest).toBeLessThan(1e-6);
  const facts = await answerOf<ModelFacts>('info', file);
  // As Keras counts: with the moving means and variances. The normalisation has none.
  expect([facts.parameters, facts.layers[0]!.className]).toEqual([4_652_008 + 42_016, 'Rescaling']);
});

test('a file of weights alone says that its graph is needed, and other models are told apart', async () => {
  const weights = path.join(golden, 'tiny.weights.h5');
  const without = await run('convert', weights, at('b.keras'), '--json');
  expect([without.code, JSON.parse(without.out)]).toMatchObject([
    1,
    { error: { code: 'model-invalid', details: { reason: 'graph-missing' } } },
  ]);
  expect(without.err).toMatch(/tiny\.weights\.h5.*--like/);
  expect(await answerOf('verify', tiny, weights, '--like', tiny)).toMatchObject({ same: true });
  const different = await run('verify', tiny, path.join(golden, 'tiny_compiled_trained.keras'), '--json');
  expect([different.code, JSON.parse(different.out)]).toMatchObject([1, { same: false }]);
});

test.each([
  ['lambda.keras', 'foreign-code'],
  ['truncated.keras', undefined],
  ['nan_weights.safetensors', 'not-a-number'],
  ['external_data_outside.onnx', undefined],
])('%s is refused by name, and nothing is written', async (name, reason) => {
  await copyFile(path.join(golden, 'hostile', name), at(name));
  const { code, out } = await run('convert', at(name), at('c.keras'), '--like', tiny, '--json');
  const { error } = JSON.parse(out) as { error: { code: string; details: Record<string, string> } };
  expect([code, error.code, error.details['file']]).toEqual([1, 'model-invalid', name]);
  if (reason !== undefined) expect(error.details['reason']).toBe(reason);
  expect(await readdir(home)).not.toContain('c.keras');
});

test.skipIf(!sharedFolder)('a Teachable Machine export becomes a Keras file (needs ../shared)', async () => {
  const zip = path.join(sharedFolder!, 'data/weights/mobilenet_v2_035_teachable_machine/tm-my-image-model.zip');
  const { largest } = await answerOf<{ largest: number }>('convert', zip, at('tm.keras'));
  expect(largest).toBeLessThan(1e-5);
  const facts = await answerOf<ModelFacts>('info', at('tm.keras'));
  expect([facts.parameters, facts.outputs[0]!.shape]).toEqual([538_508, [null, 2]]);
});

test('a file that is not there is named, whichever it is', async () => {
  const missing = at('missing.file');
  for (const argv of [
    ['info', missing],
    ['verify', tiny, missing],
    ['run', tiny, '--input', missing, '--output', at('y.npy')],
  ]) {
    const { code, out } = await run(...argv, '--json');
    expect([code, JSON.parse(out)], argv[0]!).toMatchObject([
      1,
      { error: { code: 'file-missing', details: { file: missing } } },
    ]);
  }
});

test('bad usage and help', async () => {
  expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('convert <in> <out>') as string });
  expect(await run('info')).toMatchObject({ code: 2, err: expect.stringContaining('<file>') as string });
  expect(await run('juggle', 'x')).toMatchObject({ code: 2, err: expect.stringContaining('model juggle') as string });
  const shape = at('wrong.npy');
  await writeFile(shape, writeNpy({ dtype: 'float32', shape: [1, 4], data: new Float32Array(4) }));
  const { code, out } = await run('run', tiny, '--input', shape, '--output', at('y.npy'), '--json');
  expect([code, JSON.parse(out)]).toMatchObject([
    1,
    { error: { details: { file: 'wrong.npy', detail: '[any, 8, 8, 3] expected, [1, 4] received' } } },
  ]);
});
