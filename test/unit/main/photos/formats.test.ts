// Every format that is read, through real workers: upright pixels, colours, the first picture of several, and what each is refused for.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DecodePool, Pixels } from '../../../../src/main/photos/api.ts';
import { createDecodePool } from '../../../../src/main/photos/pool.ts';
import { bmpOf } from './make-bmp.ts';
import { painted, pngChunk, quarterAt, scene, temporaryFolder, type TemporaryFolder } from './make-photos.ts';
import { tiffOfPages, tiffOfTags } from './make-tiff.ts';

const fixtures = path.resolve(import.meta.dirname, '../../../fixtures');
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

const probe = async (file: string) => (await pool.probe(file, { thumbnail: true })).probe;
const pixels = (file: string): Promise<Pixels> => pool.pixels(file, { atLeastPx: 224 });
const colourAt = ({ rgb, widthPx }: Pixels, x: number, y: number): number[] => [
  ...rgb.subarray((y * widthPx + x) * 3, (y * widthPx + x) * 3 + 3),
];
const farthest = (found: readonly number[], wanted: readonly number[]): number =>
  Math.max(...wanted.map((value, channel) => Math.abs(value - found[channel]!)));
/** Lab of an sRGB colour (D65), for distances as people see them. */
function lab(rgb: readonly number[]): number[] {
  const [r, g, b] = rgb.map(value =>
    value <= 10.31475 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
  ) as [number, number, number];
  const f = (t: number): number => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
const deltaE = (one: readonly number[], other: readonly number[]): number =>
  Math.hypot(...lab(one).map((value, i) => value - lab(other)[i]!));

describe('orientation', () => {
  const [wide, high] = [64, 32];
  const corners = [
    [10, 8],
    [50, 8],
    [10, 24],
    [50, 24],
  ] as const;

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'A8: %i gives the same upright pixels in all formats that can say it',
    async orientation => {
      // formats.md section 5, the other way round: where a pixel of the upright photo is stored.
      const whereStored = [
        (x: number, y: number) => [x, y],
        (x: number, y: number) => [wide - 1 - x, y],
        (x: number, y: number) => [wide - 1 - x, high - 1 - y],
        (x: number, y: number) => [x, high - 1 - y],
        (x: number, y: number) => [y, x],
        (x: number, y: number) => [y, wide - 1 - x],
        (x: number, y: number) => [high - 1 - y, wide - 1 - x],
        (x: number, y: number) => [high - 1 - y, x],
      ][orientation - 1]!;
      const colours = new Map<string, readonly number[]>();
      for (let y = 0; y < high; y++)
        for (let x = 0; x < wide; x++) colours.set(whereStored(x, y).join(), quarterAt(x, y, wide, high));
      const [fileWide, fileHigh] = orientation < 5 ? [wide, high] : [high, wide];
      const photo = () =>
        painted(fileWide, fileHigh, (x, y) => colours.get(`${x},${y}`)!).withMetadata({ orientation });
      const files = {
        jpeg: await photo().jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer(),
        png: await photo().png().toBuffer(),
        webp: await photo().webp({ lossless: true }).toBuffer(),
        tiff: await photo().tiff({ compression: 'lzw' }).toBuffer(),
        heic: readFileSync(path.join(fixtures, `photos/turned-${orientation}.heic`)),
      };
      for (const [format, bytes] of Object.entries(files)) {
        const file = place.write(`turned-${orientation}.${format}`, bytes);
        // HEIC's own turn is applied where the file is read; its EXIF orientation means nothing.
        const said = format === 'heic' ? 1 : orientation;
        expect(await probe(file), format).toMatchObject({
          widthPx: wide,
          heightPx: high,
          problem: null,
          orientation: said,
        });
        const decoded = await pixels(file);
        expect([decoded.widthPx, decoded.heightPx], format).toEqual([wide, high]);
        for (const [x, y] of corners) {
          const off = farthest(colourAt(decoded, x, y), quarterAt(x, y, wide, high));
          expect(off, `${format} at ${x}, ${y}`).toBeLessThanOrEqual(['jpeg', 'heic'].includes(format) ? 6 : 0);
        }
      }
    },
  );

  test('all turns of one photo have the same difference hash', async () => {
    const hashes = new Set<unknown>();
    for (let orientation = 1; orientation <= 8; orientation++) {
      const back = [[0], [0, 'flop'], [180], [0, 'flip'], [90, 'flop'], [270], [90, 'flip'], [90]][orientation - 1]!;
      let turned = sharp(await scene(5).png().toBuffer()).rotate(back[0] as number);
      if (back[1] === 'flop') turned = sharp(await turned.png().toBuffer()).flop();
      if (back[1] === 'flip') turned = sharp(await turned.png().toBuffer()).flip();
      const file = place.write(`alike-${orientation}.png`, await turned.withMetadata({ orientation }).png().toBuffer());
      const found = await probe(file);
      expect(found).toMatchObject({ widthPx: 320, heightPx: 240 });
      hashes.add(found.kind === 'photo' && found.nearHash);
    }
    expect(hashes.size).toBe(1);
  });

  test.each([0, 9, 255, 65535])('B14: a TIFF whose orientation is %i is shown as stored', async orientation => {
    const stored = Uint8Array.from({ length: 32 * 16 }, (_, i) => i >> 1);
    for (const type of [3, 4]) {
      const file = place.write(
        `odd-${orientation}-${type}.tif`,
        tiffOfTags(32, 16, stored, [[274, type, 1, orientation]]),
      );
      expect(await probe(file)).toMatchObject({
        kind: 'photo',
        widthPx: 32,
        heightPx: 16,
        problem: null,
        orientation: 1,
      });
      expect(colourAt(await pixels(file), 31, 15)).toEqual([255, 255, 255]);
    }
  });

  test.each(['png', 'webp'] as const)('B14: so is a %s whose EXIF says 0, 9 or 65535', async format => {
    for (const orientation of [0, 9, 65535]) {
      const exif = Buffer.from(
        '4949 2a00 0800 0000 0100 1201 0300 0100 0000 ffff 0000 0000 0000'.replaceAll(' ', ''),
        'hex',
      );
      exif.writeUInt16LE(orientation, 18);
      const plain = await painted(32, 16, x => [x * 8, 0, 0])
        .toFormat(format, format === 'webp' ? { lossless: true } : {})
        .toBuffer();
      const bytes = format === 'png' ? withPngChunk(plain, pngChunk('eXIf', exif)) : withWebpExif(plain, exif, 32, 16);
      const file = place.write(`odd-${orientation}.${format}`, bytes);
      expect(await probe(file)).toMatchObject({
        kind: 'photo',
        widthPx: 32,
        heightPx: 16,
        problem: null,
        orientation: 1,
      });
      expect(colourAt(await pixels(file), 31, 15)[0]).toBe(248);
    }
  });
});

