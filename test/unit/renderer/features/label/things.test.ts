// What lies under the pointer and how far it reaches, for every shape.
import { describe, expect, test } from 'vitest';
import { encodeMask, writeRunLengths } from '../../../../../src/engine/metrics/run-lengths.ts';
import { maskOf } from '../../../../../src/renderer/features/label/mask-shape.ts';
import { boundsOf, thingAt, thingOf } from '../../../../../src/renderer/features/label/things.ts';
import type { AnnotationId, ClassId } from '../../../../../src/shared/records/ids.ts';
import type { Annotation } from '../../../../../src/shared/records/photo.ts';
import type { Shape } from '../../../../../src/shared/records/shape.ts';

const view = { scale: 2, x: 10, y: 20 };
const onScreen = (x: number, y: number) => ({ x: x * view.scale + view.x, y: y * view.scale + view.y });
const classId = 1 as ClassId;

/** A ring: on from 10 to 29 both ways, off from 15 to 24 inside it, on a photo of 60 × 40. */
function ring(): Extract<Shape, { kind: 'mask' }> {
  const [widthPx, heightPx] = [60, 40];
  const pixels = new Uint8Array(widthPx * heightPx);
  const isIn = (value: number, from: number, to: number): boolean => value >= from && value < to;
  for (let y = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++)
      if (isIn(x, 10, 30) && isIn(y, 10, 30) && !(isIn(x, 15, 25) && isIn(y, 15, 25))) pixels[y * widthPx + x] = 1;
  return {
    kind: 'mask',
    mask: { widthPx, heightPx, counts: writeRunLengths(encodeMask({ widthPx, heightPx, pixels })) },
  };
}

const shapes = {
  box: { kind: 'box', box: { x: 0, y: 0, width: 600, height: 400 } },
  rotated: { kind: 'rotated-box', rotatedBox: { centreX: 100, centreY: 100, width: 80, height: 20, angle: 90 } },
  polygon: {
    kind: 'polygon',
    polygon: [
      [200, 100, 240, 100, 200, 140],
      [300, 100, 340, 100, 300, 140],
    ],
  },
  mask: ring(),
  point: { kind: 'point', point: { x: 20, y: 20 } },
} satisfies Record<string, Shape>;

const things = Object.entries(shapes).map(([name, shape]) => ({ name, shape: shape as Shape, box: boundsOf(shape) }));
const under = (x: number, y: number): string | null => thingAt(view, things, onScreen(x, y))?.name ?? null;

describe('bounds', () => {
  test('of a rotated box hold its turned corners', () => {
    const { x, y, width, height } = boundsOf(shapes.rotated);
    expect([x, y, width, height].map(value => Math.round(value))).toEqual([90, 60, 20, 80]);
  });
  test('of a polygon hold all its parts', () => {
    expect(boundsOf(shapes.polygon)).toEqual({ x: 200, y: 100, width: 140, height: 40 });
  });
  test('of a mask hold its pixels', () => {
    expect(boundsOf(shapes.mask)).toEqual({ x: 10, y: 10, width: 20, height: 20 });
  });
});

describe('the thing under the pointer', () => {
  test('is the smallest that holds it, so that things in things can be taken', () => {
    expect(under(500, 300)).toBe('box');
    expect(under(100, 130)).toBe('rotated');
    expect(under(12, 12)).toBe('mask');
  });
  test('is a polygon only inside one of its parts or on their strokes', () => {
    expect(under(205, 105)).toBe('polygon');
    expect(under(310, 105)).toBe('polygon');
    expect(under(238, 138)).toBe('box');
    expect(under(270, 105)).toBe('box');
  });
  test('is not a rotated box beside it, where only its bounds reach', () => {
    const slanted: Shape = {
      kind: 'rotated-box',
      rotatedBox: { centreX: 100, centreY: 100, width: 80, height: 10, angle: 45 },
    };
    const only = [{ shape: slanted, box: boundsOf(slanted) }];
    expect(thingAt(view, only, onScreen(120, 120))).not.toBeNull();
    expect(thingAt(view, only, onScreen(120, 80))).toBeNull();
  });
  test('is what lies in the hole of a mask, and a point before all', () => {
    const [, , , mask] = things;
    expect(thingAt(view, [mask!], onScreen(20, 20))).toBeNull();
    expect(under(20, 20)).toBe('point');
    expect(under(16.5, 16.5)).toBe('point');
    expect(under(24.5, 15.5)).not.toBe('mask');
  });
});

test('a mask has a loop around it and one around its hole, in pixels of the photo', () => {
  const { area, loops } = maskOf(shapes.mask.mask);
  expect(area).toBe(300);
  expect(loops().map(loop => [Math.min(...loop), Math.max(...loop), loop.length / 2])).toEqual([
    [10, 30, 4],
    [15, 25, 4],
  ]);
});

test('a mask whose text does not fill its size is nothing, and does not break the photo', () => {
  const broken: Annotation = {
    id: 1 as AnnotationId,
    classId,
    kind: 'mask',
    mask: { widthPx: 5, heightPx: 5, counts: '0' },
  };
  expect(thingOf(broken)).toMatchObject({ box: { width: 0, height: 0 } });
  expect(maskOf(broken.mask).loops()).toEqual([]);
});

test('a label of the whole photo is no thing in it', () => {
  expect(thingOf({ id: 1 as AnnotationId, kind: 'label', classId })).toBeNull();
  expect(thingOf({ id: 1 as AnnotationId, kind: 'nothing', of: 'things' })).toBeNull();
});
