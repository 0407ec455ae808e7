// Two runs beside each other: their scores on the photos that both were scored on, what differs between them, and the photos that changed sides.
import type { ClassId, PhotoId } from './ids.ts';
import type { RunSummary, Score } from './run.ts';

/** `a` is the one before, `b` the one that is judged against it. */
export type RunComparison = {
  readonly a: ComparedRun;
  readonly b: ComparedRun;
  /** Of both runs, in A's order, then those of B alone. */
  readonly classes: RunSummary['classes'];
  readonly photos: ComparedPhotos;
  /** null where the runs have no scored photo in common. */
  readonly difference: ScoreDifference | null;
  readonly settings: readonly ComparedSetting[];
  readonly repaired: PhotosOfSide;
  readonly broken: PhotosOfSide;
  readonly stillWrong: PhotosOfSide;
};

export type ComparedRun = {
  readonly run: RunSummary;
  /** On the photos in common only; null where there are none. */
  readonly score: Score | null;
  /** `[actual][predicted]` in the order of the comparison's classes, of the photos in common. */
  readonly confusion: readonly (readonly number[])[];
};

export type ComparedPhotos = {
  /** Scored in both, with the same content and the same label. */
  readonly common: number;
  readonly onlyA: number;
  readonly onlyB: number;
  /** In both, but labelled otherwise or with other content since. */
  readonly changed: number;
  /** Left out because a run's answers are no longer kept (its cache was cleared). */
  readonly unanswered: number;
};

export type Verdict = 'b-better' | 'a-better' | 'too-close';

/** B less A, as shares. */
export type ScoreDifference = {
  readonly value: number;
  /** 95 %, of the paired difference. */
  readonly interval: readonly [number, number];
  readonly verdict: Verdict;
  /** How many photos would tell two such models apart in four of five tries; null: their scores are equal. */
  readonly photosToTellApart: number | null;
};

export type PhotosOfSide = {
  readonly count: number;
  /** The most certain mistakes first; not more than a page shows. */
  readonly photos: readonly ComparedPhoto[];
};

export type Answer = { readonly classId: ClassId; readonly probability: number };

export type ComparedPhoto = {
  readonly photoId: PhotoId;
  readonly hash: string;
  readonly name: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly actual: ClassId;
  readonly a: Answer;
  readonly b: Answer;
};

/** In the order they are shown; texts `compare.setting.<name>`. */
export const settingNames = [
  'recipe',
  'backbone',
  'learns',
  'sees',
  'side',
  'epochs',
  'rate',
  'momentum',
  'decay',
  'epochs-2',
  'rate-2',
  'momentum-2',
  'decay-2',
  'kept',
  'strength',
  'batch',
  'seed',
  'engine',
  'threads',
  'train-photos',
  'held-out-photos',
  'seconds',
  'bytes',
] as const;
export type SettingName = (typeof settingNames)[number];

/** null: a run of this recipe has no such setting. `words`: names that the message table knows under `compare.value.<word>`, or as they stand. */
export type SettingValue =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | null;

export type ComparedSetting = {
  readonly name: SettingName;
  readonly a: SettingValue;
  readonly b: SettingValue;
  readonly differs: boolean;
};
