// TF.js layers models: what is written is read again, what TF.js' names mean, and what is said about a file that is not right.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileInference } from '../../../../../src/engine/compile/inference.ts';
import { readModel } from '../../../../../src/engine/graph.ts';
import type { Model } from '../../../../../src/engine/model.ts';
import { planModel } from '../../../../../src/engine/plan.ts';
import type { Tensor, Weights } from '../../../../../src/engine/tensor.ts';
import { float32Tensor, toFloat16, toFloat32 } from '../../../../../src/engine/tensor.ts';
import { initialWeights } from '../../../../../src/engine/weights.ts';
import type { ModelSource, WholeModel } from '../../../../../src/main/formats/models/model-file.ts';
import { readStoredZip } from '../../../../../src/main/formats/models/stored-zip.ts';
import { tfjsFormat } from '../../../../../src/main/formats/models/tfjs.ts';
import { openSession } from '../../../../../src/main/runtime/onnx.ts';
import { AppError } from '../../../../../src/shared/errors.ts';
import { mulberry32 } from '../../../../../src/shared/random.ts';
import { goldenJson, goldenTensors, relativeDifference } from '../../../../support/golden.ts';

type Json = Record<string, unknown>;
type Files = ReadonlyMap<string, Uint8Array>;

const sourceOf = (files: Files): ModelSource => ({
  name: 'model.json',
  bytes: files.get('model.json')!,
  beside(name) {
    const bytes = files.get(name);
    return bytes ? Promise.resolve(bytes) : Promise.reject(new AppError('model-missing', { file: name }));
  },
});
const write = (model: Model, weights: Weights): Promise<Files> => tfjsFormat.write!({ model, weights }, 'model.json');
const read = async (files: Files): Promise<WholeModel> => (await tfjsFormat.read!(sourceOf(files))) as WholeModel;
const jsonOf = (files: Files): Json => JSON.parse(new TextDecoder().decode(files.get('model.json'))) as Json;
const withJson = (files: Files, json: unknown): Files =>
  new Map([...files, ['model.json', new TextEncoder().encode(JSON.stringify(json))]]);

async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => new Error('accepted'),
    (reason: unknown) => reason,
  );
  if (error instanceof AppError && error.code === 'model-invalid') return error;
  throw error;
}

async function outputOf({ model, weights }: WholeModel, input: Tensor): Promise<Tensor> {
  const session = await openSession(compileInference({ model, weights }), { threads: 1 });
  const results = await session.run({ [session.inputs[0]!]: input });
  const output = results[session.outputs[0]!]!;
  await session.dispose();
  return output;
}

const layer = (className: string, name: string, config: Json, ...from: string[]): Json => ({
  class_name: className,
  name,
  config: { name, ...config },
  inbound_nodes: from.length === 0 ? [] : [from.map(input => [input, 0, 0, {}])],
});
const graph = (...layers: Json[]): Json => ({
  class_name: 'Functional',
  config: {
    name: 'net',
    layers: [layer('InputLayer', 'input', { batch_shape: [null, 6, 6, 3] }), ...layers],
    input_layers: [['input', 0, 0]],
    output_layers: [[layers.at(-1)!['name'], 0, 0]],
  },
});

const io = goldenTensors('files/io.safetensors');
const multiTensors = goldenTensors('files/multi.safetensors');
const multiJson = readStoredZip(
  readFileSync(path.resolve(import.meta.dirname, '../../../../fixtures/golden/files/multi.keras')),
  'multi.keras',
).get('config.json')!;
const tiny: WholeModel = {
  model: readModel(goldenJson('files/tiny.json')),
  weights: goldenTensors('files/tiny.safetensors'),
};
const multi: WholeModel = {
  model: readModel(JSON.parse(new TextDecoder().decode(multiJson))),
  weights: new Map([...multiTensors].filter(([key]) => key !== 'output')),
};

