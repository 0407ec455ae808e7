// What a run will do and take, told before it is done: what learns, where the time goes, how much memory.
import os from 'node:os';
import type { PlannedPart, TrainingPlan } from '../../shared/records/run.ts';
import type { BackboneSummary } from '../../shared/records/backbone.ts';
import { variantsShown, type Recipe } from '../../shared/records/recipe.ts';
import type { ChosenRun } from './chosen-run.ts';
import type { Speed } from './timing.ts';

/** Starting the engine and loading the network. */
const startSeconds = 1;
/** An epoch of a head on features that are there, for each photo. */
const headStepSeconds = 0.0003;
/** One click learns from each train photo and its mirror image. */
const oneClickVariants = 2;
const bytesOfFeature = 4;

export type PlannedPhotos = {
  readonly train: number;
  readonly heldOut: number;
  readonly choosing: number;
  /** Photos that only want a prediction. */
  readonly others: number;
  /** Those of all whose records an earlier run of the same kind left in the cache. */
  readonly known: { readonly train: number; readonly others: number };
};

/** Parameters that learn in the end, without the head's, which are few, and all of the network's. */
export function learningOf({ parameters, blocks }: BackboneSummary, recipe: Recipe): TrainingPlan['learning'] {
  if (recipe.name === 'scratch') return { parameters, of: parameters };
  const from = recipe.name === 'textbook' ? blocks.findIndex(({ name }) => name === recipe.unfreeze) : -1;
  const opened = from < 0 ? [] : blocks.slice(from);
  return { parameters: opened.reduce((sum, block) => sum + block.parameters, 0), of: parameters };
}

/** How often the frozen part looks at a train photo. */
export function variantsOf(recipe: Recipe): number {
  if (recipe.name === 'scratch') return 1;
  return recipe.name === 'textbook' ? variantsShown(recipe) : oneClickVariants;
}

/** The stretches of the run, in their order. */
export function plannedParts(
  { recipe }: Pick<ChosenRun, 'recipe'>,
  photos: PlannedPhotos,
  speed: Speed,
): PlannedPart[] {
  const { train, heldOut, choosing, others, known } = photos;
  const looks = (train - known.train) * variantsOf(recipe) + (heldOut + choosing + others - known.others);
  const features: PlannedPart = { part: 'features', seconds: startSeconds + looks / speed.passes };
  const search: PlannedPart = { part: 'cross-validation', seconds: train * speed.headSecondsPerPhoto };
  if (recipe.name === 'one-click') return [features, search];
  const tried = choosing > 0 ? choosing : heldOut;
  const epochSeconds = train / (speed.learned ?? Infinity) + tried / (speed.tried ?? Infinity);
  if (recipe.name === 'scratch')
    return [features, { part: 'training', seconds: recipe.stages[0].epochs * epochSeconds }];
  const [first, second] = recipe.stages;
  // The probe beside stage 1 is a search of its own.
  const head = first.epochs * (train + tried) * headStepSeconds + search.seconds;
  const parts: PlannedPart[] = [features, { part: 'stage-1', seconds: head }];
  return recipe.unfreeze === null ? parts : [...parts, { part: 'stage-2', seconds: second.epochs * epochSeconds }];
}

/** The engine's process with its decode workers, and what grows with the photos: one click keeps features in memory, stages on disk. */
export function plannedMemoryMb({ recipe }: Pick<ChosenRun, 'recipe'>, photos: PlannedPhotos, speed: Speed): number {
  const features = recipe.name === 'one-click' ? featureMb * (photos.train * variantsOf(recipe) + photos.heldOut) : 0;
  return Math.round(speed.memoryMb + features);
}
const featureMb = (2_048 * bytesOfFeature) / 1e6;

export const computerMb = (): number => Math.round(os.totalmem() / 1e6);
