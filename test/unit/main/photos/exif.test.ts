// When a photo was taken: what cameras write, and what must not be believed.
import { describe, expect, test } from 'vitest';
import { takenMsOf } from '../../../../src/main/photos/exif.ts';

type Entry = readonly [tag: number, type: number, value: string | number];

/** An EXIF block whose Exif directory has these entries. */
function exifOf(entries: readonly Entry[], isLittle = true, pointerType = 4): Buffer {
  const bytes = Buffer.alloc(400);
  const put16 = (value: number, at: number): number =>
    isLittle ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at);
  const put32 = (value: number, at: number): number =>
    isLittle ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at);
  bytes.write(isLittle ? 'II*\0' : 'MM\0*', 'latin1');
  put32(8, 4);
  put16(1, 8);
  put16(0x8769, 10);
  put16(pointerType, 12);
  put32(1, 14);
  put32(40, 18);
  put16(entries.length, 40);
  let data = 200;
  entries.forEach(([tag, type, value], i) => {
    const at = 42 + 12 * i;
    put16(tag, at);
    put16(type, at + 2);
    if (typeof value === 'number') {
      put32(1, at + 4);
      put32(value, at + 8);
      return;
    }
    put32(value.length + 1, at + 4);
    if (value.length < 4) bytes.write(`${value}\0`, at + 8, 'latin1');
    else {
      put32(data, at + 8);
      bytes.write(`${value}\0`, data, 'latin1');
      data += value.length + 1;
    }
  });
  return bytes;
}

describe('the time a photo was taken', () => {
  const noon = Date.UTC(2026, 4, 1, 12, 34, 56);

  test('is DateTimeOriginal with its fraction, in either byte order, with or without the leading word', () => {
    for (const isLittle of [true, false]) {
      const block = exifOf(
        [
          [0x9003, 2, '2026:05:01 12:34:56'],
          [0x9291, 2, '25'],
        ],
        isLittle,
      );
      expect(takenMsOf(block)).toBe(noon + 250);
      expect(takenMsOf(Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), block]))).toBe(noon + 250);
    }
  });

  test('is when it was digitized where it does not say when it was taken', () => {
    expect(
      takenMsOf(
        exifOf([
          [0x9004, 2, '2026:05:01 12:34:56'],
          [0x9292, 2, '007'],
        ]),
      ),
    ).toBe(noon + 7);
  });

  test.each([
    '0000:00:00 00:00:00',
    '    :  :     :  :  ',
    '2026:02:30 10:00:00',
    '2026:13:01 10:00:00',
    '2026:05:01 24:00:00',
    '2026:05:01 10:60:00',
    '1826:05:01 10:00:00',
    'yesterday',
    '',
  ])('“%s” says nothing', date => {
    expect(takenMsOf(exifOf([[0x9003, 2, date]]))).toBeNull();
  });

  test('leap days are days', () => {
    expect(takenMsOf(exifOf([[0x9003, 2, '2024:02:29 00:00:00']]))).toBe(Date.UTC(2024, 1, 29));
  });

  test('is not believed where types are wrong, and never read outside the block', () => {
    expect(takenMsOf(exifOf([[0x9003, 4, 5]]))).toBeNull();
    expect(takenMsOf(exifOf([[0x9003, 2, '2026:05:01 12:34:56']], true, 2))).toBeNull();
    expect(takenMsOf(Buffer.alloc(0))).toBeNull();
    expect(takenMsOf(Buffer.from('Exif\0\0II*\0', 'latin1'))).toBeNull();
    const whole = exifOf([[0x9003, 2, '2026:05:01 12:34:56']]);
    for (let length = 0; length < whole.length; length++) {
      expect([null, noon]).toContain(takenMsOf(whole.subarray(0, length)));
    }
  });

  test('a block turned at random says a time or nothing', () => {
    const whole = exifOf([
      [0x9003, 2, '2026:05:01 12:34:56'],
      [0x9291, 2, '25'],
    ]);
    let state = 17;
    for (let round = 0; round < 5_000; round++) {
      const bytes = Buffer.from(whole);
      for (let i = 0; i < 4; i++) {
        state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
        bytes[(state >> 8) % 220] = state & 255;
      }
      const taken = takenMsOf(bytes);
      if (taken !== null) expect(Number.isFinite(taken)).toBe(true);
    }
  });
});
