// The normalisation in front of a model: every way in which the field turns photos into numbers, in formats that must be able to say it.
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileInference } from '../../../src/engine/compile/inference.ts';
import { normalisedModel } from '../../../src/engine/normalised-model.ts';
import type { Preprocessing } from '../../../src/engine/preprocessing.ts';
import { float32Tensor, toFloat32, type Weights } from '../../../src/engine/tensor.ts';
import { createModelBuilder } from '../../../src/engine/zoo/builder.ts';
import { modelSource, readModelFile, writeModelFile } from '../../../src/main/formats/models/model-formats.ts';
import { openSession } from '../../../src/main/runtime/onnx.ts';
import { declaredPreprocessing, preprocessingKinds } from '../../../src/shared/records/preprocessing.ts';
import { temporaryFolder } from '../../support/made-photos.ts';

const [heightPx, widthPx] = [2, 3];

/** Gives back what goes into its first layer. */
function unchangedInput() {
  const builder = createModelBuilder();
  const input = builder.input('photo', [heightPx, widthPx, 3]);
  return builder.model('whole', builder.activate('same', input, 'linear'));
}

const photo = Float32Array.from({ length: heightPx * widthPx * 3 }, (_, place) => (place * 37) % 256);

function expected({ mean, std, order }: Pick<Preprocessing, 'mean' | 'std' | 'order'>): number[] {
  return [...photo.keys()].map(place => {
    const channel = place % 3;
    const from = order === 'rgb' ? place : place - channel + (2 - channel);
    return (photo[from]! - mean[channel]!) / std[channel]!;
  });
}

async function outputOf(model: ReturnType<typeof unchangedInput>, weights: Weights): Promise<Float32Array> {
  const session = await openSession(compileInference({ model, weights }), { threads: 1 });
  const outputs = await session.run({ [session.inputs[0]!]: float32Tensor([1, heightPx, widthPx, 3], photo) });
  await session.dispose();
  return toFloat32(outputs[session.outputs[0]!]!);
}

function expectClose(values: Float32Array, wanted: readonly number[]): void {
  expect(values.length).toBe(wanted.length);
  for (const [place, value] of values.entries()) expect(value).toBeCloseTo(wanted[place]!, 4);
}

describe.each(declaredPreprocessing)('photos prepared as %s', kind => {
  const preprocessing: Preprocessing = { heightPx, widthPx, ...preprocessingKinds[kind] };

  test('come out as the formula says', async () => {
    const { model, weights } = normalisedModel(unchangedInput(), new Map(), preprocessing);
    expectClose(await outputOf(model, weights), expected(preprocessing));
  });

  test.each(['m.keras', 'm.h5', 'm.json', 'm.safetensors'])('come out the same from %s read back', async name => {
    const file = path.join(await temporaryFolder(), name);
    await writeModelFile(normalisedModel(unchangedInput(), new Map(), preprocessing), file);
    const { model, weights } = await readModelFile(await modelSource(file));
    expectClose(await outputOf(model!, weights), expected(preprocessing));
  });
});

test('a model that takes 0 to 255 by itself gets no layer', () => {
  const model = unchangedInput();
  const same = normalisedModel(model, new Map(), { heightPx, widthPx, ...preprocessingKinds['as-it-is'] });
  expect(same.model).toBe(model);
});

test('a model that has a layer of this name already gets one of another name', async () => {
  const preprocessing = { heightPx, widthPx, ...preprocessingKinds.caffe };
  const once = normalisedModel(unchangedInput(), new Map(), preprocessing);
  const twice = normalisedModel(once.model, once.weights, { heightPx, widthPx, ...preprocessingKinds['zero-to-one'] });
  expect(new Set(twice.model.layers.map(({ name }) => name)).size).toBe(twice.model.layers.length);
  const byHand = expected(preprocessing).map((_, place) => {
    const channel = place % 3;
    return photo[place - channel + (2 - channel)]! / 255 - preprocessing.mean[channel]!;
  });
  expectClose(await outputOf(twice.model, twice.weights), byHand);
});
