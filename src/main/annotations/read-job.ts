// The job that looks at what a person wants to import: reads the annotations, finds the photos they are on, and leaves lines of both that
// are ready to be written, with everything that is to be looked at before.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { attributes as attributesSchema, type Attributes } from '../../shared/records/shape.ts';
import type { Notes } from '../formats/datasets/notes.ts';
import type { ReadAnnotation, ReadDataset, ReadPhoto, ReadQuestion } from '../formats/datasets/read-dataset.ts';
import type { PreparedAnnotation, PreparedPhoto, ReadJob, ReadOutcome, SourceQuestion } from './jobs.ts';
import { matchPhotos, type Matched } from './match.ts';
import { createHeaders } from './photo-header.ts';
import { createPixelKeeper } from './pixels.ts';
import { prepareAnnotation, type PhotoFrame } from './prepare.ts';
import { openSource, readerOf, type OpenedSource } from './source.ts';
import { readLines, writeLines } from './staging.ts';
import { createTurned, type Turned } from './turned.ts';

type Progress = (done: number, total: number) => void;
/** A photo as it was read, without the pixels: those are in a file by then. */
type RawPhoto = Omit<ReadPhoto, 'pixels'>;

/** @throws AppError `dataset-unknown`, `dataset-empty`, and what the reader and the archive throw. */
export async function runReadJob(job: ReadJob, onProgress: Progress): Promise<ReadOutcome> {
  await mkdir(job.staging, { recursive: true, mode: 0o700 });
  const opened = await openOnce(job);
  const reader = await readerOf(opened.folder, job.format, path.basename(job.chosen));
  const headers = createHeaders();
  const dataset = await reader.read(opened.folder, {
    answers: job.answers as Partial<Record<ReadQuestion['about'], string>>,
    sizeOf: async file => headers.read(path.join(opened.root, ...file.split('/'))),
  });
  const raw = path.join(job.staging, 'read.jsonl');
  const named = await writeRaw(dataset, raw, { root: opened.root, pixels: path.join(job.staging, 'pixels') });
  if (named.length === 0 && dataset.classes.length === 0) throw nothingRead(dataset, path.basename(job.chosen));
  const { photos, notes } = await matchPhotos(named, {
    known: job.known,
    root: opened.root,
    files: opened.folder.files.map(file => file.path).filter(file => !dataset.notPhotos?.has(file)),
    notPhotos: dataset.notPhotos ?? new Set(),
    isSingleFile: opened.kind === 'file',
    lookIn: job.lookIn,
    headers,
    onProgress,
  });
  const turned = await createTurned(readLines<RawPhoto>(raw), photos, job.answers.turned ?? null);
  const lines = path.join(job.staging, 'prepared.jsonl');
  await prepareAll({ raw, lines, photos, turned, notes, keepUnfound: job.keepUnfound, classes: dataset.classes });
  onProgress(named.length, named.length);
  return {
    kind: 'read',
    sourceKind: opened.kind,
    format: dataset.format,
    classes: dataset.classes.map(({ name }) => name),
    notes: [...opened.folder.notes, ...dataset.notes, ...notes.list()],
    questions: [...dataset.questions.map(asQuestion), ...turned.questions],
    lines,
    root: opened.root,
    notPhotos: [...(dataset.notPhotos ?? [])].map(file => path.join(opened.root, ...file.split('/'))),
  };
}

/** Where nothing could be read because of damage, that is what is said. */
function nothingRead({ notes }: ReadDataset, chosen: string): AppError {
  const damage = notes.find(({ code }) => code === 'file-damaged');
  if (damage === undefined) return new AppError('dataset-empty', { file: chosen });
  return new AppError('dataset-damaged', {
    file: damage.examples[0] ?? chosen,
    reason: damage.details['reason'] ?? '',
  });
}

/** An archive is unpacked once, also where its source is read again with other answers. */
async function openOnce({ chosen, staging, owner }: ReadJob): Promise<OpenedSource> {
  const memory = path.join(staging, 'unpacked');
  const unpackedBefore = await readFile(memory, 'utf8').catch(() => null);
  const opened = await openSource(chosen, { into: staging, owner, unpackedBefore });
  if (opened.unpacked !== null) await writeFile(memory, opened.unpacked);
  return opened;
}

