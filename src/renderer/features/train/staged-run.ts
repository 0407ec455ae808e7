// A run in stages as it goes on: where it is, its best epoch so far, whether opening the blocks helped.
import type { Recipe } from '../../../shared/records/recipe.ts';
import type { EpochRecord, RunPhase, RunProgress, RunSummary } from '../../../shared/records/run.ts';
import { stagesOf, updatesPerEpoch } from './rates.ts';

export type StageName = 'stage-1' | 'stage-2' | 'training';
/** `first` and `last` count from 1, over all stages. */
export type StageSpan = { readonly name: StageName; readonly first: number; readonly last: number };

export function spansOf(recipe: Recipe): readonly StageSpan[] {
  let before = 0;
  return stagesOf(recipe).map(({ epochs }, place) => {
    const name: StageName = recipe.name === 'scratch' ? 'training' : place === 0 ? 'stage-1' : 'stage-2';
    const span = { name, first: before + 1, last: before + epochs };
    before += epochs;
    return span;
  });
}

const isStage = (stage: EpochRecord['stage']): stage is StageName =>
  stage === 'stage-1' || stage === 'stage-2' || stage === 'training';

/** One record an epoch, place 0 is epoch 1; a later one replaces the earlier; undefined where none came. */
export function stageRecords(epochs: readonly EpochRecord[]): readonly (EpochRecord | undefined)[] {
  const records: (EpochRecord | undefined)[] = [];
  for (const record of epochs) if (isStage(record.stage)) records[record.epoch - 1] = record;
  return Array.from(records);
}

/** The epoch that would be kept now: most right, then the smaller loss, then the earlier. */
export function bestOf(records: readonly (EpochRecord | undefined)[]): EpochRecord | null {
  let best: EpochRecord | null = null;
  for (const record of records) {
    if (!record || record.heldOutAccuracy === null) continue;
    const [mine, theirs] = [record.heldOutAccuracy, best?.heldOutAccuracy ?? -1];
    const isLower = (record.heldOutLoss ?? Infinity) < (best?.heldOutLoss ?? Infinity);
    if (mine > theirs || (mine === theirs && isLower)) best = record;
  }
  return best;
}

/** The photos that choose the best epoch: validation, or test where nothing is in validation. */
export function choosing({ photos }: Pick<RunSummary, 'photos'>): { part: 'validation' | 'test'; photos: number } {
  return photos.validation > 0
    ? { part: 'validation', photos: photos.validation }
    : { part: 'test', photos: photos.test };
}

export type Whereabouts = {
  readonly epoch: number;
  readonly epochs: number;
  /** null outside the stages. */
  readonly batch: number | null;
  readonly batches: number;
  /** Epochs done, with the part of the one that goes on: 10.4. */
  readonly done: number;
};

/** `records` say what is done, `progress` how far the epoch is that goes on. */
export function whereabouts(
  run: Pick<RunSummary, 'recipe' | 'photos'>,
  records: readonly (EpochRecord | undefined)[],
  progress: RunProgress | null,
): Whereabouts {
  const spans = spansOf(run.recipe);
  const epochs = spans.at(-1)?.last ?? 0;
  const batches = run.recipe.name === 'one-click' ? 1 : updatesPerEpoch(run.photos.train, run.recipe.batch);
  const span = spans.find(({ name }) => name === progress?.phase);
  if (!progress || !span || progress.total === 0) {
    const done = isPast(progress?.phase) ? epochs : records.length;
    return { epoch: Math.min(epochs, Math.max(1, done)), epochs, batch: null, batches, done };
  }
  const length = span.last - span.first + 1;
  const inSpan = Math.min(length, (length * progress.done) / progress.total);
  const whole = Math.min(length - 1, Math.floor(inSpan + 1e-9));
  const part = inSpan - whole;
  return {
    epoch: span.first + whole,
    epochs,
    batch: Math.min(batches, Math.max(1, Math.ceil(part * batches - 1e-6))),
    batches,
    done: span.first - 1 + inSpan,
  };
}

const isPast = (phase: RunPhase | undefined): boolean => phase === 'scoring' || phase === 'saving';

/** What stage 2 has brought so far, in right photos; null before its first epoch. */
export type StageGain = {
  readonly before: number;
  readonly now: number;
  readonly photos: number;
  readonly hasDip: boolean;
};

export function gainOf(
  run: Pick<RunSummary, 'recipe' | 'photos'>,
  records: readonly (EpochRecord | undefined)[],
): StageGain | null {
  const of = (name: StageName) => records.filter(record => record?.stage === name);
  const [first, second] = [of('stage-1'), of('stage-2')];
  const [before, now] = [bestOf(first), bestOf(second)];
  if (before === null || now === null) return null;
  const { photos } = choosing(run);
  const right = (share: number | null | undefined): number => Math.round((share ?? 0) * photos);
  return {
    before: right(before.heldOutAccuracy),
    now: right(now.heldOutAccuracy),
    photos,
    hasDip: right(second[0]?.heldOutAccuracy) < right(first.at(-1)?.heldOutAccuracy),
  };
}
