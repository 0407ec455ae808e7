// Answers one request of the pool inside a decode worker: reads the file, decodes it, and keeps the last full-size photo for
// its neighbouring tiles.
import { hash } from 'node:crypto';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { lookPx, thumbnailPx, tilePx, type PictureForm, type Pixels } from './api.ts';
import type { DecodeRequest, DecodeResult, DecodeResults } from './decode-messages.ts';
import { decodePicture, decodePixels, encodePart, squeezed } from './decode.ts';
import { differenceHash, hashedPx } from './near-hash.ts';
import { readHeader } from './open-photo.ts';
import { isPhotoError } from './photo-error.ts';
import { withPhotoFile, type FileState } from './photo-file.ts';
import { sizesOf } from './sizes.ts';

const thumbnailQuality = 80;
/** Enough to prove that all of a photo decodes when nobody wants to see it. */
const checkPx = 32;

/** A function that answers requests, each with a result or a photo-* AppError that names the file. */
export function createDecodeAnswers(): (request: DecodeRequest) => Promise<DecodeResult> {
  const tile = createTiles();
  return async request => {
    try {
      switch (request.kind) {
        case 'probe':
          return await probe(request.path, request.thumbnail);
        case 'sizes':
          return await sizesOf(request.paths);
        case 'picture':
          return await picture(request.path, request);
        case 'tile':
          return await tile(request.path, request.column, request.row);
        case 'pixels':
          return await pixels(request.path, request.atLeastPx);
        case 'look':
          return await squeezed(request.jpeg, lookPx, 'rgb');
      }
    } catch (error) {
      if (!(error instanceof AppError) || !('path' in request)) throw error;
      throw new AppError(error.code, { file: path.basename(request.path), ...error.details }, { cause: error });
    }
  };
}

const readPhotoFile = (file: string): Buffer => withPhotoFile(file, ({ read }) => read());

async function probe(file: string, wantsThumbnail: boolean): Promise<DecodeResults['probe']> {
  try {
    const bytes = readPhotoFile(file);
    const header = await readHeader(bytes);
    const { widthPx, heightPx, orientation, takenMs, note } = header;
    const read = { kind: 'photo', hash: hash('sha256', bytes), widthPx, heightPx, orientation, takenMs, note } as const;
    const look = { longPx: wantsThumbnail ? thumbnailPx : checkPx, quality: thumbnailQuality };
    try {
      const thumbnail = await decodePicture(header, { ...look, strictness: 'strict' });
      if (!wantsThumbnail) return { probe: { ...read, problem: null, nearHash: null }, thumbnailJpeg: null };
      const nearHash = differenceHash(await squeezed(thumbnail, hashedPx, 'grey'));
      return { probe: { ...read, problem: null, nearHash }, thumbnailJpeg: thumbnail };
    } catch (error) {
      if (!isPhotoError(error)) throw error;
      const thumbnailJpeg = wantsThumbnail
        ? await salvage(decodePicture(header, { ...look, strictness: 'salvage' }))
        : null;
      return { probe: { ...read, problem: 'damaged', nearHash: null }, thumbnailJpeg };
    }
  } catch (error) {
    if (!isPhotoError(error)) throw error;
    return { probe: { kind: 'skipped', code: error.code, details: error.details }, thumbnailJpeg: null };
  }
}

async function picture(file: string, form: PictureForm): Promise<Uint8Array> {
  const bytes = readPhotoFile(file);
  return decodePicture(await readHeader(bytes), { ...form, strictness: 'salvage' });
}

async function pixels(file: string, atLeastPx: number): Promise<DecodeResults['pixels']> {
  const bytes = readPhotoFile(file);
  const decoded = await decodePixels(await readHeader(bytes), atLeastPx, 'strict');
  return { ...decoded, hash: hash('sha256', bytes) };
}

function createTiles(): (file: string, column: number, row: number) => Promise<Uint8Array> {
  let held: { readonly state: FileState; readonly pixels: Pixels } | null = null;
  return async (file, column, row) => {
    const { state, bytes } = withPhotoFile(file, opened => ({
      state: opened.state,
      bytes: held !== null && isSameFile(held.state, opened.state) ? null : opened.read(),
    }));
    if (bytes !== null) {
      // Let go first: two photos of 100 megapixels would be 600 MB.
      held = null;
      held = { state, pixels: await decodePixels(await readHeader(bytes), null, 'salvage') };
    }
    const whole = held!.pixels;
    const [left, top] = [column * tilePx, row * tilePx];
    if (left >= whole.widthPx || top >= whole.heightPx) throw new AppError('not-found', { what: `${column}, ${row}` });
    return encodePart(whole, left, top, tilePx);
  };
}

function isSameFile(one: FileState, other: FileState): boolean {
  return (
    one.path === other.path &&
    one.bytes === other.bytes &&
    one.modifiedNs === other.modifiedNs &&
    one.inode === other.inode
  );
}

/** What can still be seen of a damaged photo, or null when nothing can. */
async function salvage(thumbnail: Promise<Uint8Array>): Promise<Uint8Array | null> {
  try {
    return await thumbnail;
  } catch (error) {
    if (!isPhotoError(error)) throw error;
    return null;
  }
}
