// What the hand is doing on the canvas, as a state with pure steps: drawing a box by dragging or by two clicks, moving, resizing, panning.
import type { AnnotationId } from '../../../shared/records/ids.ts';
import type { BoxGeometry } from '../../../shared/records/shape.ts';
import { boxBetween, handleAt, moveBox, resizeBox, type Handle } from './boxes.ts';
import { thingAt, type Thing } from './things.ts';
import { toPhoto, type Point, type Size, type View } from './view.ts';

export const tools = ['select', 'box', 'pan'] as const;
export type Tool = (typeof tools)[number];

export type ShownThing = Pick<Thing, 'id' | 'box' | 'shape'>;

/** `down` and `at` are screen points, `from` and `to` points of the photo. */
export type Doing =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'drawing';
      readonly by: 'drag' | 'clicks';
      readonly down: Point;
      readonly from: Point;
      readonly to: Point;
    }
  | {
      readonly kind: 'moving';
      readonly id: AnnotationId;
      readonly down: Point;
      readonly start: BoxGeometry;
      readonly box: BoxGeometry;
    }
  | {
      readonly kind: 'resizing';
      readonly id: AnnotationId;
      readonly handle: Handle;
      readonly down: Point;
      readonly start: BoxGeometry;
      readonly box: BoxGeometry;
    }
  | { readonly kind: 'panning'; readonly down: Point; readonly start: View };

export const doingNothing: Doing = { kind: 'nothing' };

/** A press that moves less than this (screen) is a click. */
const clickReachPx = 4;

export type Scene = {
  readonly tool: Tool;
  readonly view: View;
  readonly photo: Size;
  readonly things: readonly ShownThing[];
  readonly selected: ShownThing | null;
};

/** What a step leads to: the next state, and what the person has finished or chosen by it. */
export type Step = {
  readonly doing: Doing;
  readonly select?: AnnotationId | null;
  readonly draw?: BoxGeometry;
  readonly change?: { readonly id: AnnotationId; readonly box: BoxGeometry };
};

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** `over` (Ctrl held): draw a new box also where a handle of the selected one lies. */
export function press(doing: Doing, scene: Scene, at: Point, over: boolean): Step {
  const { tool, view, selected } = scene;
  const point = toPhoto(view, at);
  if (doing.kind === 'drawing' && doing.by === 'clicks') {
    return { doing: { ...doing, down: at, to: point } };
  }
  if (tool === 'pan') return { doing: { kind: 'panning', down: at, start: view } };
  const handle = selected?.shape.kind === 'box' && !over ? handleAt(view, selected.box, at) : null;
  if (selected && handle) {
    const { id, box } = selected;
    return { doing: { kind: 'resizing', id, handle, down: at, start: box, box } };
  }
  if (tool === 'box') {
    return { doing: { kind: 'drawing', by: 'drag', down: at, from: point, to: point }, select: null };
  }
  const under = thingAt(view, scene.things, at);
  if (under?.shape.kind === 'box') {
    const { id, box } = under;
    return { doing: { kind: 'moving', id, down: at, start: box, box }, select: id };
  }
  // Other shapes are chosen here, not changed: dragging over a mask as large as the photo still moves the photo.
  return { doing: { kind: 'panning', down: at, start: view }, select: under?.id ?? null };
}

/** Panning changes no state here: the caller moves the view by `at - down`. */
export function drag(doing: Doing, scene: Scene, at: Point): Doing {
  const { view, photo } = scene;
  switch (doing.kind) {
    case 'drawing':
      return { ...doing, to: toPhoto(view, at) };
    case 'moving':
    case 'resizing': {
      const byX = (at.x - doing.down.x) / view.scale;
      const byY = (at.y - doing.down.y) / view.scale;
      if (doing.kind === 'resizing') return { ...doing, box: resizeBox(doing.start, doing.handle, byX, byY, photo) };
      // A trembling click must not move a box.
      if (doing.box === doing.start && distance(at, doing.down) < clickReachPx) return doing;
      return { ...doing, box: moveBox(doing.start, byX, byY, photo) };
    }
    case 'nothing':
    case 'panning':
      return doing;
  }
}

export function release(doing: Doing, scene: Scene, at: Point): Step {
  if (doing.kind !== 'drawing') return finish(drag(doing, scene, at), scene.photo);
  const moved = distance(at, doing.down);
  if (doing.by === 'drag' && moved < clickReachPx) {
    return { doing: { ...doing, by: 'clicks', to: toPhoto(scene.view, at) } };
  }
  return finish({ ...doing, to: toPhoto(scene.view, at) }, scene.photo);
}

/** Ends whatever is open and keeps it: on release, and when the photo is left in the middle of a gesture. */
export function finish(doing: Doing, photo: Size): Step {
  switch (doing.kind) {
    case 'drawing': {
      const box = boxBetween(doing.from, doing.to, photo);
      return box ? { doing: doingNothing, draw: box } : { doing: doingNothing };
    }
    case 'moving':
    case 'resizing': {
      const { start, box, id } = doing;
      const isSame = box.x === start.x && box.y === start.y && box.width === start.width && box.height === start.height;
      return isSame ? { doing: doingNothing } : { doing: doingNothing, change: { id, box } };
    }
    case 'nothing':
    case 'panning':
      return { doing: doingNothing };
  }
}

/** The box as it would be if the hand let go now; null while none is drawn or changed. */
export function openBox(
  doing: Doing,
  photo: Size,
): { readonly id: AnnotationId | null; readonly box: BoxGeometry } | null {
  if (doing.kind === 'moving' || doing.kind === 'resizing') return { id: doing.id, box: doing.box };
  if (doing.kind !== 'drawing') return null;
  const box = boxBetween(doing.from, doing.to, photo);
  return box ? { id: null, box } : null;
}
