// Draws what is annotated over a photo: strokes in the class colour between dark halos, key tags, the selected thing with its handles.
// Strokes of one class are one path and tags are small pictures made once, so that 2,000 boxes fit well into a frame.
import type { ClassId } from '../../../shared/records/ids.ts';
import type { ShapeKind } from '../../../shared/records/shape.ts';
import { handlePoint, handles } from './boxes.ts';
import { createTags, tagPx } from './paint-tags.ts';
import { addShape, screenRect, tagPoint, type ScreenRect } from './shape-path.ts';
import type { Thing } from './things.ts';
import { toScreen, type Size, type View } from './view.ts';

/** How a class looks on a photo. `on` is the colour of words on its fill. */
export type ClassPaint = {
  readonly fill: string;
  readonly on: string;
  readonly key: string;
  readonly name: string;
  readonly isPatterned: boolean;
};

/** Colours and font of the canvas that are not a class's. */
export type Palette = {
  readonly halo: string;
  readonly tagGround: string;
  readonly tagText: string;
  readonly handle: string;
  readonly font: string;
};

export type PaintedThing = Pick<Thing, 'classId' | 'shape' | 'box'>;

const strokePx = 2;
const haloPx = 4;
const handlePx = 10;
/** Thin boxes on the screen carry no tag: it would hide them. */
const smallestTaggedPx = 20;
/** More boxes than this in sight are drawn without their tint. */
const mostTinted = 400;

/** How much of the class colour lies on what a shape covers: pixels that are stated as the thing's own show it most. */
const tints: Readonly<Record<ShapeKind, number>> = {
  box: 0.1,
  'rotated-box': 0.1,
  polygon: 0.2,
  mask: 0.4,
  point: 1,
};

/** How far a tag stands above its place: in the corner of a box, above the highest place of another shape, beside a point. */
const tagRises: Readonly<Record<ShapeKind, number>> = {
  box: 1,
  'rotated-box': tagPx + 3,
  polygon: tagPx + 3,
  mask: tagPx + 3,
  point: tagPx / 2,
};

const isInSight = (rect: ScreenRect, canvas: Size): boolean =>
  rect.x < canvas.widthPx + haloPx &&
  rect.y < canvas.heightPx + haloPx &&
  rect.x + rect.width > -haloPx &&
  rect.y + rect.height > -haloPx;

export type Painter = {
  /** Clears and sizes the canvas for a pixel ratio, then draws in CSS pixels. */
  readonly begin: (context: CanvasRenderingContext2D, canvas: Size, pixelRatio: number) => void;
  readonly things: (
    context: CanvasRenderingContext2D,
    view: View,
    canvas: Size,
    things: readonly PaintedThing[],
  ) => void;
  /** `note` stands after the name: the size of the selected thing. */
  readonly selected: (context: CanvasRenderingContext2D, view: View, thing: PaintedThing, note: string) => void;
  /** Lines through the whole canvas at the pointer, while a box is about to be drawn. */
  readonly cross: (context: CanvasRenderingContext2D, canvas: Size, at: { x: number; y: number }) => void;
};

