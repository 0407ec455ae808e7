// NaN and infinity are found in tensors of any size, and only there.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { float32Tensor } from '../../../../src/engine/tensor.ts';
import { openFiniteCheck } from '../../../../src/main/runtime/finite-check.ts';
import type { FiniteCheck } from '../../../../src/main/runtime/finite-check.ts';

const shapes = { small: [3, 5], large: [300, 400], larger: [2, 5, 20_000] };
let check: FiniteCheck;
beforeAll(async () => {
  const values = Object.entries(shapes).map(([name, shape]) => ({ name, dtype: 'float32' as const, shape }));
  check = await openFiniteCheck(values, { threads: 1 });
});
afterAll(() => check.dispose());

const tensors = (change: (of: Record<keyof typeof shapes, Float32Array>) => void = () => undefined) => {
  const made = Object.entries(shapes).map(([name, shape]) => [name, float32Tensor(shape)] as const);
  for (const [, { data }] of made) data.fill(0.5 as never);
  change(Object.fromEntries(made.map(([name, { data }]) => [name, data])) as Record<keyof typeof shapes, Float32Array>);
  return new Map(made);
};

test('finite tensors pass, also where their float32 sum overflows', async () => {
  expect(await check.firstBad(tensors())).toBeUndefined();
  expect(await check.firstBad(tensors(({ large }) => large.fill(3e38)))).toBeUndefined();
});

test.each(['small', 'large', 'larger'] as const)('one value of %s is enough', async name => {
  for (const bad of [NaN, Infinity, -Infinity]) {
    expect(await check.firstBad(tensors(of => void (of[name][7] = bad)))).toBe(name);
    expect(await check.firstBad(tensors(of => void (of[name][of[name].length - 1] = bad)))).toBe(name);
  }
});

test('infinities that cancel out are found', async () => {
  const both = tensors(({ large }) => {
    large[1] = Infinity;
    large[2] = -Infinity;
  });
  expect(await check.firstBad(both)).toBe('large');
});
