// Finding by typed letters.
import { expect, test } from 'vitest';
import { match, rank } from '../../../../../src/renderer/components/overlays/matching.ts';
import { bestMatch, matchCount } from '../../../../../src/renderer/components/project/chooser-rows.ts';

test('every word of the query must be in the text, and is marked', () => {
  expect(match('Open a folder', 'fol op')).toEqual([
    { text: 'Op', isHit: true },
    { text: 'en a ', isHit: false },
    { text: 'fol', isHit: true },
    { text: 'der', isHit: false },
  ]);
  expect(match('Open a folder', 'fol x')).toBeNull();
});

test('a text that begins with the query comes before one whose word does, and that before the rest', () => {
  expect([rank('street', 'st'), rank('old street', 'st'), rank('test', 'st'), rank('bus', 'st')]).toEqual([
    0,
    1,
    2,
    Infinity,
  ]);
});

test('typing in the folder chooser selects the best row and counts the rows that answer', () => {
  const entries = ['best', 'coco', 'street', 'Studio', '식물 표본'].map(name => ({
    id: name,
    name,
    photos: 0,
    folders: 0,
    project: false,
    problem: null,
  }));
  expect(entries[bestMatch(entries, 'st')]!.name).toBe('street');
  expect(matchCount(entries, 'st')).toBe(3);
  expect(entries[bestMatch(entries, '표본')]!.name).toBe('식물 표본');
  expect(bestMatch(entries, 'zzz')).toBe(-1);
});
