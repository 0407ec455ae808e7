// What a model says of a photo, as a run keeps it.
import type { TrainJob, TrainOutcome } from './api.ts';
import { asFraction } from './predict.ts';

export type Prediction = TrainOutcome['predictions'][number];

/** All classes, likeliest first. */
export function predictionOf({ classes }: TrainJob, id: number, probabilities: ArrayLike<number>): Prediction {
  const order = [...classes.keys()].sort((a, b) => probabilities[b]! - probabilities[a]!);
  return {
    id,
    top: order.map(place => ({ classId: classes[place]!.id, probability: asFraction(probabilities[place]!) })),
  };
}

/** Places of classes in the model, by id. */
export const placesOf = ({ classes }: TrainJob): Map<number, number> =>
  new Map(classes.map(({ id }, place) => [id, place]));