/** A chunk behind the header of a PNG. */
const withPngChunk = (png: Buffer, chunk: Buffer): Buffer =>
  Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);

/** A plain WebP in the extended form, with an EXIF chunk. */
function withWebpExif(webp: Buffer, exif: Buffer, widthPx: number, heightPx: number): Buffer {
  const extended = Buffer.alloc(18);
  extended.write('VP8X');
  extended.writeUInt32LE(10, 4);
  extended[8] = 0x08;
  extended.writeUIntLE(widthPx - 1, 12, 3);
  extended.writeUIntLE(heightPx - 1, 15, 3);
  const head = Buffer.alloc(8);
  head.write('EXIF');
  head.writeUInt32LE(exif.length, 4);
  const body = Buffer.concat([extended, webp.subarray(12), head, exif]);
  const riff = Buffer.from(webp.subarray(0, 12));
  riff.writeUInt32LE(4 + body.length, 4);
  return Buffer.concat([riff, body]);
}

describe('TIFF', () => {
  test('B16: white-is-zero scans look like their black-is-zero twins', async () => {
    const folder = path.join(fixtures, 'cases/B16-tiff-white-is-zero');
    const { expect: wanted } = JSON.parse(readFileSync(path.join(folder, 'expected.json'), 'utf8')) as {
      expect: {
        tolerance_value: number;
        decoded: Record<string, { size: number[]; probes: { x: number; y: number; rgb: number[] }[] }>;
      };
    };
    for (const [name, { size, probes }] of Object.entries(wanted.decoded)) {
      const decoded = await pixels(path.join(folder, name));
      expect([decoded.widthPx, decoded.heightPx], name).toEqual(size);
      for (const { x, y, rgb } of probes)
        expect(farthest(colourAt(decoded, x, y), rgb), name).toBeLessThanOrEqual(wanted.tolerance_value);
    }
  });

  test('B16: so do white-is-zero scans of 2, 4 and 16 bits', async () => {
    // One value over the whole photo: as black as a quarter of the scale.
    for (const [bits, byte, white0, black0] of [
      [2, 0b01010101, 170, 85],
      [4, 0b01000100, 187, 68],
      [16, 0x40, 191, 64],
    ] as const) {
      const data = new Uint8Array((32 * 16 * bits) / 8).fill(byte);
      // The brightest value keeps 16 bits from being taken for fewer.
      if (bits === 16) data.set([255, 255, 0, 0]);
      for (const [photometric, grey] of [
        [0, white0],
        [1, black0],
      ] as const) {
        const bytes = tiffOfTags(32, 16, data, [], { bits, photometric });
        const decoded = await pixels(place.write(`white-${bits}-${photometric}.tif`, bytes));
        expect(farthest(colourAt(decoded, 20, 8), [grey, grey, grey]), `${bits} bits`).toBeLessThanOrEqual(1);
      }
    }
  });

  test('A10: floating point, 32-bit and signed values are seen through a window and never black', async () => {
    const ramp = (make: (part: number) => number): number[] => Array.from({ length: 32 * 16 }, (_, i) => make(i / 511));
    const bytesOf = (values: Float32Array | Int32Array | Int16Array | Uint32Array | Float64Array): Uint8Array =>
      new Uint8Array(values.buffer);
    const kinds = {
      float01: [bytesOf(Float32Array.from(ramp(part => part))), { bits: 32, sample: 3 }],
      float1000: [bytesOf(Float32Array.from(ramp(part => part * 1000 - 300))), { bits: 32, sample: 3 }],
      tiny: [bytesOf(Float32Array.from(ramp(part => part * 1e-4))), { bits: 32, sample: 3 }],
      uint32: [bytesOf(Uint32Array.from(ramp(part => Math.round(part * 4095)))), { bits: 32, sample: 1 }],
      int16: [bytesOf(Int16Array.from(ramp(part => Math.round(part * 1000 - 500)))), { bits: 16, sample: 2 }],
    } as const;
    for (const [kind, [data, how]] of Object.entries(kinds)) {
      const file = place.write(`${kind}.tif`, tiffOfTags(32, 16, data, [], how));
      expect(await probe(file), kind).toMatchObject({ kind: 'photo', problem: null });
      const decoded = await pixels(file);
      expect([colourAt(decoded, 0, 0)[0], colourAt(decoded, 31, 15)[0]], kind).toEqual([0, 255]);
      expect(Math.abs(colourAt(decoded, 0, 8)[0]! - 128), kind).toBeLessThanOrEqual(1);
    }
  });

  test('A10: values that are no numbers become mid-grey; a file of nothing else is damaged', async () => {
    const values = Float32Array.from({ length: 32 * 16 }, (_, i) => (i === 5 ? NaN : i === 6 ? Infinity : i % 2));
    const holes = await pixels(
      place.write('holes.tif', tiffOfTags(32, 16, new Uint8Array(values.buffer), [], { bits: 32, sample: 3 })),
    );
    expect([5, 6, 7, 8].map(x => colourAt(holes, x, 0)[0])).toEqual([128, 128, 255, 0]);
    const none = new Uint8Array(new Float32Array(32 * 16).fill(NaN).buffer);
    expect(await probe(place.write('none.tif', tiffOfTags(32, 16, none, [], { bits: 32, sample: 3 })))).toMatchObject({
      problem: 'damaged',
    });
  });

  test('A16: of several pages the first is taken, with a note', async () => {
    const file = place.write('pages.tif', tiffOfPages(3));
    expect(await probe(file)).toMatchObject({ problem: null, note: { kind: 'first-page', of: 3 } });
    expect(colourAt(await pixels(file), 0, 0)).toEqual([128, 128, 128]);
  });

  test('A16: a hundred thousand pages, and pages that lead in a circle, end at once', async () => {
    expect(await probe(place.write('many.tif', tiffOfPages(100_000)))).toMatchObject({ note: { of: 100_000 } });
    for (const pages of [1, 5]) {
      const found = await probe(place.write(`circle-${pages}.tif`, tiffOfPages(pages, { isCircle: true })));
      const note = pages === 1 ? null : { kind: 'first-page', of: pages };
      expect(found).toMatchObject({ kind: 'photo', widthPx: 4, heightPx: 4, problem: null, note });
    }
  });

  test('A16: a camera raw that looks like a TIFF is refused by name, not shown as its small preview', async () => {
    const grey = new Uint8Array(32 * 16);
    const raws = {
      'DNG raw': tiffOfTags(32, 16, grey, [[0xc612, 1, 4, 1]]),
      raw: tiffOfTags(32, 16, grey, [[254, 4, 1, 1]]),
      'Canon raw': Buffer.concat([Buffer.from('II*\0\x10\0\0\0CR\x02\0', 'latin1'), Buffer.alloc(200)]),
      'TIFF (16-bit floating point)': tiffOfTags(32, 16, new Uint8Array(32 * 16 * 2), [], { bits: 16, sample: 3 }),
    };
    for (const [format, bytes] of Object.entries(raws)) {
      const found = await probe(place.write(`${format}.tif`, bytes));
      expect(found).toMatchObject({ code: 'photo-format-unsupported', details: { format } });
    }
  });

  test('A3: size claims beyond the limits and eight colour channels are refused before anything is decoded', async () => {
    const claim = tiffOfTags(60_000, 60_000, new Uint8Array(10));
    expect(await probe(place.write('claim.tif', claim))).toMatchObject({ code: 'photo-too-large' });
    const many = tiffOfTags(8, 8, new Uint8Array(8 * 8 * 8), [], { channels: 8 });
    expect(await probe(place.write('many-channels.tif', many))).toMatchObject({ code: 'photo-format-unsupported' });
  });

  test.each([10, 50, 90])(
    'A1: a TIFF cut at %i percent is damaged or no image, and no model sees it',
    async percent => {
      const whole = await scene(8).tiff({ compression: 'lzw' }).toBuffer();
      const file = place.write(`cut-${percent}.tif`, whole.subarray(0, Math.floor((whole.length * percent) / 100)));
      const found = await probe(file);
      expect(found.kind === 'photo' ? found.problem : found.code).toMatch(/damaged/);
      await expect(pixels(file)).rejects.toMatchObject({ code: 'photo-damaged' });
    },
  );

  test('compressions and colours that scanners write give the same pixels', async () => {
    const photo = () => painted(40, 30, (x, y) => quarterAt(x, y, 40, 30));
    const kinds = {
      none: photo().tiff({ compression: 'none' }),
      lzw: photo().tiff({ compression: 'lzw', predictor: 'horizontal' }),
      deflate: photo().tiff({ compression: 'deflate' }),
      packbits: photo().tiff({ compression: 'packbits' }),
      tiled: photo().tiff({ compression: 'deflate', tile: true, tileWidth: 16, tileHeight: 16 }),
      alpha: photo().ensureAlpha(1).tiff({ compression: 'lzw' }),
      jpeg: photo().tiff({ compression: 'jpeg', quality: 100 }),
    };
    for (const [kind, made] of Object.entries(kinds)) {
      const decoded = await pixels(place.write(`${kind}.tif`, await made.toBuffer()));
      expect(farthest(colourAt(decoded, 35, 5), quarterAt(35, 5, 40, 30)), kind).toBeLessThanOrEqual(
        kind === 'jpeg' ? 3 : 0,
      );
    }
  });
});

