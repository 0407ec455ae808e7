// Two runs beside each other: which photos count, what changed sides, what differs, and what is said of it.
import { describe, expect, test } from 'vitest';
import { compareRuns, type ScoredRun } from '../../../../src/main/core/compare.ts';
import type { RunPhoto } from '../../../../src/main/store/api.ts';
import type { ClassId, PhotoId } from '../../../../src/shared/records/ids.ts';
import { defaultRecipe } from '../../../../src/shared/records/recipe.ts';
import type { RunSummary } from '../../../../src/shared/records/run.ts';

const classes = [
  { id: 1 as ClassId, name: 'ants' },
  { id: 2 as ClassId, name: 'bees' },
];

type Said = {
  readonly actual: number;
  readonly said: number | null;
  readonly probability?: number;
  readonly hash?: string;
};

function photo(id: number, { actual, said, probability = 0.9, hash = `hash ${id}` }: Said): RunPhoto {
  const top = said === null ? [] : [{ classId: said as ClassId, probability }];
  const file = { path: `${id}.jpg`, name: `${id}.jpg`, hash, widthPx: 40, heightPx: 30, split: 'validation' } as const;
  return { ...file, id: id as PhotoId, actual: actual as ClassId, top } as RunPhoto;
}

function run(id: number, photos: readonly RunPhoto[], changes: Partial<RunSummary> = {}): ScoredRun {
  const summary = {
    id,
    state: 'finished',
    startedAt: '2026-11-01T10:00:00.000Z',
    seconds: 10,
    backbone: 'EfficientNet-Lite0',
    recipe: { name: 'one-click' },
    engine: 'onnx',
    seed: 1,
    photos: { train: 20, validation: photos.length, test: 0 },
    part: 'validation',
    classes,
    stoppedEarly: false,
    score: null,
    modelId: null,
    error: null,
    stale: false,
    ...changes,
  } as unknown as RunSummary;
  const chosen = { epochs: 12, strength: 0.01, variants: ['original', 'flipped'] };
  return { run: summary, chosen, threads: 2, bytes: 10_000, photos };
}

/** Photos from `first` on, all of one class with one answer. */
const several = (first: number, count: number, said: Said): RunPhoto[] =>
  Array.from({ length: count }, (_, index) => photo(first + index, said));

describe('the photos that are compared', () => {
  test('are those of both runs with the same content and label and an answer of each; the others are counted', () => {
    const right = { actual: 1, said: 1 };
    const a = run(1, [photo(1, right), photo(2, right), photo(3, right), photo(4, right), photo(5, right)]);
    const b = run(2, [
      photo(1, { actual: 1, said: 2 }),
      photo(2, { actual: 2, said: 2 }),
      photo(3, { ...right, hash: 'edited since' }),
      photo(4, { actual: 1, said: null }),
      photo(6, right),
      photo(7, right),
    ]);
    const compared = compareRuns(a, b);
    expect(compared.photos).toEqual({ common: 1, onlyA: 1, onlyB: 2, changed: 2, unanswered: 1 });
    expect(compared.a.score).toMatchObject({ correct: 1, total: 1 });
    expect(compared.b.score).toMatchObject({ correct: 0, total: 1 });
  });

  test('may be none: then there is no score and no difference', () => {
    const compared = compareRuns(
      run(1, [photo(1, { actual: 1, said: 1 })]),
      run(2, [photo(2, { actual: 1, said: 1 })]),
    );
    expect(compared.difference).toBeNull();
    expect(compared.a.score).toBeNull();
  });
});

