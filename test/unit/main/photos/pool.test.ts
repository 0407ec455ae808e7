// The decode pool with real worker processes and real files: what is a photo, what its pixels are, and what happens when a file is hostile.
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDecodePool } from '../../../../src/main/photos/pool.ts';
import type { DecodePool, Pixels } from '../../../../src/main/photos/api.ts';
import { decoderVersion } from '../../../../src/main/photos/decoder-version.ts';
import {
  deepPng,
  noisy,
  painted,
  pngChunk,
  pngOf,
  quarterAt,
  temporaryFolder,
  type TemporaryFolder,
} from './make-photos.ts';

let pool: DecodePool;
let place: TemporaryFolder;
beforeAll(() => {
  pool = createDecodePool({ workers: 1 });
  place = temporaryFolder();
});
afterAll(async () => {
  await pool.dispose();
  place.remove();
});

const probe = async (file: string) => (await pool.probe(file, { thumbnail: false })).probe;
const pixels = (file: string): Promise<Pixels> => pool.pixels(file, { atLeastPx: 224 });
const colourOf = ({ rgb, widthPx }: Pixels, x: number, y: number): number[] => [
  ...rgb.subarray((y * widthPx + x) * 3, (y * widthPx + x) * 3 + 3),
];
const expectColour = (found: readonly number[], wanted: readonly number[], within: number): void => {
  const farthest = Math.max(...wanted.map((value, channel) => Math.abs(value - found[channel]!)));
  expect(farthest, `${found.join()} is not ${wanted.join()}`).toBeLessThanOrEqual(within);
};

