// ONNX networks as networks of layers: ours, Keras' and PyTorch's compute what they computed before.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileInference } from '../../../../../src/engine/compile/inference.ts';
import { writeModel } from '../../../../../src/engine/graph.ts';
import type { Model } from '../../../../../src/engine/model.ts';
import type { Tensor, Weights } from '../../../../../src/engine/tensor.ts';
import { elementCount, float32Tensor, toFloat32 } from '../../../../../src/engine/tensor.ts';
import { modelWeights } from '../../../../../src/engine/weights.ts';
import { networks } from '../../../../../src/engine/zoo/networks.ts';
import { readModelFile } from '../../../../../src/main/formats/models/model-formats.ts';
import { importOnnx } from '../../../../../src/main/formats/models/onnx-import.ts';
import { readSafetensors } from '../../../../../src/main/formats/models/safetensors.ts';
import { openSession } from '../../../../../src/main/runtime/onnx.ts';
import { mulberry32 } from '../../../../../src/shared/random.ts';
import { goldenTensors, relativeDifference } from '../../../../support/golden.ts';

const fixtures = path.resolve(import.meta.dirname, '../../../../fixtures');
const fixture = (name: string): Uint8Array => readFileSync(path.join(fixtures, name));

async function outputOf(onnx: Uint8Array, input: Tensor): Promise<Tensor> {
  const session = await openSession(onnx, { threads: 1 });
  const results = await session.run({ [session.inputs[0]!]: input });
  await session.dispose();
  expect(session.outputs).toHaveLength(1);
  return results[session.outputs[0]!]!;
}

const layersOf = (model: Model): string[] => model.layers.map(({ name, className }) => `${name}: ${className}`);

/** Of a table of random numbers, in the size that keeps a deep network's values from fading or growing; statistics positive. */
function someWeights(model: Model): Weights {
  const random = mulberry32(4);
  const table = Float32Array.from({ length: 4_099 }, () => random() * 2 - 1);
  return new Map(
    modelWeights(model).map(({ key, shape }) => {
      const isStatistic = key.endsWith('moving_variance') || key.endsWith('gamma');
      const scale = shape.length < 2 ? 0.1 : Math.sqrt(3 / elementCount(shape.slice(0, -1)));
      const values = new Float32Array(elementCount(shape));
      for (let at = 0; at < values.length; at++) values[at] = table[at % 4_099]! * scale + (isStatistic ? 1 : 0);
      return [key, float32Tensor(shape, values)];
    }),
  );
}

function somePhotos(shape: readonly number[]): Tensor {
  const random = mulberry32(5);
  return float32Tensor(
    shape,
    Float32Array.from({ length: elementCount(shape) }, () => random() * 2 - 1),
  );
}

/** [N, C, H, W] as [N, H, W, C]; rows of numbers as they are. */
function inKerasOrder(tensor: Tensor): Tensor {
  if (tensor.shape.length !== 4) return tensor;
  const [count, channels, height, width] = tensor.shape as [number, number, number, number];
  const values = toFloat32(tensor);
  const turned = new Float32Array(values.length);
  const places = height * width;
  for (let photo = 0; photo < count; photo++)
    for (let channel = 0; channel < channels; channel++)
      for (let place = 0; place < places; place++)
        turned[(photo * places + place) * channels + channel] = values[(photo * channels + channel) * places + place]!;
  return float32Tensor([count, height, width, channels], turned);
}

describe('networks that Fovea wrote', () => {
  test.each(networks.map(network => [network.id, network] as const))(
    '%s comes back with the same outputs and its layers’ names',
    { timeout: 120_000 },
    async (_, { build, takesAnySide, sidePx }) => {
      const side = takesAnySide ? 64 : sidePx;
      const model = build({ classes: 3, sizePx: side });
      const weights = someWeights(model);
      const onnx = compileInference({ model, weights, batch: 'any' });
      const back = importOnnx(onnx, 'x.onnx');
      const photos = somePhotos([1, side, side, 3]);
      const again = await outputOf(compileInference({ ...back, batch: 'any' }), photos);
      expect(relativeDifference(again, await outputOf(onnx, photos))).toBeLessThan(1e-5);
      const names = new Set(back.model.layers.map(({ name }) => name));
      // Batch norms are part of the convolution before them, or a scale and a shift where none is.
      const own = model.layers.filter(({ className }) => /^(Conv2D|Dense|MaxPooling2D)$/.test(className));
      expect(own.filter(({ name }) => !names.has(name)).map(({ name }) => name)).toEqual([]);
    },
  );

  test('with the way from a photo inside: what follows the resize is a layer, and photos are given as they are', async () => {
    const { build } = networks.find(({ id }) => id === 'mobilenet-v2')!;
    const model = build({ classes: 3, sizePx: 32 });
    const weights = someWeights(model);
    for (const order of ['rgb', 'bgr'] as const) {
      const preprocessing = { heightPx: 32, widthPx: 32, mean: [120, 110, 100], std: [58, 57, 56], order };
      const onnx = compileInference({ model, weights, preprocessing });
      const back = importOnnx(onnx, 'x.onnx');
      const random = mulberry32(9);
      const pixels = Uint8Array.from({ length: 32 * 32 * 3 }, () => Math.floor(random() * 256));
      const expected = await outputOf(onnx, { dtype: 'uint8', shape: [1, 32, 32, 3], data: pixels });
      const photo = float32Tensor([1, 32, 32, 3], Float32Array.from(pixels));
      expect(relativeDifference(await outputOf(compileInference(back), photo), expected)).toBeLessThan(1e-5);
      const rgb = ['photo: InputLayer', 'Sub: Rescaling', 'Div: Rescaling'];
      const bgr = ['photo: InputLayer', 'Gather: Conv2D', 'Div: Rescaling'];
      const expectedLayers = order === 'rgb' ? rgb : bgr;
      expect(layersOf(back.model).slice(0, expectedLayers.length)).toEqual(expectedLayers);
    }
  });
});

