// Very many, very large and very odd files, with the memory of the workers watched; and a machine without the decoder of HEIC.
import { execFileSync } from 'node:child_process';
import { cpSync, linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDecodePool } from '../../../../src/main/photos/pool.ts';
import type { DecodePool } from '../../../../src/main/photos/api.ts';
import { errorText } from '../../../../src/shared/messages.ts';
import { noisy, pngOf, temporaryFolder, type TemporaryFolder } from './make-photos.ts';

const root = path.resolve(import.meta.dirname, '../../../..');
const heic = path.join(root, 'test/fixtures/photos/turned-1.heic');
let place: TemporaryFolder;
let pool: DecodePool | undefined;
beforeEach(() => {
  place = temporaryFolder();
});
afterEach(async () => {
  await pool?.dispose();
  place.remove();
});

/** The greatest sum of what the children of this process held, as often as it was looked at. Linux. */
function watchChildren(): () => number {
  let most = 0;
  const look = (): void => {
    const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8')
      .split(' ')
      .filter(Boolean);
    let sum = 0;
    for (const pid of children) {
      try {
        sum += 1024 * Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
      } catch {
        // It ended between the two looks.
      }
    }
    most = Math.max(most, sum);
  };
  const timer = setInterval(look, 20);
  return () => {
    clearInterval(timer);
    return most;
  };
}

describe.skipIf(process.platform !== 'linux')('A6: many large photos at once', () => {
  test('three hundred of 268 megapixels are refused by their headers, two at a time', async () => {
    const claims = pngOf({ widthPx: 16_383, heightPx: 16_383, bits: 8, colourType: 2 }, new Uint8Array(1_000));
    const first = place.write('0.png', claims);
    for (let i = 1; i < 300; i++) linkSync(first, path.join(place.folder, `${i}.png`));
    pool = createDecodePool({ workers: 2 });
    const most = watchChildren();
    const probes = await Promise.all(
      Array.from({ length: 300 }, (_, i) => pool!.probe(path.join(place.folder, `${i}.png`), { thumbnail: true })),
    );
    expect(new Set(probes.map(({ probe }) => (probe.kind === 'skipped' ? probe.code : probe.kind)))).toEqual(
      new Set(['photo-too-large']),
    );
    expect(most()).toBeLessThan(500e6);
  });

  test('eight just below the limit stand in line instead of filling the memory', { timeout: 120_000 }, async () => {
    const sidePx = 9_900;
    const file = place.write(
      'large.png',
      pngOf(
        { widthPx: sidePx, heightPx: sidePx, bits: 1, colourType: 0 },
        new Uint8Array(sidePx * (1 + Math.ceil(sidePx / 8))),
      ),
    );
    pool = createDecodePool({ workers: 2 });
    const most = watchChildren();
    const probes = await Promise.all(Array.from({ length: 8 }, () => pool!.probe(file, { thumbnail: true })));
    expect(new Set(probes.map(({ probe }) => probe.kind === 'photo' && probe.problem))).toEqual(new Set([null]));
    expect(most()).toBeLessThan(1e9);
  });
});

describe('A18: what hides in and behind a JPEG', () => {
  const whole = () => noisy(200, 150).jpeg().toBuffer();

  test('a zip behind it, and fifty megabytes of nothing, change no pixel', async () => {
    const jpeg = await whole();
    pool = createDecodePool({ workers: 1 });
    const plain = await pool.pixels(place.write('plain.jpg', jpeg), { atLeastPx: 224 });
    const zip = Buffer.concat([
      Buffer.from('PK\x03\x04\x14\0\0\0\0\0', 'latin1'),
      Buffer.alloc(300),
      Buffer.from('PK\x05\x06', 'latin1'),
      Buffer.alloc(18),
    ]);
    for (const tail of [zip, Buffer.alloc(50e6)]) {
      const file = place.write('tail.jpg', Buffer.concat([jpeg, tail]));
      expect((await pool.probe(file, { thumbnail: true })).probe).toMatchObject({ kind: 'photo', problem: null });
      const decoded = await pool.pixels(file, { atLeastPx: 224 });
      expect(Buffer.from(decoded.rgb).equals(Buffer.from(plain.rgb))).toBe(true);
    }
  });

  test('ten megabytes of EXIF and XMP with a script inside are no obstacle, and nothing of them reaches a picture', async () => {
    const jpeg = await whole();
    const script = '<script>alert(1)</script>';
    const segment = (marker: number, content: string): Buffer => {
      const head = Buffer.from([0xff, marker, 0, 0]);
      head.writeUInt16BE(content.length + 2, 2);
      return Buffer.concat([head, Buffer.from(content, 'latin1')]);
    };
    const filler = script.repeat(2_500).slice(0, 65_000);
    const segments = [
      segment(0xe1, `Exif\0\0${filler}`),
      segment(0xfe, filler),
      ...Array.from({ length: 158 }, () => segment(0xe1, `http://ns.adobe.com/xap/1.0/\0${filler}`)),
    ];
    const file = place.write('told.jpg', Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]));
    pool = createDecodePool({ workers: 1 });
    const { probe, thumbnailJpeg } = await pool.probe(file, { thumbnail: true });
    expect(probe).toMatchObject({
      kind: 'photo',
      widthPx: 200,
      heightPx: 150,
      orientation: 1,
      takenMs: null,
      problem: null,
    });
    const pictures = [
      thumbnailJpeg!,
      await pool.picture(file, { longPx: 100, quality: 80 }),
      await pool.tile(file, 0, 0),
    ];
    for (const picture of pictures) {
      expect(Buffer.from(picture).includes('script')).toBe(false);
      const { exif, xmp, comments } = await sharp(picture).metadata();
      expect([exif, xmp, comments]).toEqual([undefined, undefined, undefined]);
    }
  });
});

test('A16: without the decoder of HEIC such a photo is refused by name with what to do, and all others are read', async () => {
  // A copy of what decodes, beside packages without libheif-js.
  for (const folder of ['src/main/photos', 'src/main/workers', 'src/shared']) {
    cpSync(path.join(root, folder), path.join(place.folder, folder), { recursive: true });
  }
  mkdirSync(path.join(place.folder, 'node_modules'));
  for (const name of ['sharp', '@img', 'detect-libc', 'semver', 'zod'])
    symlinkSync(path.join(root, 'node_modules', name), path.join(place.folder, 'node_modules', name));
  writeFileSync(path.join(place.folder, 'package.json'), '{"type":"module"}');
  const good = place.write('good.jpg', await noisy(64, 48).jpeg().toBuffer());
  const script = `import { createDecodePool } from './src/main/photos/pool.ts';
    const pool = createDecodePool({ workers: 1 });
    const probes = [];
    for (const file of process.argv.slice(1)) probes.push((await pool.probe(file, { thumbnail: false })).probe);
    console.log(JSON.stringify(probes));
    await pool.dispose();`;
  const out = execFileSync(process.execPath, ['--input-type=module', '-e', script, heic, good], { cwd: place.folder });
  const [refused, read] = JSON.parse(out.toString()) as [
    { code: 'photo-unreadable'; details: Record<string, string> },
    unknown,
  ];
  expect(refused).toMatchObject({ kind: 'skipped', code: 'photo-unreadable', details: { reason: 'no-heic-decoder' } });
  expect(errorText('en', { code: refused.code, details: { ...refused.details, file: 'a.heic' } })).toMatch(
    /a\.heic.*HEIC.*libheif-js.*install it or convert/,
  );
  expect(read).toMatchObject({ kind: 'photo', widthPx: 64 });
});
