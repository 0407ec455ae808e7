// Keras' files in and out, against what Keras wrote (test/fixtures/golden/files).
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileInference } from '../../../../../src/engine/compile/inference.ts';
import type { Model } from '../../../../../src/engine/model.ts';
import { float32Tensor } from '../../../../../src/engine/tensor.ts';
import type { Weights } from '../../../../../src/engine/tensor.ts';
import { kerasH5Format } from '../../../../../src/main/formats/models/keras-h5.ts';
import { kerasWeightsFormat } from '../../../../../src/main/formats/models/keras-weights-h5.ts';
import { kerasFormat } from '../../../../../src/main/formats/models/keras-zip.ts';
import type { ModelFile, ModelFormat, WholeModel } from '../../../../../src/main/formats/models/model-file.ts';
import { readZip, writeStoredZip } from '../../../../../src/main/formats/models/stored-zip.ts';
import { openSession } from '../../../../../src/main/runtime/onnx.ts';
import { AppError } from '../../../../../src/shared/errors.ts';
import { goldenJson, goldenTensors, relativeDifference } from '../../../../support/golden.ts';

const folder = path.resolve(import.meta.dirname, '../../../../fixtures/golden/files');
const fixture = (name: string): Uint8Array => readFileSync(path.join(folder, name));
const formats: readonly ModelFormat[] = [kerasFormat, kerasWeightsFormat, kerasH5Format];

const beside = (): never => {
  throw new Error('a Keras file is one file');
};

/** Reads by the one format that recognises the file. */
async function read(name: string, bytes = fixture(name), like?: Model): Promise<ModelFile> {
  const known = formats.filter(format => format.recognises({ name, bytes }));
  expect(known.map(({ id }) => id)).toHaveLength(1);
  return known[0]!.read!({ name, bytes, beside }, like);
}

async function readWhole(name: string, bytes?: Uint8Array): Promise<WholeModel> {
  const { model, weights } = await read(name, bytes);
  return { model: model!, weights };
}

const sorted = (weights: Weights): unknown => [...weights].sort(([a], [b]) => (a < b ? -1 : 1));

/** The weights of a golden .safetensors, without the outputs that some of them carry. */
const golden = (name: string): Weights =>
  new Map([...goldenTensors(`files/${name}.safetensors`)].filter(([key]) => key.includes('/')));

async function outputOf({ model, weights }: WholeModel) {
  const session = await openSession(compileInference({ model, weights }), { threads: 1 });
  const results = await session.run({ [session.inputs[0]!]: goldenTensors('files/io.safetensors').get('input')! });
  await session.dispose();
  return results[session.outputs[0]!]!;
}

const outputs = {
  tiny: goldenTensors('files/io.safetensors').get('output')!,
  multi: goldenTensors('files/multi.safetensors').get('output')!,
  tiny_compiled_trained: goldenTensors('files/tiny_compiled_trained.safetensors').get('output')!,
};
const models = Object.keys(outputs) as (keyof typeof outputs)[];
const wholeFiles = models.flatMap(model => ['.keras', '.h5'].map(ending => [`${model}${ending}`, model] as const));

describe('whole models that Keras wrote', () => {
  test.each(wholeFiles)('%s has the weights of %s.safetensors, bit for bit, and its output', async (file, name) => {
    const whole = await readWhole(file);
    expect(sorted(whole.weights)).toEqual(sorted(golden(name)));
    expect(golden(name).size).toBeGreaterThan(9);
    expect(relativeDifference(await outputOf(whole), outputs[name])).toBeLessThanOrEqual(1e-5);
  });
});

type More = { readonly outputs: Readonly<Record<string, { readonly shape: number[]; readonly values: number[] }>> };
const more = Object.entries((goldenJson('files/more/index.json') as More).outputs);

describe('models whose layers stand in another order than Keras counts them', () => {
  test.each(more)('%s: .keras and .h5 say the same, and so does what is written of it', async (name, output) => {
    const expected = float32Tensor(output.shape, output.values);
    const whole = await readWhole(`more/${name}.keras`);
    const legacy = await readWhole(`more/${name}.h5`);
    expect(sorted(legacy.weights)).toEqual(sorted(whole.weights));
    for (const model of [whole, legacy])
      expect(relativeDifference(await outputOf(model), expected)).toBeLessThanOrEqual(1e-5);
    for (const format of formats) {
      const [bytes] = (await format.write!(whole, name)).values();
      const back = await format.read!({ name, bytes: bytes!, beside }, whole.model);
      expect(sorted(back.weights)).toEqual(sorted(whole.weights));
    }
  });
});

describe('files of weights', () => {
  test.each([
    ['tiny.weights.h5', 'tiny'],
    ['multi.weights.h5', 'multi'],
    ['tiny_legacy_weights.h5', 'tiny'],
    ['tiny_legacy_keras1_names.h5', 'tiny'],
  ])('%s has the weights of %s.safetensors for that model, bit for bit', async (file, name) => {
    const { model: like } = await readWhole(`${name}.keras`);
    const { model, weights } = await read(file, fixture(file), like);
    expect(model).toEqual(like);
    expect(sorted(weights)).toEqual(sorted(golden(name)));
  });

  test('without a model, weights keep the names of the file', async () => {
    const store = await read('tiny.weights.h5');
    expect(store.model).toBeNull();
    expect(store.weights.get('layers/conv2d/vars/0')).toEqual(golden('tiny').get('conv/kernel'));
    const legacy = await read('tiny_legacy_keras1_names.h5');
    expect(legacy.weights.get('dense_1/dense_1_W:0')).toEqual(golden('tiny').get('dense/kernel'));
    expect([store.weights.size, legacy.weights.size]).toEqual([10, 10]);
  });

  test('weights of another model are refused', async () => {
    const { model } = await readWhole('multi.keras');
    for (const file of ['tiny.weights.h5', 'tiny_legacy_weights.h5'])
      await expect(read(file, fixture(file), model)).rejects.toMatchObject({
        details: { file, reason: 'fields-wrong' },
      });
  });
});