export function createPainter(paints: ReadonlyMap<ClassId, ClassPaint>, palette: Palette): Painter {
  const tags = createTags(palette);
  const unknown: ClassPaint = { fill: palette.tagText, on: palette.tagGround, key: '', name: '', isPatterned: false };
  const paintOf = (classId: ClassId): ClassPaint => paints.get(classId) ?? unknown;
  const dashOf = (paint: ClassPaint): number[] => (paint.isPatterned ? [10, 3, 2, 3] : []);
  let pixelRatio = 1;

  const strokeTwice = (context: CanvasRenderingContext2D, path: Path2D, paint: ClassPaint, morePx = 0): void => {
    context.lineJoin = 'round';
    context.setLineDash([]);
    context.strokeStyle = palette.halo;
    context.lineWidth = haloPx + morePx;
    context.stroke(path);
    context.setLineDash(dashOf(paint));
    context.strokeStyle = paint.fill;
    context.lineWidth = strokePx + morePx;
    context.stroke(path);
    context.setLineDash([]);
  };

  const tint = (
    context: CanvasRenderingContext2D,
    view: View,
    { classId, shape }: PaintedThing,
    rect: ScreenRect,
  ): void => {
    const path = new Path2D();
    addShape(path, view, shape, rect);
    context.globalAlpha = tints[shape.kind];
    context.fillStyle = paintOf(classId).fill;
    context.fill(path, 'evenodd');
    context.globalAlpha = 1;
  };

  const drawHandles = (context: CanvasRenderingContext2D, view: View, box: PaintedThing['box']): void => {
    for (const handle of handles) {
      const at = toScreen(view, handlePoint(box, handle));
      const x = Math.round(at.x) - handlePx / 2;
      const y = Math.round(at.y) - handlePx / 2;
      context.fillStyle = palette.tagGround;
      context.fillRect(x - 1, y - 1, handlePx + 2, handlePx + 2);
      context.fillStyle = palette.handle;
      context.fillRect(x, y, handlePx, handlePx);
    }
  };

  return {
    begin(context, canvas, ratio) {
      pixelRatio = ratio;
      const width = Math.max(1, Math.round(canvas.widthPx * ratio));
      const height = Math.max(1, Math.round(canvas.heightPx * ratio));
      if (context.canvas.width !== width) context.canvas.width = width;
      if (context.canvas.height !== height) context.canvas.height = height;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, canvas.widthPx, canvas.heightPx);
    },
    things(context, view, canvas, things) {
      const byClass = new Map<ClassId, Path2D>();
      const inSight: { readonly thing: PaintedThing; readonly rect: ScreenRect }[] = [];
      for (const thing of things) {
        const rect = screenRect(view, thing.box);
        if (!isInSight(rect, canvas)) continue;
        inSight.push({ thing, rect });
        const path = byClass.get(thing.classId) ?? new Path2D();
        addShape(path, view, thing.shape, rect);
        byClass.set(thing.classId, path);
      }
      for (const { thing, rect } of inSight) {
        if (inSight.length <= mostTinted || thing.shape.kind === 'mask') tint(context, view, thing, rect);
      }
      for (const [classId, path] of byClass) strokeTwice(context, path, paintOf(classId));
      // Above all strokes, so that a tag is never crossed by a neighbour.
      for (const { thing, rect } of inSight) {
        const { classId, shape } = thing;
        const isTagged = shape.kind === 'point' || Math.min(rect.width, rect.height) >= smallestTaggedPx;
        const paint = paintOf(classId);
        if (!isTagged || !paint.key) continue;
        const { x, y } = tagPoint(view, shape, rect);
        const top = Math.max(0, Math.round(y) - tagRises[shape.kind]);
        context.drawImage(tags.keyTag(classId, paint, pixelRatio), Math.round(x) - 1, top, tagPx, tagPx);
      }
    },
    selected(context, view, thing, note) {
      const { classId, shape, box } = thing;
      const rect = screenRect(view, box);
      const paint = paintOf(classId);
      const path = new Path2D();
      addShape(path, view, shape, rect);
      tint(context, view, thing, rect);
      strokeTwice(context, path, paint, shape.kind === 'box' ? 0 : 1.5);
      if (shape.kind === 'box') drawHandles(context, view, box);
      const { x, y } = tagPoint(view, shape, rect);
      const at = { x: Math.round(x), y: Math.round(y) };
      tags.nameTag(context, context.canvas.width / pixelRatio, at, paint, note);
    },
    cross(context, canvas, { x, y }) {
      const lines = new Path2D();
      lines.moveTo(Math.round(x) + 0.5, 0);
      lines.lineTo(Math.round(x) + 0.5, canvas.heightPx);
      lines.moveTo(0, Math.round(y) + 0.5);
      lines.lineTo(canvas.widthPx, Math.round(y) + 0.5);
      context.lineWidth = 3;
      context.strokeStyle = palette.halo;
      context.globalAlpha = 0.35;
      context.stroke(lines);
      context.globalAlpha = 1;
      context.lineWidth = 1;
      context.strokeStyle = palette.tagText;
      context.stroke(lines);
    },
  };
}
