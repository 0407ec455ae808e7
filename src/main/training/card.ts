// The model card of a one-click model: what it is, what it learned from, how good it is, where its parts come from, what it is not good for.
import { cardWords } from '../../shared/model-card.ts';
import type { ModelCard, Score } from '../../shared/records/run.ts';
import { backboneFacts, builtInPreprocessing, type BuiltIn } from '../formats/models/built-in.ts';
import type { TrainJob } from './api.ts';

export type CardFacts = {
  readonly job: TrainJob;
  readonly builtIn: BuiltIn;
  readonly createdAt: string;
  /** Only photos that could be read. */
  readonly trainedOn: readonly { readonly classId: number }[];
  readonly score: Score;
  /** SHA-256 of the files beside the card. */
  readonly files: Readonly<Record<string, string>>;
};

/** In English, because the files travel. */
export function modelCard({ job, builtIn, createdAt, trainedOn, score, files }: CardFacts): ModelCard {
  const photosOf = (classId: number): number => trainedOn.filter(photo => photo.classId === classId).length;
  const backbone = backboneFacts(builtIn.card);
  const { name, licence, sha256 } = backbone;
  const facts = {
    classes: job.classes.map(one => one.name),
    trainedOn: {
      photos: trainedOn.length,
      perClass: Object.fromEntries(job.classes.map(one => [one.name, photosOf(one.id)])),
      seed: job.seed,
    },
    score,
  };
  const words = cardWords('en', { ...facts, backbone, preprocessing: builtInPreprocessing });
  return {
    name: job.modelName,
    createdAt,
    task: 'classification',
    ...facts,
    backbone: { name, origin: words.origin, licence, sha256 },
    scoredOn: job.heldOutPart,
    preprocessing: words.preprocessing,
    limits: words.limits,
    files,
  };
}
