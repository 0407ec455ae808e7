// The messages of an engine worker, checked: the worker computes on untrusted photos and models, so the core believes its form of nothing.
import { z } from 'zod';
import { errorRecord } from './error-record.ts';
import { classId } from './ids.ts';
import { modelFileAnswer } from './model-file.ts';
import { epochStages, runPhases, runWarnings } from './run.ts';
import { backboneId } from './recipe.ts';
import { selfTestRow } from './self-test.ts';

const count = z.number().int().min(0);
const fraction = z.number().min(0).max(1);
const shortText = z.string().max(1_000);
const details = z.record(z.string().max(100), z.union([z.string().max(4_000), z.number()]));
const epoch = z.strictObject({
  epoch: count,
  stage: z.enum(epochStages),
  trainLoss: z.number(),
  trainAccuracy: fraction,
  heldOutLoss: z.number().nullable(),
  heldOutAccuracy: fraction.nullable(),
  learningRate: z.number(),
});

const score = z.strictObject({
  correct: count,
  total: count,
  accuracy: fraction,
  interval: z.tuple([fraction, fraction]),
  baseline: fraction,
  baselineClass: classId,
});

const perClass = z.strictObject({
  classId,
  precision: fraction.nullable(),
  recall: fraction.nullable(),
  f1: fraction.nullable(),
  photos: count,
});

const bin = z.strictObject({ from: fraction, to: fraction, photos: count, confidence: fraction, accuracy: fraction });

const trained = z.strictObject({
  kind: z.literal('train'),
  score,
  confusion: z.array(z.array(count)),
  perClass: z.array(perClass),
  calibration: z.strictObject({ error: fraction, bins: z.array(bin).max(100) }),
  warnings: z.array(z.enum(runWarnings)),
  chosen: z.strictObject({
    epochs: count,
    strength: z.number(),
    variants: z.array(shortText),
    stages: z.strictObject({ photos: count, right: z.array(count).max(2), probe: count }).optional(),
  }),
  skipped: z.array(z.strictObject({ id: z.number().int(), code: shortText, details })),
  predictions: z.array(
    z.strictObject({
      id: z.number().int(),
      top: z.array(z.strictObject({ classId, probability: fraction })),
    }),
  ),
  versions: z.record(z.string().max(100), shortText),
  stoppedEarly: z.boolean(),
});

const exported = z.strictObject({
  kind: z.literal('export'),
  file: z.string().max(8_000),
  bytes: count,
  agreement: z.strictObject({ photos: count, same: count, largest: fraction }),
});

const outcome = z.discriminatedUnion('kind', [
  trained,
  z.strictObject({ kind: z.literal('predict') }),
  exported,
  z.strictObject({
    kind: z.literal('timing'),
    passes: z.number().positive(),
    learned: z.number().positive().nullable(),
    tried: z.number().positive().nullable(),
    memoryMb: z.number().positive(),
  }),
  z.strictObject({ kind: z.literal('self-test'), passed: z.boolean() }),
  z.strictObject({ kind: z.literal('model-file'), answer: modelFileAnswer }),
  z.strictObject({ kind: z.literal('import-model'), id: backboneId, isNew: z.boolean() }),
]);

const top = z.array(z.strictObject({ class: shortText, probability: fraction }));

/** Every message that an engine worker may send; anything else fails its job. */
export const engineMessage = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('alive') }),
  z.strictObject({ kind: z.literal('progress'), phase: z.enum(runPhases), done: count, total: count }),
  z.strictObject({ kind: z.literal('epoch'), epoch }),
  z.strictObject({ kind: z.literal('predicted'), photos: z.array(z.strictObject({ index: count, top })) }),
  z.strictObject({ kind: z.literal('skipped'), index: count, code: shortText, details }),
  z.strictObject({
    kind: z.literal('row'),
    row: selfTestRow,
  }),
  z.strictObject({ kind: z.literal('done'), outcome }),
  z.strictObject({
    kind: z.literal('failed'),
    error: errorRecord,
  }),
]);