describe('what is written is read again', () => {
  test.each([
    ['tiny', tiny, io.get('output')!],
    ['multi, with a nested model', multi, multiTensors.get('output')!],
  ])('%s: every weight bit for bit, and Keras’ output within 1e-5', async (_, whole, expected) => {
    const again = await read(await write(whole.model, whole.weights));
    expect(again.weights.size).toBe(whole.weights.size);
    for (const [key, tensor] of whole.weights) expect(again.weights.get(key), key).toEqual(tensor);
    expect(relativeDifference(await outputOf(again, io.get('input')!), expected)).toBeLessThanOrEqual(1e-5);
  });

  test.each([
    'conv_same_dil2',
    'depthwise_valid_mult2',
    'separable_m2_nobias',
    'conv_transpose_same_s2_k4',
    'batchnorm_inference_noscale',
    'maxpool_3_2_same_odd',
    'reshape_dense',
    'concatenate',
    'multiply_broadcast_se',
    'cropping_asym',
    'upsample_nearest_3x2',
    'rescaling',
    'act_silu',
    'relu_max6',
    'leaky_relu',
    'prelu_shared',
    'layernorm',
    'shared_layer',
    'nested_model',
  ])('layer golden %s computes what Keras computes', async name => {
    const model = readModel(goldenJson(`layers/${name}.json`));
    const golden = goldenTensors(`layers/${name}.io.safetensors`);
    const again = await read(await write(model, goldenTensors(`layers/${name}.weights.safetensors`)));
    expect(planModel(again.model).steps.map(step => step.className)).toEqual(
      planModel(model).steps.map(step => step.className),
    );
    expect(relativeDifference(await outputOf(again, golden.get('input')!), golden.get('output')!)).toBeLessThan(1e-5);
  });

  test('the weights have the names TF.js gives them, and a nested model’s calls count from 1', async () => {
    const files = await write(multi.model, multi.weights);
    const [group] = jsonOf(files)['weightsManifest'] as [{ weights: { name: string }[] }];
    const names = group.weights.map(({ name }) => name);
    expect(names).toContain('mid/depthwise_kernel');
    expect(names).not.toContain('mid/kernel');
    expect(names).toContain('sub_bn/moving_variance');
    expect(JSON.stringify(jsonOf(files))).toContain('["sub",1,0,{}]');
    expect(jsonOf(files)).toMatchObject({
      format: 'layers-model',
      modelTopology: { model_config: { class_name: 'Model' } },
    });
  });

  test('float16 stays float16 in the file and widens when it is read', async () => {
    const half = new Map([...tiny.weights].map(([key, tensor]) => [key, toFloat16(tensor)]));
    const files = await write(tiny.model, half);
    expect(files.get('group1-shard1of1.bin')!.byteLength).toBe(
      [...half.values()].reduce((sum, { data }) => sum + data.byteLength, 0),
    );
    const again = await read(files);
    for (const [key, tensor] of half) expect(toFloat32(again.weights.get(key)!), key).toEqual(toFloat32(tensor));
  });

  test('9 MB of weights are three shards of 4 MB at most, and tensors go on over their borders', async () => {
    const units = 1_500;
    const model = readModel(
      graph(
        layer('Flatten', 'flat', {}, 'input'),
        layer('Dense', 'a', { units }, 'flat'),
        layer('Dense', 'b', { units }, 'a'),
      ),
    );
    const weights = initialWeights(model, mulberry32(1));
    const files = await write(model, weights);
    expect([...files.keys()]).toEqual(['model.json', ...[1, 2, 3].map(part => `group1-shard${part}of3.bin`)]);
    expect(files.get('group1-shard1of3.bin')!.byteLength).toBe(4 * 1024 * 1024);
    const again = await read(files);
    for (const [key, tensor] of weights)
      expect(Buffer.compare(bytesOf(again.weights.get(key)!), bytesOf(tensor)), key).toBe(0);
  });
});

const bytesOf = ({ data }: Tensor): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

