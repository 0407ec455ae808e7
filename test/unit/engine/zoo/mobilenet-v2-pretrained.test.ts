// MobileNetV2 with its published ImageNet weights, batch norms folded in, names what TensorFlow names on real photos (needs ../shared).
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { compileInference } from '../../../../src/engine/compile/inference.ts';
import { readModel } from '../../../../src/engine/graph.ts';
import { float32Tensor, toFloat32 } from '../../../../src/engine/tensor.ts';
import type { Tensor } from '../../../../src/engine/tensor.ts';
import { modelWeights } from '../../../../src/engine/weights.ts';
import { readSafetensors } from '../../../../src/main/formats/models/safetensors.ts';
import { openSession } from '../../../../src/main/runtime/onnx.ts';
import { relativeDifference } from '../../../support/golden.ts';
import { sharedFolder } from '../../../support/shared.ts';

const inShared = (file: string): string => path.join(sharedFolder ?? '', file);
const weightFile = inShared('data/weights/mobilenet_v2_100_224_bn_folded.safetensors');
const tensorsOf = (file: string): Map<string, Tensor> => readSafetensors(readFileSync(file), file);

/** Kernels [out, h, w, in] → [h, w, in, out]; of depthwise layers [1, h, w, in] → [h, w, in, 1], which are the same values. */
function kerasLayout({ shape, data }: Tensor, wanted: readonly number[]): Tensor {
  const [out, ...inner] = shape as [number, ...number[]];
  if (wanted.at(-1) === 1) return float32Tensor(wanted, data as Float32Array);
  const size = inner.reduce((product, side) => product * side, 1);
  const values = new Float32Array(data.length);
  for (let filter = 0; filter < out; filter++)
    for (let at = 0; at < size; at++) values[at * out + filter] = data[filter * size + at] as number;
  return float32Tensor(wanted, values);
}

type Named = { readonly index: number; readonly label: string };

test.skipIf(sharedFolder === null || !existsSync(weightFile))(
  'an ant and a bee are named as TensorFlow names them',
  async () => {
    const graph = readFileSync(inShared('golden/pretrained/mobilenet_v2_bn_folded.keras.json'), 'utf8');
    const model = readModel(JSON.parse(graph));
    const stored = tensorsOf(weightFile);
    const weights = new Map(
      modelWeights(model).map(({ key, name, shape }) => [
        key,
        name === 'kernel' ? kerasLayout(stored.get(key.replace(/kernel$/, 'weight'))!, shape) : stored.get(key)!,
      ]),
    );
    const logits = tensorsOf(inShared('golden/pretrained/mobilenet_v2_logits.safetensors'));
    const photos = tensorsOf(inShared('golden/pretrained/preprocessed_float16.safetensors'));
    const { top5 } = JSON.parse(readFileSync(inShared('golden/pretrained/mobilenet_v2.json'), 'utf8')) as {
      top5: Record<string, Record<string, Named[]>>;
    };
    const session = await openSession(compileInference({ model, weights, batch: 1 }), { threads: 1 });
    for (const how of ['antialias_false', 'antialias_true']) {
      const expected = logits.get(`logits/${how}`)!;
      for (const photo of [0, 6]) {
        const pixels = photos.get(`${how}/${photo}`)!;
        const results = await session.run({
          [session.inputs[0]!]: float32Tensor([1, ...pixels.shape], toFloat32(pixels)),
        });
        const values = toFloat32(results[session.outputs[0]!]!);
        const row = toFloat32(expected).subarray(photo * 1_001, (photo + 1) * 1_001);
        // The stored photos are rounded to float16, those of the logits were not.
        expect(relativeDifference(float32Tensor([1_001], values), float32Tensor([1_001], row))).toBeLessThan(5e-3);
        const named = [...values.keys()].toSorted((a, b) => values[b]! - values[a]!).slice(0, 3);
        const expectedTop = Object.values(top5[how]!)[photo]!;
        expect(named).toEqual(expectedTop.slice(0, 3).map(({ index }) => index));
      }
    }
    await session.dispose();
    expect(Object.values(top5['antialias_true']!)[6]!.map(({ label }) => label)).toContain('bee');
  },
);