test('a network that Keras exported gives Keras’ output', async () => {
  const bytes = fixture('golden/files/tiny.onnx');
  const source = { name: 'tiny.onnx', bytes, beside: () => Promise.reject(new Error('no file beside')) };
  const { format, model, weights } = await readModelFile(source);
  expect(format).toBe('onnx');
  const io = goldenTensors('files/io.safetensors');
  const again = await outputOf(compileInference({ model: model!, weights }), io.get('input')!);
  expect(relativeDifference(again, io.get('output')!)).toBeLessThan(1e-5);
});

describe('networks that PyTorch exported', () => {
  const answers = readSafetensors(fixture('models/onnx/answers.safetensors'), 'answers');
  const names = ['padded', 'ceil_mode', 'depthwise', 'flattened', 'enlarged', 'gelu', 'branches'];
  test.each(names.flatMap(name => [`${name}.script`, `${name}.dynamo`]))('%s gives PyTorch’s output', async file => {
    const { model, weights } = importOnnx(fixture(`models/onnx/${file}.onnx`), file);
    const name = file.split('.')[0]!;
    const input = inKerasOrder(answers.get(`${name}/input`)!);
    const expected = inKerasOrder(answers.get(`${name}/output`)!);
    const actual = await outputOf(compileInference({ model, weights, batch: 'any' }), input);
    expect(relativeDifference(actual, expected)).toBeLessThan(1e-5);
    expect(() => writeModel(model)).not.toThrow();
  });

  test('a GELU written out is one layer again', () => {
    const { model } = importOnnx(fixture('models/onnx/gelu.script.onnx'), 'gelu');
    expect(model.layers.map(({ className, config }) => config['activation'] ?? className)).toEqual([
      'InputLayer',
      'linear',
      'gelu',
    ]);
  });

  test('layers are called as in PyTorch, and zeros stand around a convolution whose stride is not 1', () => {
    const { model } = importOnnx(fixture('models/onnx/padded.script.onnx'), 'padded');
    expect(layersOf(model)).toMatchInlineSnapshot(`
      [
        "x: InputLayer",
        "layer_0_pad: ZeroPadding2D",
        "layer_0: Conv2D",
        "layer_2: ReLU",
        "layer_3_pad: ZeroPadding2D",
        "layer_3: MaxPooling2D",
        "layer_4: Conv2D",
        "layer_5: ReLU",
        "layer_6_pad: ZeroPadding2D",
        "layer_6: AveragePooling2D",
        "layer_7_pad: ZeroPadding2D",
        "layer_7: Conv2D",
        "layer_8: LeakyReLU",
        "layer_9: GlobalAveragePooling2D",
        "layer_10: Flatten",
        "layer_11: Dense",
      ]
    `);
    const { model: deep } = importOnnx(fixture('models/onnx/depthwise.dynamo.onnx'), 'depthwise');
    expect(layersOf(deep)).toMatchInlineSnapshot(`
      [
        "x: InputLayer",
        "layer_0: Conv2D",
        "prelu: PReLU",
        "layer_2: DepthwiseConv2D",
        "hardswish: Activation",
        "layer_4: DepthwiseConv2D",
        "sigmoid: Activation",
        "silu: Multiply",
        "layer_7: Conv2D",
        "mean: GlobalAveragePooling2D",
        "layer_8_down: Conv2D",
        "relu: ReLU",
        "layer_8_up: Conv2D",
        "sigmoid_2: Activation",
        "mul_3: Multiply",
        "hardsigmoid: Activation",
        "n0_2: GlobalMaxPooling2D",
        "view_1: Flatten",
      ]
    `);
  });

  test.each([
    ['negative_max', /^MaxPool \/.*MaxPool: padding around values that may be below zero/],
    ['pixel_shuffle', /^DepthToSpace \/.*: Fovea has no layer/],
  ])('%s is refused with its node', (name, detail) => {
    expect(() => importOnnx(fixture(`models/onnx/${name}.script.onnx`), 'x.onnx')).toThrowError(
      expect.objectContaining({
        code: 'model-invalid',
        details: { file: 'x.onnx', reason: 'type-unsupported', detail: expect.stringMatching(detail) as string },
      }),
    );
  });
});
