// Selecting photos as a file manager does.
import { expect, test } from 'vitest';
import {
  choose,
  chooseAll,
  chooseNone,
  chooseTouched,
  keepListed,
  nothingSelected,
} from '../../../../../src/renderer/features/photos/selection.ts';
import { placesById } from '../../../../../src/shared/places-by-id.ts';
import type { PhotoId } from '../../../../../src/shared/records/ids.ts';

const list = [11, 12, 13, 14, 15, 16] as PhotoId[];
const plain = { shift: false, toggle: false };
const shift = { shift: true, toggle: false };
const toggle = { shift: false, toggle: true };
const both = { shift: true, toggle: true };

test('a click selects one photo alone', () => {
  const selection = choose(choose(nothingSelected, list, 1, plain), list, 3, plain);
  expect([...selection.ids]).toEqual([14]);
  expect(selection.focus).toBe(14);
});

test('Shift selects from the anchor, in both directions, and moves only the end', () => {
  const start = choose(nothingSelected, list, 3, plain);
  const down = choose(start, list, 5, shift);
  expect([...down.ids]).toEqual([14, 15, 16]);
  const up = choose(down, list, 1, shift);
  expect([...up.ids]).toEqual([12, 13, 14]);
  expect(up.anchor).toBe(14);
});

test('Ctrl adds and removes single photos, and Ctrl with Shift adds a stretch', () => {
  const one = choose(nothingSelected, list, 0, plain);
  const two = choose(one, list, 3, toggle);
  expect([...two.ids]).toEqual([11, 14]);
  expect([...choose(two, list, 0, toggle).ids]).toEqual([14]);
  expect([...choose(two, list, 5, both).ids]).toEqual([11, 14, 15, 16]);
});

test('Shift without an anchor selects the photo alone', () => {
  expect([...choose(nothingSelected, list, 2, shift).ids]).toEqual([13]);
});

test('Ctrl+A takes all, Esc none but keeps the place of the arrow keys', () => {
  const all = chooseAll(choose(nothingSelected, list, 2, plain), list);
  expect(all.ids.size).toBe(6);
  const none = chooseNone(all);
  expect(none.ids.size).toBe(0);
  expect(none.focus).toBe(13);
});

test('a drawn rectangle adds to what was selected before, or turns it over with Ctrl', () => {
  const before = choose(nothingSelected, list, 0, plain);
  expect([...chooseTouched(before, list.slice(0, 3), false).ids]).toEqual([11, 12, 13]);
  expect([...chooseTouched(before, list.slice(0, 3), true).ids]).toEqual([12, 13]);
  expect(chooseTouched(before, [], false).ids).toEqual(before.ids);
});

test('a list in another order keeps the selection; photos that left it are dropped', () => {
  const selection = chooseAll(nothingSelected, list);
  expect(keepListed(selection, placesById(list))).toBe(selection);
  const without13 = list.filter(id => id !== 13);
  expect([...keepListed(selection, placesById(without13)).ids]).toEqual([11, 12, 14, 15, 16]);
});
