// Photos that go with an export: byte for byte where they are stored upright, else decoded and written upright under the same name.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { foldName } from '../formats/datasets/photo-names.ts';
import { writePng } from '../formats/datasets/png-write.ts';
import { freeName } from '../formats/datasets/writing.ts';
import { createDecodePool } from '../photos/pool.ts';
import { withPhotoFile } from '../photos/photo-file.ts';
import type { OutgoingPhoto } from './jobs.ts';

type PhotoFile = Pick<OutgoingPhoto, 'file' | 'orientation'>;
/** Longer than any photo: it is written in its own size. */
const wholePhotoPx = 100_000;
const quality = 95;
const isJpegName = (name: string): boolean => /\.(?:jpe?g|jfif)$/i.test(name);

export type PhotoCopies = {
  /** Bytes of the photo, upright where `isUpright`; JPEG or PNG. @throws AppError photo-* */
  bytes(photo: PhotoFile, isUpright: boolean): Promise<{ readonly bytes: Uint8Array; readonly format: 'jpeg' | 'png' }>;
  /** RGB of the whole upright photo. @throws AppError photo-* */
  rgb(photo: PhotoFile): Promise<Uint8Array>;
  /** Writes the photo to `to`; `isBaked`: it had to be made anew. @throws AppError photo-* for a photo that cannot be read */
  copy(
    photo: PhotoFile,
    to: string,
    isUpright: boolean,
  ): Promise<{ readonly isBaked: boolean; readonly bytes: Uint8Array }>;
  dispose(): Promise<void>;
};

/**
 * What the copy of each photo is called, by path: a turned photo of a kind that is not written becomes a PNG, which its name must say; and no two
 * are the same on a system that takes no notice of case.
 */
export function copyNames(files: ReadonlyMap<string, PhotoFile>, isUpright: boolean): ReadonlyMap<string, string> {
  // Nobody gets a name that a photo of the project has.
  const taken = new Set([...files.keys()].map(foldName));
  const kept = new Set<string>();
  const names = new Map<string, string>();
  for (const [name, { orientation }] of files) {
    const isKept = !isUpright || orientation <= 1 || isJpegName(name) || /\.png$/i.test(name);
    const isOwn = isKept && !kept.has(foldName(name));
    if (isOwn) kept.add(foldName(name));
    names.set(name, isOwn ? name : freeName(isKept ? name : `${name}.png`, taken));
  }
  return names;
}

export function createPhotoCopies(): PhotoCopies {
  const pool = createDecodePool({ workers: 2 });

  async function made(file: string, format: 'jpeg' | 'png'): Promise<Uint8Array> {
    if (format === 'jpeg') return pool.picture(file, { longPx: wholePhotoPx, quality });
    const { rgb, widthPx, heightPx } = await pool.pixels(file, { atLeastPx: wholePhotoPx });
    return writePng({ widthPx, heightPx, values: rgb, kind: 'rgb' });
  }

  return {
    async bytes({ file, orientation }, isUpright) {
      if (file === null) throw new AppError('photo-unreadable', { reason: 'file-gone' });
      const isTurned = isUpright && orientation > 1;
      const stored = isTurned ? null : withPhotoFile(file, photo => photo.read());
      if (stored?.[0] === 0xff && stored[1] === 0xd8) return { bytes: stored, format: 'jpeg' };
      if (stored?.subarray(1, 4).toString('latin1') === 'PNG') return { bytes: stored, format: 'png' };
      const format = isTurned && isJpegName(file) ? 'jpeg' : 'png';
      return { bytes: await made(file, format), format };
    },
    async rgb({ file }) {
      if (file === null) throw new AppError('photo-unreadable', { reason: 'file-gone' });
      return (await pool.pixels(file, { atLeastPx: wholePhotoPx })).rgb;
    },
    async copy({ file, orientation }, to, isUpright) {
      if (file === null) throw new AppError('photo-unreadable', { reason: 'file-gone' });
      const isBaked = isUpright && orientation > 1;
      // Read as every photo is: a link or a device under a photo's name is never followed.
      const bytes = isBaked
        ? await made(file, isJpegName(to) ? 'jpeg' : 'png')
        : withPhotoFile(file, photo => photo.read());
      await mkdir(path.dirname(to), { recursive: true });
      await writeFile(to, bytes, { flag: 'wx' });
      return { isBaked, bytes };
    },
    dispose: () => pool.dispose(),
  };
}
