// Calls about training, results, models, export and prediction.
import { z } from 'zod';
import { grantId, modelId, photoId, runId, workId } from '../records/ids.ts';
import type { PredictionBatch } from '../records/prediction.ts';
import { exportFormats } from '../records/model-export.ts';
import type { ModelFacts } from '../records/model-facts.ts';
import { augmentations, trainingOptions } from '../records/recipe.ts';
import type {
  EpochRecord,
  ModelExport,
  ModelSummary,
  PhotoVerdict,
  RunResults,
  RunSummary,
  TrainingPlan,
} from '../records/run.ts';
import type { AugmentedPhoto } from '../records/augmented-photo.ts';
import { call } from './call.ts';

const work = z.object({ work: workId });
type Work = z.infer<typeof work>;

export const trainingCalls = {
  'training:plan': call(trainingOptions).returns<TrainingPlan>(),
  /** A few train photos as a run may see them; `GET /augmented/<photo>/<sidePx>/<augmentations>/<seed>` has their pixels (RGBA). */
  'training:preview': call(
    z.object({ augmentation: z.array(z.enum(augmentations)), seed: z.number().int().min(0) }),
  ).returns<readonly AugmentedPhoto[]>(),
  'training:start': call(trainingOptions).returns<{ run: z.infer<typeof runId>; work: z.infer<typeof workId> }>(),
  /** `keep`: finish with the best head so far and score it. Otherwise the run is ended and marked stopped. */
  'training:stop': call(z.object({ keep: z.boolean() })).returns<null>(),
  'runs:list': call(z.null()).returns<readonly RunSummary[]>(),
  'runs:read': call(z.object({ id: runId })).returns<RunResults>(),
  /** Its curves so far, also while it goes on; later epochs are announced as `run:epoch`. */
  'runs:epochs': call(z.object({ id: runId })).returns<readonly EpochRecord[]>(),
  /** A run that goes on cannot be deleted (`conflict`). Can be undone until the project is closed; its files are removed then. */
  'runs:delete': call(z.object({ id: runId, deleted: z.boolean() })).returns<null>(),
  /** Photos of one cell of the confusion matrix, or of a row or column where one side is null. */
  'runs:cell': call(
    z.object({ id: runId, actual: z.number().int().nullable(), predicted: z.number().int().nullable() }),
  ).returns<readonly PhotoVerdict[]>(),

  'models:list': call(z.null()).returns<readonly ModelSummary[]>(),
  'models:card': call(z.object({ id: modelId })).returns<ModelFacts>(),
  'models:delete': call(z.object({ id: modelId, deleted: z.boolean() })).returns<null>(),
  /** Writes the model, class list, example and card as one archive, reads it back and compares it on held-out photos. The file itself is `GET /download/export/<work>`. */
  'models:export': call(z.object({ id: modelId, format: z.enum(exportFormats) })).returns<Work>(),
  'models:export-result': call(work).returns<ModelExport>(),

  /** Predicts on a granted folder or file, on photos uploaded before, or on photos of the project. */
  'predict:start': call(
    z.object({
      model: modelId,
      source: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('grant'), grant: grantId }),
        z.object({ kind: z.literal('upload'), upload: z.string().regex(/^[a-z0-9-]{1,64}$/) }),
        z.object({ kind: z.literal('photos'), ids: z.array(photoId).min(1).max(10_000) }),
      ]),
      top: z.number().int().min(1).max(10),
    }),
  ).returns<Work>(),
  'predict:read': call(work).returns<PredictionBatch>(),
};
