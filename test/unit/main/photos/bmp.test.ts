// The BMP reader on its own: every depth, run lengths, masks, and claims that do not fit the file.
import { describe, expect, test } from 'vitest';
import { decodeBmp } from '../../../../src/main/photos/bmp.ts';
import { readBmpHeader } from '../../../../src/main/photos/bmp-header.ts';
import { bmpOf, type BmpKind } from './make-bmp.ts';

const colours = [
  [0, 0, 0],
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 0],
  [1, 2, 3],
  [200, 100, 50],
  [255, 255, 255],
] as const;
const at = (bytes: Buffer, x: number, y: number): number[] => {
  const { data, widthPx, channels } = decodeBmp(bytes, false);
  return [...data.subarray((y * widthPx + x) * channels, (y * widthPx + x + 1) * channels)];
};

describe('a BMP', () => {
  test.each([1, 2, 4, 8] as const)(
    'of %i bits takes its colours from the palette, from below and from the top',
    bits => {
      const palette = colours.slice(0, Math.min(8, 2 ** bits));
      const placeAt = (x: number, y: number): number => (x + 3 * y) % palette.length;
      for (const isTopDown of [false, true]) {
        for (const headerBytes of [12, 40, 64, 108, 124]) {
          if (headerBytes === 12 && isTopDown) continue;
          const bytes = bmpOf({ widthPx: 13, heightPx: 5, bits, palette, isTopDown, headerBytes }, placeAt);
          for (const [x, y] of [
            [0, 0],
            [12, 0],
            [7, 2],
            [12, 4],
          ] as const)
            expect(at(bytes, x, y), `${headerBytes} ${x},${y}`).toEqual(palette[placeAt(x, y)]);
        }
      }
    },
  );

  test('of 24 and 32 bits has its own colours; the fourth byte without a mask is nothing', () => {
    const packed = (x: number, y: number): number => ((0x10 * x) << 16) | ((0x20 * y) << 8) | 7;
    for (const bits of [24, 32] as const) {
      const bytes = bmpOf({ widthPx: 7, heightPx: 4, bits }, packed);
      expect(at(bytes, 6, 3)).toEqual([0x60, 0x60, 7]);
      expect(at(bytes, 0, 0)).toEqual([0, 0, 7]);
    }
  });

  test('of 16 bits is 5-5-5 unless masks say 5-6-5, and full is full', () => {
    const plain = bmpOf({ widthPx: 3, heightPx: 1, bits: 16 }, x => [0x7c00, 0x03e0, 0x001f][x]!);
    expect([0, 1, 2].map(x => at(plain, x, 0))).toEqual([
      [255, 0, 0],
      [0, 255, 0],
      [0, 0, 255],
    ]);
    const masked = bmpOf(
      { widthPx: 2, heightPx: 1, bits: 16, masks: [0xf800, 0x07e0, 0x001f] },
      x => [0x0400, 0xffff][x]!,
    );
    expect([0, 1].map(x => at(masked, x, 0))).toEqual([
      [0, 130, 0],
      [255, 255, 255],
    ]);
  });

  test('with an alpha mask is RGBA, and opaque where all of its alpha is 0', () => {
    const kind: BmpKind = {
      widthPx: 2,
      heightPx: 1,
      bits: 32,
      masks: [0xff0000, 0xff00, 0xff, 0xff000000],
      headerBytes: 124,
    };
    expect(
      at(
        bmpOf(kind, x => [0x80112233, 0xff445566][x]!),
        0,
        0,
      ),
    ).toEqual([0x11, 0x22, 0x33, 0x80]);
    expect(
      at(
        bmpOf(kind, () => 0x00112233),
        1,
        0,
      ),
    ).toEqual([0x11, 0x22, 0x33, 255]);
    expect(
      at(
        bmpOf({ ...kind, headerBytes: 40 }, () => 0x40112233),
        1,
        0,
      ),
    ).toEqual([0x11, 0x22, 0x33, 0x40]);
  });

  test('of ten bits a channel is scaled to eight', () => {
    const bytes = bmpOf(
      { widthPx: 1, heightPx: 1, bits: 32, masks: [0x3ff00000, 0xffc00, 0x3ff] },
      () => (1023 << 20) | (512 << 10),
    );
    expect(at(bytes, 0, 0)).toEqual([255, 128, 0]);
  });
});

