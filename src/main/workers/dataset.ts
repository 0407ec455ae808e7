// Entry of a dataset worker: a child process that does one job for one parent, reading files of annotations that nobody trusts, or
// writing and reading again those that are given away.
import { AppError, toErrorRecord } from '../../shared/errors.ts';
import { asDiskError } from '../annotations/disk-error.ts';
import type { FromDataset, ReadOutcome, ToDataset, WriteOutcome } from '../annotations/jobs.ts';
import { runReadJob } from '../annotations/read-job.ts';
import { runWriteJob } from '../annotations/write-job.ts';
import { endWithParent } from './end-with-parent.ts';

const aliveEveryMs = 5_000;

endWithParent({ hasLongSteps: true });

const say = (message: FromDataset): void => void process.send?.(message);

async function run({ job }: ToDataset): Promise<ReadOutcome | WriteOutcome> {
  const onProgress = (done: number, total: number): void => say({ kind: 'progress', done, total });
  return job.kind === 'read' ? runReadJob(job, onProgress) : runWriteJob(job, onProgress);
}

process.once('message', (message: ToDataset) => {
  setInterval(() => say({ kind: 'alive' }), aliveEveryMs);
  run(message).then(
    outcome => say({ kind: 'done', outcome }),
    (thrown: unknown) => {
      const error = asDiskError(thrown);
      // Of a bug the stack is wanted; it goes to the parent with the last words.
      if (!(error instanceof AppError))
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      say({ kind: 'failed', error: toErrorRecord(error) });
    },
  );
});
