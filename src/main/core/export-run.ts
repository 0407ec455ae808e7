// Writes annotations into a folder, by a dataset worker that reads them again.
import { mkdir, rm } from 'node:fs/promises';
import type { AnnotationExport, AnnotationExportResult } from '../../shared/records/annotation-export.ts';
import type { ClassRecord } from '../../shared/records/class.ts';
import type { DatasetNote } from '../../shared/records/dataset-format.ts';
import { startDatasetJob } from '../annotations/process.ts';
import { writeError } from './disk.ts';

export type ExportRun = {
  /** A new folder, made here; gone again where the export fails. */
  readonly folder: string;
  readonly version: string;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
  readonly classes: readonly ClassRecord[];
  /** Writes lines of `OutgoingPhoto` into a new file; gives what is to be said of photos that stay out. */
  readonly writePhotos: (file: string) => Promise<readonly DatasetNote[]>;
};

/** @throws AppError `export-differs`, `disk-full`, `cancelled` … */
export async function runExportJob(
  wish: AnnotationExport,
  { folder, version, signal, onProgress, classes, writePhotos }: ExportRun,
): Promise<AnnotationExportResult> {
  const lines = `${folder}.jsonl`;
  try {
    await mkdir(folder);
    const notes = await writePhotos(lines);
    const job = { kind: 'write', ...wish, classes, lines, folder, version, notes } as const;
    const { kind: _, ...result } = await startDatasetJob(job, { signal, onProgress }).result;
    return result;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw writeError(error, folder);
  } finally {
    await rm(lines, { force: true });
  }
}