describe('a good photo', () => {
  test('gives its hash, upright size and a thumbnail of 320 pixels', async () => {
    const bytes = await noisy(800, 600).jpeg().toBuffer();
    const { probe, thumbnailJpeg } = await pool.probe(place.write('good.jpg', bytes), { thumbnail: true });
    const hash = createHash('sha256').update(bytes).digest('hex');
    expect(probe).toEqual({
      ...{ kind: 'photo', hash, widthPx: 800, heightPx: 600, problem: null, orientation: 1, takenMs: null, note: null },
      nearHash: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(await sharp(thumbnailJpeg!).metadata()).toMatchObject({ format: 'jpeg', width: 320, height: 240 });
  });

  test('is never enlarged, and its picture carries no metadata', async () => {
    const bytes = await noisy(100, 50)
      .withExif({ IFD0: { Artist: 'somebody' } })
      .jpeg()
      .toBuffer();
    const picture = await pool.picture(place.write('small.jpg', bytes), { longPx: 2048, quality: 90 });
    const { width, height, exif } = await sharp(picture).metadata();
    expect({ width, height, exif }).toEqual({ width: 100, height: 50, exif: undefined });
  });

  test('is made for the screen with the same pixels, only quicker', async () => {
    const file = place.write('screen.jpg', await noisy(400, 300).jpeg().toBuffer());
    const small = await pool.picture(file, { longPx: 200, quality: 85 });
    const quick = await pool.picture(file, { longPx: 200, quality: 85, isForScreen: true });
    expect(quick.byteLength).toBeGreaterThan(small.byteLength);
    expect((await sharp(quick).raw().toBuffer()).equals(await sharp(small).raw().toBuffer())).toBe(true);
  });

  test('keeps its pixels exactly when it is lossless, with the hash beside them', async () => {
    const file = place.write(
      'exact.png',
      await painted(9, 5, (x, y) => [x * 20, y * 40, x + y])
        .png()
        .toBuffer(),
    );
    const { rgb, widthPx, heightPx, hash } = await pool.pixels(file, { atLeastPx: 224 });
    expect([widthPx, heightPx]).toEqual([9, 5]);
    expect(colourOf({ rgb, widthPx, heightPx }, 8, 4)).toEqual([160, 160, 12]);
    expect(hash).toBe(createHash('sha256').update(readFileSync(file)).digest('hex'));
  });

  test('is halved for a model only while both sides stay at least twice what the model needs', async () => {
    const bytes = await painted(1000, 1900, (x, y) => quarterAt(x, y, 1000, 1900))
      .jpeg()
      .toBuffer();
    const file = place.write('large.jpg', bytes);
    const sizes = await Promise.all(
      [100, 125, 126, 250, 251, 600].map(async atLeastPx => {
        const { widthPx, heightPx } = await pool.pixels(file, { atLeastPx });
        return [widthPx, heightPx];
      }),
    );
    expect(sizes).toEqual([
      [250, 475],
      [250, 475],
      [500, 950],
      [500, 950],
      [1000, 1900],
      [1000, 1900],
    ]);
    expectColour(colourOf(await pool.pixels(file, { atLeastPx: 100 }), 200, 400), [230, 220, 60], 6);
  });

  test('comes in tiles of 512 pixels that join to the whole, smaller at the edges', async () => {
    const file = place.write(
      'tiles.png',
      await painted(1100, 600, (x, y) => [x & 255, y & 255, (x >> 8) * 40])
        .png()
        .toBuffer(),
    );
    const sizes = [];
    for (const [column, row] of [
      [0, 0],
      [2, 0],
      [0, 1],
      [2, 1],
    ] as const) {
      const { width, height } = await sharp(await pool.tile(file, column, row)).metadata();
      sizes.push([width, height]);
    }
    expect(sizes).toEqual([
      [512, 512],
      [76, 512],
      [512, 88],
      [76, 88],
    ]);
    const { data, info } = await sharp(await pool.tile(file, 1, 1))
      .raw()
      .toBuffer({ resolveWithObject: true });
    const at = (40 * info.width + 100) * 3;
    expectColour([...data.subarray(at, at + 3)], [(512 + 100) & 255, (512 + 40) & 255, 80], 12);
    await expect(pool.tile(file, 3, 0)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('gives new tiles after its file was replaced', async () => {
    const solid = (grey: number) =>
      painted(600, 600, () => [grey, grey, grey])
        .png()
        .toBuffer();
    const file = place.write('replaced.png', await solid(50));
    const before = await sharp(await pool.tile(file, 0, 0)).stats();
    place.write('replaced.png', await solid(200));
    const after = await sharp(await pool.tile(file, 0, 0)).stats();
    expect([before.channels[0]!.mean, after.channels[0]!.mean].map(Math.round)).toEqual([50, 200]);
  });
});

describe('A1 a photo that is cut', () => {
  test.each([1, 10, 50, 70, 99])('at %i percent is damaged and no model sees it', async percent => {
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const whole = await noisy(400, 300).toFormat(format).toBuffer();
      const file = place.write(
        `cut-${percent}.${format}`,
        whole.subarray(0, Math.floor((whole.length * percent) / 100)),
      );
      const found = await probe(file);
      const verdict = found.kind === 'photo' ? found.problem : found.code;
      expect(['damaged', 'photo-damaged'], `${format} at ${percent} %`).toContain(verdict);
      await expect(pixels(file)).rejects.toMatchObject({
        code: 'photo-damaged',
        details: { file: path.basename(file) },
      });
    }
  });

  test('still shows what is left of it', async () => {
    const whole = await noisy(400, 300).jpeg().toBuffer();
    const file = place.write('half.jpg', whole.subarray(0, whole.length / 2));
    const { probe, thumbnailJpeg } = await pool.probe(file, { thumbnail: true });
    expect(probe).toMatchObject({ kind: 'photo', widthPx: 400, heightPx: 300, problem: 'damaged' });
    expect((await sharp(thumbnailJpeg!).metadata()).width).toBe(320);
    expect((await sharp(await pool.picture(file, { longPx: 200, quality: 80 })).metadata()).width).toBe(200);
  });
});

describe('what is no photo', () => {
  test('A2 an empty file, a folder, HTML and noise named .jpg are not images', async () => {
    mkdirSync(path.join(place.folder, 'folder.jpg'));
    const noise = Buffer.from(Array.from({ length: 1e6 }, (_, i) => (i * 7919 + (i >> 7)) & 255));
    const files = [
      place.write('empty.jpg', ''),
      path.join(place.folder, 'folder.jpg'),
      place.write('page.jpg', '<!DOCTYPE html><html><body>404</body></html>'),
      place.write('noise.jpg', noise),
    ];
    for (const file of files)
      expect(await probe(file), file).toMatchObject({ kind: 'skipped', code: 'photo-not-an-image' });
  });

  test('A15 an SVG named .png is never drawn, whatever it refers to', async () => {
    const svgs = [
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
      '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>',
    ];
    for (const [place_, svg] of svgs.entries()) {
      const found = await probe(place.write(`drawn-${place_}.png`, svg));
      expect(found).toMatchObject({ kind: 'skipped', code: 'photo-format-unsupported', details: { format: 'SVG' } });
    }
    const hidden = place.write('hidden.png', `<?xml version="1.0"?><!--${'x'.repeat(600)}-->${svgs[0]}`);
    expect(await probe(hidden)).toMatchObject({ kind: 'skipped', code: 'photo-not-an-image' });
  });

  test('A16 AVIF, PDF, PostScript, DICOM and Photoshop files are named for what they are', async () => {
    const files = {
      AVIF: Buffer.from('\0\0\0\x20ftypavif\0\0\0\0', 'latin1'),
      PostScript: Buffer.from('%!PS-Adobe-3.0 EPSF-3.0\n'),
      DICOM: Buffer.from(`${'\0'.repeat(128)}DICM\x02\0`, 'latin1'),
      PDF: Buffer.from('%PDF-1.7\n'),
      Photoshop: Buffer.from('8BPS\0\x01'),
    };
    for (const [format, bytes] of Object.entries(files)) {
      expect(await probe(place.write(`is-${format}.jpg`, bytes))).toMatchObject({
        code: 'photo-format-unsupported',
        details: { format },
      });
    }
  });

  test.skipIf(process.platform === 'win32')('B3 pipes named .jpg, eight of them, are never waited for', async () => {
    const pipes = Array.from({ length: 8 }, (_, i) => path.join(place.folder, `pipe-${i}.jpg`));
    execFileSync('mkfifo', pipes);
    for (const found of await Promise.all(pipes.map(probe)))
      expect(found).toMatchObject({ code: 'photo-not-an-image' });
  });

  test.skipIf(process.platform === 'win32')('B2 a link is not followed, wherever it leads', async () => {
    const link = path.join(place.folder, 'link.jpg');
    symlinkSync('/etc/passwd', link);
    expect(await probe(link)).toMatchObject({ kind: 'skipped', code: 'photo-not-an-image' });
  });

  test('a file that is gone is unreadable, with the reason', async () => {
    const file = path.join(place.folder, 'gone.jpg');
    expect(await probe(file)).toMatchObject({ code: 'photo-unreadable', details: { reason: 'file-gone' } });
    await expect(pool.picture(file, { longPx: 9, quality: 80 })).rejects.toMatchObject({
      code: 'photo-unreadable',
      details: { file: 'gone.jpg' },
    });
  });
});

describe('sizes', () => {
  test('A3 A4 A5 more than 100 megapixels are refused by the header alone', async () => {
    const claims = (side: number, rows: Uint8Array) =>
      pngOf({ widthPx: side, heightPx: side, bits: 8, colourType: 2 }, rows);
    for (const side of [65500, 16383]) {
      const file = place.write(`claims-${side}.png`, claims(side, new Uint8Array(80 * 241)));
      expect(await probe(file)).toMatchObject({ code: 'photo-too-large', details: { reason: 'too-many-pixels' } });
      await expect(pixels(file)).rejects.toMatchObject({ code: 'photo-too-large' });
    }
  });

  test('A4 fewer pixels that are 16 bits deep in four channels are refused by the memory they would take', async () => {
    const kind = { widthPx: 9000, heightPx: 9000, bits: 16, colourType: 6 } as const;
    const file = place.write('deep.png', pngOf(kind, new Uint8Array(80 * 241)));
    expect(await probe(file)).toMatchObject({ code: 'photo-too-large', details: { reason: 'too-much-memory' } });
  });

  test('A5 a header that claims more than its data holds is damaged', async () => {
    const file = place.write(
      'claims-more.png',
      pngOf({ widthPx: 5000, heightPx: 5000, bits: 8, colourType: 2 }, new Uint8Array(80 * 241)),
    );
    expect(await probe(file)).toMatchObject({ kind: 'photo', problem: 'damaged' });
  });

  test('A17 photos one pixel wide or high are handled in every size', async () => {
    for (const [widthPx, heightPx] of [
      [1, 1],
      [1, 60000],
      [60000, 1],
    ] as const) {
      const file = place.write(
        `thin-${widthPx}-${heightPx}.png`,
        await painted(widthPx, heightPx, () => [90, 90, 90])
          .png()
          .toBuffer(),
      );
      const { probe, thumbnailJpeg } = await pool.probe(file, { thumbnail: true });
      expect(probe).toMatchObject({ kind: 'photo', widthPx, heightPx, problem: null });
      const thumbnail = await sharp(thumbnailJpeg!).metadata();
      expect([thumbnail.width, thumbnail.height]).toEqual([Math.min(widthPx, 320), Math.min(heightPx, 320)]);
      expect((await pixels(file)).rgb.length).toBe(3 * widthPx * heightPx);
      expect((await sharp(await pool.tile(file, 0, 0)).metadata()).width).toBe(Math.min(widthPx, 512));
    }
    const nothing = place.write(
      'nothing.png',
      pngOf({ widthPx: 0, heightPx: 0, bits: 8, colourType: 2 }, new Uint8Array()),
    );
    expect(await probe(nothing)).toMatchObject({ kind: 'skipped', code: 'photo-damaged' });
  });

  test('A18 bytes after the end of a JPEG do not matter', async () => {
    const whole = await noisy(64, 64).jpeg().toBuffer();
    const file = place.write('trailing.jpg', Buffer.concat([whole, Buffer.alloc(5e6, 'PK\x03\x04')]));
    expect(await probe(file)).toMatchObject({ kind: 'photo', problem: null });
  });
});

describe('colours', () => {
  test('A7 a CMYK JPEG has the colours it had before', async () => {
    const wanted = [170, 120, 90];
    const file = place.write(
      'cmyk.jpg',
      await painted(64, 64, () => wanted)
        .toColourspace('cmyk')
        .jpeg({ quality: 100 })
        .toBuffer(),
    );
    expect((await sharp(file).metadata()).channels).toBe(4);
    // There and back through a printer's colours; inverted values would be off by a hundred.
    expectColour(colourOf(await pixels(file), 32, 32), wanted, 12);
  });

  test('A10 twelve bits stored in sixteen are bright, and real sixteen bits stay as they are', async () => {
    const twelve = await pixels(
      place.write(
        'twelve.png',
        deepPng(64, 64, 0, (x, y) => [y * 64 + x]),
      ),
    );
    expectColour(colourOf(twelve, 63, 63), [255, 255, 255], 0);
    expectColour(colourOf(twelve, 0, 32), [128, 128, 128], 1);
    const sixteen = await pixels(
      place.write(
        'sixteen.png',
        deepPng(64, 64, 0, (x, y) => [(y * 64 + x) * 16]),
      ),
    );
    expectColour(colourOf(sixteen, 0, 32), [128, 128, 128], 1);
    const colour = await pixels(
      place.write(
        'colour.png',
        deepPng(8, 8, 2, () => [4095, 2047, 0]),
      ),
    );
    expectColour(colourOf(colour, 4, 4), [255, 127, 0], 1);
    const clear = await pixels(
      place.write(
        'clear.png',
        deepPng(8, 8, 6, x => [4095, 4095, 4095, x < 4 ? 0 : 65535]),
      ),
    );
    expectColour(colourOf(clear, 0, 0), [128, 128, 128], 1);
    expectColour(colourOf(clear, 7, 0), [255, 255, 255], 1);
  });

  test('A10 the thumbnail of a twelve-bit photo is as bright as its pixels', async () => {
    const file = place.write(
      'twelve-flat.png',
      deepPng(64, 64, 0, (x, y) => [x === 0 && y === 0 ? 4095 : 2048]),
    );
    const { channels } = await sharp((await pool.probe(file, { thumbnail: true })).thumbnailJpeg!).stats();
    expect(Math.round(channels[0]!.mean)).toBeGreaterThan(120);
  });

  test('A11 alpha lies over mid-grey; palette, grey, one-bit, grey with alpha and interlaced photos all become RGB', async () => {
    const alpha = await pixels(
      place.write(
        'alpha.png',
        await painted(8, 8, x => [200, 0, 0, x < 4 ? 0 : 255], 4)
          .png()
          .toBuffer(),
      ),
    );
    expect([colourOf(alpha, 0, 0), colourOf(alpha, 7, 7)]).toEqual([
      [128, 128, 128],
      [200, 0, 0],
    ]);
    const photo = () => painted(16, 16, x => (x < 8 ? [0, 0, 0] : [255, 255, 255]));
    const kinds = {
      palette: await photo().png({ palette: true }).toBuffer(),
      grey: await photo().toColourspace('b-w').png().toBuffer(),
      greyJpeg: await photo().toColourspace('b-w').jpeg({ quality: 100 }).toBuffer(),
      interlaced: await photo().png({ progressive: true }).toBuffer(),
      greyAlpha: await photo().ensureAlpha(1).toColourspace('b-w').png().toBuffer(),
      oneBit: pngOf(
        { widthPx: 16, heightPx: 16, bits: 1, colourType: 0 },
        Uint8Array.from({ length: 48 }, (_, i) => (i % 3 === 2 ? 255 : 0)),
      ),
      webp: await photo().webp({ lossless: true }).toBuffer(),
    };
    for (const [kind, bytes] of Object.entries(kinds)) {
      const decoded = await pixels(place.write(`kind-${kind}`, bytes));
      expect(decoded.rgb.length, kind).toBe(16 * 16 * 3);
      expectColour(colourOf(decoded, 1, 8), [0, 0, 0], 2);
      expectColour(colourOf(decoded, 14, 8), [255, 255, 255], 2);
    }
  });

  test('A12 a broken colour profile is passed over', async () => {
    const profile = Buffer.concat([Buffer.from('icc\0\0', 'latin1'), Buffer.from('789c030000000001', 'hex')]);
    const rows = new Uint8Array(8 * 25).fill(100).map((value, i) => (i % 25 === 0 ? 0 : value));
    const file = place.write(
      'profile.png',
      pngOf({ widthPx: 8, heightPx: 8, bits: 8, colourType: 2 }, rows, [pngChunk('iCCP', profile)]),
    );
    expect(await probe(file)).toMatchObject({ kind: 'photo', problem: null });
    expect(colourOf(await pixels(file), 4, 4)).toEqual([100, 100, 100]);
  });
});

describe('orientation', () => {
  const [wide, high] = [64, 32];
  /** Where the pixel of the upright photo lies in the file, per EXIF orientation (formats.md section 5, turned round). */
  const stored: Readonly<Record<number, (x: number, y: number) => readonly [number, number]>> = {
    1: (x, y) => [x, y],
    2: (x, y) => [wide - 1 - x, y],
    3: (x, y) => [wide - 1 - x, high - 1 - y],
    4: (x, y) => [x, high - 1 - y],
    5: (x, y) => [y, x],
    6: (x, y) => [y, wide - 1 - x],
    7: (x, y) => [high - 1 - y, wide - 1 - x],
    8: (x, y) => [high - 1 - y, x],
  };

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('A8 %i gives the upright photo in JPEG, PNG and WebP', async orientation => {
    const [fileWide, fileHigh] = orientation < 5 ? [wide, high] : [high, wide];
    const colours = new Map<string, readonly number[]>();
    for (let y = 0; y < high; y++) {
      for (let x = 0; x < wide; x++) colours.set(stored[orientation]!(x, y).join(), quarterAt(x, y, wide, high));
    }
    const photo = () => painted(fileWide, fileHigh, (x, y) => colours.get(`${x},${y}`)!).withMetadata({ orientation });
    const files = {
      jpeg: await photo().jpeg({ quality: 95 }).toBuffer(),
      png: await photo().png().toBuffer(),
      webp: await photo().webp({ lossless: true }).toBuffer(),
    };
    for (const [format, bytes] of Object.entries(files)) {
      const file = place.write(`turned-${orientation}.${format}`, bytes);
      expect(await probe(file), format).toMatchObject({ widthPx: wide, heightPx: high, problem: null });
      const decoded = await pixels(file);
      expect([decoded.widthPx, decoded.heightPx], format).toEqual([wide, high]);
      for (const [x, y] of [
        [10, 8],
        [50, 8],
        [10, 24],
        [50, 24],
      ] as const) {
        expectColour(colourOf(decoded, x, y), quarterAt(x, y, wide, high), format === 'jpeg' ? 8 : 0);
      }
      const thumbnail = await sharp((await pool.probe(file, { thumbnail: true })).thumbnailJpeg!).metadata();
      expect([thumbnail.width, thumbnail.height], format).toEqual([wide, high]);
    }
  });

  test('B14 an orientation outside 1 to 8 is shown as stored, and size and pixels are of one reading', async () => {
    const folder = path.resolve(import.meta.dirname, '../../../fixtures/cases/B14-exif-orientation-out-of-range');
    const { expect: wanted } = JSON.parse(readFileSync(path.join(folder, 'expected.json'), 'utf8')) as {
      expect: {
        tolerance_value: number;
        decoded: Record<string, { size: number[]; probes: { x: number; y: number; rgb: number[] }[] }>;
      };
    };
    for (const [name, { size, probes }] of Object.entries(wanted.decoded)) {
      const file = path.join(folder, name);
      const found = await probe(file);
      const decoded = await pixels(file);
      expect(found, name).toMatchObject({
        kind: 'photo',
        widthPx: decoded.widthPx,
        heightPx: decoded.heightPx,
        problem: null,
      });
      // Both readings of an orientation that is stored as a LONG are right (expected.json, readings).
      if (name === 'long-six.jpg' && decoded.widthPx === 48) continue;
      expect([decoded.widthPx, decoded.heightPx], name).toEqual(size);
      for (const { x, y, rgb } of probes) expectColour(colourOf(decoded, x, y), rgb, wanted.tolerance_value);
    }
  });
});

test('the decoder version that caches use is that of the sharp that runs', () => {
  expect(decoderVersion).toBe(`1-sharp-${sharp.versions.sharp}-vips-${sharp.versions.vips}`);
});

test('originals are untouched: every file this suite made is as it was written', async () => {
  const file = place.write('untouched.jpg', await noisy(300, 200).jpeg().toBuffer());
  const before = readFileSync(file);
  await pool.probe(file, { thumbnail: true });
  await pool.tile(file, 0, 0);
  await pixels(file);
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(readdirSync(place.folder).filter(name => name.startsWith('untouched'))).toEqual(['untouched.jpg']);
});