describe('who changed sides', () => {
  // 66 + 78 right before, 65 + 80 right now: 4 repaired, 3 broken, 5 still wrong.
  const before = run(2, [
    ...several(1, 63, { actual: 1, said: 1 }),
    ...several(64, 3, { actual: 1, said: 1 }),
    ...several(67, 2, { actual: 1, said: 2, probability: 0.57 }),
    ...several(69, 2, { actual: 1, said: 2 }),
    ...several(71, 78, { actual: 2, said: 2 }),
    ...several(149, 2, { actual: 2, said: 1 }),
    ...several(151, 3, { actual: 2, said: 1 }),
  ]);
  const after = run(3, [
    ...several(1, 63, { actual: 1, said: 1 }),
    ...several(64, 3, { actual: 1, said: 2 }),
    ...several(67, 2, { actual: 1, said: 1 }),
    ...several(69, 2, { actual: 1, said: 2 }),
    ...several(71, 78, { actual: 2, said: 2 }),
    ...several(149, 2, { actual: 2, said: 2 }),
    ...several(151, 3, { actual: 2, said: 1 }),
  ]);
  const compared = compareRuns(before, after);

  test('is counted and shown, the surest mistakes first', () => {
    const { repaired, broken, stillWrong } = compared;
    expect([repaired.count, broken.count, stillWrong.count]).toEqual([4, 3, 5]);
    expect(repaired.photos.map(({ a }) => a.probability)).toEqual([0.9, 0.9, 0.57, 0.57]);
    expect(broken.photos[0]).toMatchObject({ actual: 1, a: { classId: 1 }, b: { classId: 2 } });
  });

  test('adds up with both confusions and scores', () => {
    expect(compared.a.confusion).toEqual([
      [66, 4],
      [5, 78],
    ]);
    expect(compared.b.confusion).toEqual([
      [65, 5],
      [3, 80],
    ]);
    expect(compared.a.score).toMatchObject({ correct: 144, total: 153, baselineClass: 2 });
    expect(compared.b.score).toMatchObject({ correct: 145, total: 153 });
  });

  test('makes a difference of one photo too close to call, with how many photos would tell', () => {
    const { difference } = compared;
    expect(difference?.value).toBeCloseTo(1 / 153, 10);
    expect(difference?.verdict).toBe('too-close');
    expect(difference?.interval[0]).toBeLessThan(0);
    expect(difference?.interval[1]).toBeGreaterThan(0);
    expect(difference?.photosToTellApart).toBeGreaterThan(1_000);
  });

  test('says which is better where the interval leaves zero out, also the other way round', () => {
    const weak = run(1, [...several(1, 20, { actual: 1, said: 2 }), ...several(21, 60, { actual: 2, said: 2 })]);
    const strong = run(2, [...several(1, 20, { actual: 1, said: 1 }), ...several(21, 60, { actual: 2, said: 2 })]);
    expect(compareRuns(weak, strong).difference?.verdict).toBe('b-better');
    expect(compareRuns(strong, weak).difference?.verdict).toBe('a-better');
  });

  test('works with classes that only one of the runs had', () => {
    const wider = [...classes, { id: 3 as ClassId, name: 'wasps' }];
    const b = run(4, [photo(1, { actual: 1, said: 3 })], { classes: wider });
    const { classes: all, b: after3 } = compareRuns(run(3, [photo(1, { actual: 1, said: 1 })]), b);
    expect(all.map(({ name }) => name)).toEqual(['ants', 'bees', 'wasps']);
    expect(after3.confusion).toEqual([
      [0, 0, 1],
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });
});

describe('the settings', () => {
  const settings = (a: ScoredRun, b: ScoredRun) =>
    new Map(compareRuns(a, b).settings.map(({ name, ...values }) => [name, values]));

  test('of two one-click runs differ in the seed alone; times that chance explains do not differ', () => {
    const both = settings(run(1, []), run(2, [], { seed: 2, seconds: 10.4 }));
    expect([...both].filter(([, { differs }]) => differs).map(([name]) => name)).toEqual(['seed']);
    expect(both.get('seconds')).toMatchObject({ differs: false });
    expect(both.has('epochs-2')).toBe(false);
  });

  test('of a textbook run whose head alone learns have no second stage', () => {
    const recipe = defaultRecipe('textbook', { sidePx: 224, unfreeze: null });
    const both = settings(run(1, []), run(2, [], { recipe }));
    expect(both.get('learns')).toMatchObject({ b: { words: ['head'] }, differs: false });
    expect(both.has('epochs')).toBe(true);
    expect(both.has('epochs-2')).toBe(false);
  });

  test('of one click against the textbook name what only one of them has', () => {
    const recipe = defaultRecipe('textbook', { sidePx: 299, unfreeze: 'block11' });
    const both = settings(run(1, []), run(2, [], { recipe, backbone: 'Xception', seconds: 300 }));
    expect(both.get('recipe')).toEqual({
      a: { kind: 'words', words: ['one-click'] },
      b: { kind: 'words', words: ['textbook'] },
      differs: true,
    });
    expect(both.get('learns')).toMatchObject({ a: { words: ['head'] }, b: { text: 'block11' } });
    expect(both.get('sees')).toMatchObject({
      a: { words: ['mirror'] },
      b: { words: recipe.name === 'textbook' && recipe.augmentation },
    });
    const rate = recipe.name === 'textbook' ? recipe.stages[1].learningRate : NaN;
    expect(both.get('rate-2')).toEqual({ a: null, b: { kind: 'number', value: rate }, differs: true });
    expect(both.get('strength')).toMatchObject({ b: null, differs: true });
  });
});
