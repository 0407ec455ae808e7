// The card of a model trained here: what it is, what it learned from, how good it is, where its parts come from, what it is not good for.
import type { Preprocessing } from '../../engine/preprocessing.ts';
import { limitWords, preprocessingWords } from '../../shared/model-card.ts';
import { text } from '../../shared/messages.ts';
import type { ModelCard, Score } from '../../shared/records/run.ts';
import type { TrainJob } from './api.ts';

export type CardFacts = {
  readonly job: TrainJob;
  /** What it started from. */
  readonly backbone: ModelCard['backbone'];
  /** What of that learned: nothing, what comes from a block on, or everything, because it was bare. */
  readonly learned: 'nothing' | 'everything' | { readonly from: string };
  readonly preprocessing: Preprocessing;
  readonly createdAt: string;
  /** Only photos that could be read. */
  readonly trainedOn: readonly { readonly classId: number }[];
  readonly score: Score;
  /** SHA-256 of the files beside the card. */
  readonly files: Readonly<Record<string, string>>;
};

/** In English, because the files travel. */
export function modelCard(facts: CardFacts): ModelCard {
  const { job, backbone, preprocessing, createdAt, trainedOn, score, files } = facts;
  const photosOf = (classId: number): number => trainedOn.filter(photo => photo.classId === classId).length;
  const classes = job.classes.map(one => one.name);
  return {
    name: job.modelName,
    createdAt,
    task: 'classification',
    classes,
    trainedOn: {
      photos: trainedOn.length,
      perClass: Object.fromEntries(job.classes.map(one => [one.name, photosOf(one.id)])),
      seed: job.seed,
    },
    score,
    backbone: { ...backbone, origin: originOf(facts) },
    scoredOn: job.heldOutPart,
    preprocessing: preprocessingWords('en', preprocessing),
    limits: limitWords('en', { classes, score, preprocessing }),
    files,
  };
}

function originOf({ backbone: { origin }, learned }: CardFacts): string {
  if (learned === 'everything') return origin;
  if (learned === 'nothing') return text('en', 'card.frozen', { origin });
  return text('en', 'card.learned', { origin, learnedFrom: learned.from });
}
