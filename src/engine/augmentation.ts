// How a train photo is changed before the network sees it: mirrored, turned, moved, lit otherwise. Seeded: the same seed, the same change.
import { mulberry32 } from '../shared/random.ts';
import type { PhotoChange } from '../shared/records/augmented-photo.ts';
import type { Augmentation } from '../shared/records/recipe.ts';

/** RGB, height × width × 3. */
export type Pixels = { readonly rgb: Uint8Array; readonly widthPx: number; readonly heightPx: number };

/** The most that each augmentation changes. */
const [mostTurnDegrees, mostZoom, mostShift, mostLight, mostSaturation, mostHueDegrees] = [10, 0.2, 0.1, 0.2, 0.3, 10];
const cutOutSides = [0.2, 0.4] as const;
const grey = 127;

export const unchanged: PhotoChange = {
  isMirrored: false,
  isUpsideDown: false,
  turnDegrees: 0,
  zoom: 0,
  shiftX: 0,
  shiftY: 0,
  light: 0,
  contrast: 0,
  saturation: 0,
  hueDegrees: 0,
  cutOut: null,
};

/** What a seed does to a photo. Every number is drawn whether it is used or not: one augmentation more leaves the others as they were. */
export function changeFor(augmentations: readonly Augmentation[], seed: number): PhotoChange {
  const random = mulberry32(seed);
  const has = (name: Augmentation): boolean => augmentations.includes(name);
  const within = (most: number, name: Augmentation): number => {
    const value = (2 * random() - 1) * most;
    return has(name) ? value : 0;
  };
  const half = (name: Augmentation): boolean => {
    const isDrawn = random() < 0.5;
    return isDrawn && has(name);
  };
  const isMirrored = half('mirror');
  const isUpsideDown = half('upside-down');
  const turnDegrees = within(mostTurnDegrees, 'turn');
  const zoom = Math.abs(within(mostZoom, 'shift-zoom'));
  const shiftX = within(mostShift, 'shift-zoom');
  const shiftY = within(mostShift, 'shift-zoom');
  const light = within(mostLight, 'light');
  const contrast = within(mostLight, 'light');
  const saturation = within(mostSaturation, 'colour');
  const hueDegrees = within(mostHueDegrees, 'colour');
  const [x, y, size, isCut] = [random(), random(), random(), half('cut-out')];
  const side = cutOutSides[0] + size * (cutOutSides[1] - cutOutSides[0]);
  const geometry = { isMirrored, isUpsideDown, turnDegrees, zoom, shiftX, shiftY };
  return { ...geometry, light, contrast, saturation, hueDegrees, cutOut: isCut ? { x, y, side } : null };
}

/**
 * The changed photo, RGB [sidePx, sidePx, 3]. The photo is taken as the square that the network sees, so a turn of a wide photo is
 * one of its squeezed form, as with Keras' RandomRotation after a resize; what lies beyond the border is mirrored in. Give pixels
 * that are already about as small as the result: each value is one bilinear sample.
 */
export function augment(pixels: Pixels, change: PhotoChange, sidePx: number): Uint8Array {
  const { rgb, widthPx, heightPx } = pixels;
  const result = new Uint8Array(sidePx * sidePx * 3);
  const { xx, xy, x0, yx, yy, y0 } = mapping(change, widthPx, heightPx, sidePx);
  const [mr, mg, mb, offset] = colours(change);
  let to = 0;
  for (let row = 0; row < sidePx; row++) {
    for (let column = 0; column < sidePx; column++) {
      const x = mirrored(xx * column + xy * row + x0, widthPx);
      const y = mirrored(yx * column + yy * row + y0, heightPx);
      const [left, top] = [Math.floor(x), Math.floor(y)];
      const [right, below] = [Math.min(left + 1, widthPx - 1), Math.min(top + 1, heightPx - 1)];
      const [fx, fy] = [x - left, y - top];
      const a = (1 - fx) * (1 - fy);
      const b = fx * (1 - fy);
      const c = (1 - fx) * fy;
      const d = fx * fy;
      const ia = (top * widthPx + left) * 3;
      const ib = (top * widthPx + right) * 3;
      const ic = (below * widthPx + left) * 3;
      const id = (below * widthPx + right) * 3;
      const red = a * rgb[ia]! + b * rgb[ib]! + c * rgb[ic]! + d * rgb[id]!;
      const green = a * rgb[ia + 1]! + b * rgb[ib + 1]! + c * rgb[ic + 1]! + d * rgb[id + 1]!;
      const blue = a * rgb[ia + 2]! + b * rgb[ib + 2]! + c * rgb[ic + 2]! + d * rgb[id + 2]!;
      result[to++] = level(mr[0] * red + mr[1] * green + mr[2] * blue + offset);
      result[to++] = level(mg[0] * red + mg[1] * green + mg[2] * blue + offset);
      result[to++] = level(mb[0] * red + mb[1] * green + mb[2] * blue + offset);
    }
  }
  if (change.cutOut) cut(result, change.cutOut, sidePx);
  return result;
}