async function writeRaw(
  dataset: ReadDataset,
  file: string,
  { root, pixels }: { readonly root: string; readonly pixels: string },
): Promise<{ name: string; file: string | null }[]> {
  const named: { name: string; file: string | null }[] = [];
  const keepPixels = createPixelKeeper(pixels);
  const lines = writeLines<RawPhoto>(file);
  try {
    for (const { pixels: own, ...photo } of dataset.photos) {
      const absolute = own
        ? await keepPixels(photo.name, own)
        : photo.file && path.join(root, ...photo.file.split('/'));
      named.push({ name: photo.name, file: absolute });
      lines.write(photo);
    }
  } finally {
    lines.close();
  }
  return named;
}

const asQuestion = ({ about, options, likeliest, table }: ReadQuestion): SourceQuestion => ({
  about,
  count: 1,
  options: options.map(value => ({ value, fits: value === likeliest ? 1 : 0 })),
  chosen: likeliest,
  example: null,
  table,
});

async function prepareAll({
  raw,
  lines,
  photos,
  turned,
  notes,
  keepUnfound,
  classes,
}: {
  readonly raw: string;
  readonly lines: string;
  readonly photos: readonly Matched[];
  readonly turned: Turned;
  readonly notes: Notes;
  readonly keepUnfound: boolean;
  readonly classes: ReadDataset['classes'];
}): Promise<void> {
  const out = writeLines<PreparedPhoto>(lines);
  try {
    let place = 0;
    for await (const photo of readLines<RawPhoto>(raw)) {
      const matched = photos[place]!;
      const storedAs = turned.storedAs(place);
      out.write(preparedPhoto(photo, matched, { storedAs, notes, keepUnfound, classes }));
      place++;
    }
  } finally {
    out.close();
  }
}

function preparedPhoto(
  photo: RawPhoto,
  { target, size, orientation }: Matched,
  {
    storedAs,
    notes,
    keepUnfound,
    classes,
  }: {
    readonly storedAs: number;
    readonly notes: Notes;
    readonly keepUnfound: boolean;
    readonly classes: ReadDataset['classes'];
  },
): PreparedPhoto {
  const isFound = target.kind !== 'unfound';
  const stated = { widthPx: photo.widthPx, heightPx: photo.heightPx };
  const frame: PhotoFrame = { size: isFound ? size : stated, storedAs };
  const annotations: PreparedAnnotation[] = [];
  const refused: number[] = [];
  const waiting: number[] = [];
  const counts: Record<string, number> = {};
  const example = (annotation: ReadAnnotation): string =>
    `${photo.name}: ${classes[annotation.classPlace]?.name ?? ''} (${photo.annotations.indexOf(annotation) + 1})`;
  for (const annotation of photo.annotations) {
    const kind = annotation.shape?.kind ?? 'label';
    counts[kind] = (counts[kind] ?? 0) + 1;
    if (!isFound && !keepUnfound) {
      waiting.push(annotation.classPlace);
      continue;
    }
    const prepared = prepareAnnotation(annotation, frame);
    if (prepared.kind === 'refused') {
      notes.add(prepared.reason, example(annotation));
      refused.push(annotation.classPlace);
      continue;
    }
    if (prepared.changed) notes.add(prepared.changed, example(annotation));
    const kept = keptAttributes(annotation.attributes, () => notes.add('attributes-dropped', example(annotation)));
    annotations.push({ c: annotation.classPlace, s: prepared.shape, a: kept });
  }
  if (isFound && storedAs === 1 && differs(stated, size)) notes.add('photo-size-differs', photo.name);
  const hasLabels = photo.annotations.some(({ shape }) => shape === null);
  const hasThings = photo.annotations.some(({ shape }) => shape !== null);
  return {
    name: photo.name,
    target,
    ...frame.size,
    orientation,
    split: photo.split,
    nothing: { photo: photo.lookedFor.photo && !hasLabels, things: photo.lookedFor.things && !hasThings },
    annotations,
    refused,
    waiting,
    counts,
  };
}

const differs = (stated: PhotoFrame['size'], size: PhotoFrame['size']): boolean =>
  stated.widthPx > 0 && (stated.widthPx !== size.widthPx || stated.heightPx !== size.heightPx);

const noAttributes: Attributes = {};

function keptAttributes(given: Attributes, onDropped: () => void): Attributes {
  if (Object.keys(given).length === 0) return noAttributes;
  const parsed = attributesSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  onDropped();
  return noAttributes;
}