describe.each(formats)('$id, written', format => {
  const ending = { keras: '.keras', 'keras-h5': '.h5', 'keras-weights': '.weights.h5' }[format.id]!;

  test.each(models)('%s is read back equal, and computes the same', async name => {
    const whole = await readWhole(`${name}.keras`);
    const file = `again${ending}`;
    const bytes = (await format.write!(whole, file)).get(file)!;
    const back = await read(file, bytes, whole.model);
    expect(sorted(back.weights)).toEqual(sorted(whole.weights));
    expect(back.model!.layers.map(layer => layer.name)).toEqual(whole.model.layers.map(layer => layer.name));
    expect(relativeDifference(await outputOf({ ...back, model: back.model! }), outputs[name])).toBeLessThanOrEqual(
      1e-5,
    );
  });

  test('weights that do not fit the model are not written', async () => {
    const { model, weights } = await readWhole('tiny.keras');
    const fewer = new Map([...weights].filter(([key]) => key !== 'dense/bias'));
    await expect(format.write!({ model, weights: fewer }, 'x')).rejects.toMatchObject({ code: 'model-invalid' });
  });
});

async function refusal(name: string, bytes: Uint8Array, like?: Model): Promise<AppError | null> {
  try {
    await read(name, bytes, like);
    return null;
  } catch (error) {
    if (error instanceof AppError && error.code === 'model-invalid') return error;
    throw error;
  }
}

describe('hostile files', () => {
  test.each([
    ['truncated_60pct.h5', 'cut-short', '16320 of 27200'],
    ['truncated_64bytes.h5', 'cut-short', '64 of 27200'],
    ['external_link.h5', 'offsets-broken', 'link to another file'],
    ['nan_weights_legacy.h5', 'not-a-number', 'conv/kernel'],
    ['truncated.keras', 'cut-short', ''],
    ['lambda.keras', 'foreign-code', 'Lambda'],
    ['path_traversal.keras', 'offsets-broken', '../../escaped.txt'],
    ['shape_mismatch.keras', 'shape-mismatch', 'dense/kernel'],
    ['foreign_module.keras', 'foreign-code', 'os.system'],
    ['huge_filters.keras', 'graph-wrong', 'filters'],
    ['zip_bomb_64MB.keras', 'too-large', '67108864'],
  ])('%s is refused (%s)', async (name, reason, detail) => {
    const { model } = await readWhole('tiny.keras');
    const error = await refusal(name, fixture(`hostile/${name}`), model);
    expect(error?.details).toMatchObject({ file: name, reason });
    expect(error?.details['detail']).toContain(detail);
  });

  test.each(['nan_weights_legacy.h5', 'external_link.h5'])('%s is refused without a model too', async name => {
    expect(await refusal(name, fixture(`hostile/${name}`))).not.toBeNull();
  });

  test('a .keras with a damaged byte, a part that is missing or one that comes twice is refused', async () => {
    const good = fixture('tiny.keras');
    const parts = new Map([...readZip(good, 'tiny.keras')].map(([name, part]) => [name, part()]));
    const damaged = Uint8Array.from(writeStoredZip(parts));
    damaged[500]! ^= 1;
    expect(await refusal('x.keras', damaged)).toMatchObject({ details: { reason: 'content-changed' } });
    parts.set('config.jsoN', parts.get('config.json')!);
    const twice = Buffer.from(writeStoredZip(parts)).toString('latin1').replaceAll('config.jsoN', 'config.json');
    expect(await refusal('x.keras', Buffer.from(twice, 'latin1'))).toMatchObject({ details: { reason: 'name-twice' } });
    const fewer = new Map([...parts].filter(([name]) => name !== 'model.weights.h5'));
    expect(await refusal('x.keras', writeStoredZip(fewer))).toMatchObject({ details: { reason: 'fields-wrong' } });
    expect(await refusal('x.keras', writeStoredZip(parts))).toBeNull();
  });

  test('a class registered by another package and keys that come twice are refused, whatever the layer', async () => {
    const parts = new Map([...readZip(fixture('tiny.keras'), 'tiny.keras')].map(([name, part]) => [name, part()]));
    const config = new TextDecoder().decode(parts.get('config.json'));
    const refusalOf = (text: string): Promise<AppError | null> =>
      refusal('x.keras', writeStoredZip(new Map([...parts, ['config.json', new TextEncoder().encode(text)]])));
    const registered = config.replace('"registered_name": null', '"registered_name": "mine>Thing"');
    expect(await refusalOf(registered)).toMatchObject({ details: { reason: 'foreign-code', detail: 'mine>Thing' } });
    const twice = config.replace('{', '{"class_name": "Functional", ');
    expect(await refusalOf(twice)).toMatchObject({ details: { reason: 'name-twice' } });
    const deep = config.replace('"kwargs": {}', `"kwargs": {"a": ${'['.repeat(5000)}${']'.repeat(5000)}}`);
    expect(await refusalOf(deep)).toMatchObject({ details: { reason: 'header-broken' } });
    expect(await refusalOf(config)).toBeNull();
  });
});
