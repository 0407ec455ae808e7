// Trains a network where and how this machine can: in the form its kernels allow, within its memory. A step that fails is not the end: from
// another device training goes on with the CPU, on the CPU with the batch in parts, from the last good weights and to the same result.
import { compileTrainingStep } from '../../engine/compile/training.ts';
import type { TrainingOptions, TrainingStep } from '../../engine/compile/training.ts';
import type { Tensor, Weights } from '../../engine/tensor.ts';
import { AppError, invariant } from '../../shared/errors.ts';
import { requireMemory } from './available-memory.ts';
import { joined, moreParts, partOf, stateInParts } from './batch-parts.ts';
import { cpuForm } from './blocked-kernels.ts';
import { checkBatch, openTrainer } from './trainer.ts';
import type { Trainer, TrainerOptions, TrainerState } from './trainer.ts';

/** Where steps run, and in how many parts each batch goes through the network. */
export type Place = { readonly provider: string; readonly parts: number };

/** A step failed for `reason`, and training goes on in `next`. */
export type Setback = {
  readonly reason: string;
  readonly failed: Place;
  readonly next: Place;
  /**
   * False where parts are not quite the whole: batch norms in training mode normalise each part by itself, and dropout
   * drops otherwise.
   */
  readonly isExact: boolean;
};

export type NetworkTrainerOptions = Omit<TrainerOptions, 'threads' | 'provider'> & {
  /** The form of the kernels is chosen here. */
  readonly training: Omit<TrainingOptions, 'blockSize'>;
  readonly weights: Weights;
  readonly threads: number;
  /** `cpu` by default; see `chooseDevice`. */
  readonly provider?: string;
  readonly onSetback?: (setback: Setback) => void;
};

/** A trainer of whole batches; `state()` is told in whole batches too, whatever the parts. */
export type NetworkTrainer = Trainer & { place(): Place };

/** Of a closed trainer, told in whole batches; a batch that is under way counts by the share that is done. */
type Kept = { readonly weights: Weights; readonly state: TrainerState | null };

type Done = { readonly loss: number; readonly predictions: Tensor };

/**
 * Opens it in the form that is fastest here. Where a step fails for good its error is thrown, weights and slots stay those of
 * the last good update, and an update over several batches begins anew; statistics may have seen parts of the failed batch.
 * @throws AppError `train-memory` where the estimate of a step is more than the free memory, `engine-failed` where neither the
 * CPU nor smaller parts help, `model-invalid` as `compileTrainingStep` and `openTrainer`.
 */
