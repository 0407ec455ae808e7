// The recipes textbook and scratch on made photos, in a real engine worker.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ModelCard } from '../../../../src/shared/records/run.ts';
import { defaultRecipe, type ScratchRecipe, type TextbookRecipe } from '../../../../src/shared/records/recipe.ts';
import { readModelFolder } from '../../../../src/main/formats/models/model-folder.ts';
import type { FromEngine, TrainJob } from '../../../../src/main/training/api.ts';
import { startJob } from '../../../../src/main/training/supervise.ts';
import { madeTrainJob, makePhotos, temporaryFolder } from '../../../support/made-photos.ts';

const textbook = (changes: Partial<TextbookRecipe> = {}): TextbookRecipe => {
  const recipe = defaultRecipe('textbook', { sidePx: 64, unfreeze: 'block6a' }) as TextbookRecipe;
  const [first, second] = recipe.stages;
  return {
    ...recipe,
    stages: [
      { ...first, epochs: 2 },
      { ...second, epochs: 2 },
    ],
    batch: 5,
    ...changes,
  };
};

async function trained(job: TrainJob) {
  const messages: FromEngine[] = [];
  const outcome = await startJob(job, { onMessage: message => messages.push(message) }).result;
  const epochs = messages.flatMap(message => (message.kind === 'epoch' ? [message.epoch] : []));
  const model = await readModelFolder(job.modelFolder);
  return { outcome, epochs, model, phases: new Set(messages.flatMap(m => (m.kind === 'progress' ? [m.phase] : []))) };
}
const again = async (job: TrainJob, changes: Partial<TrainJob>): Promise<TrainJob> => ({
  ...job,
  modelFolder: path.join(await temporaryFolder(), 'model'),
  ...changes,
});

describe('the textbook’s two stages', () => {
  test('count their epochs on, keep the best one, and leave no records behind', async () => {
    const job = await madeTrainJob(await temporaryFolder(), { recipe: textbook() });
    const { outcome, epochs, model, phases } = await trained(job);
    expect(epochs.map(({ stage, epoch }) => `${stage} ${epoch}`)).toEqual([
      'stage-1 1',
      'stage-1 2',
      'stage-2 3',
      'stage-2 4',
    ]);
    const { stages, epochs: kept } = outcome.chosen;
    const right = epochs.map(({ heldOutAccuracy }) => heldOutAccuracy! * stages!.photos);
    expect(outcome.score.correct).toBeCloseTo(Math.max(...right), 5);
    expect(right[kept - 1]).toBeCloseTo(Math.max(...right), 5);
    expect(stages!.right).toEqual([Math.max(...right.slice(0, 2)), Math.max(...right.slice(2))].map(Math.round));
    expect(outcome.warnings).toContain('chose-epoch');
    expect(epochs[1]!.learningRate).toBeCloseTo(0.01 / (1 + 0.01 * 4), 10);
    expect(phases).toEqual(new Set(['preparing', 'features', 'stage-1', 'stage-2', 'scoring', 'saving']));
    expect(await readdir(path.join(job.cacheFolder, 'runs'))).toEqual([]);
    expect(model.preprocessing.heightPx).toBe(64);
    // Stage 1 kept: the head on the named backbone; stage 2: the whole network.
    expect(model.backbone === null).toBe(kept > 2);
  });

  test('come out the same with the same seed, from the cache as without it', async () => {
    const job = await madeTrainJob(await temporaryFolder(), { recipe: textbook(), threads: 1 });
    const first = await trained(job);
    const second = await trained(await again(job, {}));
    expect(second.epochs).toEqual(first.epochs);
    expect(second.outcome.predictions).toEqual(first.outcome.predictions);
    const other = await trained(await again(job, { seed: job.seed + 1 }));
    expect(other.epochs).not.toEqual(first.epochs);
  });

  test('open the whole network too, on pixels that change in every epoch', async () => {
    const job = await madeTrainJob(await temporaryFolder(), { recipe: textbook({ unfreeze: 'stem' }) });
    const changed = { ...job.train[0]!, hash: 'f'.repeat(64) };
    const { outcome, epochs } = await trained({ ...job, train: [changed, ...job.train.slice(1)] });
    expect(epochs).toHaveLength(4);
    expect(outcome.predictions).toHaveLength(job.train.length - 1 + job.heldOut.length);
    expect(outcome.skipped.map(({ id }) => id)).toEqual([changed.id]);
  });

  test('end after the head where nothing else is to learn', async () => {
    const job = await madeTrainJob(await temporaryFolder(), { recipe: textbook({ unfreeze: null }) });
    const { epochs, model } = await trained(job);
    expect(epochs.map(({ stage }) => stage)).toEqual(['stage-1', 'stage-1']);
    expect(model.backbone).not.toBeNull();
  });

  test('keep the head of stage 1 where stage 2 leaves the numbers, and say so', async () => {
    const recipe = textbook();
    const [first, second] = recipe.stages;
    const stages: TextbookRecipe['stages'] = [first, { ...second, learningRate: 1e30, epochs: 3 }];
    const job = await madeTrainJob(await temporaryFolder(), { recipe: { ...recipe, stages } });
    const { outcome, model } = await trained(job);
    expect(outcome.chosen.epochs).toBeLessThanOrEqual(2);
    expect(outcome.warnings).toContain('diverged');
    expect(model.backbone).not.toBeNull();
  });

  test('choose the epoch on validation and score on test where there are both, and no longer flatter', async () => {
    const folder = await temporaryFolder();
    const choosing = await makePhotos(path.join(folder, 'choosing'), 3, 2_001);
    const job = await madeTrainJob(folder, { recipe: textbook(), choosing, heldOutPart: 'test' });
    const { outcome } = await trained(job);
    expect(outcome.chosen.stages!.photos).toBe(choosing.length);
    expect(outcome.score.total).toBe(job.heldOut.length);
    expect(outcome.warnings).not.toContain('chose-epoch');
    const { length } = [...job.train, ...job.heldOut, ...choosing];
    expect(outcome.predictions).toHaveLength(length);
  });

  test('give photos beside the run their predictions, and name one that cannot be read', async () => {
    const folder = await temporaryFolder();
    const predictOnly = await makePhotos(path.join(folder, 'others'), 2, 3_001);
    const broken = { ...predictOnly[0]!, hash: 'f'.repeat(64) };
    const job = await madeTrainJob(folder, { recipe: textbook(), predictOnly: [broken, ...predictOnly.slice(1)] });
    const { outcome } = await trained(job);
    const ids = new Set(outcome.predictions.map(({ id }) => id));
    expect(predictOnly.slice(1).every(({ id }) => ids.has(id))).toBe(true);
    expect(outcome.skipped.map(({ id }) => id)).toEqual([broken.id]);
  });
});

