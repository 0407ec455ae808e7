import { expect, test } from 'vitest';
import { augment, changeFor, unchanged, type Pixels } from '../../../src/engine/augmentation.ts';
import { augmentations } from '../../../src/shared/records/recipe.ts';

/** Every pixel another colour: red tells the column, green the row. */
function chart(widthPx: number, heightPx: number): Pixels {
  const rgb = new Uint8Array(widthPx * heightPx * 3);
  for (let at = 0; at < widthPx * heightPx; at++)
    rgb.set([(at % widthPx) * 8, Math.floor(at / widthPx) * 8, 100], at * 3);
  return { rgb, widthPx, heightPx };
}
const pixel = (rgb: Uint8Array, side: number, column: number, row: number) => [
  ...rgb.subarray((row * side + column) * 3, (row * side + column) * 3 + 3),
];

test('a photo that nothing is done to comes out as it is', () => {
  const photo = chart(16, 16);
  expect(augment(photo, unchanged, 16)).toEqual(photo.rgb);
  expect(changeFor([], 7)).toEqual(unchanged);
});

test('mirrored is left for right, upside down is top for bottom', () => {
  const photo = chart(16, 16);
  const mirrored = augment(photo, { ...unchanged, isMirrored: true }, 16);
  expect(pixel(mirrored, 16, 2, 5)).toEqual(pixel(photo.rgb, 16, 13, 5));
  const upsideDown = augment(photo, { ...unchanged, isUpsideDown: true }, 16);
  expect(pixel(upsideDown, 16, 2, 5)).toEqual(pixel(photo.rgb, 16, 2, 10));
});

test('a quarter turn counter-clockwise brings the right side to the top', () => {
  const photo = chart(16, 16);
  const turned = augment(photo, { ...unchanged, turnDegrees: 90 }, 16);
  expect(pixel(turned, 16, 5, 0)).toEqual(pixel(photo.rgb, 16, 15, 5));
});

test('closer shows the middle larger, a shift to the right moves things right by its share', () => {
  const photo = chart(16, 16);
  const [left] = pixel(augment(photo, { ...unchanged, zoom: 1 }, 16), 16, 0, 8);
  expect(left).toBeCloseTo(3.75 * 8, 0);
  const shifted = augment(photo, { ...unchanged, shiftX: 0.25 }, 16);
  expect(pixel(shifted, 16, 8, 3)).toEqual(pixel(photo.rgb, 16, 4, 3));
  // Beyond the border the photo is mirrored.
  expect(pixel(shifted, 16, 2, 3)).toEqual(pixel(photo.rgb, 16, 2, 3));
});

test('light scales, contrast pulls away from mid-grey, a grey stays grey in another hue', () => {
  const grey: Pixels = { rgb: new Uint8Array(4 * 4 * 3).fill(100), widthPx: 4, heightPx: 4 };
  expect(augment(grey, { ...unchanged, light: 0.2 }, 4)[0]).toBe(120);
  expect(augment(grey, { ...unchanged, contrast: 0.5 }, 4)[0]).toBe(86);
  const turned = augment(grey, { ...unchanged, hueDegrees: 40, saturation: 0.3 }, 4);
  for (const value of turned) expect(Math.abs(value - 100)).toBeLessThanOrEqual(1);
});

test('a cut-out is a grey square that the border clips', () => {
  const cut = augment(chart(10, 10), { ...unchanged, cutOut: { x: 0, y: 0.5, side: 0.4 } }, 10);
  expect(pixel(cut, 10, 1, 3)).toEqual([127, 127, 127]);
  expect(pixel(cut, 10, 2, 3)).not.toEqual([127, 127, 127]);
  expect(pixel(cut, 10, 1, 7)).not.toEqual([127, 127, 127]);
});

test('the same seed makes the same change, and one augmentation more leaves the others as they were', () => {
  expect(changeFor(augmentations, 5)).toEqual(changeFor(augmentations, 5));
  expect(changeFor(augmentations, 5)).not.toEqual(changeFor(augmentations, 6));
  for (let seed = 0; seed < 50; seed++) {
    const few = changeFor(['mirror', 'turn'], seed);
    const all = changeFor(augmentations, seed);
    expect([few.isMirrored, few.turnDegrees]).toEqual([all.isMirrored, all.turnDegrees]);
    expect(Math.abs(all.turnDegrees)).toBeLessThanOrEqual(10);
    expect(all.zoom).toBeGreaterThanOrEqual(0);
  }
  const mirrored = Array.from({ length: 200 }, (_, seed) => changeFor(['mirror'], seed * 7_919)).filter(
    c => c.isMirrored,
  );
  expect(mirrored.length).toBeGreaterThan(70);
  expect(mirrored.length).toBeLessThan(130);
});