describe('A13: of what moves the first picture is taken, with a note', () => {
  const frames = (count: number) =>
    Promise.all(
      Array.from({ length: count }, (_, i) =>
        painted(20, 10, () => [200 - 90 * i, 30, 90 * i])
          .png()
          .toBuffer(),
      ),
    );

  test.each(['gif', 'webp'] as const)('%s', async format => {
    const moving = sharp(await frames(3), { join: { animated: true } });
    const file = place.write(`moving.${format}`, await moving.toFormat(format, { lossless: true }).toBuffer());
    expect(await probe(file)).toMatchObject({
      ...{ kind: 'photo', widthPx: 20, heightPx: 10, problem: null },
      note: { kind: 'first-frame', of: 3 },
    });
    expect(farthest(colourAt(await pixels(file), 5, 5), [200, 30, 0])).toBeLessThanOrEqual(8);
  });

  test('animated PNG', async () => {
    const [still] = await frames(1);
    const control = Buffer.alloc(8);
    control.writeUInt32BE(3);
    const file = place.write('moving.png', withPngChunk(still!, pngChunk('acTL', control)));
    expect(await probe(file)).toMatchObject({ problem: null, note: { kind: 'first-frame', of: 3 } });
    expect(colourAt(await pixels(file), 5, 5)).toEqual([200, 30, 0]);
  });

  test('a still photo has no note, also as GIF', async () => {
    const file = place.write(
      'still.gif',
      await painted(20, 10, () => [200, 30, 0])
        .gif()
        .toBuffer(),
    );
    expect(await probe(file)).toMatchObject({ problem: null, note: null });
  });

  test('a GIF of twenty thousand frames is read at once', async () => {
    const head = Buffer.from('474946383961010001008000000000000000ff', 'hex');
    const frame = Buffer.from('21f90400010000002c00000000010001000002024401003b'.slice(0, -2), 'hex');
    const file = place.write('many.gif', Buffer.concat([head, ...Array<Buffer>(20_000).fill(frame), Buffer.from(';')]));
    expect(await probe(file)).toMatchObject({ kind: 'photo', widthPx: 1, heightPx: 1, note: { of: 20_000 } });
  });
});