export async function openNetworkTrainer(options: NetworkTrainerOptions): Promise<NetworkTrainer> {
  const { training, threads, seed, onSetback, provider = 'cpu' } = options;
  const { batch, batchesPerUpdate = 1 } = training;
  const whole = compileTrainingStep(training);
  const differsInParts = whole.state.some(({ kind }) => kind === 'statistic') || whole.noise.length > 0;

  let place: Place = { provider, parts: 1 };
  let kept: Kept = { weights: options.weights, state: options.resume ?? null };
  let open: { readonly trainer: Trainer; readonly step: TrainingStep } | null = null;

  async function opened(): Promise<Trainer> {
    if (open) return open.trainer;
    const isCpu = place.provider === 'cpu';
    const { parts } = place;
    const sized = { ...training, batch: batch / parts, batchesPerUpdate: batchesPerUpdate * parts };
    const compiled = { ...sized, ...(isCpu ? await cpuForm() : {}) };
    // In parts the system says what fits: what was closed just now may not be free yet.
    if (isCpu && parts === 1) requireMemory(compiled);
    const step = compileTrainingStep(compiled);
    const state = kept.state && stateInParts(kept.state, step, parts);
    const trainer = await openTrainer(step, kept.weights, {
      threads,
      provider: place.provider,
      ...(seed === undefined ? {} : { seed }),
      ...(state ? { resume: { ...state, steps: Math.round(state.steps) } } : {}),
    });
    open = { trainer, step };
    // The trainer has copies; these may be as large as all else.
    kept = { weights: new Map(), state: null };
    return trainer;
  }

  /** Keeps weights and state, which are in this process's own memory. Says why what failed could not even be closed. */
  async function close(): Promise<string | undefined> {
    if (!open) return undefined;
    const { trainer, step } = open;
    open = null;
    const trouble = await trainer.dispose().then(
      () => undefined,
      (error: unknown) => String(error),
    );
    kept = { weights: trainer.weights(), state: stateInParts(trainer.state(), step, 1 / place.parts) };
    return trouble;
  }

  /** Closes what failed and chooses where to go on; throws what no other place helps against. */
  async function retreat(error: unknown): Promise<void> {
    const reason = failureOf(error);
    const next = reason === undefined ? null : placeAfter(reason);
    if (reason === undefined || next === null) throw error;
    const failed = place;
    const trouble = await close();
    place = next;
    const both = trouble === undefined ? reason : `${reason}; closing it: ${trouble}`;
    onSetback?.({ reason: both, failed, next, isExact: next.parts === 1 || !differsInParts });
  }

  function placeAfter(reason: string): Place | null {
    if (place.provider !== 'cpu') return { ...place, provider: 'cpu' };
    const parts = isShortOfMemory(reason) ? moreParts(batch, place.parts) : null;
    return parts === null ? null : { ...place, parts };
  }

  /** Forgets the sums of gradients since the last update: a part of the failed batch is in them. */
  async function abandon(): Promise<void> {
    await close();
    const { weights, state } = kept;
    if (!state) return;
    const slots = [...state.slots].filter(([name]) =>
      whole.state.some(({ name: own, kind }) => own === name && kind === 'slot'),
    );
    kept = {
      weights,
      state: { steps: Math.floor(state.steps / batchesPerUpdate) * batchesPerUpdate, slots: new Map(slots) },
    };
  }

  async function allParts(given: Readonly<Record<string, Tensor>>, learningRate: number): Promise<Done[]> {
    const done: Done[] = [];
    for (;;) {
      try {
        const trainer = await opened();
        for (let photos = photosOf(done); photos < batch; photos = photosOf(done)) {
          const part = partOf(given, (photos * place.parts) / batch, place.parts);
          done.push(await trainer.step(part, learningRate));
        }
        return done;
      } catch (error) {
        try {
          await retreat(error);
        } catch (last) {
          if (done.length > 0) await abandon();
          throw inWholeSteps(last, place.parts);
        }
      }
    }
  }

  if (provider === 'cpu') requireMemory({ ...training, ...(await cpuForm()) });
  for (let isOpen = false; !isOpen;) {
    try {
      await opened();
      isOpen = true;
    } catch (error) {
      await retreat(error);
    }
  }
  return {
    place: () => place,
    async step(given, learningRate) {
      checkBatch(whole, given);
      const done = await allParts(given, learningRate);
      const loss = done.reduce((sum, part) => sum + (part.loss * part.predictions.shape[0]!) / batch, 0);
      return { loss, predictions: joined(done.map(({ predictions }) => predictions)) };
    },
    weights: () => open?.trainer.weights() ?? new Map(kept.weights),
    state() {
      const state = open ? stateInParts(open.trainer.state(), open.step, 1 / place.parts) : kept.state;
      invariant(state, 'a trainer that was open has a state');
      return stateInParts(state, whole, 1);
    },
    async dispose() {
      await open?.trainer.dispose();
    },
  };
}

const photosOf = (done: readonly Done[]): number =>
  done.reduce((photos, { predictions }) => photos + predictions.shape[0]!, 0);

/** Why a step or its opening failed, where another place may help; undefined for what is wrong anywhere. */
function failureOf(error: unknown): string | undefined {
  if (error instanceof RangeError && isShortOfMemory(error.message)) return error.message;
  if (!(error instanceof AppError)) return undefined;
  const { code, details } = error;
  if (code === 'engine-failed') return String(details['reason']).trim();
  if (code === 'train-memory')
    return `out of memory: ${String(details['neededGb'])} GB needed, ${String(details['availableGb'])} GB available`;
  return undefined;
}

/** In the words of ONNX Runtime, C++ and V8. */
const isShortOfMemory = (reason: string): boolean =>
  /bad_alloc|failed to allocate|allocation failed|out of memory/i.test(reason);

/** A step of the trainer is a part of the person's. */
function inWholeSteps(error: unknown, parts: number): unknown {
  if (!(error instanceof AppError) || error.code !== 'train-diverged' || parts === 1) return error;
  const step = Math.ceil(Number(error.details['step']) / parts);
  return new AppError(error.code, { ...error.details, step }, { cause: error });
}
