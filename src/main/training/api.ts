// The messages between the core and an engine worker, and what a training job needs and yields. Plain data: it crosses processes.
import type { ErrorRecord } from '../../shared/errors.ts';
import type { ExportFormat } from '../../shared/records/model-export.ts';
import type { ModelFileAnswer, ModelFileRequest } from '../../shared/records/model-file.ts';
import type { DeclaredPreprocessing } from '../../shared/records/preprocessing.ts';
import type { EngineId, Recipe } from '../../shared/records/recipe.ts';
import type { Chosen, EpochRecord, RunPhase, RunWarning, Score } from '../../shared/records/run.ts';
import type { SelfTestRow } from '../../shared/records/self-test.ts';
import type { PretrainedFile } from '../formats/models/pretrained-manifest.ts';

export type JobPhoto = {
  readonly id: number;
  /** Absolute; for the engine worker's own decode workers. */
  readonly file: string;
  readonly hash: string;
};

/** Where a run's network comes from: with Fovea, a model folder (imported, fetched, or a model of a project), or an architecture alone. */
export type BackbonePlace =
  | { readonly kind: 'built-in' }
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'network'; readonly network: string };

export type TrainJob = {
  readonly kind: 'train';
  readonly backbone: BackbonePlace;
  /** As people say it. */
  readonly backboneName: string;
  readonly recipe: Recipe;
  readonly engine: EngineId;
  /** Where other engines than ONNX Runtime were set up. */
  readonly tfjsFolder: string | null;
  readonly resourcesFolder: string;
  readonly cacheFolder: string;
  /** Where the model folder is written (a new folder, named by the core). */
  readonly modelFolder: string;
  readonly modelName: string;
  readonly seed: number;
  readonly threads: number;
  readonly classes: readonly { readonly id: number; readonly name: string }[];
  /** `group`: photos of one group stay in one fold. */
  readonly train: readonly (JobPhoto & { readonly classId: number; readonly group: number })[];
  /** The part that is scored, once, at the end. */
  readonly heldOut: readonly (JobPhoto & { readonly classId: number })[];
  readonly heldOutPart: 'validation' | 'test';
  /** The part that chooses the best epoch, where it is another than the scored one; empty: the scored one chooses. */
  readonly choosing: readonly (JobPhoto & { readonly classId: number })[];
  /** Everything else that wants a prediction when the head is done. */
  readonly predictOnly: readonly JobPhoto[];
};

export type PredictJob = {
  readonly kind: 'predict';
  readonly resourcesFolder: string;
  readonly cacheFolder: string | null;
  /** A model folder, or null for the built-in network with its ImageNet classes. */
  readonly modelFolder: string | null;
  readonly threads: number;
  readonly photos: readonly { readonly name: string; readonly file: string }[];
  readonly top: number;
  /** Writes the decoded pixels of the first photo as NumPy .npy, uint8 [1, H, W, 3]. */
  readonly saveInput: string | null;
};

export type ExportJob = {
  readonly kind: 'export';
  readonly resourcesFolder: string;
  readonly cacheFolder: string | null;
  readonly modelFolder: string;
  readonly threads: number;
  readonly format: ExportFormat;
  /** The model's file to write (for `card` the card's); classes, examples and card go beside it, their names beginning with `stem`. */
  readonly file: string;
  readonly stem: string;
  /** Held-out photos for the comparison after reading back. */
  readonly photos: readonly { readonly name: string; readonly file: string }[];
};

/** Times a few photos and batches of a run on this machine, for the promise before the click. */
export type TimingJob = Pick<
  TrainJob,
  'backbone' | 'recipe' | 'engine' | 'tfjsFolder' | 'resourcesFolder' | 'threads'
> & { readonly kind: 'timing'; readonly classes: number };

/** Photos a second; null for what the recipe does not do. */
export type Rates = {
  /** From the file to one variant's record, decoding beside computing. */
  readonly passes: number;
  /** Through a step of the stage in which layers of the network learn. */
  readonly learned: number | null;
  /** Through the same layers without learning. */
  readonly tried: number | null;
  /** What the process takes at its most, from the plan of the step. */
  readonly memoryMb: number;
};
export type SelfTestJob = {
  readonly kind: 'self-test';
  readonly resourcesFolder: string;
  readonly workFolder: string;
  readonly threads: number;
};

