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

test('a model that turns the channels round says so', () => {
  const preprocessing = { ...builtIn.preprocessing, order: 'bgr' as const };
  expect(cardWords('en', { ...builtIn, preprocessing }).preprocessing).toContain('(blue, green, red)');
  expect(cardWords('ko', { ...builtIn, preprocessing }).preprocessing).toContain('채널 순서를 뒤집은');
});

const imported: NonNullable<ModelFacts['imported']> = {
  file: 'mine.h5',
  format: 'keras-h5',
  sha256: 'ab',
  preprocessing: 'caffe',
  network: 'xception',
  pretrained: null,
  author: null,
  host: null,
  part: { blocks: 13, of: 14 },
  isCropped: true,
  parameters: 1,
  sidePx: 224,
  takesAnySide: true,
  blocks: [],
  unfreeze: null,
};
const broughtIn: ModelFacts = {
  ...builtIn,
  classes: [],
  backbone: { name: 'mine', licence: 'not stated', sha256: 'ab', pretrained: null, origin: 'as its card says' },
  imported,
};

test('a model that was brought in says its file, what it lacks and how it was taught; a fetched one its server', () => {
  const { origin, limits } = cardWords('en', broughtIn);
  expect(origin).toBe('brought in from the file mine.h5');
  expect(limits.join('\n')).toMatch(/names no classes[^]*first 13 of 14 blocks[^]*middle square/);
  const fetched = {
    ...imported,
    pretrained: 'ImageNet',
    author: 'Keras',
    host: 'example.org',
    part: null,
    isCropped: false,
  };
  expect(cardWords('en', { ...broughtIn, imported: fetched })).toMatchObject({
    origin: 'pretrained on ImageNet by Keras; fetched from example.org',
    limits: ['It names no classes by itself: a run gives it a head.'],
  });
  for (const sentence of Object.values(cardWords('ko', broughtIn)).flat()) expect(sentence).toMatch(/[가-힣]/);
});

test('another backbone of a trained model is told by the model’s own card', () => {
  const { imported: _, ...trained } = { ...broughtIn, classes: ['a', 'b'] };
  expect(cardWords('en', trained).origin).toBe('as its card says');
});
