// What found things and true things are for the measures of detectors, and their order: by image, by class, by falling score.

/** A true thing. `shape` is a box or a mask; `area` in pixels. A crowd stands for many things of its class in one place. */
export type Truth<S> = {
  readonly image: number;
  readonly class: number;
  readonly shape: S;
  readonly area: number;
  readonly isCrowd: boolean;
};

/** A thing that a detector found. */
export type Detection<S> = {
  readonly image: number;
  readonly class: number;
  readonly shape: S;
  readonly area: number;
  readonly score: number;
};

/** How much a found thing and a true one overlap, 0…1. */
export type Overlap<S> = (found: S, truth: S, isCrowd: boolean) => number;

/** The things of each class by image, each list in the order it had. */
export function byClassAndImage<T extends { readonly image: number; readonly class: number }>(
  things: readonly T[],
): ReadonlyMap<number, ReadonlyMap<number, readonly T[]>> {
  const classes = Map.groupBy(things, thing => thing.class);
  return new Map([...classes].map(([place, members]) => [place, Map.groupBy(members, ({ image }) => image)]));
}

/** Falling scores; equal ones keep their order. */
export const byScore = (a: { readonly score: number }, b: { readonly score: number }): number => b.score - a.score;
