// The tags over a photo: a small square with a class's key beside each thing, made once, and name and size of the selected one.
import type { ClassId } from '../../../shared/records/ids.ts';
import type { ClassPaint, Palette } from './paint.ts';
import type { Point } from './view.ts';

export const tagPx = 16;
const nameTagPx = { height: 20, key: 20, gap: 8, longest: 280 } as const;

export type Tags = {
  /** A picture of `tagPx` with the key of a class, for screens of that many pixels per CSS pixel. */
  readonly keyTag: (classId: ClassId, paint: ClassPaint, pixelRatio: number) => HTMLCanvasElement;
  /** Above `at`, below it where there is no room, and wholly on the canvas, which is `widthPx` wide. A long name is cut. */
  readonly nameTag: (
    context: CanvasRenderingContext2D,
    widthPx: number,
    at: Point,
    paint: ClassPaint,
    note: string,
  ) => void;
};

export function createTags(palette: Palette): Tags {
  const made = new Map<string, HTMLCanvasElement>();
  return {
    keyTag(classId, paint, pixelRatio) {
      const name = `${classId}@${pixelRatio}`;
      const ready = made.get(name);
      if (ready) return ready;
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
      made.set(name, tag);
      return tag;
    },
    nameTag(context, widthPx, at, paint, note) {
      context.font = `600 12px ${palette.font}`;
      const measure = (words: string): number => context.measureText(words).width;
      const name = cut(paint.name, nameTagPx.longest, measure);
      const words = note ? `${name}  ${note}` : name;
      const key = paint.key.toUpperCase();
      const keyWidth = key ? nameTagPx.key : 0;
      const width = keyWidth + measure(words) + 14;
      const y = at.y >= 26 ? at.y - nameTagPx.height - nameTagPx.gap : at.y + 4;
      const x = Math.max(2, Math.min(at.x, widthPx - width - 2));
      context.fillStyle = palette.tagGround;
      context.fillRect(x, y, width, nameTagPx.height);
      context.textBaseline = 'middle';
      if (key) {
        context.fillStyle = paint.fill;
        context.fillRect(x, y, nameTagPx.key, nameTagPx.height);
        context.fillStyle = paint.on;
        context.textAlign = 'center';
        context.fillText(key, x + nameTagPx.key / 2, y + 10.5);
      }
      context.fillStyle = palette.tagText;
      context.textAlign = 'left';
      context.fillText(words, x + keyWidth + 6, y + 10.5);
    },
  };
}

/** The longest beginning of a text that is at most so wide, with "…" where something is missing; whole letters, also beyond 16 bits. */
export function cut(text: string, longestPx: number, measure: (text: string) => number): string {
  if (measure(text) <= longestPx) return text;
  const letters = [...text];
  let [fits, tooLong] = [0, letters.length];
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (measure(`${letters.slice(0, middle).join('')}…`) <= longestPx) fits = middle;
    else tooLong = middle;
  }
  return `${letters.slice(0, fits).join('').trimEnd()}…`;
}
