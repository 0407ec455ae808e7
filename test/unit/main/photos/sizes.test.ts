// Sizes of many photos by their headers alone, by a real decode worker.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { createDecodePool } from '../../../../src/main/photos/pool.ts';

test('sizes are upright, in the order of the paths, also of photos that are cut; what is no photo has none and is never waited for', async () => {
  const root = mkdtempSync(path.join(tmpdir(), 'fovea-sizes-'));
  const pool = createDecodePool({ workers: 1 });
  onTestFinished(async () => {
    await pool.dispose();
    rmSync(root, { recursive: true, force: true });
  });
  const put = (name: string, bytes: Uint8Array | string): string => {
    const file = path.join(root, name);
    writeFileSync(file, bytes);
    return file;
  };
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  const photo = sharp({ create: { width: 900, height: 600, channels: 3, background: 'red', noise } });
  const jpeg = await photo.clone().jpeg({ quality: 100 }).toBuffer();
  expect(jpeg.length).toBeGreaterThan(2 * 128 * 1024);
  const turned = await photo.clone().withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const files = [
    put('whole.jpg', jpeg),
    put('turned.jpg', turned),
    put('large.png', await photo.clone().png().toBuffer()),
    put('cut.jpg', jpeg.subarray(0, 4000)),
    put('text.jpg', '<html>'),
    put('empty.jpg', ''),
    path.join(root, 'gone.jpg'),
  ];
  if (process.platform === 'linux') {
    files.push(path.join(root, 'pipe.jpg'));
    execFileSync('mkfifo', [files.at(-1)!]);
  }
  const landscape = { widthPx: 900, heightPx: 600 };
  const sizes = await pool.sizes(files);
  expect(sizes.slice(0, 4)).toEqual([landscape, { widthPx: 600, heightPx: 900 }, landscape, landscape]);
  expect(sizes.slice(4)).toEqual(files.slice(4).map(() => null));
});
