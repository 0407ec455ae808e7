import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileInference } from '../../../../../src/engine/compile/inference.ts';
import type { Tensor } from '../../../../../src/engine/tensor.ts';
import { efficientnetLite0 } from '../../../../../src/engine/zoo/efficientnet-lite0.ts';
import { builtInBackbone, builtInPreprocessing, readBuiltIn } from '../../../../../src/main/formats/models/built-in.ts';
import type { BuiltIn } from '../../../../../src/main/formats/models/built-in.ts';
import { sha256 } from '../../../../../src/main/formats/models/durable-folder.ts';
import { readSafetensors } from '../../../../../src/main/formats/models/safetensors.ts';
import { openSession } from '../../../../../src/main/runtime/onnx.ts';
import { sharedFolder } from '../../../../support/shared.ts';

const repository = path.resolve(import.meta.dirname, '../../../../..');
const resources = path.join(repository, 'resources');
const modelFolder = path.join(resources, 'models', 'efficientnet-lite0');
const formulaFile = path.join(repository, 'test/fixtures/golden/pretrained/efficientnet_lite0_formula.safetensors');

let builtIn: BuiltIn;
beforeAll(async () => void (builtIn = await readBuiltIn(resources)));

test('the committed weights have the hash in the source and in the card, and 4,652,008 parameters', () => {
  expect(sha256(readFileSync(path.join(modelFolder, 'weights.safetensors')))).toBe(builtInBackbone.sha256);
  const card = JSON.parse(readFileSync(path.join(modelFolder, 'card.json'), 'utf8')) as unknown;
  expect(card).toMatchObject(builtIn.card);
  expect(card).toMatchObject({
    files: { 'weights.safetensors': builtInBackbone.sha256 },
    parameters: 4_652_008,
    preprocessing: builtInPreprocessing,
  });
  const trainable = [...builtIn.weights].filter(([name]) => !name.includes('moving_'));
  expect(trainable.reduce((sum, [, { data }]) => sum + data.length, 0)).toBe(4_652_008);
});

test('there are 1,000 class names, and ants and bees are where ImageNet has them', () => {
  expect(builtIn.classes).toHaveLength(1_000);
  expect([308, 309, 310, 410].map(index => builtIn.classes[index])).toEqual(['fly', 'bee', 'ant', 'apiary']);
});

describe('a damaged installation', () => {
  let folder: string;
  beforeAll(() => void (folder = mkdtempSync(path.join(tmpdir(), 'fovea-built-in-'))));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(['weights.safetensors', 'classes.json'])('one flipped bit in %s is named', async name => {
    cpSync(modelFolder, path.join(folder, 'models', 'efficientnet-lite0'), { recursive: true });
    const file = path.join(folder, 'models', 'efficientnet-lite0', name);
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(file, bytes);
    await expect(readBuiltIn(folder)).rejects.toMatchObject({
      code: 'built-in-model-damaged',
      details: { file, reason: 'content-changed' },
    });
  });

  test.each(['{', '{}', '{"name": 3}'])('a card that reads %s is named', async content => {
    cpSync(modelFolder, path.join(folder, 'models', 'efficientnet-lite0'), { recursive: true });
    const file = path.join(folder, 'models', 'efficientnet-lite0', 'card.json');
    writeFileSync(file, content);
    await expect(readBuiltIn(folder)).rejects.toMatchObject({
      code: 'built-in-model-damaged',
      details: { file, reason: 'content-changed' },
    });
  });

  test('a missing folder is named', async () => {
    await expect(readBuiltIn(path.join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'built-in-model-damaged' });
  });
});

/** Last convolution, features and logits of float32 photos that are already normalised. */
async function run(input: Tensor): Promise<Record<string, Tensor>> {
  const outputs = ['top_activation', 'avg_pool', 'predictions'];
  const onnx = compileInference({
    model: efficientnetLite0({ classes: 1_000 }),
    weights: builtIn.weights,
    outputs,
    batch: 'any',
  });
  const session = await openSession(onnx, { threads: 1 });
  try {
    return await session.run({ input });
  } finally {
    await session.dispose();
  }
}

/** Largest difference relative to the largest expected value. */
function difference(actual: Tensor, expected: Tensor): number {
  expect(actual.data.length).toBe(expected.data.length);
  let worst = 0;
  let largest = 0;
  expected.data.forEach((value, index) => {
    worst = Math.max(worst, Math.abs(Number(value) - Number(actual.data[index])));
    largest = Math.max(largest, Math.abs(Number(value)));
  });
  return worst / largest;
}

const normalised = (pixels: ArrayLike<number>, photos: number): Tensor => ({
  dtype: 'float32',
  shape: [photos, 224, 224, 3],
  data: Float32Array.from(pixels, pixel => (pixel - 127) / 128),
});

test('the features of the formula image equal what PyTorch computes with the same weights', async () => {
  const golden = readSafetensors(readFileSync(formulaFile), formulaFile);
  const pixels: number[] = [];
  for (let y = 0; y < 224; y++) {
    for (let x = 0; x < 224; x++) {
      for (let c = 0; c < 3; c++) pixels.push((7 * y + 13 * x + 29 * c + 5 * ((x * y) % 31)) % 256);
    }
  }
  const outputs = await run(normalised(pixels, 1));
  expect(difference(outputs['top_activation']!, golden.get('float16_weights/last_conv_nhwc')!)).toBeLessThan(1e-4);
  expect(difference(outputs['avg_pool']!, golden.get('float16_weights/features')!)).toBeLessThan(1e-4);
});

test.skipIf(!sharedFolder)('real photos get the features and the first guess that PyTorch gives them', async () => {
  const file = path.join(sharedFolder!, 'golden/pretrained/efficientnet_lite0.safetensors');
  const golden = readSafetensors(readFileSync(file), file);
  const outputs = await run(normalised(golden.get('input_uint8_nhwc')!.data as Uint8Array, 4));
  expect(difference(outputs['avg_pool']!, golden.get('float16_weights/features')!)).toBeLessThan(1e-4);
  const scores = outputs['predictions']!.data as Float32Array;
  const firsts = [0, 1, 2, 3].map(photo => {
    const row = scores.subarray(1_000 * photo, 1_000 * (photo + 1));
    return builtIn.classes[row.indexOf(Math.max(...row))];
  });
  expect(firsts).toEqual(['ant', 'ant', 'apiary', 'bee']);
});