describe('colours', () => {
  test('A7: CMYK inverted as Adobe does, without its marker, and YCCK are one and the same within ΔE 3', async () => {
    const decoded = await Promise.all(
      ['cmyk-adobe.jpg', 'cmyk-no-marker.jpg', 'ycck-adobe.jpg'].map(name =>
        pixels(path.join(fixtures, 'photos', name)),
      ),
    );
    // Much magenta and yellow is red, cyan and yellow green, cyan and magenta blue, and bright yellow stays light.
    const [red, green, blue, yellow] = [
      [16, 16],
      [48, 16],
      [16, 48],
      [48, 48],
    ].map(([x, y]) => colourAt(decoded[0]!, x!, y!)) as [number[], number[], number[], number[]];
    expect([
      red[0]! > 180,
      green[1]! > 110 && green[0]! < 60,
      blue[2]! > 100 && blue[0]! < 90,
      yellow[0]! > 230,
    ]).toEqual([true, true, true, true]);
    for (const other of decoded.slice(1)) {
      for (const [x, y] of [
        [16, 16],
        [48, 16],
        [16, 48],
        [48, 48],
      ] as const)
        expect(deltaE(colourAt(decoded[0]!, x, y), colourAt(other, x, y))).toBeLessThan(3);
    }
  });

  test('A7: ink with its profile has the colour that Little CMS gives it, within ΔE 3', async () => {
    // The ink that each photo became, through its profile by Pillow's ImageCms (perceptual).
    for (const [photo, wanted] of [
      [
        [170, 120, 90],
        [170, 114, 74],
      ],
      [
        [90, 110, 80],
        [88, 104, 60],
      ],
      [
        [128, 128, 128],
        [110, 110, 109],
      ],
      [
        [200, 190, 170],
        [190, 183, 165],
      ],
    ] as const) {
      const made = painted(32, 32, () => photo)
        .toColourspace('cmyk')
        .withIccProfile('cmyk')
        .jpeg({ quality: 100 });
      const decoded = await pixels(place.write('ink.jpg', await made.toBuffer()));
      expect(deltaE(colourAt(decoded, 16, 16), wanted)).toBeLessThan(3);
    }
  });

  test('A12: a wide colour space becomes sRGB, in JPEG, PNG, TIFF and HEIC alike', async () => {
    const profile = readFileSync(path.join(fixtures, 'photos/p3.icc'));
    const made = () => painted(64, 64, () => [217, 69, 52]).withIccProfile('p3');
    const files = {
      jpeg: await made().jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer(),
      png: await made().png().toBuffer(),
      tiff: await made().tiff().toBuffer(),
      heic: readFileSync(path.join(fixtures, 'photos/p3.heic')),
    };
    expect(profile.length).toBeGreaterThan(100);
    for (const [format, bytes] of Object.entries(files)) {
      const decoded = await pixels(place.write(`wide.${format}`, bytes));
      expect(farthest(colourAt(decoded, 30, 30), [217, 69, 52]), format).toBeLessThanOrEqual(3);
    }
  });

  test('A12: a colour profile of four megabytes is no obstacle', async () => {
    const profile = Buffer.concat([readFileSync(path.join(fixtures, 'photos/p3.icc')), Buffer.alloc(4e6)]);
    profile.writeUInt32BE(profile.length);
    const chunk = pngChunk('iCCP', Buffer.concat([Buffer.from('big\0\0', 'latin1'), deflateSync(profile)]));
    const plain = await painted(16, 16, () => [100, 100, 100])
      .png()
      .toBuffer();
    const file = place.write('big-profile.png', withPngChunk(plain, chunk));
    expect(await probe(file)).toMatchObject({ kind: 'photo', problem: null });
    expect(farthest(colourAt(await pixels(file), 8, 8), [100, 100, 100])).toBeLessThanOrEqual(2);
  });

  test('A11: transparency lies over mid-grey in GIF, TIFF and BMP too', async () => {
    const half = () => painted(8, 8, x => [200, 0, 0, x < 4 ? 0 : 255], 4);
    const bmp = bmpOf({ widthPx: 8, heightPx: 8, bits: 32, masks: [0xff0000, 0xff00, 0xff, 0xff000000] }, x =>
      x < 4 ? 0x00c80000 : 0xffc80000,
    );
    const files = {
      gif: await half().gif().toBuffer(),
      tiff: await half().tiff({ compression: 'lzw' }).toBuffer(),
      bmp,
    };
    for (const [format, bytes] of Object.entries(files)) {
      const decoded = await pixels(place.write(`clear.${format}`, bytes));
      expect([colourAt(decoded, 1, 4), colourAt(decoded, 6, 4)], format).toEqual([
        [128, 128, 128],
        [200, 0, 0],
      ]);
    }
  });
});

