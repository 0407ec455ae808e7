// Xception's blocks 1 to 13 with their ImageNet weights give Keras' features of real photos (needs ../shared: weights and photos stay there).
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Model } from '../../../../src/engine/model.ts';
import { float32Tensor, toFloat32 } from '../../../../src/engine/tensor.ts';
import type { Tensor } from '../../../../src/engine/tensor.ts';
import { modelWeights } from '../../../../src/engine/weights.ts';
import { xception } from '../../../../src/engine/zoo/xception.ts';
import { readSafetensors } from '../../../../src/main/formats/models/safetensors.ts';
import { relativeDifference } from '../../../support/golden.ts';
import { runtimes } from '../../../support/runtimes.ts';
import { sharedFolder } from '../../../support/shared.ts';

const inShared = (file: string): string => path.join(sharedFolder ?? '', file);
const weightFile = inShared('data/weights/xception_imagenet_blocks1-13.safetensors');
const tensorsOf = (file: string): Map<string, Tensor> => readSafetensors(readFileSync(file), file);

/** The network up to the sum at the end of block 13. */
function upToBlock13(whole: Model): Model {
  const end = whole.layers.findIndex(({ name }) => name === 'block14_sepconv1');
  const layers = whole.layers.slice(0, end);
  return { ...whole, layers, outputs: [{ layer: layers.at(-1)!.name, call: 0, tensor: 0 }] };
}

/** The file numbers the layers that Keras names itself from 1, Keras in a fresh process from none. */
function storedKey(key: string): string {
  return key.replace(/^(conv2d|batch_normalization)(?:_(\d+))?\//, (_, name: string, place?: string) => {
    return `${name}_${Number(place ?? 0) + 1}/`;
  });
}

test.skipIf(sharedFolder === null || !existsSync(weightFile)).each(runtimes)(
  'features of photos 0 and 6 are Keras’, by %s',
  async (_, runtime) => {
    const model = upToBlock13(xception({ classes: 2, sizePx: 224 }));
    const stored = tensorsOf(weightFile);
    const weights = new Map(modelWeights(model).map(({ key }) => [key, stored.get(storedKey(key))!]));
    const photos = tensorsOf(inShared('golden/pretrained/preprocessed_float16.safetensors'));
    const features = tensorsOf(inShared('golden/pretrained/xception_features.safetensors'));
    const running = await runtime.openModel(model, weights, { threads: 1 });
    expect(photos.size).toBe(8);
    for (const [name, photo] of photos) {
      const [output] = await running.run([float32Tensor([1, ...photo.shape], toFloat32(photo))]);
      const values = toFloat32(output!);
      const mean = new Float32Array(1024);
      values.forEach((value, at) => (mean[at % 1024]! += (value * 1024) / values.length));
      const expected = features.get(`from_float16/${name}`)!;
      expect(relativeDifference(float32Tensor([1024], mean), expected), name).toBeLessThan(1e-4);
    }
    await running.dispose();
  },
);
