// Where a JSON text goes wrong, and what can be known of it all the same.
import { expect, test } from 'vitest';
import { jsonBeginning } from '../../../../../src/main/formats/datasets/json-fault.ts';

const text = JSON.stringify(
  { a: [1, -2.5e3, true, null, 'q"\\é\u0001'], b: { c: [[], {}], 'd"': '' }, e: [{ f: 1 }, { f: 2 }] },
  null,
  1,
);

test('every beginning of a text is one that was cut: its fault is its end, and what was whole is there', () => {
  for (let end = 1; end < text.length; end++) {
    const { at, value } = jsonBeginning(text.slice(0, end));
    expect([end, at]).toEqual([end, end]);
    expect(value === null, `${end}`).toBe(false);
  }
  expect(jsonBeginning(text.slice(0, text.indexOf('"b"'))).value).toEqual({ a: [1, -2500, true, null, 'q"\\é\u0001'] });
  expect(jsonBeginning('[{"f":1},{"f":')).toEqual({ at: 14, value: [{ f: 1 }, {}] });
});

test.each([
  ['[1 2]', 3, [1]],
  ['[1,,2]', 3, [1]],
  ['{"a":1 "b":2}', 7, { a: 1 }],
  ['{"a" 1}', 5, {}],
  ['{a:1}', 1, {}],
  ['[NaN,1]', 1, []],
  ['[01]', 1, []],
  ['[1]x', 3, [1]],
  ['[1}', 2, [1]],
  ['{"a":[1,2}', 9, { a: [1, 2] }],
  ['["a\nb"]', 3, []],
  ['["\\x", 1]', 2, []],
  ['[tru, 1]', 1, []],
  ['hello', 5, null],
  ['hello there', 0, null],
  ['', 0, null],
])('%j goes wrong at %i', (wrong, at, value) => {
  expect(jsonBeginning(wrong)).toEqual({ at, value });
});

test('a text of many megabytes, and one nested without end, cost time of their length', () => {
  expect(jsonBeginning(`["${'x'.repeat(20_000_000)}`).at).toBe(20_000_002);
  expect(jsonBeginning('['.repeat(1_000_000)).at).toBe(64);
});