describe('a network from scratch', () => {
  const recipe = defaultRecipe('scratch', { sidePx: 28, unfreeze: null }) as ScratchRecipe;
  const [stage] = recipe.stages;
  const scratch: ScratchRecipe = { ...recipe, stages: [{ ...stage, epochs: 12, learningRate: 0.02 }], batch: 8 };

  test('learns made photos, keeps its best epoch whole, and says that nothing was pretrained', async () => {
    const job = await madeTrainJob(await temporaryFolder(), {
      recipe: scratch,
      backbone: { kind: 'network', network: 'lenet-5' },
    });
    const { outcome, epochs, model } = await trained(job);
    expect(epochs).toHaveLength(12);
    expect(new Set(epochs.map(({ stage }) => stage))).toEqual(new Set(['training']));
    expect(epochs.at(-1)!.trainLoss).toBeLessThan(epochs[0]!.trainLoss);
    expect(outcome.score.correct / outcome.score.total).toBeGreaterThan(0.5);
    expect(model.backbone).toBeNull();
    expect((model.card as unknown as ModelCard).backbone.origin).toBe('from scratch');
  });

  test('a stop keeps what the first epochs learned', async () => {
    const long = { ...scratch, stages: [{ ...scratch.stages[0], epochs: 1_000 }] as ScratchRecipe['stages'] };
    const job = await madeTrainJob(await temporaryFolder(), {
      recipe: long,
      backbone: { kind: 'network', network: 'lenet-5' },
    });
    const running = startJob(job, {
      onMessage: message => {
        if (message.kind === 'epoch' && message.epoch.epoch === 3) running.stopAndKeep();
      },
    });
    onTestFinished(() => running.cancel());
    const outcome = await running.result;
    expect(outcome.stoppedEarly).toBe(true);
    expect(outcome.chosen.epochs).toBeLessThan(1_000);
    expect((await readModelFolder(job.modelFolder)).classes).toHaveLength(2);
  });
});
