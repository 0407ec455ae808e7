// The model card of a one-click model: what it is, what it learned from, how good it is, where its parts come from, what it is not good for.
import type { ModelCard, Score } from '../../shared/records/run.ts';
import { builtInBackbone, builtInPreprocessing, type BuiltIn } from '../formats/models/built-in.ts';
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

export function modelCard({ job, builtIn, createdAt, trainedOn, score, files }: CardFacts): ModelCard {
  const { heightPx, widthPx, mean, std } = builtInPreprocessing;
  const photosOf = (classId: number): number => trainedOn.filter(photo => photo.classId === classId).length;
  const { pretrained, licence, source } = builtIn.card as BuiltInWords;
  return {
    name: job.modelName,
    createdAt,
    task: 'classification',
    classes: job.classes.map(({ name }) => name),
    backbone: {
      name: 'EfficientNet-Lite0',
      origin: `pretrained on ${pretrained.on}, by ${pretrained.by}; package ${source.package}; frozen, used as it is`,
      licence: licence.weights,
      sha256: builtInBackbone.sha256,
    },
    trainedOn: {
      photos: trainedOn.length,
      perClass: Object.fromEntries(job.classes.map(({ id, name }) => [name, photosOf(id)])),
      seed: job.seed,
    },
    score,
    scoredOn: job.heldOutPart,
    preprocessing:
      `Inside the model: the photo is resized to ${widthPx} × ${heightPx} pixels without keeping its aspect ` +
      `(bilinear, antialiased), then (value - ${mean[0]}) / ${std[0]}.`,
    limits: [
      'It names one of its classes for every photo, also for a photo that shows none of them.',
      'The score holds for photos like the held-out ones: the same cameras, places and kinds of subject.',
      `Things much smaller than the photo may vanish at ${widthPx} × ${heightPx} pixels.`,
      ...(score.total < fewHeldOut ? [`The score stands on ${score.total} photos only: look at its interval.`] : []),
    ],
    files,
  };
}

/** Below this a score says little: its interval at 90 % accuracy is wider than 16 points. */
export const fewHeldOut = 50;

/** The words of the built-in model's own card that are repeated here (resources/models/efficientnet-lite0/card.json). */
type BuiltInWords = {
  readonly pretrained: { readonly on: string; readonly by: string };
  readonly licence: { readonly weights: string };
  readonly source: { readonly package: string };
};
