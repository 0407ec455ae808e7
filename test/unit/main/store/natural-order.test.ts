// Names in the order that a person expects.
import { expect, test } from 'vitest';
import { naturalKeys, orderOf } from '../../../../src/main/store/natural-order.ts';

const inOrder = ['a/9.jpg', 'a/10.jpg', 'a b/1.jpg', 'Photo 2.jpg', 'photo 010.jpg', 'photo 11.jpg', 'Zoë 1.jpg'];

test('photos stand by number, case aside, a folder at a time', () => {
  const mixed = [...inOrder].reverse();
  const order = orderOf(naturalKeys(mixed), mixed)!;
  expect(Array.from(order, place => mixed[place])).toEqual(inOrder);
  expect(orderOf(naturalKeys(inOrder), inOrder)).toBeNull();
});

test('keys of many paths are those of each alone', () => {
  const paths = [...inOrder, 'ΟΔΟΣ', 'ΟΔΟΣ 3/Σ', 'e\u0301te\u0301', '\u0301x', '007', '', '한글 12', 'İ.jpg'];
  expect(naturalKeys(paths)).toEqual(paths.flatMap(one => naturalKeys([one])));
  expect(naturalKeys([])).toEqual([]);
});
