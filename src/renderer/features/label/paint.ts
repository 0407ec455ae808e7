// Draws boxes over a photo: strokes in the class colour between dark halos, key tags, the selected box with its handles.
// Strokes of one class are one path and tags are small pictures made once, so that 2,000 boxes fit well into a frame.
import type { ClassId } from '../../../shared/records/ids.ts';
import type { BoxGeometry } from '../../../shared/records/shape.ts';
import { handlePoint, handles } from './boxes.ts';
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

export type PaintedBox = { readonly id: number; readonly classId: ClassId; readonly box: BoxGeometry };

const strokePx = 2;
const haloPx = 4;
const tagPx = 16;
const handlePx = 10;
/** Thin boxes on the screen carry no tag: it would hide them. */
const smallestTaggedPx = 20;
/** More boxes than this in sight are drawn without their tint. */
const mostTinted = 400;

type ScreenRect = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

function screenRect(view: View, box: BoxGeometry): ScreenRect {
  const from = toScreen(view, box);
  const to = toScreen(view, { x: box.x + box.width, y: box.y + box.height });
  const x = Math.round(from.x);
  const y = Math.round(from.y);
  return { x, y, width: Math.max(1, Math.round(to.x) - x), height: Math.max(1, Math.round(to.y) - y) };
}

const isInSight = (rect: ScreenRect, canvas: Size): boolean =>
  rect.x < canvas.widthPx + haloPx &&
  rect.y < canvas.heightPx + haloPx &&
  rect.x + rect.width > -haloPx &&
  rect.y + rect.height > -haloPx;

export type Painter = {
  /** Clears and sizes the canvas for a pixel ratio, then draws in CSS pixels. */
  readonly begin: (context: CanvasRenderingContext2D, canvas: Size, pixelRatio: number) => void;
  readonly boxes: (context: CanvasRenderingContext2D, view: View, canvas: Size, boxes: readonly PaintedBox[]) => void;
  /** `note` stands after the name: the size, for the selected box. */
  readonly selected: (context: CanvasRenderingContext2D, view: View, box: PaintedBox, note: string) => void;
  /** Lines through the whole canvas at the pointer, while a box is about to be drawn. */
  readonly cross: (context: CanvasRenderingContext2D, canvas: Size, at: { x: number; y: number }) => void;
};

export function createPainter(paints: ReadonlyMap<ClassId, ClassPaint>, palette: Palette): Painter {
  const tags = new Map<string, HTMLCanvasElement>();
  const unknown: ClassPaint = { fill: palette.tagText, on: palette.tagGround, key: '', name: '', isPatterned: false };
  const paintOf = (classId: ClassId): ClassPaint => paints.get(classId) ?? unknown;
  const dashOf = (paint: ClassPaint): number[] => (paint.isPatterned ? [10, 3, 2, 3] : []);
  let pixelRatio = 1;

  const tagOf = (classId: ClassId): HTMLCanvasElement => {
    const name = `${classId}@${pixelRatio}`;
    const ready = tags.get(name);
    if (ready) return ready;
    const paint = paintOf(classId);
    const tag = document.createElement('canvas');
    tag.width = tag.height = Math.ceil(tagPx * pixelRatio);
    const context = tag.getContext('2d');
    if (context) {
      context.scale(pixelRatio, pixelRatio);
      context.fillStyle = paint.fill;
      context.fillRect(0, 0, tagPx, tagPx);
      context.fillStyle = paint.on;
      context.font = `600 11px ${palette.font}`;
      context.textAlign = 'center';
      context.textBaseline = 'middle';
      context.fillText(paint.key.toUpperCase(), tagPx / 2, tagPx / 2 + 0.5);
    }
    tags.set(name, tag);
    return tag;
  };

  const strokeTwice = (context: CanvasRenderingContext2D, path: Path2D, paint: ClassPaint): void => {
    context.lineJoin = 'round';
    context.setLineDash([]);
    context.strokeStyle = palette.halo;
    context.lineWidth = haloPx;
    context.stroke(path);
    context.setLineDash(dashOf(paint));
    context.strokeStyle = paint.fill;
    context.lineWidth = strokePx;
    context.stroke(path);
    context.setLineDash([]);
  };

  const nameTag = (context: CanvasRenderingContext2D, rect: ScreenRect, paint: ClassPaint, note: string): void => {
    context.font = `600 12px ${palette.font}`;
    const words = note ? `${paint.name}  ${note}` : paint.name;
    const key = paint.key.toUpperCase();
    const keyWidth = key ? 20 : 0;
    const width = keyWidth + context.measureText(words).width + 14;
    const y = rect.y - 26 >= 0 ? rect.y - 28 : rect.y + 4;
    const x = Math.max(2, rect.x);
    context.fillStyle = palette.tagGround;
    context.fillRect(x, y, width, 20);
    context.textBaseline = 'middle';
    if (key) {
      context.fillStyle = paint.fill;
      context.fillRect(x, y, 20, 20);
      context.fillStyle = paint.on;
      context.textAlign = 'center';
      context.fillText(key, x + 10, y + 10.5);
    }
    context.fillStyle = palette.tagText;
    context.textAlign = 'left';
    context.fillText(words, x + keyWidth + 6, y + 10.5);
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
    boxes(context, view, canvas, boxes) {
      const byClass = new Map<ClassId, Path2D>();
      const inSight: { readonly classId: ClassId; readonly rect: ScreenRect }[] = [];
      for (const { classId, box } of boxes) {
        const rect = screenRect(view, box);
        if (!isInSight(rect, canvas)) continue;
        inSight.push({ classId, rect });
        const path = byClass.get(classId) ?? new Path2D();
        path.rect(rect.x, rect.y, rect.width, rect.height);
        byClass.set(classId, path);
      }
      if (inSight.length <= mostTinted) {
        context.globalAlpha = 0.1;
        for (const { classId, rect } of inSight) {
          context.fillStyle = paintOf(classId).fill;
          context.fillRect(rect.x, rect.y, rect.width, rect.height);
        }
        context.globalAlpha = 1;
      }
      for (const [classId, path] of byClass) strokeTwice(context, path, paintOf(classId));
      // Above all strokes, so that a tag is never crossed by a neighbour.
      for (const { classId, rect } of inSight) {
        if (Math.min(rect.width, rect.height) >= smallestTaggedPx && paintOf(classId).key) {
          context.drawImage(tagOf(classId), rect.x - 1, rect.y - 1, tagPx, tagPx);
        }
      }
    },
    selected(context, view, { classId, box }, note) {
      const rect = screenRect(view, box);
      const paint = paintOf(classId);
      const path = new Path2D();
      path.rect(rect.x, rect.y, rect.width, rect.height);
      context.globalAlpha = 0.12;
      context.fillStyle = paint.fill;
      context.fill(path);
      context.globalAlpha = 1;
      strokeTwice(context, path, paint);
      context.lineWidth = 1;
      for (const handle of handles) {
        const at = toScreen(view, handlePoint(box, handle));
        const x = Math.round(at.x) - handlePx / 2;
        const y = Math.round(at.y) - handlePx / 2;
        context.fillStyle = palette.tagGround;
        context.fillRect(x - 1, y - 1, handlePx + 2, handlePx + 2);
        context.fillStyle = palette.handle;
        context.fillRect(x, y, handlePx, handlePx);
      }
      nameTag(context, rect, paint, note);
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
