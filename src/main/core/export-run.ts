// Writes the project's annotations into a folder, by a dataset worker that reads them again.
import { mkdir, rm } from 'node:fs/promises';
import type { AnnotationExport } from '../../shared/records/annotation-export.ts';
import type { WriteOutcome } from '../annotations/jobs.ts';
import { startDatasetJob } from '../annotations/process.ts';
import { writeError } from './disk.ts';
import { writeOutgoing } from './export-dataset.ts';
import { writerOf } from './export-plan.ts';
import type { OpenProject } from './open-project.ts';

export type ExportRun = {
  /** A new folder, made here; gone again where the export fails. */
  readonly folder: string;
  readonly version: string;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
};

/** @throws AppError `dataset-unknown`, `export-differs`, `disk-full`, `cancelled` … */
export async function runExport(
  project: OpenProject,
  wish: AnnotationExport,
  { folder, version, signal, onProgress }: ExportRun,
): Promise<WriteOutcome> {
  writerOf(wish.format);
  const lines = `${folder}.jsonl`;
  try {
    await mkdir(folder);
    const notes = await writeOutgoing(project, lines);
    const classes = await project.store.classesList();
    const job = startDatasetJob(
      { kind: 'write', ...wish, classes, lines, folder, version, notes },
      { signal, onProgress },
    );
    return await job.result;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw writeError(error, folder);
  } finally {
    await rm(lines, { force: true });
  }
}
