// From an opened photo to pixels. One path for thumbnails, the screen and the models: upright by EXIF, sRGB, alpha over mid-grey, never
// black by depth. Only this file and open-photo.ts know sharp; both run in the decode workers alone.
import sharp, { type Sharp } from 'sharp';
import type { PictureForm, Pixels } from './api.ts';
import { mostPixels, type PhotoHeader, type Strictness } from './open-photo.ts';
import { refusing } from './refusal.ts';

const midGrey = 128;

/**
 * RGB of the whole photo. Both sides are halved while both stay at least `2 × atLeastPx`; with null they never are. For JPEG
 * and WebP most of that halving happens while the file is read. Throws a photo-* AppError.
 */
export async function decodePixels(
  header: PhotoHeader,
  atLeastPx: number | null,
  strictness: Strictness,
): Promise<Pixels> {
  const { widthPx, heightPx } = header;
  let divisor = 1;
  while (atLeastPx !== null && Math.min(widthPx, heightPx) >= 4 * divisor * atLeastPx) divisor *= 2;
  return refusing(async () => {
    const photo = await upright(header, strictness);
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
  header: PhotoHeader,
  { longPx, quality, isForScreen = false, strictness }: PictureForm & { readonly strictness: Strictness },
): Promise<Uint8Array> {
  return refusing(async () => {
    const photo = await upright(header, strictness);
    photo.resize(longPx, longPx, { fit: 'inside', withoutEnlargement: true });
    // The best Huffman tables save 4 % of the bytes for a fifth of the work: not for what is looked at and forgotten.
    return finish(photo, header).jpeg({ quality, optimiseCoding: !isForScreen }).toBuffer();
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

/** Pixels of a small picture of ours (a thumbnail) squeezed to `sidePx` × `sidePx`: RGB, or one grey channel. Throws a photo-* AppError. */
export async function squeezed(jpeg: Uint8Array, sidePx: number, colours: 'rgb' | 'grey'): Promise<Uint8Array> {
  return refusing(() => {
    const options = { fit: 'fill', fastShrinkOnLoad: false } as const;
    const picture = sharp(jpeg, { limitInputPixels: 1e6 }).resize(sidePx, sidePx, options);
    return (colours === 'grey' ? picture.greyscale() : picture.toColourspace('srgb')).raw().toBuffer();
  });
}

async function upright(header: PhotoHeader, strictness: Strictness): Promise<Sharp> {
  const photo = await header.open(strictness);
  const grey = midGrey / header.gain;
  return header.hasAlpha ? photo.flatten({ background: { r: grey, g: grey, b: grey } }) : photo;
}

function finish(photo: Sharp, { gain }: PhotoHeader): Sharp {
  return (gain === 1 ? photo : photo.linear(gain, 0)).toColourspace('srgb');
}

function repeatGrey(data: Uint8Array, channels: number): Uint8Array {
  const rgb = new Uint8Array((data.length / channels) * 3);
  for (let i = 0, from = 0; i < rgb.length; i += 3, from += channels) rgb.fill(data[from]!, i, i + 3);
  return rgb;
}
