// What becomes of a shape when its photo is known. C4 of safety.md by its stated rule.
import { describe, expect, test } from 'vitest';
import { encodeMask, writeRunLengths } from '../../../../src/engine/metrics/run-lengths.ts';
import { prepareAnnotation } from '../../../../src/main/annotations/prepare.ts';
import type { Shape } from '../../../../src/shared/records/shape.ts';

const size = { widthPx: 100, heightPx: 50 };
const prepare = (shape: Shape, { unit = 'pixel', storedAs = 1, of = size } = {}) =>
  prepareAnnotation({ classPlace: 0, shape, unit: unit as 'pixel' | 'photo', attributes: {} }, { size: of, storedAs });
const box = (x: number, y: number, width: number, height: number): Shape => ({
  kind: 'box',
  box: { x, y, width, height },
});
const polygon = (...points: number[]): Shape => ({ kind: 'polygon', polygon: [points] });

describe('C4: a box', () => {
  test('inside the photo stays what it was to the last digit', () => {
    expect(prepare(box(0.1, 0.2, 0.30000000000000004, 5))).toEqual({
      kind: 'fits',
      shape: box(0.1, 0.2, 0.30000000000000004, 5),
      changed: null,
    });
  });
  test('that hangs over is cut at the edges, and it is said', () => {
    expect(prepare(box(-10, 40, 30, 20))).toEqual({ kind: 'fits', shape: box(0, 40, 20, 10), changed: 'box-clipped' });
  });
  test('that hangs over by less than half a pixel is cut silently', () => {
    expect(prepare(box(90, 40, 10.4, 10))).toEqual({ kind: 'fits', shape: box(90, 40, 10, 10), changed: null });
  });
  test.each([
    ['without width', box(5, 5, 0, 10), 'box-empty'],
    ['of negative height', box(5, 5, 10, -3), 'box-empty'],
    ['outside', box(120, 5, 10, 10), 'box-outside'],
    ['with a side that is no number', box(NaN, 5, 10, 10), 'box-not-a-number'],
    ['without end', box(5, 5, Infinity, 10), 'box-not-a-number'],
  ])('%s is refused', (_, shape, reason) => expect(prepare(shape)).toEqual({ kind: 'refused', reason }));
  test('in fractions becomes pixels, and without a size is refused', () => {
    expect(prepare(box(0.1, 0.1, 0.2, 0.2), { unit: 'photo' })).toMatchObject({ shape: box(10, 5, 20, 10) });
    expect(prepare(box(0.1, 0.1, 0.2, 0.2), { unit: 'photo', of: { widthPx: 0, heightPx: 0 } })).toEqual({
      kind: 'refused',
      reason: 'photo-size-unknown',
    });
  });
  test('in fractions of a photo that lies on its side is a fraction of the stored sides', () => {
    const upright = { widthPx: 50, heightPx: 100 };
    // Stored 100 × 50, turned clockwise to be upright: left of the stored photo is the top of the upright one.
    expect(prepare(box(0, 0, 0.2, 0.5), { unit: 'photo', storedAs: 6, of: upright })).toMatchObject({
      shape: box(25, 0, 25, 20),
    });
  });
});

describe('L9: a polygon', () => {
  test('keeps every vertex: those outside move to the edge', () => {
    expect(prepare(polygon(-5, 10, 50, 10, 50, 60, 20, 70))).toEqual({
      kind: 'fits',
      shape: polygon(0, 10, 50, 10, 50, 50, 20, 50),
      changed: 'polygon-clipped',
    });
  });
  test('wholly outside is refused', () =>
    expect(prepare(polygon(-9, 1, -2, 1, -2, 9))).toEqual({ kind: 'refused', reason: 'polygon-outside' }));
  test('without area is refused', () =>
    expect(prepare(polygon(5, 1, 5, 20, 5, 9))).toEqual({ kind: 'refused', reason: 'polygon-empty' }));
  test('of a million points is refused', () => {
    const points = Array.from({ length: 2_000_000 }, (_, at) => (at * 7919) % 50);
    expect(prepare(polygon(...points.slice(0, 10)))).toMatchObject({ kind: 'fits' });
    expect(prepare({ kind: 'polygon', polygon: [points] })).toEqual({ kind: 'refused', reason: 'shape-invalid' });
  });
});

test('rotated boxes and points count by their centre', () => {
  const rotated = (centreX: number): Shape => ({
    kind: 'rotated-box',
    rotatedBox: { centreX, centreY: 20, width: 30, height: 4, angle: 45 },
  });
  expect(prepare(rotated(2))).toMatchObject({ kind: 'fits', shape: rotated(2) });
  expect(prepare(rotated(-2))).toEqual({ kind: 'refused', reason: 'box-outside' });
  expect(prepare({ kind: 'point', point: { x: 101, y: 2 } })).toEqual({ kind: 'refused', reason: 'point-outside' });
});

test('C5: a mask must be of the size of its photo and fill it', () => {
  const mask = (counts: string, of = size): Shape => ({ kind: 'mask', mask: { ...of, counts } });
  const pixels = new Uint8Array(5_000);
  const nothing = writeRunLengths(encodeMask({ ...size, pixels }));
  pixels[7] = 1;
  const one = writeRunLengths(encodeMask({ ...size, pixels }));
  expect(prepare(mask(one))).toMatchObject({ kind: 'fits' });
  expect(prepare(mask(nothing))).toEqual({ kind: 'refused', reason: 'mask-empty' });
  expect(prepare(mask('00'))).toEqual({ kind: 'refused', reason: 'mask-damaged' });
  expect(prepare(mask(one, { widthPx: 1_000_000, heightPx: 1_000_000 }))).toEqual({
    kind: 'refused',
    reason: 'mask-of-another-size',
  });
});
