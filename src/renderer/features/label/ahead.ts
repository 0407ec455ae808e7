// Which photos are worth reading ahead, and how large their pictures are.
import { hashAt, type PhotoColumns } from '../../../shared/records/photo-page.ts';
import type { AnnotationKind } from '../../../shared/records/photo.ts';
import { nextNew } from './steps.ts';
import type { Size } from './view.ts';

/** Longer sides that pictures are asked for in; few, so that a picture is asked for again in the same size. */
const pictureSizes = [2048, 3072, 4096] as const;

/** Decoded pictures that are held, in pixels of 4 bytes: 160 MB, nine of a photo of 4:3 at 2,048 pixels. */
export const mostHeldPixels = 40e6;

/** Longer side of a picture that is sharp on this canvas while the whole photo is in sight. */
export function pictureLongPx(canvas: Size, pixelRatio: number): number {
  const needed = Math.max(canvas.widthPx, canvas.heightPx) * pixelRatio;
  return pictureSizes.find(size => size >= needed) ?? pictureSizes[2];
}

/**
 * Places of photos to read ahead, the likeliest first: the next on the way, where a label leads, the one after, the one before. Only photos
 * whose content is known and can be shown, and only so many that they and the present one stay within `mostHeldPixels`.
 */
export function placesAhead(
  columns: PhotoColumns,
  kind: AnnotationKind,
  place: number,
  { direction, longPx }: { readonly direction: 1 | -1; readonly longPx: number },
): number[] {
  if (place < 0) return [];
  const likely = [place + direction, nextNew(columns, kind, place), place + 2 * direction, place - direction];
  const pixelsAt = (at: number): number => {
    const [widthPx, heightPx] = [columns.widthPx[at] ?? 0, columns.heightPx[at] ?? 0];
    const scale = Math.min(1, longPx / Math.max(1, widthPx, heightPx));
    return widthPx * scale * (heightPx * scale);
  };
  let roomPixels = mostHeldPixels - pixelsAt(place);
  return [...new Set(likely)].filter(at => {
    const isReadable = at !== place && columns.id[at] !== undefined && columns.problem[at] === 0;
    if (!isReadable || hashAt(columns, at) === '') return false;
    roomPixels -= pixelsAt(at);
    return roomPixels >= 0;
  });
}
