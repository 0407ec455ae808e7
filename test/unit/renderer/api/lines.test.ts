// Lines out of a byte stream.
import { expect, test } from 'vitest';
import { lineCutter } from '../../../../src/renderer/api/lines.ts';

const bytes = new TextEncoder().encode('{"a":"개미"}\n\n{"b":1}\n');

test.each([1, 2, 3, 7, 100])('chunks of %i bytes give the same lines, also through the middle of a letter', size => {
  const cut = lineCutter();
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += size) lines.push(...cut(bytes.slice(at, at + size)));
  expect(lines).toEqual(['{"a":"개미"}', '{"b":1}']);
});

test('an unfinished line waits', () => {
  const cut = lineCutter();
  expect(cut(new TextEncoder().encode('ab'))).toEqual([]);
  expect(cut(new TextEncoder().encode('c\nd'))).toEqual(['abc']);
});
