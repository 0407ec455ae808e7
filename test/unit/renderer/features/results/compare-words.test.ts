// How a comparison of two runs is said: signs, units, what only one of them has, and scales that can be read against each other.
import { describe, expect, test } from 'vitest';
import type { Text } from '../../../../../src/renderer/api/text.tsx';
import { scaleFrom } from '../../../../../src/renderer/features/results/compare-scale.ts';
import {
  change,
  points,
  settingWords,
  splitSettings,
} from '../../../../../src/renderer/features/results/compare-words.ts';
import { messages, text } from '../../../../../src/shared/messages.ts';
import { formatBytes, formatNumber, formatSeconds, type Language } from '../../../../../src/shared/messages/message.ts';
import type { ComparedSetting } from '../../../../../src/shared/records/compare.ts';
import { settingNames } from '../../../../../src/shared/records/compare.ts';
import { augmentations, engineIds, recipeNames } from '../../../../../src/shared/records/recipe.ts';

/** The part of the page's texts that is used here; the page's own needs a document. */
const textIn = (language: Language): Pick<Text, 't' | 'seconds' | 'bytes' | 'number'> => ({
  t: (key, params) => text(language, key, params),
  seconds: value => formatSeconds(language, value),
  bytes: value => formatBytes(language, value),
  number: (value, digits) => formatNumber(language, value, digits),
});
const [english, korean] = [textIn('en'), textIn('ko')];

describe('differences', () => {
  test('have their sign and one decimal, and none where they round to nothing', () => {
    expect([0.0065, -0.0267, 0.0004, 0].map(share => points(share, 'en'))).toEqual(['+0.7', '−2.7', '0.0', '0.0']);
    expect([2, -1, 0, 1_200].map(count => change(count, 'en'))).toEqual(['+2', '−1', '0', '+1,200']);
  });
});

describe('settings', () => {
  test('every name, recipe, engine and augmentation has its words', () => {
    for (const name of settingNames) expect(messages).toHaveProperty([`compare.setting.${name}`]);
    for (const word of [...recipeNames, ...engineIds, ...augmentations, 'head', 'everything', 'original'])
      expect(messages).toHaveProperty([`compare.value.${word}`]);
  });

  test('are said in their units, and what a run has none of is a dash', () => {
    expect(settingWords('seconds', { kind: 'number', value: 43.2 }, english)).toBe('43 s');
    expect(settingWords('bytes', { kind: 'number', value: 13_600_000 }, english)).toBe('14 MB');
    expect(settingWords('seed', { kind: 'number', value: 1_234_567 }, english)).toBe('1234567');
    expect(settingWords('rate', { kind: 'number', value: 0.000_5 }, english)).toBe('0.0005');
    expect(settingWords('side', { kind: 'number', value: 299 }, english)).toBe('299 × 299');
    expect(settingWords('learns', { kind: 'text', text: 'block11' }, korean)).toBe('block11부터');
    expect(settingWords('sees', { kind: 'words', words: ['mirror', 'of another version'] }, english)).toBe(
      'mirrored, of another version',
    );
    expect(settingWords('strength', null, english)).toBe('–');
  });

  test('are split into those that differ, those that agree and those of one run', () => {
    const number = (value: number) => ({ kind: 'number', value }) as const;
    const settings: ComparedSetting[] = [
      { name: 'seed', a: number(1), b: number(2), differs: true },
      { name: 'batch', a: null, b: number(32), differs: true },
      { name: 'threads', a: number(2), b: number(2), differs: false },
    ];
    const { differing, agreeing, ofOne } = splitSettings(settings);
    expect([differing.map(({ name }) => name), agreeing, ofOne]).toEqual([['seed'], 1, 1]);
  });
});

describe('the scale of rulers beside each other', () => {
  test('begins at a ten below the lowest value, with room where words stand there', () => {
    expect(scaleFrom([0.754, 0.93])).toBeCloseTo(0.7);
    expect(scaleFrom([0.542, 0.86], 0.12)).toBeCloseTo(0.4);
    expect(scaleFrom([0.05], 0.12)).toBe(0);
    expect(scaleFrom([1])).toBeCloseTo(0.9);
  });
});
