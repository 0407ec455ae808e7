// How the photo lies on the screen: scale and shift, and what zooming, panning and fitting do to them.
// Screen lengths are CSS pixels of the canvas; photo lengths are pixels of the upright photo.

export type Point = { readonly x: number; readonly y: number };
export type Size = { readonly widthPx: number; readonly heightPx: number };

/** A photo point p is shown at p * scale + (x, y). `scale` is screen pixels per photo pixel. */
export type View = { readonly scale: number; readonly x: number; readonly y: number };

export const fitMarginPx = 8;
const largestScale = 40;
/** This much of the photo stays in sight however far it is moved, so that it cannot be lost. */
const keptInSightPx = 64;

export function toScreen(view: View, point: Point): Point {
  return { x: point.x * view.scale + view.x, y: point.y * view.scale + view.y };
}

export function toPhoto(view: View, point: Point): Point {
  return { x: (point.x - view.x) / view.scale, y: (point.y - view.y) / view.scale };
}

/** The whole photo, as large as it goes, in the middle. Small photos are enlarged at most eight times. */
export function fitView(photo: Size, canvas: Size): View {
  const width = Math.max(1, canvas.widthPx - 2 * fitMarginPx);
  const height = Math.max(1, canvas.heightPx - 2 * fitMarginPx);
  const scale = Math.min(8, width / Math.max(1, photo.widthPx), height / Math.max(1, photo.heightPx));
  return centred(photo, canvas, scale);
}

function centred(photo: Size, canvas: Size, scale: number): View {
  return {
    scale,
    x: Math.round((canvas.widthPx - photo.widthPx * scale) / 2),
    y: Math.round((canvas.heightPx - photo.heightPx * scale) / 2),
  };
}

function limitScale(scale: number, photo: Size, canvas: Size): number {
  const smallest = Math.min(1, fitView(photo, canvas).scale / 4);
  return Math.min(largestScale, Math.max(smallest, scale));
}

/** Keeps a strip of the photo in sight. */
export function keepInSight(view: View, photo: Size, canvas: Size): View {
  const within = (shift: number, length: number, room: number): number => {
    const strip = Math.min(keptInSightPx, length);
    return Math.min(room - strip, Math.max(strip - length, shift));
  };
  const x = within(view.x, photo.widthPx * view.scale, canvas.widthPx);
  const y = within(view.y, photo.heightPx * view.scale, canvas.heightPx);
  return x === view.x && y === view.y ? view : { ...view, x, y };
}

/** Zooms by `factor`; the photo point under `at` (screen) stays where it is. */
export function zoomAt(view: View, at: Point, factor: number, photo: Size, canvas: Size): View {
  const scale = limitScale(view.scale * factor, photo, canvas);
  const under = toPhoto(view, at);
  return keepInSight({ scale, x: at.x - under.x * scale, y: at.y - under.y * scale }, photo, canvas);
}

export function panBy(view: View, byX: number, byY: number, photo: Size, canvas: Size): View {
  return keepInSight({ ...view, x: view.x + byX, y: view.y + byY }, photo, canvas);
}

/** Scales to `scale` around the middle of the canvas: 1 is one screen pixel per photo pixel. */
export function zoomTo(view: View, scale: number, photo: Size, canvas: Size): View {
  return zoomAt(view, { x: canvas.widthPx / 2, y: canvas.heightPx / 2 }, scale / view.scale, photo, canvas);
}

/** The same stretch of another photo: same zoom against the fit, same relative middle. For a locked view. */
export function carryView(view: View, from: Size, to: Size, canvas: Size): View {
  if (from.widthPx === to.widthPx && from.heightPx === to.heightPx) return view;
  const middle = toPhoto(view, { x: canvas.widthPx / 2, y: canvas.heightPx / 2 });
  const scale = limitScale((view.scale / fitView(from, canvas).scale) * fitView(to, canvas).scale, to, canvas);
  const x = canvas.widthPx / 2 - (middle.x / from.widthPx) * to.widthPx * scale;
  const y = canvas.heightPx / 2 - (middle.y / from.heightPx) * to.heightPx * scale;
  return keepInSight({ scale, x, y }, to, canvas);
}

/** Zooms and moves so that a box fills about half the canvas; for Tab. Only when it is not well in sight already. */
export function showBox(
  view: View,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  photo: Size,
  canvas: Size,
): View {
  const upperLeft = toScreen(view, box);
  const lowerRight = toScreen(view, { x: box.x + box.width, y: box.y + box.height });
  const isInSight =
    upperLeft.x >= 0 && upperLeft.y >= 0 && lowerRight.x <= canvas.widthPx && lowerRight.y <= canvas.heightPx;
  const isLargeEnough = Math.max(box.width, box.height) * view.scale >= 24;
  if (isInSight && isLargeEnough) return view;
  const wanted = Math.min(canvas.widthPx / (2 * box.width), canvas.heightPx / (2 * box.height));
  const scale = limitScale(isLargeEnough ? Math.min(view.scale, wanted) : wanted, photo, canvas);
  const x = canvas.widthPx / 2 - (box.x + box.width / 2) * scale;
  const y = canvas.heightPx / 2 - (box.y + box.height / 2) * scale;
  return keepInSight({ scale, x, y }, photo, canvas);
}

export type Tile = { readonly column: number; readonly row: number };
export const tilePx = 512;

/** Full-size tiles in sight, nearest to the middle first; none while a picture of `sharpLongPx` on its longer side is sharp enough. */
export function tilesInSight(view: View, photo: Size, canvas: Size, pixelRatio: number, sharpLongPx: number): Tile[] {
  const shownScale = view.scale * pixelRatio;
  const sharpScale = Math.min(1, sharpLongPx / Math.max(photo.widthPx, photo.heightPx));
  if (sharpScale === 1 || shownScale <= sharpScale * 1.05) return [];
  const from = toPhoto(view, { x: 0, y: 0 });
  const to = toPhoto(view, { x: canvas.widthPx, y: canvas.heightPx });
  const last = (lengthPx: number): number => Math.ceil(lengthPx / tilePx) - 1;
  const firstColumn = Math.max(0, Math.floor(from.x / tilePx));
  const lastColumn = Math.min(last(photo.widthPx), Math.floor(to.x / tilePx));
  const firstRow = Math.max(0, Math.floor(from.y / tilePx));
  const lastRow = Math.min(last(photo.heightPx), Math.floor(to.y / tilePx));
  const tiles: Tile[] = [];
  for (let row = firstRow; row <= lastRow; row++) {
    for (let column = firstColumn; column <= lastColumn; column++) tiles.push({ column, row });
  }
  const middle = { x: (from.x + to.x) / 2 / tilePx - 0.5, y: (from.y + to.y) / 2 / tilePx - 0.5 };
  const distance = ({ column, row }: Tile): number => Math.hypot(column - middle.x, row - middle.y);
  return tiles.sort((a, b) => distance(a) - distance(b));
}
