// The learning rate that is drawn before a run is the one the run will have.
import { expect, test } from 'vitest';
import { ratePoints, stagesOf, updatesPerEpoch } from '../../../../../src/renderer/features/train/rates.ts';
import { defaultRecipe, type Recipe } from '../../../../../src/shared/records/recipe.ts';

const textbook = {
  name: 'textbook',
  unfreeze: 'block11',
  stages: [
    { epochs: 5, learningRate: 0.2, momentum: 0.9, decay: 0.01 },
    { epochs: 10, learningRate: 0.01, momentum: 0.9, decay: 0.001 },
  ],
  batch: 32,
  augmentation: [],
  sidePx: 224,
} as const satisfies Recipe;

test('the rate is learningRate / (1 + decay · n), and each stage counts its updates anew', () => {
  const [first, second] = ratePoints(stagesOf(textbook), updatesPerEpoch(244, 32));
  expect(first![0]).toEqual({ epoch: 0, rate: 0.2 });
  // 5 epochs of 8 updates.
  expect(first!.at(-1)).toEqual({ epoch: 5, rate: 0.2 / (1 + 0.01 * 40) });
  expect(second![0]).toEqual({ epoch: 5, rate: 0.01 });
  expect(second!.at(-1)).toEqual({ epoch: 15, rate: 0.01 / (1 + 0.001 * 80) });
});

test('where only the head learns there is no second stage, and one click shows none', () => {
  expect(stagesOf(defaultRecipe('textbook', { sidePx: 224, unfreeze: null }))).toHaveLength(1);
  expect(stagesOf(defaultRecipe('one-click', { sidePx: 224, unfreeze: null }))).toEqual([]);
});

test('a last batch that is not full is an update as well', () => {
  expect(updatesPerEpoch(64, 32)).toBe(2);
  expect(updatesPerEpoch(65, 32)).toBe(3);
  expect(updatesPerEpoch(0, 32)).toBe(1);
});
