// Boxes: drawing, moving, resizing, taking them with the pointer.
import { describe, expect, test } from 'vitest';
import {
  boxBetween,
  handleAt,
  handlePoint,
  handles,
  moveBox,
  readingOrder,
  resizeBox,
} from '../../../../../src/renderer/features/label/boxes.ts';

const photo = { widthPx: 640, heightPx: 480 };
const view = { scale: 2, x: 10, y: 20 };
const box = { x: 100, y: 80, width: 60, height: 40 };

describe('drawing', () => {
  test('takes the corners in any order', () => {
    const expected = { x: 10, y: 20, width: 30, height: 40 };
    expect(boxBetween({ x: 10, y: 20 }, { x: 40, y: 60 }, photo)).toEqual(expected);
    expect(boxBetween({ x: 40, y: 20 }, { x: 10, y: 60 }, photo)).toEqual(expected);
  });
  test('cuts at the photo’s edges', () => {
    expect(boxBetween({ x: -50, y: 400 }, { x: 100, y: 900 }, photo)).toEqual({ x: 0, y: 400, width: 100, height: 80 });
  });
  test('makes nothing of a box that is too small or outside', () => {
    expect(boxBetween({ x: 10, y: 10 }, { x: 11, y: 60 }, photo)).toBeNull();
    expect(boxBetween({ x: 700, y: 10 }, { x: 900, y: 60 }, photo)).toBeNull();
  });
});

test('moving stops at the edges and keeps the size', () => {
  expect(moveBox(box, 5, -5, photo)).toEqual({ ...box, x: 105, y: 75 });
  expect(moveBox(box, 9999, 9999, photo)).toEqual({ ...box, x: 580, y: 440 });
  expect(moveBox(box, -9999, -9999, photo)).toEqual({ ...box, x: 0, y: 0 });
});

describe('resizing', () => {
  test('moves only the edges that the handle names', () => {
    expect(resizeBox(box, 'e', 10, 99, photo)).toEqual({ ...box, width: 70 });
    expect(resizeBox(box, 'n', 99, -10, photo)).toEqual({ ...box, y: 70, height: 50 });
    expect(resizeBox(box, 'sw', -10, 10, photo)).toEqual({ x: 90, y: 80, width: 70, height: 50 });
  });
  test('turns the box over when a handle passes the opposite edge', () => {
    expect(resizeBox(box, 'e', -90, 0, photo)).toEqual({ ...box, x: 70, width: 30 });
    expect(resizeBox(box, 'n', 0, 70, photo)).toEqual({ ...box, y: 120, height: 30 });
  });
  test('never leaves the photo and never gets smaller than two pixels, whatever the pull', () => {
    for (const handle of handles) {
      for (const by of [-10_000, -61, -60, -59, -1, 0, 1, 39, 40, 41, 10_000]) {
        const result = resizeBox(box, handle, by, by, photo);
        expect(result.width).toBeGreaterThanOrEqual(2);
        expect(result.height).toBeGreaterThanOrEqual(2);
        expect(result.x).toBeGreaterThanOrEqual(0);
        expect(result.y).toBeGreaterThanOrEqual(0);
        expect(result.x + result.width).toBeLessThanOrEqual(640);
        expect(result.y + result.height).toBeLessThanOrEqual(480);
      }
    }
  });
});

describe('the pointer', () => {
  test('takes each of the eight handles within its reach', () => {
    for (const handle of handles) {
      const point = handlePoint(box, handle);
      const at = { x: point.x * 2 + 10 + 7, y: point.y * 2 + 20 - 7 };
      expect(handleAt(view, box, at)).toBe(handle);
    }
    expect(handleAt(view, box, { x: 270, y: 220 })).toBeNull();
  });
  test('takes a corner first where the handles of a tiny box overlap', () => {
    expect(handleAt(view, { x: 100, y: 80, width: 2, height: 2 }, { x: 208, y: 178 })).toBe('nw');
  });
});

test('Tab goes through boxes as one reads', () => {
  const boxes = [
    { id: 1, box: { x: 300, y: 12, width: 50, height: 50 } },
    { id: 2, box: { x: 10, y: 200, width: 50, height: 50 } },
    { id: 3, box: { x: 10, y: 20, width: 50, height: 50 } },
    { id: 4, box: { x: 150, y: 5, width: 50, height: 50 } },
  ];
  expect(readingOrder(boxes).map(({ id }) => id)).toEqual([3, 4, 1, 2]);
});
