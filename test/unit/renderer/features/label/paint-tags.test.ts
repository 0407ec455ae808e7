// The tag over the selected thing holds as much of its class's name as there is room for.
import { expect, test } from 'vitest';
import { cut } from '../../../../../src/renderer/features/label/paint-tags.ts';

/** Ten pixels a letter. */
const measure = (text: string): number => 10 * [...text].length;

test('a name that fits stays whole; a longer one is cut before a letter, with a sign for the rest', () => {
  expect(cut('elephant', 80, measure)).toBe('elephant');
  expect(cut('elephant', 79, measure)).toBe('elepha…');
  expect(cut('African elephant', 90, measure)).toBe('African…');
  expect(cut('🐘🐘🐘🐘', 30, measure)).toBe('🐘🐘…');
  expect(cut('elephant', 5, measure)).toBe('…');
});
