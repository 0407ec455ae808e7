// Zooming, panning and fitting a photo, and which full-size tiles are in sight.
import { describe, expect, test } from 'vitest';
import {
  carryView,
  fitView,
  panBy,
  showBox,
  tilesInSight,
  toPhoto,
  toScreen,
  zoomAt,
  zoomTo,
} from '../../../../../src/renderer/features/label/view.ts';

const photo = { widthPx: 4000, heightPx: 3000 };
const canvas = { widthPx: 1000, heightPx: 800 };

test('fitting shows the whole photo with a margin, in the middle', () => {
  const view = fitView(photo, canvas);
  const upperLeft = toScreen(view, { x: 0, y: 0 });
  const lowerRight = toScreen(view, { x: 4000, y: 3000 });
  expect(upperLeft.x).toBeCloseTo(8, 0);
  expect(lowerRight.x).toBeCloseTo(992, 0);
  expect(upperLeft.y + lowerRight.y).toBeCloseTo(800, 0);
});

test('zooming keeps the photo point under the pointer where it is', () => {
  const at = { x: 300, y: 250 };
  let view = fitView(photo, canvas);
  const under = toPhoto(view, at);
  for (const factor of [1.3, 1.3, 1.3, 0.8, 2]) {
    view = zoomAt(view, at, factor, photo, canvas);
    expect(toPhoto(view, at).x).toBeCloseTo(under.x, 6);
    expect(toPhoto(view, at).y).toBeCloseTo(under.y, 6);
  }
});

test('zoom has limits in both directions', () => {
  let view = fitView(photo, canvas);
  for (let step = 0; step < 100; step++) view = zoomAt(view, { x: 500, y: 400 }, 2, photo, canvas);
  expect(view.scale).toBe(40);
  for (let step = 0; step < 100; step++) view = zoomAt(view, { x: 500, y: 400 }, 0.5, photo, canvas);
  expect(view.scale).toBeCloseTo(fitView(photo, canvas).scale / 4, 6);
});

test('a photo cannot be moved out of sight', () => {
  const view = panBy(fitView(photo, canvas), -100_000, 100_000, photo, canvas);
  expect(view.x + photo.widthPx * view.scale).toBeCloseTo(64, 6);
  expect(view.y).toBeCloseTo(800 - 64, 6);
});

test('100 % is one screen pixel per photo pixel around the middle', () => {
  const view = zoomTo(fitView(photo, canvas), 1, photo, canvas);
  expect(view.scale).toBe(1);
  expect(toPhoto(view, { x: 500, y: 400 }).x).toBeCloseTo(2000, 0);
});

describe('a locked view', () => {
  test('is the same view on a photo of the same size', () => {
    const view = zoomAt(fitView(photo, canvas), { x: 100, y: 100 }, 3, photo, canvas);
    expect(carryView(view, photo, photo, canvas)).toBe(view);
  });
  test('shows the same relative stretch of a photo of another size', () => {
    const other = { widthPx: 800, heightPx: 600 };
    const view = zoomAt(fitView(photo, canvas), { x: 500, y: 400 }, 3, photo, canvas);
    const carried = carryView(view, photo, other, canvas);
    const before = toPhoto(view, { x: 500, y: 400 });
    const after = toPhoto(carried, { x: 500, y: 400 });
    expect(after.x / 800).toBeCloseTo(before.x / 4000, 4);
    expect(carried.scale / fitView(other, canvas).scale).toBeCloseTo(3, 4);
  });
});

describe('tiles', () => {
  test('are not asked for while the screen-size picture is sharp enough', () => {
    expect(tilesInSight(fitView(photo, canvas), photo, canvas, 1, 2048)).toEqual([]);
    const small = { widthPx: 900, heightPx: 700 };
    expect(tilesInSight({ scale: 20, x: 0, y: 0 }, small, canvas, 2, 2048)).toEqual([]);
  });
  test('cover exactly what is in sight, nearest to the middle first', () => {
    const tiles = tilesInSight({ scale: 1, x: -1000, y: -600 }, photo, canvas, 1, 2048);
    const names = tiles.map(({ column, row }) => `${column},${row}`);
    expect(names.sort()).toEqual(['1,1', '1,2', '2,1', '2,2', '3,1', '3,2']);
    const first = tilesInSight({ scale: 1, x: -1000, y: -600 }, photo, canvas, 1, 2048)[0]!;
    expect(first).toEqual({ column: 2, row: 1 });
  });
  test('stop at the photo’s edges', () => {
    const tiles = tilesInSight({ scale: 1, x: -3500, y: -2500 }, photo, canvas, 1, 2048);
    expect(Math.max(...tiles.map(tile => tile.column))).toBe(7);
    expect(Math.max(...tiles.map(tile => tile.row))).toBe(5);
  });
});

test('Tab brings a box that is out of sight or tiny into the middle, and leaves a good view alone', () => {
  const view = zoomTo(fitView(photo, canvas), 1, photo, canvas);
  const visible = { x: 2000, y: 1500, width: 100, height: 100 };
  expect(showBox(view, visible, photo, canvas)).toBe(view);
  const far = { x: 100, y: 100, width: 200, height: 100 };
  const shown = showBox(view, far, photo, canvas);
  const middle = toScreen(shown, { x: 200, y: 150 });
  expect(Math.abs(middle.x - 500)).toBeLessThan(1);
  expect(Math.abs(middle.y - 400)).toBeLessThan(1);
});
