// What pressing, dragging and letting go do on the canvas.
import { describe, expect, test } from 'vitest';
import {
  doingNothing,
  drag,
  finish,
  openBox,
  press,
  release,
  type Scene,
} from '../../../../../src/renderer/features/label/pointer.ts';
import type { AnnotationId } from '../../../../../src/shared/records/ids.ts';

const photo = { widthPx: 640, heightPx: 480 };
const view = { scale: 1, x: 0, y: 0 };
const box = { x: 100, y: 100, width: 80, height: 60 };
const one = { id: 1 as AnnotationId, box, shape: { kind: 'box', box } as const };
const scene: Scene = { tool: 'select', view, photo, things: [one], selected: null };
const draw: Scene = { ...scene, tool: 'box' };

describe('drawing a box', () => {
  test('by dragging, also over another box', () => {
    const { doing, select } = press(doingNothing, draw, { x: 110, y: 110 }, false);
    expect(select).toBeNull();
    const half = drag(doing, draw, { x: 200, y: 190 });
    expect(openBox(half, photo)).toEqual({ id: null, box: { x: 110, y: 110, width: 90, height: 80 } });
    expect(release(half, draw, { x: 210, y: 200 }).draw).toEqual({ x: 110, y: 110, width: 100, height: 90 });
  });

  test('by two clicks', () => {
    const down = press(doingNothing, draw, { x: 20, y: 20 }, false).doing;
    const waiting = release(down, draw, { x: 21, y: 20 });
    expect(waiting.draw).toBeUndefined();
    expect(waiting.doing).toMatchObject({ kind: 'drawing', by: 'clicks' });
    const moved = drag(waiting.doing, draw, { x: 90, y: 70 });
    const again = press(moved, draw, { x: 100, y: 80 }, false).doing;
    expect(release(again, draw, { x: 100, y: 80 }).draw).toEqual({ x: 20, y: 20, width: 80, height: 60 });
  });

  test('is kept when the photo is left in the middle of it', () => {
    const half = drag(press(doingNothing, draw, { x: 20, y: 20 }, false).doing, draw, { x: 60, y: 70 });
    expect(finish(half, photo).draw).toEqual({ x: 20, y: 20, width: 40, height: 50 });
  });

  test('on the selected box’s handle resizes it, and with Ctrl draws', () => {
    const selected: Scene = { ...draw, selected: one };
    expect(press(doingNothing, selected, { x: 180, y: 160 }, false).doing).toMatchObject({
      kind: 'resizing',
      handle: 'se',
    });
    expect(press(doingNothing, selected, { x: 180, y: 160 }, true).doing.kind).toBe('drawing');
  });
});

describe('selecting', () => {
  test('takes the box under the pointer, and moves it only beyond a trembling hand', () => {
    const step = press(doingNothing, scene, { x: 120, y: 120 }, false);
    expect(step.select).toBe(1);
    expect(release(step.doing, scene, { x: 122, y: 121 }).change).toBeUndefined();
    expect(release(step.doing, scene, { x: 140, y: 110 }).change).toEqual({
      id: 1,
      box: { ...one.box, x: 120, y: 90 },
    });
  });

  test('beside every box drops the selection and pans', () => {
    const step = press(doingNothing, { ...scene, selected: one }, { x: 400, y: 300 }, false);
    expect(step.select).toBeNull();
    expect(step.doing.kind).toBe('panning');
  });

  test('with the hand never touches a box', () => {
    const step = press(doingNothing, { ...scene, tool: 'pan', selected: one }, { x: 180, y: 160 }, false);
    expect(step).toEqual({ doing: { kind: 'panning', down: { x: 180, y: 160 }, start: view } });
  });
});

test('a resize that ends where it began is no gesture', () => {
  const selected: Scene = { ...scene, selected: one };
  const step = press(doingNothing, selected, { x: 180, y: 160 }, false);
  expect(release(drag(step.doing, selected, { x: 300, y: 300 }), selected, { x: 180, y: 160 }).change).toBeUndefined();
});

test('another shape than a box is chosen, and dragging it moves the photo', () => {
  const polygon = { kind: 'polygon', polygon: [[10, 10, 60, 10, 10, 60]] } as const;
  const shape = { ...polygon, polygon: polygon.polygon.map(part => [...part]) };
  const two = { id: 2 as AnnotationId, box: { x: 10, y: 10, width: 50, height: 50 }, shape };
  const step = press(doingNothing, { ...scene, things: [one, two] }, { x: 15, y: 15 }, false);
  expect(step.select).toBe(2);
  expect(step.doing.kind).toBe('panning');
  const chosen = { ...draw, things: [one, two], selected: two };
  expect(press(doingNothing, chosen, { x: 60, y: 60 }, false).doing.kind).toBe('drawing');
});
