// From a photo's bytes to what sharp can work on: reads the header of every format, checks sizes before memory is taken, and knows how
// the pixels are opened. Runs in the decode workers alone, because these bytes are untrusted.
import sharp, { type FailOnOptions, type Metadata, type Sharp } from 'sharp';
import type { PhotoNote } from '../../shared/records/photo.ts';
import { decodeBmp } from './bmp.ts';
import { readBmpHeader } from './bmp-header.ts';
import { takenMsOf } from './exif.ts';
import { openHeic } from './heic.ts';
import { photoError } from './photo-error.ts';
import { formatOf, isPhotoFormat, type PhotoFormat } from './photo-format.ts';
import { pngFrames } from './png-frames.ts';
import { tiffOf, type RawPhoto } from './raw-photo.ts';
import { refusing } from './refusal.ts';
import { decodableTiff } from './tiff-photo.ts';
import { throughWindow } from './value-window.ts';

/** The greatest photo, in pixels. */
export const mostPixels = 100e6;
/** An interlaced photo is held whole, as stored: with 16 bits and four channels 100 megapixels would take 1.1 GB (measured). */
const mostDecodedBytes = 400e6;

/** Which flaws end a decode: `strict` for everything that is learned from, `salvage` to show a person what is left. */
export type Strictness = 'strict' | 'salvage';

/** A photo whose header was read: upright size, what its pixels need on the way to 8-bit sRGB, and what it says of itself. */
export type PhotoHeader = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly hasAlpha: boolean;
  /** By how much 16-bit values are multiplied, so that 10, 12 or 14 bits stored in 16 do not look black. 1 for all else. */
  readonly gain: number;
  /** EXIF orientation 1…8 that `open` applies. */
  readonly orientation: number;
  /** Milliseconds since 1970, without a time zone. */
  readonly takenMs: number | null;
  readonly note: PhotoNote | null;
  /** A new pipeline on the upright photo. Rejects with a photo-* AppError where a reader of our own finds the pixels broken. */
  readonly open: (strictness: Strictness) => Promise<Sharp>;
};

/** Closes every loader but those that are wanted and limits sharp to one thread. Call once in the process that decodes. */
export function prepareDecoder(): void {
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: [
      'VipsForeignLoadJpegBuffer',
      'VipsForeignLoadPngBuffer',
      'VipsForeignLoadWebpBuffer',
      'VipsForeignLoadNsgifBuffer',
      'VipsForeignLoadTiffBuffer',
    ],
  });
  sharp.cache(false);
  sharp.concurrency(1);
}

/** Reads the header only; proves nothing about the rest. Throws a photo-* AppError. */
export async function readHeader(bytes: Buffer): Promise<PhotoHeader> {
  const format = formatOf(bytes.subarray(0, 512));
  if (format === null) throw photoError('photo-not-an-image');
  if (!isPhotoFormat(format)) throw photoError('photo-format-unsupported', { format });
  if (format === 'BMP') return bmpHeader(bytes);
  if (format === 'HEIC') return heicHeader(bytes);
  if (format !== 'TIFF') return sharpHeader(bytes, format, null);
  const tiff = decodableTiff(bytes);
  return sharpHeader(tiff.bytes, format, tiff.pages);
}

type SharpFormat = Exclude<PhotoFormat, 'BMP' | 'HEIC'>;

/** `pages`: how many pictures there are, where that is known already. */
async function sharpHeader(bytes: Buffer, format: SharpFormat, pages: number | null): Promise<PhotoHeader> {
  const found = await refusing(() => openEncoded(bytes, 'none').metadata());
  const { autoOrient, depth, channels, exif } = found;
  const { width: widthPx, height: heightPx } = autoOrient;
  const isMeasured = depth !== 'uchar' && depth !== 'ushort';
  checkSize(widthPx, heightPx, channels * (isMeasured ? 4 : depth === 'ushort' ? 2 : 1));
  const frames = pages ?? (format === 'PNG' ? pngFrames(bytes) : (found.pages ?? 1));
  const open = async (strictness: Strictness): Promise<Sharp> =>
    isMeasured
      ? openRaw(await measuredPixels(bytes, found, strictness))
      : openEncoded(bytes, failOn(format, strictness)).autoOrient();
  return {
    widthPx,
    heightPx,
    hasAlpha: found.hasAlpha && !isMeasured,
    gain: depth === 'ushort' ? await refusing(() => gainOf(bytes, found.hasAlpha)) : 1,
    orientation: orientationOf(found),
    takenMs: takenMsOf(format === 'TIFF' ? bytes : (exif ?? Buffer.alloc(0))),
    note: frames > 1 ? { kind: format === 'TIFF' ? 'first-page' : 'first-frame', of: frames } : null,
    open,
  };
}

