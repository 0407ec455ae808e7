// The job that gives annotations away: writes the files of a format into an empty folder, reads them again with that format's reader, and
// says what is in them and what is not.
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { DatasetNote } from '../../shared/records/dataset-format.ts';
import { datasetReaders, datasetWriters } from '../formats/datasets/index.ts';
import { createNotes, type Notes } from '../formats/datasets/notes.ts';
import { openSourceFolder } from '../formats/datasets/source-folder.ts';
import type { CopyName, DatasetWriter } from '../formats/datasets/write-dataset.ts';
import { holdsNothing } from '../formats/datasets/writing.ts';
import type { AnnotatedPhoto } from '../../shared/records/annotated-photo.ts';
import { isPhotoError } from '../photos/photo-error.ts';
import { compareExport, type ReadAgain } from './compare.ts';
import type { WriteJob, WriteOutcome } from './jobs.ts';
import { manifestName, manifestText, type ManifestFile } from './manifest.ts';
import { readOutgoing, type Outgoing } from './outgoing.ts';
import { copyNames, createPhotoCopies, type PhotoCopies } from './photo-copies.ts';
import { createHeaders } from './photo-header.ts';
import { withFiles, withReadable, type PhotoRequests } from './writable-photos.ts';
import { writeFiles } from './written-files.ts';
import { mergedNotes } from './note-kinds.ts';

type Photo = AnnotatedPhoto['photo'];
type Progress = (done: number, total: number) => void;
/** How many photos are copied at once. */
const together = 4;

/** @throws AppError `export-nothing` where the format holds no annotation, `export-differs` where the files say something else. */
export async function runWriteJob(asked: WriteJob, onProgress: Progress): Promise<WriteOutcome> {
  const writer = datasetWriters[asked.format];
  const job: WriteJob = writer.isAlwaysUpright ? { ...asked, frame: 'upright' } : asked;
  const notes = createNotes();
  const all = await readOutgoing(job, notes);
  const isUpright = job.frame === 'upright';
  const isCopied = job.photos === 'copy' && !writer.holdsPhotos;
  const names = copyNames(all.files, isUpright);
  const copyName = ({ path: name }: Photo): string => names.get(name)!;
  const total = all.dataset.photos.length * (isCopied ? 2 : 1);
  const copies = createPhotoCopies();
  try {
    const given = writer.holdsPhotos ? await withFiles(all, notes) : all;
    const attempt = async (outgoing: Outgoing, ask: PhotoRequests) => {
      const copyAt = placeOfCopies(writer, outgoing.dataset, copyName);
      const pieces = writer.files(outgoing.dataset, { photosAt: isCopied ? copyAt : null, ...ask });
      const onFile = (done: number): void => onProgress(Math.min(done, outgoing.dataset.photos.length), total);
      return { outgoing, copyAt, written: await writeFiles(job.folder, pieces, onFile) };
    };
    const { outgoing, copyAt, written } = await withReadable(given, { copies, isUpright, notes }, attempt, job.folder);
    const { dataset } = outgoing;
    const said = writer.notes(dataset, isCopied ? copyName : undefined);
    if (holdsNothing(dataset, written.length, said)) throw new AppError('export-nothing', { format: job.format });
    const photos = isCopied
      ? await copyAll(job.folder, { outgoing, copies, copyAt, isUpright, notes }, done => onProgress(done, total))
      : [];
    if (isCopied && writer.photosAt === undefined) noteNewNames(dataset, copyName, notes);
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

/** Where the format's writer says nothing of names, copies have others only because two photos' differ by no more than case. */
function noteNewNames({ photos }: Outgoing['dataset'], copyName: CopyName, notes: Notes): void {
  for (const { photo } of photos)
    if (!copyName(photo).startsWith(photo.path)) notes.add('out-name-changed', `${photo.path} → ${copyName(photo)}`);
}

function placeOfCopies(writer: DatasetWriter, dataset: Outgoing['dataset'], copyName: CopyName): CopyName {
  return writer.photosAt?.(dataset, copyName) ?? (photo => `images/${copyName(photo)}`);
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
