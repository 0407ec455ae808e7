// From a photo's bytes to pixels: the only file that knows sharp. Runs in the decode workers alone, because these bytes are
// untrusted. One path for thumbnails, the screen and the models: upright by EXIF, sRGB, alpha over mid-grey, never black by depth.
import sharp, { type FailOnOptions, type Sharp } from 'sharp';
import type { AppError } from '../../shared/errors.ts';
import type { Pixels } from './api.ts';
import { photoError } from './photo-error.ts';
import { formatOf, isPhotoFormat } from './photo-format.ts';

const mostPixels = 100e6;
/** An interlaced photo is held whole, as stored: with 16 bits and four channels 100 megapixels would take 1.1 GB (measured). */
const mostDecodedBytes = 400e6;
const midGrey = 128;

/** Closes every loader but the three that are wanted and limits sharp to one thread. Call once in the process that decodes. */
export function prepareDecoder(): void {
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
  });
  sharp.cache(false);
  sharp.concurrency(1);
}

/** A photo whose header was read: upright size, and what its pixels need on the way to 8-bit sRGB. */
export type PhotoHeader = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly hasAlpha: boolean;
  /** By how much 16-bit values are multiplied, so that 10, 12 or 14 bits stored in 16 do not look black. 1 for all else. */
  readonly gain: number;
};

/** Which flaws end a decode: `strict` for everything that is learned from, `salvage` to show a person what is left. */
export type Strictness = 'strict' | 'salvage';
const failOn: Readonly<Record<Strictness, FailOnOptions>> = { strict: 'warning', salvage: 'none' };

/** Reads the header only; proves nothing about the rest. Throws a photo-* AppError. */
export async function readHeader(bytes: Buffer): Promise<PhotoHeader> {
  const format = formatOf(bytes.subarray(0, 512));
  if (format === null) throw photoError('photo-not-an-image');
  if (!isPhotoFormat(format)) throw photoError('photo-format-unsupported', { format });
  const { autoOrient, hasAlpha, depth, channels } = await refusing(() => open(bytes, 'salvage').metadata());
  const { width: widthPx, height: heightPx } = autoOrient;
  const isDeep = depth === 'ushort';
  if (widthPx * heightPx * channels * (isDeep ? 2 : 1) > mostDecodedBytes) {
    throw photoError('photo-too-large', { reason: 'too-much-memory' });
  }
  return { widthPx, heightPx, hasAlpha, gain: isDeep ? await refusing(() => gainOf(bytes, hasAlpha)) : 1 };
}

/**
 * RGB of the whole photo. Both sides are halved while both stay at least `2 × atLeastPx`; with null they never are. For JPEG
 * and WebP most of that halving happens while the file is read. Throws a photo-* AppError.
 */
export async function decodePixels(
  bytes: Buffer,
  header: PhotoHeader,
  atLeastPx: number | null,
  strictness: Strictness,
): Promise<Pixels> {
  const { widthPx, heightPx } = header;
  let divisor = 1;
  while (atLeastPx !== null && Math.min(widthPx, heightPx) >= 4 * divisor * atLeastPx) divisor *= 2;
  return refusing(async () => {
    const photo = upright(bytes, header, strictness);
    if (divisor > 1) {
      // Of sharp's kernels the one that, with a model's own resize behind it, is nearest to no halving at all (measured).
      const options = { fit: 'fill', kernel: 'cubic' } as const;
      photo.resize(Math.ceil(widthPx / divisor), Math.ceil(heightPx / divisor), options);
    }
    const { data, info } = await finish(photo, header).raw().toBuffer({ resolveWithObject: true });
    return {
      rgb: info.channels === 3 ? data : repeatGrey(data, info.channels),
      widthPx: info.width,
      heightPx: info.height,
    };
  });
}

/** JPEG of at most `longPx` on the longer side, never enlarged, without metadata. Throws a photo-* AppError. */
export async function decodePicture(
  bytes: Buffer,
  header: PhotoHeader,
  {
    longPx,
    quality,
    strictness,
  }: { readonly longPx: number; readonly quality: number; readonly strictness: Strictness },
): Promise<Uint8Array> {
  return refusing(() => {
    const photo = upright(bytes, header, strictness);
    photo.resize(longPx, longPx, { fit: 'inside', withoutEnlargement: true });
    return finish(photo, header).jpeg({ quality }).toBuffer();
  });
}

/** JPEG of the part of decoded `pixels` that begins at `left`, `top`; cut at the photo's edges. */
export async function encodePart(pixels: Pixels, left: number, top: number, sidePx: number): Promise<Uint8Array> {
  const { rgb, widthPx, heightPx } = pixels;
  return sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 }, limitInputPixels: mostPixels })
    .extract({ left, top, width: Math.min(sidePx, widthPx - left), height: Math.min(sidePx, heightPx - top) })
    .jpeg({ quality: 90 })
    .toBuffer();
}

function open(bytes: Buffer, strictness: Strictness): Sharp {
  return sharp(bytes, {
    failOn: failOn[strictness],
    limitInputPixels: mostPixels,
    limitInputChannels: 5,
    unlimited: false,
    animated: false,
  }).timeout({ seconds: 10 });
}

function upright(bytes: Buffer, { hasAlpha, gain }: PhotoHeader, strictness: Strictness): Sharp {
  const photo = open(bytes, strictness).autoOrient();
  const grey = midGrey / gain;
  return hasAlpha ? photo.flatten({ background: { r: grey, g: grey, b: grey } }) : photo;
}

function finish(photo: Sharp, { gain }: PhotoHeader): Sharp {
  return (gain === 1 ? photo : photo.linear(gain, 0)).toColourspace('srgb');
}

/** The gain that fills 16 bits when the brightest value needs no more than the 8, 10, 12 or 14 bits that cameras and scanners give. */
async function gainOf(bytes: Buffer, hasAlpha: boolean): Promise<number> {
  const { channels } = await open(bytes, 'salvage').stats();
  const brightest = Math.max(...channels.slice(0, hasAlpha ? -1 : undefined).map(channel => channel.max));
  const bits = [8, 10, 12, 14].find(depth => brightest < 2 ** depth);
  return bits === undefined ? 1 : 65535 / (2 ** bits - 1);
}

function repeatGrey(data: Uint8Array, channels: number): Uint8Array {
  const rgb = new Uint8Array((data.length / channels) * 3);
  for (let i = 0, from = 0; i < rgb.length; i += 3, from += channels) rgb.fill(data[from]!, i, i + 3);
  return rgb;
}

/** Gives what libvips says the words of our errors. */
async function refusing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw refusal(error);
  }
}

function refusal(error: unknown): AppError {
  const detail = (error instanceof Error ? error.message : String(error)).slice(0, 500);
  if (/pixel limit|too large/i.test(detail))
    return photoError('photo-too-large', { reason: 'too-many-pixels', detail }, error);
  if (/timeout/i.test(detail)) return photoError('photo-damaged', { reason: 'took-too-long', detail }, error);
  const reason = /premature end|truncat|unexpected end|end of (file|stream|input)/i.test(detail)
    ? 'cut-short'
    : 'broken-data';
  return photoError('photo-damaged', { reason, detail }, error);
}
