// What was done to a photo is said in a few words that can be seen in it.
import { expect, test } from 'vitest';
import { changeFor, unchanged } from '../../../../../src/engine/augmentation.ts';
import { changeWords } from '../../../../../src/renderer/features/train/change-words.ts';
import { parameterCount } from '../../../../../src/renderer/components/parameter-count.ts';
import { augmentations } from '../../../../../src/shared/records/recipe.ts';

const keys = (change: Parameters<typeof changeWords>[0]): string[] => changeWords(change).map(({ key }) => key);

test('nothing done, or nothing that can be seen, is "as it is"', () => {
  expect(keys(unchanged)).toEqual(['train.change.none']);
  expect(keys({ ...unchanged, turnDegrees: 0.5, light: 0.01 })).toEqual(['train.change.none']);
});

test('a mirrored photo says so first, then what is strongest; a turn has its degrees with a true minus', () => {
  const change = { ...unchanged, isMirrored: true, turnDegrees: -8.4, light: -0.1 };
  expect(keys(change)).toEqual(['train.change.mirrored', 'train.change.turned', 'train.change.darker']);
  expect(changeWords(change)[1]?.params).toEqual({ degrees: '−8' });
});

test('three words at most, whatever was done', () => {
  for (let seed = 0; seed < 200; seed++) {
    const words = changeWords(changeFor(augmentations, seed));
    expect(words.length).toBeGreaterThan(0);
    expect(words.length).toBeLessThanOrEqual(3);
  }
});

test('parameters are said in millions or thousands, both numbers in the unit of all', () => {
  const count = parameterCount('en');
  expect(count.one(20_861_480)).toBe('20.9 M');
  expect(count.one(412_300)).toBe('412 k');
  expect(count.one(2)).toBe('2');
  expect(count.of(9_996_000, 20_861_480)).toEqual({ some: '10.0', all: '20.9 M' });
  expect(count.of(0, 61_706)).toEqual({ some: '0', all: '62 k' });
});
