// How a list of photos crosses from the core to the page, and how places are found by id.
import { expect, test } from 'vitest';
import { mulberry32 } from '../../../src/shared/random.ts';
import { placesById } from '../../../src/shared/places-by-id.ts';
import {
  columnForms,
  columnNames,
  hashAt,
  labelsAt,
  photoPageBytes,
  problemAt,
  type PhotoPage,
} from '../../../src/shared/records/photo-page.ts';

/** `count` photos with random numbers in every column that `filled` names. */
function pageOf(count: number, filled: readonly string[] = columnNames): PhotoPage {
  const random = mulberry32(9);
  const columns = Object.fromEntries(
    columnNames.map(name => {
      const column = new columnForms[name](count);
      if (filled.includes(name))
        for (let place = 0; place < count; place++) column[place] = Math.floor(random() * 100) + 1;
      return [name, column];
    }),
  );
  const groups = [
    { key: 'class:3 "한글"', count: 1 },
    { key: 'new', count: count - 1 },
  ];
  return { columns: { ...columns, labelSets: [[], [3], [3, 5]] }, groups } as unknown as PhotoPage;
}
const crossed = (page: PhotoPage): PhotoPage => photoPageBytes.read(photoPageBytes.write(page).buffer);

test('a list crosses as bytes and is the same on the other side, with any number of photos', () => {
  for (const count of [0, 1, 7, 8, 1001]) expect(crossed(pageOf(count))).toEqual(pageOf(count));
});

test('columns that hold nothing but zeros do not cross, and are there all the same', () => {
  const few = pageOf(5_000, ['id', 'widthPx']);
  expect(photoPageBytes.write(few).byteLength).toBeLessThan(5_000 * 8 + 500);
  expect(crossed(few)).toEqual(few);
});

test('an answer that was cut in half is refused instead of read as other photos', () => {
  const body = photoPageBytes.write(pageOf(100));
  expect(() => photoPageBytes.read(body.slice(0, body.length / 2).buffer)).toThrow();
});

test('hash, labels and problem of a photo are read from its numbers', () => {
  const { columns } = pageOf(3);
  const made = {
    ...columns,
    hashHigh: [0, 0x0a, 0xffffffff],
    hashLow: [0, 0, 1],
    labels: [0, 2, 9],
    problem: [0, 1, 2],
  };
  expect([0, 1, 2].map(place => hashAt(made, place))).toEqual(['', '0000000a00000000', 'ffffffff00000001']);
  expect([0, 1, 2].map(place => labelsAt(made, place))).toEqual([[], [3, 5], []]);
  expect([0, 1, 2].map(place => problemAt(made, place))).toEqual([null, 'damaged', 'missing']);
});

test('places are found by id in dense lists and in sparse ones; ids that are not there have none', () => {
  for (const ids of [Uint32Array.from([5, 3, 9]), [4_000_000_000, 7, 2]]) {
    const placeOf = placesById(ids);
    expect(Array.from(ids, placeOf)).toEqual([0, 1, 2]);
    expect([0, 1, 10, 3_999_999_999].map(placeOf)).toEqual([-1, -1, -1, -1]);
    expect(placesById(ids)).toBe(placeOf);
  }
});
