// The learning rate over a run's epochs, from the numbers of its stages.
import type { Recipe, Stage } from '../../../shared/records/recipe.ts';

/** The stages that a recipe will go through. */
export function stagesOf(recipe: Recipe): readonly Stage[] {
  switch (recipe.name) {
    case 'one-click':
      return [];
    case 'textbook':
      return recipe.unfreeze === null ? recipe.stages.slice(0, 1) : recipe.stages;
    case 'scratch':
      return recipe.stages;
  }
}

/** Updates of the weights in one epoch; the last batch may be a small one. */
export const updatesPerEpoch = (photos: number, batch: number): number => Math.max(1, Math.ceil(photos / batch));

/** Epochs done and the rate then. */
export type RatePoint = { readonly epoch: number; readonly rate: number };

/** One list a stage; its epochs are counted on from those before, its updates start again. `perEpoch`: updates. */
export function ratePoints(stages: readonly Stage[], perEpoch: number): readonly (readonly RatePoint[])[] {
  let before = 0;
  return stages.map(({ epochs, learningRate, decay }) => {
    const steps = Math.min(60, epochs * 4);
    const points = Array.from({ length: steps + 1 }, (_, step) => {
      const done = (epochs * step) / steps;
      return { epoch: before + done, rate: learningRate / (1 + decay * done * perEpoch) };
    });
    before += epochs;
    return points;
  });
}