/** What the command line asks of a model file. */
export type ModelFileJob = {
  readonly kind: 'model-file';
  readonly request: ModelFileRequest;
  readonly resourcesFolder: string;
  readonly threads: number;
};

/** Makes a model folder of a model file that a person chose or that was fetched. */
export type ImportModelJob = {
  readonly kind: 'import-model';
  /** Absolute: a file, or a folder of Teachable Machine, TF.js or Fovea. */
  readonly file: string;
  /** Where the folder is made, named after the file. */
  readonly modelsFolder: string;
  readonly resourcesFolder: string;
  /** What a person said; null: what the file says. */
  readonly preprocessing: DeclaredPreprocessing | null;
  readonly threads: number;
  /** What the file is, where it was fetched by the manifest and its checksum proved it. */
  readonly published: PretrainedFile | null;
};

export type EngineJob = TrainJob | PredictJob | ExportJob | TimingJob | SelfTestJob | ModelFileJob | ImportModelJob;

export type TrainOutcome = {
  readonly score: Score;
  readonly confusion: number[][];
  readonly perClass: {
    classId: number;
    precision: number | null;
    recall: number | null;
    f1: number | null;
    photos: number;
  }[];
  readonly calibration: {
    error: number;
    bins: { from: number; to: number; photos: number; confidence: number; accuracy: number }[];
  };
  readonly warnings: RunWarning[];
  readonly chosen: Chosen;
  /** Photos that could not be read when they were needed: left out and named. */
  readonly skipped: { id: number; code: string; details: Record<string, string | number> }[];
  /** For every photo of the job that could be read: all classes, likeliest first. */
  readonly predictions: { id: number; top: { classId: number; probability: number }[] }[];
  readonly versions: Record<string, string>;
  /** `stop` with keep ended the search early. */
  readonly stoppedEarly: boolean;
};

/** From the core to the engine worker. */
export type ToEngine =
  | { readonly kind: 'start'; readonly job: EngineJob }
  /** For a training job: finish with the best head so far. */
  | { readonly kind: 'stop-and-keep' };

/** From the engine worker to the core. One job per process; it ends after `done` or `failed`. Killing the process is how a job is cancelled. */
export type FromEngine =
  | { readonly kind: 'alive' }
  | { readonly kind: 'progress'; readonly phase: RunPhase; readonly done: number; readonly total: number }
  | { readonly kind: 'epoch'; readonly epoch: EpochRecord }
  | {
      readonly kind: 'predicted';
      readonly photos: { readonly index: number; readonly top: { class: string; probability: number }[] }[];
    }
  | {
      readonly kind: 'skipped';
      readonly index: number;
      readonly code: string;
      readonly details: Record<string, string | number>;
    }
  | { readonly kind: 'row'; readonly row: SelfTestRow }
  | { readonly kind: 'done'; readonly outcome: JobOutcome }
  | { readonly kind: 'failed'; readonly error: ErrorRecord };

export type JobOutcome =
  | ({ readonly kind: 'train' } & TrainOutcome)
  | { readonly kind: 'predict' }
  | {
      readonly kind: 'export';
      readonly file: string;
      readonly bytes: number;
      readonly agreement: { photos: number; same: number; largest: number };
    }
  | ({ readonly kind: 'timing' } & Rates)
  | { readonly kind: 'self-test'; readonly passed: boolean }
  | { readonly kind: 'model-file'; readonly answer: ModelFileAnswer }
  /** `id`: the folder's name; not new where the same file was brought in before. */
  | { readonly kind: 'import-model'; readonly id: string; readonly isNew: boolean };

/** How the core runs a job (training/supervise.ts): spawns the worker, watches its beat, turns its death into an AppError. */
export type RunningJob<Outcome extends JobOutcome> = {
  readonly result: Promise<Outcome>;
  readonly stopAndKeep: () => void;
  /** Kills the worker; `result` rejects with 'cancelled'. */
  readonly cancel: () => void;
  readonly pid: number;
};
