// Whether photos are enough to train on: said before anything is computed, and again when unreadable photos are left out.
import { AppError } from '../../shared/errors.ts';
import { fewestPhotosPerClass } from './recipe.ts';

type Class = { readonly id: number; readonly name: string };
type Labelled = { readonly classId: number; readonly group?: number };

/** Throws AppError train-no-classes, train-one-class {class}, train-too-few-photos {class, photos, needed} or train-no-held-out. */
export function requireTrainable(
  classes: readonly Class[],
  train: readonly Labelled[],
  heldOut: readonly Labelled[],
): void {
  const photosOf = countsOf(train);
  const [only, ...others] = classes.filter(({ id }) => photosOf.has(id));
  if (!only) throw new AppError('train-no-classes');
  if (others.length === 0) throw new AppError('train-one-class', { class: only.name });
  const least = classes.find(({ id }) => (photosOf.get(id) ?? 0) < fewestPhotosPerClass);
  if (least) throw tooFew(least, photosOf.get(least.id) ?? 0);
  // Equal photos are one group: with a single group nothing could be tried that was not learned from.
  if (new Set(train.map(({ group }) => group)).size < 2) throw tooFew(only, 1);
  if (heldOut.length === 0) throw new AppError('train-no-held-out');
}

/** The same as a question, for a run that is stopped before all photos were read. */
export function hasEnough(classes: readonly Class[], train: readonly Labelled[], heldOutPhotos: number): boolean {
  const photosOf = countsOf(train);
  const isLearnable = classes.every(({ id }) => (photosOf.get(id) ?? 0) >= fewestPhotosPerClass);
  return isLearnable && heldOutPhotos > 0 && new Set(train.map(({ group }) => group)).size >= 2;
}

function tooFew({ name }: Class, photos: number): AppError {
  return new AppError('train-too-few-photos', { class: name, photos, needed: fewestPhotosPerClass });
}

function countsOf(photos: readonly Labelled[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { classId } of photos) counts.set(classId, (counts.get(classId) ?? 0) + 1);
  return counts;
}
