// A run: one training with its recipe, its frozen data, its epochs and what came out.
import type { BackboneSummary } from './backbone.ts';
import type { ClassId, ModelId, PhotoId, RunId } from './ids.ts';
import type { Split } from './photo.ts';
import type { EngineId, Recipe } from './recipe.ts';

/** The part a run is scored on: validation, or test where nothing is in validation. */
export type HeldOutPart = 'validation' | 'test';
export type PhotoExample = { readonly id: PhotoId; readonly hash: string };

/** A stretch of a run's time, in the order they come. */
export type PlannedPart = {
  readonly part: 'features' | 'cross-validation' | 'stage-1' | 'stage-2' | 'training';
  readonly seconds: number;
};

/** What a run will do, told before it is done. */
export type TrainingPlan = {
  readonly backbone: BackboneSummary;
  /** With every default filled in; `seed` null: a new one. */
  readonly recipe: Recipe;
  readonly engine: EngineId;
  readonly seed: number | null;
  /** Parameters that learn, the head's with them, of all. */
  readonly learning: { readonly parameters: number; readonly of: number };
  /** Where the time goes; null until it was timed on this computer. */
  readonly parts: readonly PlannedPart[] | null;
  /** All memory of this computer. */
  readonly computerMb: number;
  readonly classes: readonly {
    readonly id: ClassId;
    readonly name: string;
    readonly train: number;
    readonly validation: number;
    readonly test: number;
    /** A few of its train photos, spread over them. */
    readonly examples: readonly PhotoExample[];
  }[];
  readonly photos: Readonly<Record<Split, number>>;
  /** What the model will be scored on. */
  readonly heldOut: { readonly part: HeldOutPart; readonly examples: readonly PhotoExample[] };
  /** Photos that are not used, by reason. */
  readonly leftOut: {
    readonly notAnnotated: number;
    readonly excluded: number;
    readonly damaged: number;
    readonly nothing: number;
  };
  /** Estimated from a few timed batches on this machine; null until they were timed. */
  readonly seconds: number | null;
  readonly memoryMb: number | null;
  /** Why training cannot start, with a code of errors.ts; null when it can. */
  readonly obstacle: { readonly code: string; readonly details: Readonly<Record<string, string | number>> } | null;
  /** Message keys `train.warning.<kind>`. */
  readonly warnings: readonly {
    readonly kind: 'no-test' | 'small-class' | 'imbalance' | 'few-held-out';
    readonly details: Readonly<Record<string, string | number>>;
  }[];
  /** Training was asked for and waits until every photo was read. */
  readonly isStarting: boolean;
};

export const runStates = ['running', 'finished', 'stopped', 'failed'] as const;
export type RunState = (typeof runStates)[number];

export const epochStages = ['cross-validation', 'final', 'stage-1', 'stage-2', 'training'] as const;

/**
 * One point of the live curves. `cross-validation` points are means over the folds; `final` points are of the head refitted on
 * all of train. The textbook's stages and `training` (from scratch) count their epochs on: stage 2 begins after the last of stage 1.
 */
export type EpochRecord = {
  readonly epoch: number;
  readonly stage: (typeof epochStages)[number];
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  readonly heldOutLoss: number | null;
  readonly heldOutAccuracy: number | null;
  readonly learningRate: number;
};

export type Score = {
  readonly correct: number;
  readonly total: number;
  /** Fractions; Wilson's interval at 95 %. */
  readonly accuracy: number;
  readonly interval: readonly [number, number];
  /** Share of the most frequent class in the same part. */
  readonly baseline: number;
  readonly baselineClass: ClassId;
};

export type RunSummary = {
  readonly id: RunId;
  readonly state: RunState;
  readonly startedAt: string;
  readonly seconds: number;
  /** Its name as people say it. */
  readonly backbone: string;
  readonly recipe: Recipe;
  readonly engine: EngineId;
  readonly seed: number;
  readonly photos: Readonly<Record<Split, number>>;
  readonly part: HeldOutPart;
  readonly classes: readonly { readonly id: ClassId; readonly name: string }[];
  /** A person ended it before it was done and kept what there was: it is finished all the same. */
  readonly stoppedEarly: boolean;
  readonly score: Score | null;
  readonly modelId: ModelId | null;
  readonly error: { readonly code: string; readonly details: Readonly<Record<string, unknown>> } | null;
  /** Something was relabelled, excluded or moved since the run took its snapshot. */
  readonly stale: boolean;
};