describe('HEIC', () => {
  const good = () => readFileSync(path.join(fixtures, 'photos/turned-1.heic'));

  test('says when it was taken', async () => {
    const found = await probe(place.write('taken.heic', good()));
    expect(found).toMatchObject({ takenMs: Date.UTC(2026, 4, 1, 12, 34, 56, 250) });
  });

  test('A3: a file whose boxes claim another size than its picture has is damaged or refused', async () => {
    const bytes = Buffer.from(good());
    const size = bytes.indexOf('ispe', 'latin1') + 8;
    bytes.writeUInt32BE(60_000, size);
    bytes.writeUInt32BE(60_000, size + 4);
    const found = await probe(place.write('claims.heic', bytes));
    expect(found.kind === 'photo' ? found.problem : found.code).toMatch(/damaged|too-large/);
  });

  test.each([20, 50, 90, 99])('A1: cut at %i percent is damaged and no model sees it', async percent => {
    const whole = good();
    const file = place.write(`cut-${percent}.heic`, whole.subarray(0, Math.floor((whole.length * percent) / 100)));
    const found = await probe(file);
    expect(found.kind === 'photo' ? found.problem : found.code).toMatch(/damaged/);
    await expect(pixels(file)).rejects.toMatchObject({ code: 'photo-damaged' });
  });

  test('bytes turned at random never crash, hang or reach the next photo', async () => {
    const whole = good();
    let state = 99;
    for (let round = 0; round < 150; round++) {
      const bytes = Buffer.from(whole);
      for (let i = 0; i < 4; i++) {
        state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
        bytes[12 + ((state >> 8) % (bytes.length - 12))] = state & 255;
      }
      const found = await probe(place.write('fuzzed.heic', bytes));
      expect(['photo', 'skipped']).toContain(found.kind);
    }
    expect(await probe(place.write('after.heic', good()))).toMatchObject({ kind: 'photo', problem: null });
  });
});