describe('a layer that TF.js lacks or computes otherwise is not written', () => {
  test.each([
    ['conv_groups2', 'groups'],
    ['upsample_bilinear', 'interpolation'],
    ['act_hard_sigmoid', 'hard_sigmoid'],
    ['relu_general', 'negative_slope'],
    ['elu_alpha', 'alpha'],
    ['groupnorm', 'GroupNormalization'],
    ['normalization', 'Normalization'],
    ['maximum_average_subtract', 'Subtract'],
  ])('%s: %s', async (name, detail) => {
    const model = readModel(goldenJson(`layers/${name}.json`));
    const error = await refusal(write(model, goldenTensors(`layers/${name}.weights.safetensors`)));
    expect(error.details).toMatchObject({ file: 'model.json', reason: 'graph-wrong' });
    expect(error.details['detail']).toContain(detail);
  });

  test('nor are weights that are not numbers', async () => {
    const bias = float32Tensor([3], [0, NaN, 0]);
    const error = await refusal(write(tiny.model, new Map([...tiny.weights, ['dense/bias', bias]])));
    expect(error.details).toMatchObject({ reason: 'not-a-number' });
  });
});

describe('what other writers write', () => {
  const model = readModel(graph(layer('DepthwiseConv2D', 'deep', { kernel_size: 3 }, 'input')));
  const weights = initialWeights(model, mulberry32(2));
  const renamed = async (names: Readonly<Record<string, string>>): Promise<Files> => {
    const files = await write(model, weights);
    const json = jsonOf(files);
    const [group] = json['weightsManifest'] as [{ weights: { name: string }[] }];
    for (const spec of group.weights) spec.name = names[spec.name] ?? spec.name;
    return withJson(files, json);
  };

  test.each([
    ['Keras 3’s name of a depthwise kernel', { 'deep/depthwise_kernel': 'deep/kernel' }],
    ['TensorFlow 2.2’s name between layer and weight', { 'deep/depthwise_kernel': 'deep/cell/depthwise_kernel' }],
  ])('%s is understood', async (_, names) => {
    expect((await read(await renamed(names))).weights.get('deep/kernel')).toEqual(weights.get('deep/kernel'));
  });

  test('two names of one weight are refused', async () => {
    const error = await refusal(renamed({ 'deep/bias': 'deep/kernel' }).then(read));
    expect(error.details).toMatchObject({ reason: 'name-twice', detail: 'deep/kernel' });
  });

  test('a topology without model_config, a Sequential of Keras 2, and an optimizer’s state are read', async () => {
    const topology = {
      class_name: 'Sequential',
      config: {
        name: 's',
        layers: [{ class_name: 'Dense', config: { name: 'd', units: 2, batch_input_shape: [null, 2] } }],
      },
      keras_version: 'tfjs-layers 4.22.0',
    };
    const spec = (name: string, shape: number[], more: Json = {}): Json => ({ name, shape, dtype: 'float32', ...more });
    const specs = [
      spec('d/kernel', [2, 2]),
      spec('training/iter', [], { dtype: 'int32', group: 'optimizer' }),
      spec('d/bias', [2]),
    ];
    const json = { modelTopology: topology, weightsManifest: [{ paths: ['weights.bin'], weights: specs }] };
    const values = new Uint8Array(Float32Array.of(1, 2, 3, 4, 99, 5, 6).buffer);
    const again = await read(withJson(new Map([['weights.bin', values]]), json));
    expect([...again.weights]).toEqual([
      ['d/kernel', float32Tensor([2, 2], [1, 2, 3, 4])],
      ['d/bias', float32Tensor([2], [5, 6])],
    ]);
  });

  test.each([
    ['UpSampling2D', { size: 2, interpolation: 'bilinear' }, 'interpolation'],
    ['Activation', { activation: 'hard_sigmoid' }, 'hard_sigmoid'],
  ])('%s %j, which TF.js computes otherwise, is refused', async (className, config, detail) => {
    const json = {
      modelTopology: { model_config: graph(layer(className, 'odd', config, 'input')) },
      weightsManifest: [],
    };
    const error = await refusal(read(withJson(new Map(), json)));
    expect(error.details).toMatchObject({ file: 'model.json', reason: 'graph-wrong', layer: 'odd' });
    expect(error.details['detail']).toContain(detail);
  });
});

