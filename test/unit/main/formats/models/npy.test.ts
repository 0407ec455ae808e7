import { expect, test } from 'vitest';
import { writeNpy } from '../../../../../src/main/formats/models/npy.ts';

test('the header says type, order and shape, and the values begin at a multiple of 64', () => {
  const bytes = writeNpy({ dtype: 'float32', shape: [2, 1], data: Float32Array.of(1.5, -2) });
  const text = new TextDecoder('latin1').decode(bytes);
  expect(text.slice(1, 6)).toBe('NUMPY');
  expect(text).toContain("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }");
  const start = 10 + (bytes[8]! | (bytes[9]! << 8));
  expect(start % 64).toBe(0);
  expect(text[start - 1]).toBe('\n');
  expect([...new Float32Array(bytes.slice(start).buffer)]).toEqual([1.5, -2]);
});

test.each([
  [[], '()'],
  [[3], '(3,)'],
  [[1, 3, 1], '(1, 3, 1)'],
])('shape %j is written as Python writes it', (shape, written) => {
  const data = new Uint8Array(shape.reduce((product, side) => product * side, 1));
  expect(new TextDecoder('latin1').decode(writeNpy({ dtype: 'uint8', shape, data }))).toContain(
    `'shape': ${written}, }`,
  );
});