describe('A17: photos one pixel wide or high', () => {
  test.each([
    [
      'GIF',
      (widthPx: number, heightPx: number) =>
        painted(widthPx, heightPx, () => [9, 9, 9])
          .gif()
          .toBuffer(),
    ],
    [
      'TIFF',
      (widthPx: number, heightPx: number) =>
        painted(widthPx, heightPx, () => [9, 9, 9])
          .tiff()
          .toBuffer(),
    ],
    [
      'BMP',
      (widthPx: number, heightPx: number) => Promise.resolve(bmpOf({ widthPx, heightPx, bits: 24 }, () => 0x090909)),
    ],
  ] as const)('%s', async (format, make) => {
    for (const [widthPx, heightPx] of [
      [1, 1],
      [1, 30_000],
      [30_000, 1],
    ] as const) {
      const file = place.write(`thin-${format}`, await make(widthPx, heightPx));
      expect(await probe(file)).toMatchObject({ kind: 'photo', widthPx, heightPx, problem: null });
      expect((await pixels(file)).rgb.length).toBe(3 * widthPx * heightPx);
      const { width, height } = await sharp(await pool.picture(file, { longPx: 320, quality: 80 })).metadata();
      expect([width, height]).toEqual([Math.min(widthPx, 320), Math.min(heightPx, 320)]);
    }
  });
});

