// What a run and its plan are made of: the photos of a frozen snapshot, sorted into parts, with the reasons why training cannot start.
import { AppError, type ErrorRecord } from '../../shared/errors.ts';
import type { HeldOutPart, PhotoExample, TrainingPlan } from '../../shared/records/run.ts';
import { splits, type Split } from '../../shared/records/photo.ts';
import type { RecipeName } from '../../shared/records/recipe.ts';
import type { Snapshot, SnapshotPhoto } from '../store/api.ts';

/** Fewer photos of a class than this to learn from cannot be split into folds. */
export const leastTrainPhotos = 2;
/** Below this a held-out score has an interval too wide to tell good from bad. */
const fewHeldOut = 30;
const smallClass = 10;
/** The largest class has more than this many times the photos of the smallest. */
const imbalanceRatio = 5;

/** Photos of a class, or of the held-out part, that a plan shows. */
const shownExamples = 7;

export type RunPhotos = {
  /** Classes that have a photo, in their order. */
  readonly classes: Snapshot['classes'];
  readonly train: readonly SnapshotPhoto[];
  readonly heldOut: readonly SnapshotPhoto[];
  /** The part that is scored: validation, or test where nothing is in validation. */
  readonly part: HeldOutPart;
  /** The part that chooses the best epoch, where that is another one. */
  readonly choosing: readonly SnapshotPhoto[];
};

/**
 * Sorts a snapshot. A train photo whose very content is held out as well is left out of train, so that no photo is scored on what
 * was learned from it. A recipe that chooses its best epoch by held-out photos does so on validation, and is scored on test where
 * there is one.
 */
export function runPhotos(snapshot: Snapshot, recipe: RecipeName = 'one-click'): RunPhotos {
  const of = (split: Split): SnapshotPhoto[] => snapshot.photos.filter(photo => photo.split === split);
  const validation = of('validation');
  const test = of('test');
  const isChosenApart = recipe !== 'one-click' && test.length > 0;
  const part: HeldOutPart = validation.length > 0 && !isChosenApart ? 'validation' : 'test';
  const heldOut = part === 'validation' ? validation : test;
  const locked = new Set([...validation, ...test].map(photo => photo.hash));
  const train = of('train').filter(photo => !locked.has(photo.hash));
  const present = new Set(snapshot.photos.map(photo => photo.classId));
  return {
    classes: snapshot.classes.filter(({ id }) => present.has(id)),
    train,
    heldOut,
    part,
    choosing: isChosenApart ? validation : [],
  };
}

/** Why training cannot start, most basic reason first; null when it can. */
export function obstacleOf({ classes, train, heldOut }: RunPhotos): ErrorRecord | null {
  const [first] = classes;
  if (first === undefined) return { code: 'train-no-classes', details: {} };
  if (classes.length === 1) return { code: 'train-one-class', details: { class: first.name } };
  for (const { id, name } of classes) {
    const photos = train.filter(photo => photo.classId === id).length;
    if (photos < leastTrainPhotos) {
      return { code: 'train-too-few-photos', details: { class: name, photos, needed: leastTrainPhotos } };
    }
  }
  return heldOut.length === 0 ? { code: 'train-no-held-out', details: {} } : null;
}

export function requireNoObstacle(photos: RunPhotos): void {
  const obstacle = obstacleOf(photos);
  if (obstacle !== null) throw new AppError(obstacle.code, obstacle.details);
}

export function warningsOf(snapshot: Snapshot, { classes, train, heldOut }: RunPhotos): TrainingPlan['warnings'] {
  const warnings: { kind: TrainingPlan['warnings'][number]['kind']; details: Record<string, string | number> }[] = [];
  const counts = classes.map(({ id, name }) => ({ name, photos: train.filter(photo => photo.classId === id).length }));
  const smallest = counts.toSorted((a, b) => a.photos - b.photos)[0];
  const largest = counts.toSorted((a, b) => b.photos - a.photos)[0];
  if (smallest !== undefined && smallest.photos < smallClass) {
    warnings.push({ kind: 'small-class', details: { class: smallest.name, photos: smallest.photos } });
  }
  if (smallest !== undefined && largest !== undefined && largest.photos > imbalanceRatio * smallest.photos) {
    const details = { class: largest.name, photos: largest.photos, other: smallest.name, otherPhotos: smallest.photos };
    warnings.push({ kind: 'imbalance', details });
  }
  if (heldOut.length > 0 && heldOut.length < fewHeldOut) {
    warnings.push({ kind: 'few-held-out', details: { photos: heldOut.length } });
  }
  if (!snapshot.photos.some(photo => photo.split === 'test')) warnings.push({ kind: 'no-test', details: {} });
  return warnings;
}

/** Spread over all of them rather than the first names: neighbours by name often look alike. */
export function examplesOf(photos: readonly SnapshotPhoto[]): PhotoExample[] {
  const step = Math.max(1, photos.length / shownExamples);
  return Array.from({ length: Math.min(shownExamples, photos.length) }, (_, index) => {
    const { id, hash } = photos[Math.floor(index * step)]!;
    // As the grid's list gives it, so that a page asks for the thumbnail once.
    return { id, hash: hash.slice(0, 16) };
  });
}

/** Photos of each class and split, as the plan shows them. */
export function countsOf(snapshot: Snapshot): Pick<TrainingPlan, 'classes' | 'photos'> {
  const photos: Record<Split, number> = { train: 0, validation: 0, test: 0 };
  const perClass = new Map<number, Record<Split, number>>();
  const trainOf = Map.groupBy(
    snapshot.photos.filter(({ split }) => split === 'train'),
    ({ classId }) => classId,
  );
  for (const { classId, split } of snapshot.photos) {
    photos[split] += 1;
    const counts = perClass.get(classId) ?? { train: 0, validation: 0, test: 0 };
    counts[split] += 1;
    perClass.set(classId, counts);
  }
  const classes = snapshot.classes.map(({ id, name }) => ({
    id,
    name,
    examples: examplesOf(trainOf.get(id) ?? []),
    ...(perClass.get(id) ?? (Object.fromEntries(splits.map(split => [split, 0])) as Record<Split, number>)),
  }));
  return { classes, photos };
}
