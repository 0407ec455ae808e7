// Photos written in a format by the job of the dataset worker, without a core.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { OutgoingPhoto } from '../../src/main/annotations/jobs.ts';
import { writeLines } from '../../src/main/annotations/staging.ts';
import { runWriteJob } from '../../src/main/annotations/write-job.ts';
import type { AnnotationExport } from '../../src/shared/records/annotation-export.ts';
import type { ClassRecord } from '../../src/shared/records/class.ts';
import { datasetFolder } from './dataset-trips.ts';

/** The folder is gone when the test is over. Throws what the job throws. */
export async function writtenExport(
  wish: AnnotationExport,
  classes: readonly ClassRecord[],
  photos: readonly OutgoingPhoto[],
) {
  const home = await datasetFolder();
  const [lines, folder] = [path.join(home, 'lines'), path.join(home, 'out')];
  await mkdir(folder);
  const out = writeLines<OutgoingPhoto>(lines);
  for (const photo of photos) out.write(photo);
  out.close();
  const job = { kind: 'write', ...wish, classes, lines, folder, version: '0', notes: [] } as const;
  return { folder, result: await runWriteJob(job, () => undefined) };
}