describe('run lengths', () => {
  const runs = (bits: 4 | 8, data: number[], widthPx = 6, heightPx = 2): Buffer =>
    bmpOf({ widthPx, heightPx, bits, palette: colours, compression: bits === 8 ? 1 : 2, data: Uint8Array.from(data) });
  const rows = (bytes: Buffer, widthPx = 6, heightPx = 2): number[][] =>
    Array.from({ length: heightPx }, (_, y) =>
      Array.from({ length: widthPx }, (_, x) => colours.findIndex(colour => colour.join() === at(bytes, x, y).join())),
    );

  test('of eight bits: runs, literal pixels filled to words, ends of rows', () => {
    expect(rows(runs(8, [4, 2, 2, 3, 0, 0, 0, 5, 1, 2, 3, 4, 5, 0, 1, 6, 0, 1]))).toEqual([
      [1, 2, 3, 4, 5, 6],
      [2, 2, 2, 2, 3, 3],
    ]);
  });

  test('of four bits: two colours in turn, and literal halves of bytes', () => {
    expect(rows(runs(4, [5, 0x12, 1, 0x30, 0, 0, 0, 5, 0x12, 0x34, 0x50, 0, 1, 0x60, 0, 1]))).toEqual([
      [1, 2, 3, 4, 5, 6],
      [1, 2, 1, 2, 1, 3],
    ]);
  });

  test('a leap leaves the first colour, and runs beyond the row or the photo change nothing', () => {
    expect(rows(runs(8, [1, 1, 0, 2, 3, 0, 255, 2, 0, 0, 0, 2, 1, 200, 9, 9, 0, 1]))).toEqual([
      [0, 0, 0, 0, 0, 0],
      [1, 0, 0, 0, 2, 2],
    ]);
  });

  test('that end too early are damaged, and shown as far as they go', () => {
    const cut = runs(8, [6, 1, 0, 0, 0, 4, 2, 2]);
    expect(() => decodeBmp(cut, false)).toThrow(/cut-short/);
    expect([...decodeBmp(cut, true).data.subarray(18, 21)]).toEqual([255, 0, 0]);
  });
});

describe('what does not fit', () => {
  test('A1: a BMP cut anywhere is damaged, never read beyond its end', () => {
    const whole = bmpOf({ widthPx: 9, heightPx: 9, bits: 24 }, (x, y) => x * y);
    for (let length = 2; length < whole.length - 4; length += 3)
      expect(() => decodeBmp(whole.subarray(0, length), false), `${length}`).toThrow(/cut-short|broken-data/);
  });

  test('A17: sizes of 0 and below, depths and masks that are none, are damaged', () => {
    const good = bmpOf({ widthPx: 4, heightPx: 4, bits: 24 });
    const patched = (patch: (bytes: Buffer) => void): Buffer => {
      const bytes = Buffer.from(good);
      patch(bytes);
      return bytes;
    };
    for (const broken of [
      patched(bytes => bytes.writeInt32LE(0, 18)),
      patched(bytes => bytes.writeInt32LE(-4, 18)),
      patched(bytes => bytes.writeInt32LE(0, 22)),
      patched(bytes => bytes.writeInt32LE(-(2 ** 31), 22)),
      patched(bytes => bytes.writeUInt16LE(7, 28)),
      patched(bytes => bytes.writeUInt32LE(5_000, 14)),
      bmpOf({ widthPx: 4, heightPx: 4, bits: 32, masks: [0xff0000, 0, 0xff] }),
      bmpOf({ widthPx: 4, heightPx: 4, bits: 32, masks: [0xf0f000, 0xff00, 0xff] }),
    ])
      expect(() => readBmpHeader(broken)).toThrow(/broken-data/);
  });

  test('a JPEG or PNG in a BMP and unknown compressions are refused by name', () => {
    for (const [compression, format] of [
      [4, 'BMP (JPEG)'],
      [5, 'BMP (PNG)'],
      [11, 'BMP (compression 11)'],
    ] as const) {
      expect(() => readBmpHeader(bmpOf({ widthPx: 4, heightPx: 4, bits: 24, compression }))).toThrow(format);
    }
  });

  test('a palette that the file does not hold is black', () => {
    const bytes = bmpOf({ widthPx: 2, heightPx: 1, bits: 8, palette: colours }, () => 200);
    expect(at(bytes, 1, 0)).toEqual([0, 0, 0]);
  });

  test('bytes turned at random end in pixels or an error about the file', () => {
    const whole = bmpOf({
      widthPx: 9,
      heightPx: 9,
      bits: 8,
      palette: colours,
      compression: 1,
      data: Uint8Array.from({ length: 60 }, (_, i) => i * 37),
    });
    let state = 5;
    for (let round = 0; round < 3_000; round++) {
      const bytes = Buffer.from(whole);
      for (let i = 0; i < 3; i++) {
        state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
        bytes[2 + ((state >> 8) % (bytes.length - 2))] = state & 255;
      }
      try {
        const { widthPx, heightPx } = readBmpHeader(bytes);
        if (widthPx * heightPx < 1e6) expect(decodeBmp(bytes, true).data.length).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toMatchObject({ code: expect.stringMatching(/^photo-/) });
      }
    }
  });
});
