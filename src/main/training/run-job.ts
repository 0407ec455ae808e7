// Which code does which job.
import { assertNever } from '../../shared/errors.ts';
import type { EngineJob, JobOutcome, TrainJob, TrainOutcome } from './api.ts';
import { exportModel } from './export.ts';
import { importModel } from './import-model.ts';
import type { JobContext } from './job-context.ts';
import { doModelFileJob } from './model-files.ts';
import { trainOneClick } from './one-click.ts';
import { predict } from './predict.ts';
import { trainFromScratch } from './scratch.ts';
import { selfTest } from './self-test.ts';
import { trainTextbook } from './textbook.ts';
import { timePhotos } from './timing.ts';

/** Does the job to its end. Rejects with an AppError; ending the process is how a job is cancelled. */
export async function runJob(job: EngineJob, context: JobContext): Promise<JobOutcome> {
  switch (job.kind) {
    case 'train':
      return { kind: 'train', ...(await train(job, context)) };
    case 'predict':
      return predict(job, context);
    case 'export':
      return exportModel(job, context);
    case 'timing':
      return timePhotos(job, context);
    case 'self-test':
      return selfTest(job, context);
    case 'model-file':
      return { kind: 'model-file', answer: await doModelFileJob(job) };
    case 'import-model':
      return importModel(job);
    default:
      return assertNever(job);
  }
}

function train(job: TrainJob, context: JobContext): Promise<TrainOutcome> {
  const { recipe } = job;
  switch (recipe.name) {
    case 'one-click':
      return trainOneClick(job, context);
    case 'textbook':
      return trainTextbook(job, recipe, context);
    case 'scratch':
      return trainFromScratch(job, recipe, context);
  }
}