describe('a file that is not right is refused', () => {
  const text = (value: string): Files => new Map([['model.json', new TextEncoder().encode(value)]]);
  test.each([
    ['no JSON', text('{"format": "layers-model"'), 'header-broken'],
    ['a list', text('[]'), 'header-broken'],
    ['a key twice', text('{"format": "layers-model", "format": "layers-model"}'), 'header-broken'],
    ['nested a million deep', text('['.repeat(1_000_000)), 'header-broken'],
    ['broken UTF-8', new Map([['model.json', Uint8Array.of(0x7b, 0xff, 0x7d)]]), 'header-broken'],
    ['an empty object', text('{}'), 'not-this-format'],
    ['a model of Fovea’s own', text('{"format": "fovea-model"}'), 'not-this-format'],
    ['a graph model', text('{"format": "graph-model", "modelTopology": {"node": []}}'), 'not-this-format'],
    ['an old graph model without a format', text('{"modelTopology": {"node": [], "library": {}}}'), 'not-this-format'],
    ['no manifest', withJson(new Map(), { modelTopology: graph(layer('Flatten', 'f', {}, 'input')) }), 'fields-wrong'],
    ['no network', text('{"modelTopology": {"model_config": 1}, "weightsManifest": []}'), 'graph-wrong'],
  ])('%s', async (_, files, reason) => {
    expect((await refusal(read(files))).details).toMatchObject({ file: 'model.json', reason });
  });

  test('a graph model is called one', async () => {
    const error = await refusal(read(text('{"format": "graph-model", "modelTopology": {}}')));
    expect(error.details['detail']).toContain('graph model');
  });

  const without = (files: Files, key: string): Files => {
    const json = jsonOf(files);
    const [group] = json['weightsManifest'] as [{ weights: { name: string; shape: number[] }[] }];
    const gone = group.weights.find(({ name }) => name === key)!;
    group.weights.splice(group.weights.indexOf(gone), 1);
    return withJson(files, json);
  };

  test('one weight missing, another for a layer that is not there: both are named', async () => {
    const files = await write(tiny.model, tiny.weights);
    const json = JSON.stringify(jsonOf(files)).replace('"name":"dense/bias"', '"name":"nowhere/bias"');
    const error = await refusal(read(withJson(files, JSON.parse(json))));
    expect(error.details).toMatchObject({ file: 'model.json', reason: 'fields-wrong' });
    expect(error.details['detail']).toMatch(/missing: dense\/bias.*nowhere\/bias/);
  });

  test('a weight that is not in the manifest, though its bytes are', async () => {
    const error = await refusal(read(without(await write(tiny.model, tiny.weights), 'dense/bias')));
    expect(error.details).toMatchObject({ reason: 'offsets-broken' });
  });

  test('a weight of another shape with as many values', async () => {
    const files = await write(tiny.model, tiny.weights);
    const json = JSON.stringify(jsonOf(files)).replace(
      '"name":"dense/kernel","shape":[6,3]',
      '"name":"dense/kernel","shape":[3,6]',
    );
    const error = await refusal(read(withJson(files, JSON.parse(json))));
    expect(error.details).toMatchObject({ reason: 'shape-mismatch' });
    expect(error.details['detail']).toContain('dense/kernel [3, 6], expected [6, 3]');
  });

  test('a weight that is infinite', async () => {
    const files = new Map(await write(tiny.model, tiny.weights));
    const shard = Uint8Array.from(files.get('group1-shard1of1.bin')!);
    new DataView(shard.buffer).setFloat32(0, Infinity, true);
    const error = await refusal(read(files.set('group1-shard1of1.bin', shard)));
    expect(error.details).toMatchObject({ file: 'model.json', reason: 'not-a-number' });
  });

  test('2,000 files with a few bytes of model.json changed give a model or a refusal, never another failure', async () => {
    const files = await write(multi.model, multi.weights);
    const good = files.get('model.json')!;
    const random = mulberry32(3);
    let refused = 0;
    for (let round = 0; round < 2_000; round++) {
      const bytes = Uint8Array.from(good);
      for (let change = 0; change <= round % 3; change++)
        bytes[Math.floor(random() * bytes.length)] = 32 + Math.floor(random() * 95);
      await read(new Map([...files, ['model.json', bytes]])).catch((error: unknown) => {
        if (!(error instanceof AppError) || !['model-invalid', 'model-missing'].includes(error.code)) throw error;
        expect(error.details['file']).toBeDefined();
        refused++;
      });
    }
    expect(refused).toBeGreaterThan(1_000);
  });
});
