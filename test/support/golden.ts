// Reads what the reference implementations computed (test/fixtures/golden), and measures how far our numbers are from it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import type { Tensor } from '../../src/engine/tensor.ts';
import { toFloat32 } from '../../src/engine/tensor.ts';
import { readSafetensors } from '../../src/main/formats/models/safetensors.ts';

const folder = path.resolve(import.meta.dirname, '../fixtures/golden');

export const goldenFile = (name: string): string => path.join(folder, name);

export function goldenTensors(name: string): Map<string, Tensor> {
  return readSafetensors(readFileSync(path.join(folder, name)), name);
}

export function goldenJson(name: string): unknown {
  return JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
}

/** The largest difference, relative to the largest absolute value expected. */
export function relativeDifference(actual: Tensor, expected: Tensor): number {
  expect(actual.shape).toEqual(expected.shape);
  const ours = toFloat32(actual);
  const theirs = toFloat32(expected);
  let largest = 0;
  let difference = 0;
  for (let i = 0; i < theirs.length; i++) {
    largest = Math.max(largest, Math.abs(theirs[i]!));
    const distance = Math.abs(ours[i]! - theirs[i]!);
    if (Number.isNaN(distance)) return NaN;
    difference = Math.max(difference, distance);
  }
  return difference === 0 ? 0 : difference / largest;
}
