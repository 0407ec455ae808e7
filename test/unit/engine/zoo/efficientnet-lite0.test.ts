// EfficientNet-Lite0: its size, its way through Keras' JSON, and its numbers against PyTorch with the weights that ship with Fovea.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { compileInference } from '../../../../src/engine/compile/inference.ts';
import { readModel, writeModel } from '../../../../src/engine/graph.ts';
import type { Model } from '../../../../src/engine/graph.ts';
import type { Preprocessing } from '../../../../src/engine/preprocessing.ts';
import { elementCount, float32Tensor, toFloat32 } from '../../../../src/engine/tensor.ts';
import type { Tensor, Weights } from '../../../../src/engine/tensor.ts';
import { modelWeights } from '../../../../src/engine/weights.ts';
import { efficientnetLite0 } from '../../../../src/engine/zoo/efficientnet-lite0.ts';
import { readSafetensors } from '../../../../src/main/formats/models/safetensors.ts';
import { openSession } from '../../../../src/main/runtime/onnx.ts';
import { goldenTensors, relativeDifference } from '../../../support/golden.ts';
import { sharedFolder } from '../../../support/shared.ts';

const repository = path.resolve(import.meta.dirname, '../../../..');
const preprocessing: Preprocessing = {
  heightPx: 224,
  widthPx: 224,
  mean: [127, 127, 127],
  std: [128, 128, 128],
  order: 'rgb',
};

test('has 4,652,008 trained parameters in layers named as in Keras', () => {
  const weights = modelWeights(efficientnetLite0({ classes: 1000 }));
  const trained = weights
    .filter(weight => weight.isTrainable)
    .reduce((sum, weight) => sum + elementCount(weight.shape), 0);
  expect(trained).toBe(4_652_008);
  expect(weights.map(weight => weight.key)).toContain('block4c_dwconv/kernel');
  expect(efficientnetLite0({ classes: 0 }).outputs[0]!.layer).toBe('avg_pool');
});

test('is the same model after being written for Keras and read back', () => {
  const model = efficientnetLite0({ classes: 3 });
  expect(readModel(JSON.parse(JSON.stringify(writeModel(model))))).toEqual(model);
});

describe('with the built-in weights', () => {
  let weights: Weights;
  beforeAll(() => {
    const file = path.join(repository, 'resources/models/efficientnet-lite0/weights.safetensors');
    weights = readSafetensors(readFileSync(file), file);
  });

  // The weights are stored as float16: PyTorch's outputs with weights so rounded are the reference.
  test('gives PyTorch’s numbers for an image made by a formula', async () => {
    await comparePhotos(formulaPhoto(), goldenTensors('pretrained/efficientnet_lite0_formula.safetensors'), weights);
  });

  test.skipIf(!sharedFolder)('gives PyTorch’s numbers for four photos', async () => {
    const file = path.join(sharedFolder!, 'golden/pretrained/efficientnet_lite0.safetensors');
    const golden = readSafetensors(readFileSync(file), file);
    await comparePhotos(golden.get('input_uint8_nhwc')!, golden, weights);
  });
});

/** Runs the photos one by one as the product does, uint8 in, and compares what PyTorch gave with float16-rounded weights. */
async function comparePhotos(photos: Tensor, golden: ReadonlyMap<string, Tensor>, weights: Weights): Promise<void> {
  const model = withoutSoftmax(efficientnetLite0({ classes: 1000 }));
  const onnx = compileInference({
    model,
    weights,
    preprocessing,
    outputs: ['top_activation', 'avg_pool', 'predictions'],
  });
  const session = await openSession(onnx, { threads: 1 });
  const pixels = photos.data as Uint8Array;
  const perPhoto = 224 * 224 * 3;
  for (let at = 0; at < photos.shape[0]!; at++) {
    const photo: Tensor = {
      dtype: 'uint8',
      shape: [1, 224, 224, 3],
      data: pixels.slice(at * perPhoto, (at + 1) * perPhoto),
    };
    const results = await session.run({ photo });
    expect(relativeDifference(results['avg_pool']!, row(golden.get('float16_weights/features')!, at))).toBeLessThan(
      1e-5,
    );
    expect(relativeDifference(results['predictions']!, row(golden.get('float16_weights/logits')!, at))).toBeLessThan(
      1e-5,
    );
    const lastConvolution = golden.get('float16_weights/last_conv_nhwc');
    if (lastConvolution)
      expect(relativeDifference(results['top_activation']!, row(lastConvolution, at))).toBeLessThan(1e-5);
  }
  await session.dispose();
}

function row(tensor: Tensor, at: number): Tensor {
  const count = tensor.data.length / tensor.shape[0]!;
  return float32Tensor([1, ...tensor.shape.slice(1)], toFloat32(tensor).slice(at * count, (at + 1) * count));
}

function withoutSoftmax(model: Model): Model {
  const layers = model.layers.map(layer =>
    layer.name === 'predictions' ? { ...layer, config: { ...layer.config, activation: 'linear' } } : layer,
  );
  return { ...model, layers };
}

/** The zoo's formula image: p = (7y + 13x + 29c + 5 (xy mod 31)) mod 256. */
function formulaPhoto(): Tensor {
  const data = new Uint8Array(224 * 224 * 3);
  for (let y = 0; y < 224; y++) {
    for (let x = 0; x < 224; x++) {
      for (let c = 0; c < 3; c++) data[(y * 224 + x) * 3 + c] = (7 * y + 13 * x + 29 * c + 5 * ((x * y) % 31)) % 256;
    }
  }
  return { dtype: 'uint8', shape: [1, 224, 224, 3], data };
}
