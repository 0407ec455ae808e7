import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeSamplePhoto, sampleSeed, writeSample } from '../../../../../src/main/photos/sample/sample.ts';
import type { SampleThing } from '../../../../../src/main/photos/sample/sample.ts';

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Extent and area of a mask, read from its run lengths alone. */
function extentOf({ mask }: SampleThing) {
  const [height] = mask.size;
  let [left, top, right, bottom, area, at] = [Infinity, Infinity, -1, -1, 0, 0];
  mask.counts.forEach((count, index) => {
    for (let pixel = at; index % 2 === 1 && pixel < at + count; pixel++) {
      const [x, y] = [Math.floor(pixel / height), pixel % height];
      [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
      area++;
    }
    at += count;
  });
  return { box: { x: left, y: top, width: right - left + 1, height: bottom - top + 1 }, area };
}

test('the same seed and number give the same pixels and things, another number or seed gives others', () => {
  const photo = makeSamplePhoto(sampleSeed, 3);
  const again = makeSamplePhoto(sampleSeed, 3);
  expect(hash(again.rgb)).toBe(hash(photo.rgb));
  expect(again.things).toEqual(photo.things);
  expect(hash(makeSamplePhoto(sampleSeed, 6).rgb)).not.toBe(hash(photo.rgb));
  expect(hash(makeSamplePhoto(sampleSeed + 1, 3).rgb)).not.toBe(hash(photo.rgb));
});

test('boxes and areas are those of the masks, outlines stay inside the boxes, and the main thing is of the photo’s class', () => {
  for (let index = 0; index < 6; index++) {
    const { things, className, widthPx, heightPx, rgb } = makeSamplePhoto(sampleSeed, index);
    expect(rgb).toHaveLength(widthPx * heightPx * 3);
    expect(things[0]?.className).toBe(className);
    expect(className).toBe(['nut', 'bolt', 'washer'][index % 3]);
    for (const thing of things) {
      expect(extentOf(thing)).toEqual({ box: thing.box, area: thing.areaPx });
      thing.polygon.forEach((value, position) => {
        const [from, length] = position % 2 === 0 ? [thing.box.x, thing.box.width] : [thing.box.y, thing.box.height];
        expect(value).toBeGreaterThanOrEqual(from);
        expect(value).toBeLessThanOrEqual(from + length);
      });
      expect(thing.polygon.length).toBeGreaterThanOrEqual(8);
    }
  }
});

test('a photo is no flat drawing: neighbouring pixels differ and its brightness spreads widely', () => {
  const { rgb } = makeSamplePhoto(sampleSeed, 1);
  const levels = new Set(rgb);
  expect(levels.size).toBeGreaterThan(150);
});

test('the folder holds class folders and a COCO file that names every photo, and is never written twice', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'fovea-sample-'));
  try {
    const progress: number[] = [];
    const written = await writeSample(folder, { count: 3, onPhoto: done => progress.push(done) });
    expect(progress).toEqual([1, 2, 3]);
    const coco = JSON.parse(readFileSync(path.join(folder, 'annotations.json'), 'utf8')) as {
      images: { id: number; file_name: string }[];
      annotations: { image_id: number; bbox: number[]; attributes: { faulty: boolean } }[];
    };
    expect(coco.images.map(image => image.file_name)).toEqual([
      'nut/nut-01.jpg',
      'bolt/bolt-01.jpg',
      'washer/washer-01.jpg',
    ]);
    expect(coco.annotations).toHaveLength(written.things);
    for (const { file_name: name } of coco.images) {
      expect([...readFileSync(path.join(folder, name)).subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
    }
    await expect(writeSample(folder, { count: 3 })).rejects.toMatchObject({ code: 'out-folder-not-empty' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('cancelling stops before the next photo', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'fovea-sample-'));
  try {
    await expect(writeSample(folder, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