const level = (value: number): number => (value <= 0 ? 0 : value >= 255 ? 255 : Math.round(value));

/** A place beyond the border, reflected at the border. */
function mirrored(place: number, size: number): number {
  const last = size - 1;
  if (last === 0) return 0;
  let at = Math.abs(place) % (2 * last);
  if (at > last) at = 2 * last - at;
  return at;
}

/** Where in the photo a place of the result comes from: x = xx · column + xy · row + x0, and so for y; in pixels' centres. */
function mapping(change: PhotoChange, widthPx: number, heightPx: number, sidePx: number) {
  const { isMirrored, isUpsideDown, turnDegrees, zoom, shiftX, shiftY } = change;
  const angle = (turnDegrees * Math.PI) / 180;
  const scale = 1 / (1 + zoom);
  const [cos, sin] = [Math.cos(angle) * scale, Math.sin(angle) * scale];
  const [flipX, flipY] = [isMirrored ? -1 : 1, isUpsideDown ? -1 : 1];
  // Shares of the side, measured from the centre: u of the result, p of the photo.
  const toShare = 1 / sidePx;
  const start = 0.5 / sidePx - 0.5;
  const along = { xx: flipX * cos, xy: flipX * -sin, yx: flipY * sin, yy: flipY * cos };
  const px = (along.xx + along.xy) * start - shiftX;
  const py = (along.yx + along.yy) * start - shiftY;
  return {
    xx: along.xx * toShare * widthPx,
    xy: along.xy * toShare * widthPx,
    x0: (px + 0.5) * widthPx - 0.5,
    yx: along.yx * toShare * heightPx,
    yy: along.yy * toShare * heightPx,
    y0: (py + 0.5) * heightPx - 0.5,
  };
}

type Row = readonly [number, number, number];

/** Light, contrast, saturation and hue as one matrix and an offset. Hue turns in YIQ (NTSC, Rec. 601 luma). */
function colours({ light, contrast, saturation, hueDegrees }: PhotoChange): readonly [Row, Row, Row, number] {
  const strength = (1 + light) * (1 + contrast);
  const offset = -128 * contrast;
  const angle = (hueDegrees * Math.PI) / 180;
  const [cos, sin] = [(1 + saturation) * Math.cos(angle), (1 + saturation) * Math.sin(angle)];
  const luma = [0.299, 0.587, 0.114] as const;
  const row = (own: readonly [number, number, number], turned: readonly [number, number, number]): Row =>
    luma.map((share, at) => strength * (share + cos * (own[at]! - share) + sin * turned[at]!)) as unknown as Row;
  return [
    row([1, 0, 0], [0.168, 0.33, -0.497]),
    row([0, 1, 0], [-0.328, 0.035, 0.292]),
    row([0, 0, 1], [1.25, -1.05, -0.203]),
    offset,
  ];
}

function cut(rgb: Uint8Array, { x, y, side }: NonNullable<PhotoChange['cutOut']>, sidePx: number): void {
  const edge = (centre: number, half: number): number => Math.round(Math.min(1, Math.max(0, centre + half)) * sidePx);
  const [left, right, top, bottom] = [edge(x, -side / 2), edge(x, side / 2), edge(y, -side / 2), edge(y, side / 2)];
  for (let row = top; row < bottom; row++) rgb.fill(grey, (row * sidePx + left) * 3, (row * sidePx + right) * 3);
}
