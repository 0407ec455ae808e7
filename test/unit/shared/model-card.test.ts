// The sentences of a model's card follow from its facts, in both languages.
import { expect, test } from 'vitest';
import { cardWords } from '../../../src/shared/model-card.ts';
import type { ModelFacts } from '../../../src/shared/records/model-facts.ts';
import type { ClassId } from '../../../src/shared/records/ids.ts';

const builtIn: ModelFacts = {
  name: 'Small net',
  classes: ['a', 'b', 'c'],
  trainedOn: null,
  score: null,
  preprocessing: { widthPx: 224, heightPx: 192, mean: [127, 127, 127], std: [128, 128, 128] },
  backbone: {
    name: 'Small net',
    pretrained: { dataset: 'ImageNet-1k', classes: 1_000, author: 'Somebody', converter: 'Another' },
    package: 'small==1',
    licence: 'Apache-2.0',
    sha256: 'ab',
  },
};
const scored = (total: number): ModelFacts => ({
  ...builtIn,
  trainedOn: { photos: 20, perClass: { a: 10, b: 10 }, seed: 1 },
  score: {
    correct: total,
    total,
    accuracy: 1,
    interval: [0.9, 1],
    baseline: 0.5,
    baselineClass: 1 as ClassId,
  },
});

test('a model that was not scored says nothing of a score', () => {
  const { preprocessing, origin, limits } = cardWords('en', builtIn);
  expect(preprocessing).toContain('224 × 192 pixels');
  expect(preprocessing).toContain('(value - 127) / 128');
  expect(origin).toBe(
    'pretrained on ImageNet-1k, 1,000 classes, by Somebody, converted to PyTorch by Another; package small==1',
  );
  expect(limits).toHaveLength(2);
  expect(limits[0]).toContain('one of its 3 classes');
});

test('a trained model says that its backbone was frozen, what its score holds for, and when few photos carry it', () => {
  expect(cardWords('en', scored(50)).origin).toMatch(/; frozen, used as it is$/);
  expect(cardWords('en', scored(50)).limits).toHaveLength(3);
  expect(cardWords('en', scored(49)).limits.at(-1)).toBe('The score stands on 49 photos only: look at its interval.');
});

test('in Korean no sentence is left in English', () => {
  const { preprocessing, origin, limits } = cardWords('ko', scored(12));
  for (const sentence of [preprocessing, origin, ...limits]) {
    expect(sentence).toMatch(/[가-힣]/);
    expect(sentence).not.toMatch(/\b(the|photo|pretrained|score)\b/i);
  }
});

test('means that differ by channel are all said', () => {
  const preprocessing = { ...builtIn.preprocessing, mean: [1, 2, 3] };
  expect(cardWords('en', { ...builtIn, preprocessing }).preprocessing).toContain('(value - [1, 2, 3]) / 128');
});
