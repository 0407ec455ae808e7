// Annotations from one format into another without a project: read, matched with the photos beside them, written and read again.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { AnnotationExport, AnnotationExportResult } from '../../shared/records/annotation-export.ts';
import type { ClassRecord } from '../../shared/records/class.ts';
import type { DatasetFormatId } from '../../shared/records/dataset-format.ts';
import type { AnnotationId, ClassId } from '../../shared/records/ids.ts';
import type { Annotation } from '../../shared/records/photo.ts';
import type { OutgoingPhoto, PreparedPhoto, ReadOutcome } from '../annotations/jobs.ts';
import { startDatasetJob } from '../annotations/process.ts';
import { readLines, writeLines } from '../annotations/staging.ts';
import { plainName } from '../formats/datasets/photo-names.ts';
import { exportToFolder } from './export-folder.ts';
import { runExportJob } from './export-run.ts';
import { makeTemporaryFolder } from './temporary.ts';

export type Conversion = {
  readonly source: string;
  /** null: recognised by its content. */
  readonly from: DatasetFormatId | null;
  readonly wish: AnnotationExport;
  readonly out: string;
  readonly version: string;
  readonly onProgress: (done: number, total: number) => void;
};

/** @throws AppError `dataset-unknown`, `dataset-damaged`, `out-folder-not-empty`, `export-differs` … */
export async function convertAnnotations(wanted: Conversion): Promise<AnnotationExportResult> {
  const { source, from, wish, out, version, onProgress } = wanted;
  const temporary = await makeTemporaryFolder('convert');
  try {
    const staging = path.join(temporary, 'read');
    const read = await startDatasetJob({
      kind: 'read',
      chosen: source,
      format: from,
      answers: {},
      staging,
      owner: process.pid,
      known: [],
      lookIn: [],
      keepUnfound: true,
    }).result;
    const photos = await outgoing(read, staging);
    return await exportToFolder(out, read.sourceKind === 'folder' ? [source] : [], folder =>
      runExportJob(wish, {
        folder,
        version,
        signal: new AbortController().signal,
        onProgress,
        classes: classRecords(read.classes),
        async writePhotos(file) {
          const lines = writeLines<OutgoingPhoto>(file);
          for (const photo of photos) lines.write(photo);
          lines.close();
          return read.notes;
        },
      }),
    );
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** A class of a file has no colour, and its number is its place. */
const classRecords = (names: readonly string[]): ClassRecord[] =>
  names.map((name, at) => ({
    id: (at + 1) as ClassId,
    name,
    colour: 1,
    patterned: false,
    key: null,
    position: at,
    exportPosition: at,
  }));

async function outgoing({ lines, root }: ReadOutcome, staging: string): Promise<Iterable<OutgoingPhoto>> {
  const byPath = new Map<string, OutgoingPhoto>();
  let id = 0;
  for await (const photo of readLines<PreparedPhoto>(lines)) {
    const place = pathOf(photo, root, staging);
    if (place === null) continue; // a name that is refused is in the notes
    const { widthPx, heightPx, split, orientation, target } = photo;
    const stated = photo.annotations.map(({ c, s, a }): Annotation => {
      const common = { id: ++id as AnnotationId, classId: (c + 1) as ClassId };
      return s === null ? { ...common, kind: 'label' } : { ...common, ...s, attributes: a };
    });
    const nothing = (['photo', 'things'] as const)
      .filter(kind => photo.nothing[kind])
      .map((of): Annotation => ({ id: ++id as AnnotationId, kind: 'nothing', of }));
    const before = byPath.get(place);
    byPath.set(place, {
      photo: { path: place, widthPx, heightPx, split },
      annotations: [...(before?.annotations ?? []), ...stated, ...nothing],
      file: target.kind === 'file' ? target.file : null,
      orientation,
    });
  }
  return byPath.values();
}

function pathOf({ name, target }: PreparedPhoto, root: string, staging: string): string | null {
  if (target.kind !== 'file') return plainName(name)?.name ?? null;
  const pixels = path.join(staging, 'pixels');
  const from = target.file.startsWith(pixels + path.sep) ? pixels : root;
  return path.relative(from, target.file).split(path.sep).join('/');
}
