// The eight ways in which a photo may be stored, for every shape, against what the decoder makes of such a photo.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { decodeMask, encodeMask, readRunLengths, writeRunLengths } from '../../../../src/engine/metrics/run-lengths.ts';
import { mapShape, turnedSize } from '../../../../src/main/annotations/frame.ts';
import { createDecodePool } from '../../../../src/main/photos/pool.ts';
import { cornersOfRotatedBox, type Shape } from '../../../../src/shared/records/shape.ts';
import { temporaryHome } from '../../../support/core.ts';

const stored = { widthPx: 40, heightPx: 24 };
/** Left, top, width, height of what is bright in the stored pixels. */
const bright = { x: 4, y: 3, width: 9, height: 6 };
const pool = createDecodePool({ workers: 1 });
afterAll(() => pool.dispose());

async function brightInUpright(orientation: number): Promise<{ bounds: number[]; size: number[] }> {
  const pixels = Buffer.alloc(stored.widthPx * stored.heightPx * 3);
  for (let y = bright.y; y < bright.y + bright.height; y++)
    for (let x = bright.x; x < bright.x + bright.width; x++)
      pixels.fill(255, 3 * (y * stored.widthPx + x), 3 * (y * stored.widthPx + x + 1));
  const file = path.join(await temporaryHome(), `turned ${orientation}.png`);
  const raw = { width: stored.widthPx, height: stored.heightPx, channels: 3 } as const;
  await writeFile(file, await sharp(pixels, { raw }).withMetadata({ orientation }).png().toBuffer());
  const { rgb, widthPx, heightPx } = await pool.pixels(file, { atLeastPx: 10_000 });
  let [left, top, right, bottom] = [Infinity, Infinity, 0, 0];
  for (let at = 0; at < rgb.length; at += 3) {
    if (rgb[at]! < 128) continue;
    const [x, y] = [(at / 3) % widthPx, Math.floor(at / 3 / widthPx)];
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x + 1), Math.max(bottom, y + 1)];
  }
  return { bounds: [left, top, right - left, bottom - top], size: [widthPx, heightPx] };
}

describe.each([1, 2, 3, 4, 5, 6, 7, 8])('orientation %i', orientation => {
  const upright = turnedSize(stored, orientation);
  const toUpright = (shape: Shape): Shape => mapShape(shape, orientation, upright, 'to-upright')!;
  const back = (shape: Shape): Shape => mapShape(shape, orientation, upright, 'to-stored')!;

  test('a box drawn on the stored pixels lies on the same thing in the upright photo', async () => {
    const { bounds, size } = await brightInUpright(orientation);
    expect(size).toEqual([upright.widthPx, upright.heightPx]);
    const mapped = toUpright({ kind: 'box', box: bright });
    expect(mapped.kind === 'box' && Object.values(mapped.box)).toEqual(bounds);
  });

  test('polygons, points and rotated boxes go with the box, and all come back where they were', () => {
    const box = toUpright({ kind: 'box', box: bright });
    const bounds = box.kind === 'box' ? box.box : bright;
    const polygon = [[4, 3, 13, 3, 13, 9, 4, 9]];
    const mapped = toUpright({ kind: 'polygon', polygon });
    const points = mapped.kind === 'polygon' ? mapped.polygon[0]! : [];
    expect(Math.min(...points.filter((_, at) => at % 2 === 0))).toBe(bounds.x);
    expect(Math.max(...points.filter((_, at) => at % 2 === 1))).toBe(bounds.y + bounds.height);
    expect(back(mapped)).toEqual({ kind: 'polygon', polygon });
    const point: Shape = { kind: 'point', point: { x: 4.25, y: 3.5 } };
    expect(back(toUpright(point))).toEqual(point);
    const rotated: Shape = {
      kind: 'rotated-box',
      rotatedBox: { centreX: 14, centreY: 11, width: 10, height: 4, angle: 30 },
    };
    const turned = toUpright(rotated);
    const corners = turned.kind === 'rotated-box' ? sorted(cornersOfRotatedBox(turned.rotatedBox)) : [];
    const wanted = toUpright({ kind: 'polygon', polygon: [cornersOfRotatedBox(rotated.rotatedBox)] });
    const wantedCorners = wanted.kind === 'polygon' ? sorted(wanted.polygon[0]!) : [];
    corners.forEach((value, at) => expect(value).toBeCloseTo(wantedCorners[at]!, 9));
  });

  test('a mask keeps its pixels', () => {
    const pixels = new Uint8Array(stored.widthPx * stored.heightPx);
    for (let y = 3; y < 9; y++) pixels.fill(1, y * stored.widthPx + 4, y * stored.widthPx + 13);
    pixels[0] = 1;
    const mask = { ...stored, counts: writeRunLengths(encodeMask({ ...stored, pixels })) };
    const mapped = toUpright({ kind: 'mask', mask });
    if (mapped.kind !== 'mask') throw new Error('a mask stays a mask');
    expect(mapped.mask).toMatchObject(upright);
    const runs = readRunLengths(mapped.mask.counts, upright.heightPx, upright.widthPx)!;
    expect(decodeMask(runs).pixels.reduce((sum, pixel) => sum + pixel, 0)).toBe(6 * 9 + 1);
    expect(back(mapped)).toEqual({ kind: 'mask', mask });
  });
});

/** Corners in an order of their own: a mirrored box begins at another one. */
function sorted(corners: readonly number[]): number[] {
  const pairs = [0, 2, 4, 6].map(at => [corners[at]!, corners[at + 1]!] as const);
  return pairs.sort((a, b) => a[0] - b[0] || a[1] - b[1]).flat();
}

test('a mask of another size is not turned', () => {
  const mask = { widthPx: 3, heightPx: 3, counts: 'nonsense' };
  expect(mapShape({ kind: 'mask', mask }, 6, { widthPx: 24, heightPx: 40 }, 'to-upright')).toBeNull();
});
