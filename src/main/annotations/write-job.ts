// The job that gives annotations away: writes the files of a format into an empty folder, reads them again with that format's reader, and
// says what is in them and what is not.
import { createHash } from 'node:crypto';
import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { DatasetNote } from '../../shared/records/dataset-format.ts';
import { datasetReaders, datasetWriters } from '../formats/datasets/index.ts';
import { createNotes, type Notes } from '../formats/datasets/notes.ts';
import { openSourceFolder } from '../formats/datasets/source-folder.ts';
import type { AnnotatedPhoto } from '../../shared/records/annotated-photo.ts';
import { isPhotoError } from '../photos/photo-error.ts';
import { compareExport, type ReadAgain } from './compare.ts';
import type { WriteJob, WriteOutcome } from './jobs.ts';
import { manifestName, manifestText, type ManifestFile } from './manifest.ts';
import { readOutgoing, type Outgoing } from './outgoing.ts';
import { copyName, createPhotoCopies, type PhotoCopies } from './photo-copies.ts';
import { createHeaders } from './photo-header.ts';
import { writeFiles } from './written-files.ts';
import { mergedNotes } from './note-kinds.ts';

type Photo = AnnotatedPhoto['photo'];
type Progress = (done: number, total: number) => void;
/** How many photos are copied at once. */
const together = 4;

/** @throws AppError `export-differs` where the files say something else. */
export async function runWriteJob(job: WriteJob, onProgress: Progress): Promise<WriteOutcome> {
  const writer = datasetWriters[job.format];
  const notes = createNotes();
  const all = await readOutgoing(job, notes);
  const outgoing = writer.holdsPhotos ? await withFiles(all, notes) : all;
  const { dataset, files } = outgoing;
  const isUpright = job.frame === 'upright';
  const fileOf = (photo: Photo) => files.get(photo.path)!;
  const place = writer.photosAt?.(dataset) ?? ((photo: Photo) => `images/${photo.path}`);
  const copyAt = (photo: Photo): string => copyName(place(photo), fileOf(photo), isUpright);
  const isCopied = job.photos === 'copy' && !writer.holdsPhotos;
  const total = dataset.photos.length * (isCopied ? 2 : 1);
  const copies = createPhotoCopies();
  try {
    const pieces = writer.files(dataset, {
      photosAt: isCopied ? copyAt : null,
      photoBytes: photo => namingPhoto(photo, copies.bytes(fileOf(photo), isUpright)),
      photoRgb: photo => namingPhoto(photo, copies.rgb(fileOf(photo))),
    });
    const written = await writeFiles(job.folder, pieces, done =>
      onProgress(Math.min(done, dataset.photos.length), total),
    );
    const photos = isCopied
      ? await copyAll(job.folder, { outgoing, copies, copyAt, isUpright, notes }, done => onProgress(done, total))
      : [];
    const said = writer.notes(dataset);
    const readAgain = await readBack(job, dataset, said, isCopied || writer.holdsPhotos ? copyAt : photo => photo.path);
    const allNotes = mergedNotes([...job.notes, ...notes.list(), ...said]);
    const text = manifestText({
      version: job.version,
      format: job.format,
      frame: job.frame,
      photosAreCopied: isCopied,
      photos: dataset.photos.length,
      annotations: readAgain.annotations,
      classes: dataset.classes.map(({ name }) => name),
      notes: allNotes,
      files: [...written, ...photos],
    });
    await writeFile(path.join(job.folder, manifestName), text, { flag: 'wx' });
    return {
      kind: 'write',
      format: job.format,
      // With the manifest.
      files: written.length + photos.length + 1,
      bytes: [...written, ...photos].reduce((sum, file) => sum + file.bytes, Buffer.byteLength(text)),
      photos: dataset.photos.length,
      annotations: readAgain.annotations,
      notes: allNotes,
      readAgain: { annotations: readAgain.annotations, largestPx: readAgain.largestPx },
    };
  } finally {
    await copies.dispose();
  }
}

/** A format that holds the photos themselves can say nothing of one whose file is not there; the others are written. */
async function withFiles({ dataset, files }: Outgoing, notes: Notes): Promise<Outgoing> {
  const isThere = async ({ photo }: AnnotatedPhoto): Promise<boolean> => {
    const { file } = files.get(photo.path)!;
    return file !== null && (await stat(file).catch(() => null))?.isFile() === true;
  };
  const photos: AnnotatedPhoto[] = [];
  for (const annotated of dataset.photos) {
    if (await isThere(annotated)) photos.push(annotated);
    else notes.add('photo-file-missing', annotated.photo.path);
  }
  return { dataset: { ...dataset, photos }, files };
}

/** Errors of a photo's file say which photo it is. */
async function namingPhoto<Result>({ path: name }: Photo, result: Promise<Result>): Promise<Result> {
  try {
    return await result;
  } catch (error) {
    if (!isPhotoError(error)) throw error;
    throw new AppError(error.code, { file: name, ...error.details }, { cause: error });
  }
}

async function copyAll(
  folder: string,
  {
    outgoing: { dataset, files },
    copies,
    copyAt,
    isUpright,
    notes,
  }: {
    readonly outgoing: Outgoing;
    readonly copies: PhotoCopies;
    readonly copyAt: (photo: Photo) => string;
    readonly isUpright: boolean;
    readonly notes: Notes;
  },
  onProgress: (done: number) => void,
): Promise<ManifestFile[]> {
  const { photos } = dataset;
  const copied: ManifestFile[] = [];
  for (let from = 0; from < photos.length; from += together) {
    const some = photos.slice(from, from + together);
    await Promise.all(
      some.map(async ({ photo }) => {
        try {
          const at = copyAt(photo);
          const target = path.join(folder, ...at.split('/'));
          const { isBaked, bytes } = await copies.copy(files.get(photo.path)!, target, isUpright);
          if (isBaked) notes.add('photo-baked', photo.path);
          const sha256 = createHash('sha256').update(bytes).digest('hex');
          copied.push({ path: at, bytes: bytes.byteLength, sha256 });
        } catch (error) {
          if (!isPhotoError(error)) throw error;
          notes.add('photo-not-copied', photo.path);
        }
      }),
    );
    onProgress(photos.length + from + some.length);
  }
  return copied;
}

async function readBack(
  job: WriteJob,
  dataset: Outgoing['dataset'],
  notes: readonly DatasetNote[],
  at: (photo: Photo) => string,
): Promise<ReadAgain> {
  const headers = createHeaders();
  const source = await openSourceFolder(job.folder);
  const sizes = new Map(dataset.photos.map(({ photo }) => [at(photo), photo]));
  const read = await datasetReaders[job.format].read(source, {
    answers: {},
    // Photos that were not copied are not there to be asked.
    sizeOf: async file => sizes.get(file) ?? headers.read(path.join(job.folder, ...file.split('/'))),
  });
  return compareExport(dataset, read, { at, notes });
}