function bmpHeader(bytes: Buffer): PhotoHeader {
  const { widthPx, heightPx, bits, masks } = readBmpHeader(bytes);
  const hasAlpha = bits > 8 && masks[3] !== 0;
  checkSize(widthPx, heightPx, hasAlpha ? 4 : 3);
  const open = async (strictness: Strictness): Promise<Sharp> => openRaw(decodeBmp(bytes, strictness === 'salvage'));
  return { ...asStored, widthPx, heightPx, hasAlpha, open };
}

async function heicHeader(bytes: Buffer): Promise<PhotoHeader> {
  const { widthPx, heightPx, hasAlpha, profile, exif, decode } = await openHeic(bytes);
  checkSize(widthPx, heightPx, hasAlpha ? 4 : 3);
  // Decoding takes a second for 12 megapixels, and a damaged photo is asked for twice.
  let decoded: RawPhoto | undefined;
  const open = async (): Promise<Sharp> => {
    decoded ??= decode();
    return profile === null ? openRaw(decoded) : openEncoded(tiffOf(decoded, profile), 'error');
  };
  const takenMs = exif === null ? null : takenMsOf(exif);
  return { ...asStored, widthPx, heightPx, hasAlpha, takenMs, open };
}

const asStored = { gain: 1, orientation: 1, takenMs: null, note: null } as const;

function checkSize(widthPx: number, heightPx: number, pixelBytes: number): void {
  if (widthPx * heightPx > mostPixels) throw photoError('photo-too-large', { reason: 'too-many-pixels' });
  if (widthPx * heightPx * pixelBytes > mostDecodedBytes) {
    throw photoError('photo-too-large', { reason: 'too-much-memory' });
  }
}

/** libtiff warns of whatever is unusual in tags; of the other formats only damaged files draw warnings. */
function failOn(format: SharpFormat, strictness: Strictness): FailOnOptions {
  if (strictness === 'salvage') return 'none';
  return format === 'TIFF' ? 'error' : 'warning';
}

/** EXIF knows 1 to 8; a photo with another value is shown as stored. */
const orientationOf = ({ orientation = 1 }: Metadata): number =>
  orientation >= 1 && orientation <= 8 ? orientation : 1;

const limits = { limitInputPixels: mostPixels, limitInputChannels: 5, unlimited: false, animated: false } as const;

function openEncoded(bytes: Buffer, failOn: FailOnOptions): Sharp {
  return sharp(bytes, { ...limits, failOn }).timeout({ seconds: 10 });
}

function openRaw({ data, widthPx: width, heightPx: height, channels }: RawPhoto): Sharp {
  return sharp(data, { ...limits, raw: { width, height, channels } }).timeout({ seconds: 10 });
}

async function measuredPixels(bytes: Buffer, { space, depth }: Metadata, strictness: Strictness): Promise<RawPhoto> {
  const photo = openEncoded(bytes, failOn('TIFF', strictness)).autoOrient();
  // Signed 16-bit values would be cut at zero on the way; moved, they all fit.
  const moved = depth === 'short' ? photo.linear(1, 32_768) : photo;
  const { data, info } = await refusing(() =>
    moved.toColourspace(space).raw({ depth: 'float' }).toBuffer({ resolveWithObject: true }),
  );
  const values = new Float32Array(data.buffer, data.byteOffset, data.length / 4);
  return throughWindow(values, info.channels, { widthPx: info.width, heightPx: info.height });
}

/** The gain that fills 16 bits when the brightest value needs no more than the 8, 10, 12 or 14 bits that cameras and scanners give. */
async function gainOf(bytes: Buffer, hasAlpha: boolean): Promise<number> {
  const { channels } = await openEncoded(bytes, 'none').stats();
  const brightest = Math.max(...channels.slice(0, hasAlpha ? -1 : undefined).map(channel => channel.max));
  const bits = [8, 10, 12, 14].find(depth => brightest < 2 ** depth);
  return bits === undefined ? 1 : 65535 / (2 ** bits - 1);
}
