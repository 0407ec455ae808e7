import { expect, test } from 'vitest';
import { float16ToFloat32, float32ToFloat16 } from '../../../src/engine/float16.ts';

test('every one of the 65,536 halves survives the way to float32 and back', () => {
  const all = Uint16Array.from({ length: 65_536 }, (_, bits) => bits);
  const back = float32ToFloat16(float16ToFloat32(all));
  const isNaNBits = (bits: number) => (bits & 0x7fff) > 0x7c00;
  const changed = all.filter(bits => (isNaNBits(bits) ? !isNaNBits(back[bits]!) : back[bits] !== bits));
  expect([...changed]).toEqual([]);
});

test('known halves have their values', () => {
  const values = float16ToFloat32(Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x0001, 0x8000, 0x7c00, 0x3555));
  expect([...values]).toEqual([1, -2, 65_504, 2 ** -24, -0, Infinity, 0.333251953125]);
});

test('rounding goes to the nearest half, ties to even, and beyond the largest to infinity', () => {
  const values = Float32Array.of(
    1 + 2 ** -11,
    1 + 3 * 2 ** -11,
    65_519,
    65_520,
    2 ** -25,
    1.5 * 2 ** -25,
    2 ** -26,
    -1e9,
  );
  expect([...float32ToFloat16(values)]).toEqual([0x3c00, 0x3c02, 0x7bff, 0x7c00, 0, 1, 0, 0xfc00]);
});