describe('what is no photo stays refused by its name', () => {
  test('A14 A15: SVGs with everything in them, under any name', async () => {
    const bodies = [
      '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>',
      `<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, i) => `<!ENTITY a${i} "${'&a;'.repeat(10)}">`).join('')}]><svg/>`,
      '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="40"><image xlink:href="good.png" width="40" height="40"/></svg>',
      '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/hostname"/></svg>',
      '<svg xmlns="http://www.w3.org/2000/svg" width="9000" height="9000"><filter id="f"><feTurbulence numOctaves="99"/><feGaussianBlur stdDeviation="2000"/></filter><rect width="9000" height="9000" filter="url(#f)"/></svg>',
    ];
    place.write(
      'good.png',
      await painted(4, 4, () => [1, 2, 3])
        .png()
        .toBuffer(),
    );
    for (const [at, body] of bodies.entries()) {
      for (const name of ['svg', 'png', 'jpg', 'tif', 'gif', 'bmp', 'heic']) {
        const file = place.write(`drawn-${at}.${name}`, body);
        const found = await probe(file);
        expect(found).toMatchObject({ kind: 'skipped', code: 'photo-format-unsupported', details: { format: 'SVG' } });
        await expect(pixels(file)).rejects.toMatchObject({ code: 'photo-format-unsupported' });
      }
    }
  });

  test('A16: AVIF under every brand that says so, also behind a general one', async () => {
    const brand = (major: string, ...compatible: string[]): Buffer => {
      const size = 16 + 4 * compatible.length;
      return Buffer.from(`\0\0\0${String.fromCharCode(size)}ftyp${major}\0\0\0\0${compatible.join('')}`, 'latin1');
    };
    for (const head of [brand('avif', 'mif1'), brand('mif1', 'avif', 'miaf')])
      expect(await probe(place.write('x.heic', head))).toMatchObject({ details: { format: 'AVIF' } });
    expect(await probe(place.write('y.heic', brand('isom', 'mp42')))).toMatchObject({ details: { format: 'video' } });
  });
});