export const runPhases = [
  'preparing',
  'features',
  'cross-validation',
  'final',
  'stage-1',
  'stage-2',
  'training',
  'scoring',
  'saving',
] as const;
export type RunPhase = (typeof runPhases)[number];

/** Pushed at most ten times a second while a run goes on. */
export type RunProgress = {
  readonly runId: RunId;
  readonly phase: RunPhase;
  /** What is done of the phase: photos in `features`, `scoring` and the stages (all epochs together), else steps of its own. */
  readonly done: number;
  readonly total: number;
  readonly perSecond: number;
  readonly elapsedSeconds: number;
  readonly secondsLeft: number | null;
};

export type RunResults = {
  readonly run: RunSummary;
  /** `confusion[actual][predicted]` in the order of run.classes, counts of the scored part. */
  readonly confusion: readonly (readonly number[])[];
  readonly perClass: readonly {
    readonly classId: ClassId;
    readonly precision: number | null;
    readonly recall: number | null;
    readonly f1: number | null;
    readonly photos: number;
  }[];
  /** Ten or fewer bins of the likeliest class's probability. */
  readonly calibration: {
    readonly error: number;
    readonly bins: readonly {
      readonly from: number;
      readonly to: number;
      readonly photos: number;
      readonly confidence: number;
      readonly accuracy: number;
    }[];
  };
  /** Wrong photos of the scored part, most certain first. */
  readonly mistakes: readonly PhotoVerdict[];
  /** Constant predictions and other reasons to distrust the score: keys `results.warning.<kind>`. */
  readonly warnings: readonly (RunWarning | 'stale')[];
  readonly chosen: Chosen;
};

export const runWarnings = ['constant-predictions', 'few-photos', 'chose-epoch', 'batch-split', 'diverged'] as const;
/**
 * `chose-epoch`: the photos it is scored on also chose the best epoch, so the score is a little kind. `batch-split`: memory was
 * short and batches went through in parts. `diverged`: stage 2 left the numbers, and what was best before was kept.
 */
export type RunWarning = (typeof runWarnings)[number];

/** What a run decided by itself. */
export type Chosen = {
  /** One click: those of the final head. Else the best epoch, counted over both stages: the one that was kept. */
  readonly epochs: number;
  /** One click: λ of λ/2 · Σ w². */
  readonly strength: number;
  /** One click: what each photo was learned from; else the augmentations. */
  readonly variants: readonly string[];
  /** Two stages: right ones of the photos that chose the epoch, at the best epoch of each stage, and a probe beside them. */
  readonly stages?:
    | {
        readonly photos: number;
        readonly right: readonly number[];
        /** A one-click head on the same features, scored on the same photos. */
        readonly probe: number;
      }
    | undefined;
};

/** How one scored photo came out. */
export type PhotoVerdict = {
  readonly photoId: PhotoId;
  readonly hash: string;
  readonly name: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly actual: ClassId;
  readonly top: readonly { readonly classId: ClassId; readonly probability: number }[];
};

export type ModelCard = {
  readonly name: string;
  readonly createdAt: string;
  readonly task: 'classification';
  readonly classes: readonly string[];
  readonly backbone: {
    readonly name: string;
    readonly origin: string;
    readonly licence: string;
    readonly sha256: string;
  };
  readonly trainedOn: {
    readonly photos: number;
    readonly perClass: Readonly<Record<string, number>>;
    readonly seed: number;
  };
  readonly score: Score | null;
  readonly scoredOn: string;
  readonly preprocessing: string;
  readonly limits: readonly string[];
  readonly files: Readonly<Record<string, string>>;
};

export type ModelSummary = {
  readonly id: ModelId;
  readonly name: string;
  readonly runId: RunId | null;
  readonly source: 'project' | 'built-in' | 'download' | 'imported';
  readonly createdAt: string;
  readonly classes: readonly string[];
  readonly score: Score | null;
  readonly bytes: number;
};

/** What came of reading an exported file back: the proof beside the export button. */
export type ExportAgreement = { readonly photos: number; readonly same: number; readonly largest: number };
export type ModelExport = { readonly fileName: string; readonly bytes: number; readonly agreement: ExportAgreement };
