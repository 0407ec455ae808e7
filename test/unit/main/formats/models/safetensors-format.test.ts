// safetensors as model files: the golden weights run in the golden model as Keras ran them; files with their graph; refusals.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileInference } from '../../../../../src/engine/compile/inference.ts';
import { readModel, writeModel } from '../../../../../src/engine/graph.ts';
import type { Model } from '../../../../../src/engine/model.ts';
import { float32Tensor } from '../../../../../src/engine/tensor.ts';
import type { ModelFile } from '../../../../../src/main/formats/models/model-file.ts';
import { safetensorsFormat } from '../../../../../src/main/formats/models/safetensors-format.ts';
import {
  readSafetensors,
  readSafetensorsMetadata,
  writeSafetensors,
} from '../../../../../src/main/formats/models/safetensors.ts';
import { openSession } from '../../../../../src/main/runtime/onnx.ts';
import { goldenJson, goldenTensors, relativeDifference } from '../../../../support/golden.ts';

const folder = path.resolve(import.meta.dirname, '../../../../fixtures/models/safetensors');
const fixture = (name: string): Uint8Array => readFileSync(path.join(folder, name));
const model = readModel(goldenJson('files/tiny.json'));
const io = goldenTensors('files/io.safetensors');
const beside = (): Promise<Uint8Array> => Promise.reject(new Error('one file is enough'));
const read = (bytes: Uint8Array, like?: Model): Promise<ModelFile> =>
  safetensorsFormat.read!({ name: 'x.safetensors', bytes, beside }, like);

async function differenceFromKeras({ model: graph, weights }: ModelFile): Promise<number> {
  const session = await openSession(compileInference({ model: graph!, weights }), { threads: 1 });
  const { probabilities } = await session.run({ input: io.get('input')! });
  await session.dispose();
  return relativeDifference(probabilities!, io.get('output')!);
}

describe('files of weights', () => {
  test('in the model they are for, they compute what Keras computed', async () => {
    const file = await read(fixture('tiny.safetensors'), model);
    expect(file.model).toBe(model);
    expect(await differenceFromKeras(file)).toBeLessThan(1e-5);
  });

  test('without a model they keep the names they have', async () => {
    const { model: graph, weights } = await read(fixture('proto_key.safetensors'));
    expect(graph).toBeNull();
    expect(weights.has('__proto__')).toBe(true);
  });
});

describe('files with their graph', () => {
  const weights = readSafetensors(fixture('tiny.safetensors'), 'tiny');

  test('what is written is read back: graph, weights and what they compute', async () => {
    const files = await safetensorsFormat.write!({ model, weights }, 'out.safetensors');
    expect([...files.keys()]).toEqual(['out.safetensors']);
    const bytes = files.get('out.safetensors')!;
    expect(readSafetensorsMetadata(bytes, 'x').get('format')).toBe('keras');
    const again = await read(bytes);
    expect(writeModel(again.model!)).toEqual(writeModel(model));
    expect(again.weights).toEqual(new Map([...again.weights.keys()].map(key => [key, weights.get(key)!])));
    expect(again.weights.size).toBe(weights.size);
    expect(await differenceFromKeras(again)).toBeLessThan(1e-5);
    expect((await safetensorsFormat.write!({ model: again.model!, weights: again.weights }, 'x')).get('x')).toEqual(
      bytes,
    );
  });

  test('weights that do not fit, or are not finite, are not written', async () => {
    const bad = new Map(weights).set('dense/bias', float32Tensor([3], [1, NaN, 1]));
    await expect(safetensorsFormat.write!({ model, weights: bad }, 'x')).rejects.toMatchObject({
      code: 'model-invalid',
    });
  });

  const tiny = JSON.stringify(writeModel(model));
  test.each([
    ['no JSON', '{', 'header-broken', 'keras_config'],
    ['a key twice', '{"class_name": "Functional", "class_name": "Functional"}', 'header-broken', 'twice'],
    ['a nesting of 100,000', `{"config": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'header-broken', 'deeper'],
    ['no model', '[]', 'graph-wrong', 'Keras model config'],
    ['a layer that does not exist', tiny.replace('"SeparableConv2D"', '"Lambda"'), 'graph-wrong', 'Lambda'],
    ['2^40 filters', tiny.replace('"filters":4', `"filters":${2 ** 40}`), 'graph-wrong', '1099511627776'],
    [
      'a graph of other shapes',
      tiny.replace('"units":3', '"units":7'),
      'shape-mismatch',
      'dense/kernel [6, 3], expected [6, 7]',
    ],
  ])('a graph with %s is refused', async (_, config, reason, detail) => {
    await expect(read(writeSafetensors(weights, { keras_config: config }))).rejects.toMatchObject({
      code: 'model-invalid',
      details: { file: 'x.safetensors', reason, detail: expect.stringContaining(detail) as string },
    });
  });
});

describe('hostile files, read as a model’s weights', () => {
  test.each([
    ['header_2e60', 'too-large'],
    ['header_longer_than_file', 'cut-short'],
    ['overlapping', 'offsets-broken'],
    ['hole', 'offsets-broken'],
    ['out_of_bounds', 'offsets-broken'],
    ['size_mismatch', 'shape-mismatch'],
    ['shape_overflow', 'shape-mismatch'],
    ['negative_shape', 'header-broken'],
    ['duplicate_key', 'name-twice'],
    ['not_json', 'header-broken'],
    ['unknown_dtype', 'type-unsupported'],
    ['proto_key', 'fields-wrong'],
    ['nan_weights', 'not-a-number'],
    ['transposed_dense', 'shape-mismatch'],
  ])('%s: %s', async (name, reason) => {
    const refused = { code: 'model-invalid', details: { file: 'x.safetensors', reason } };
    await expect(read(fixture(`${name}.safetensors`), model)).rejects.toMatchObject(refused);
  });

  test('NaN is refused without a model, too', async () => {
    await expect(read(fixture('nan_weights.safetensors'))).rejects.toMatchObject({
      details: { reason: 'not-a-number' },
    });
  });
});

test('a file is known by its name or its first bytes', () => {
  const { recognises } = safetensorsFormat;
  const nothing = new Uint8Array(0);
  expect(recognises({ name: 'a.SafeTensors', bytes: nothing })).toBe(true);
  expect(recognises({ name: 'a.bin', bytes: fixture('tiny.safetensors') })).toBe(true);
  expect(recognises({ name: 'a.bin', bytes: fixture('tiny.safetensors').subarray(0, 100) })).toBe(false);
  expect(recognises({ name: 'a.bin', bytes: nothing })).toBe(false);
});
