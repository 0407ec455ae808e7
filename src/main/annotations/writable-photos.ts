// Photos of formats that hold the photos themselves: one whose file is not there, or cannot be read, costs itself and nothing else.
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { AnnotatedPhoto } from '../../shared/records/annotated-photo.ts';
import type { Notes } from '../formats/datasets/notes.ts';
import type { WriteOptions } from '../formats/datasets/write-dataset.ts';
import { isPhotoError } from '../photos/photo-error.ts';
import type { Outgoing } from './outgoing.ts';
import type { PhotoCopies } from './photo-copies.ts';

type Photo = AnnotatedPhoto['photo'];
export type PhotoRequests = Required<Pick<WriteOptions, 'photoBytes' | 'photoRgb'>>;

/** The photos whose file is there; the others are in the notes. */
export async function withFiles({ dataset, files }: Outgoing, notes: Notes): Promise<Outgoing> {
  const photos: AnnotatedPhoto[] = [];
  for (const annotated of dataset.photos) {
    const { file } = files.get(annotated.photo.path)!;
    if (file !== null && (await stat(file).catch(() => null))?.isFile() === true) photos.push(annotated);
    else notes.add('photo-file-missing', annotated.photo.path);
  }
  return { dataset: { ...dataset, photos }, files };
}

/**
 * Writes, and where photos turn out to be unreadable, in their content or of another size than the project knows, writes once more without them:
 * what such files say at their beginning counts all photos. `folder` is emptied in between.
 */
export async function withReadable<Result>(
  given: Outgoing,
  { copies, isUpright, notes }: { readonly copies: PhotoCopies; readonly isUpright: boolean; readonly notes: Notes },
  write: (outgoing: Outgoing, ask: PhotoRequests) => Promise<Result>,
  folder: string,
): Promise<Result> {
  for (let outgoing = given; ;) {
    const { files, dataset } = outgoing;
    const unreadable = new Set<Photo>();
    /** `instead` keeps the writer going, so that one attempt finds all of them. */
    const ask = async <Answer>(photo: Photo, answer: Promise<Answer>, instead: Answer): Promise<Answer> => {
      try {
        return await answer;
      } catch (error) {
        if (!isPhotoError(error)) throw error;
        unreadable.add(photo);
        return instead;
      }
    };
    const result = await write(outgoing, {
      photoBytes: photo =>
        ask(photo, copies.bytes(files.get(photo.path)!, isUpright), { bytes: new Uint8Array(0), format: 'png' }),
      async photoRgb(photo) {
        const blank = new Uint8Array(3 * photo.widthPx * photo.heightPx);
        const rgb = await ask(photo, copies.rgb(files.get(photo.path)!), blank);
        if (rgb.byteLength === blank.byteLength) return rgb;
        unreadable.add(photo);
        return blank;
      },
    });
    if (unreadable.size === 0) return result;
    for (const { path: name } of unreadable) notes.add('photo-not-written', name);
    for (const name of await readdir(folder)) await rm(path.join(folder, name), { recursive: true });
    outgoing = { files, dataset: { ...dataset, photos: dataset.photos.filter(({ photo }) => !unreadable.has(photo)) } };
  }
}
