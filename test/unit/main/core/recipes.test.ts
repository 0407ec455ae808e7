// A run as a person chose it: what the plan says, what is refused, and what the run then did.
import path from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { plannedParts, variantsOf, type PlannedPhotos } from '../../../../src/main/core/run-plan.ts';
import type { Core } from '../../../../src/main/core/index.ts';
import { defaultRecipe, type TextbookRecipe } from '../../../../src/shared/records/recipe.ts';
import { failure, openFolder, openTestCore, writePhotos } from '../../../support/core.ts';

const counts = { 'train/disc': 6, 'train/bars': 6, 'val/disc': 3, 'val/bars': 3 };

async function openedProject(more: Readonly<Record<string, number>> = {}): Promise<Core> {
  const { core, home } = await openTestCore();
  await openFolder(core, await writePhotos(path.join(home, 'things'), { ...counts, ...more }));
  await core.call('project:answer-class-folders', { use: true });
  return core;
}

const textbook = (changes: Partial<TextbookRecipe> = {}): TextbookRecipe => {
  const recipe = defaultRecipe('textbook', { sidePx: 64, unfreeze: 'block7a' }) as TextbookRecipe;
  const [first, second] = recipe.stages;
  const stages: TextbookRecipe['stages'] = [
    { ...first, epochs: 1 },
    { ...second, epochs: 1 },
  ];
  return { ...recipe, stages, augmentation: [], ...changes };
};

async function run(core: Core, wished: Parameters<typeof core.call<'training:start'>>[1]) {
  const { run: id, work } = await core.call('training:start', wished);
  expect(await core.workEnded(work)).toMatchObject({ state: 'done' });
  return core.call('runs:read', { id });
}

describe('a plan', () => {
  test('is one click on the built-in backbone unless something else is chosen, and fills in the rest', async () => {
    const core = await openedProject();
    const plan = await core.call('training:plan', {});
    expect(plan).toMatchObject({ recipe: { name: 'one-click' }, engine: 'onnx', seed: null });
    expect(plan.backbone).toMatchObject({ id: 'efficientnet-lite0', source: 'built-in', isHere: true });
    expect(plan.learning.parameters).toBe(0);
    const opened = await core.call('training:plan', { recipe: textbook() });
    const { blocks } = opened.backbone;
    const from = blocks.findIndex(({ name }) => name === 'block7a');
    expect(opened.learning.parameters).toBe(blocks.slice(from).reduce((sum, { parameters }) => sum + parameters, 0));
    expect(opened.learning.of).toBe(plan.backbone.parameters);
    const bare = await core.call('training:plan', { backbone: 'lenet-5' });
    expect(bare.recipe).toMatchObject({ name: 'scratch', sidePx: 28 });
    const scratch = defaultRecipe('scratch', { sidePx: 224, unfreeze: null });
    const architecture = await core.call('training:plan', { backbone: 'xception', recipe: scratch });
    expect(architecture.backbone).toMatchObject({ id: 'xception-scratch', source: 'network' });
  });

  test('names how long each part takes once this kind of run was timed', { timeout: 60_000 }, async () => {
    const core = await openedProject();
    const timed = Promise.withResolvers<unknown>();
    core.listen(({ event, data }) => {
      if (event === 'data:changed' && data.subjects.includes('settings')) timed.resolve(data);
    });
    const wished = { recipe: textbook() };
    expect(await core.call('training:plan', wished)).toMatchObject({ seconds: null, parts: null, memoryMb: null });
    await timed.promise;
    const { parts, seconds, memoryMb, computerMb } = await core.call('training:plan', wished);
    expect(parts!.map(({ part }) => part)).toEqual(['features', 'stage-1', 'stage-2']);
    expect(parts!.every(part => part.seconds > 0)).toBe(true);
    expect(seconds).toBeCloseTo(
      parts!.reduce((sum, part) => sum + part.seconds, 0),
      6,
    );
    expect(memoryMb).toBeGreaterThan(100);
    expect(computerMb).toBeGreaterThan(memoryMb!);
  });

  test('counts what stays to be looked at: variants of train photos, others once, known ones not again', () => {
    const speed = { passes: 10, learned: 5, tried: 20, memoryMb: 500, headSecondsPerPhoto: 0.01 };
    const photos: PlannedPhotos = {
      train: 100,
      heldOut: 40,
      choosing: 0,
      others: 20,
      known: { train: 10, others: 30 },
    };
    const recipe = defaultRecipe('textbook', { sidePx: 64, unfreeze: 'block7a' }) as TextbookRecipe;
    expect(variantsOf(recipe)).toBe(4);
    expect(variantsOf({ ...recipe, augmentation: [] })).toBe(1);
    expect(variantsOf({ ...recipe, unfreeze: null })).toBe(2); // five epochs of the head alone
    const [features, , second] = plannedParts({ recipe }, photos, speed);
    expect(features!.seconds).toBeCloseTo(1 + (90 * 4 + 30) / 10, 6);
    expect(second!.seconds).toBeCloseTo(10 * (100 / 5 + 40 / 20), 6);
    expect(plannedParts({ recipe: { ...recipe, unfreeze: null } }, photos, speed)).toHaveLength(2);
  });

  test.each([
    ['one click without pretrained weights', { backbone: 'lenet-5', recipe: { name: 'one-click' } }, 'recipe-unfit'],
    ['a backbone that does not exist', { backbone: 'lenet-6' }, 'not-found'],
    [
      'a network of one size on photos of another',
      { backbone: 'lenet-5', recipe: defaultRecipe('scratch', { sidePx: 64, unfreeze: null }) },
      'recipe-unfit',
    ],
    ['an engine that was not set up', { engine: 'tfjs' }, 'engine-missing'],
  ] as const)('refuses %s', async (_, wished, code) => {
    vi.stubEnv('FOVEA_TFJS', path.join('no', 'such', 'folder'));
    onTestFinished(() => void vi.unstubAllEnvs());
    const core = await openedProject();
    const refused = await failure(core.call('training:plan', wished as never));
    expect(refused.code).toBe(code);
    expect(refused.message).not.toMatch(/[{}]/);
  });

  test('a run whose weights are not on this computer does not start, and says where they come from', async () => {
    const core = await openedProject();
    const refused = await failure(core.call('training:start', { backbone: 'xception' }));
    expect(refused).toMatchObject({ code: 'backbone-missing', message: expect.stringContaining('Xception') as string });
    expect(await core.call('runs:list', null)).toEqual([]);
  });
});

describe('a run', () => {
  test('keeps the recipe it was started with, its stages and its best epoch', { timeout: 60_000 }, async () => {
    const core = await openedProject();
    const recipe = textbook();
    const results = await run(core, { seed: 3, recipe });
    expect(results.run).toMatchObject({ recipe, engine: 'onnx', seed: 3, part: 'validation', state: 'finished' });
    expect(results.chosen.stages).toMatchObject({ photos: 6 });
    expect(results.warnings).toContain('chose-epoch');
    const epochs = await core.call('runs:epochs', { id: results.run.id });
    expect(epochs.map(({ stage, epoch }) => [stage, epoch])).toEqual([
      ['stage-1', 1],
      ['stage-2', 2],
    ]);
    const [model] = await core.call('models:list', null);
    expect(model).toMatchObject({ runId: results.run.id });
    const card = await core.call('models:card', { id: model!.id });
    expect(card.classes).toEqual(['bars', 'disc']);
  });

  test('with test photos chooses on validation and is scored on test', { timeout: 60_000 }, async () => {
    const core = await openedProject({ 'test/disc': 2, 'test/bars': 2 });
    const results = await run(core, { seed: 1, recipe: textbook({ unfreeze: null }) });
    expect(results.run).toMatchObject({ part: 'test', score: { total: 4 } });
    expect(results.warnings).not.toContain('chose-epoch');
    expect(results.chosen.stages!.photos).toBe(6);
  });

  test(
    'from its own model as the starting point trains a new head on what that one learned',
    { timeout: 60_000 },
    async () => {
      const core = await openedProject();
      const first = await run(core, { seed: 1 });
      const backbone = first.run.modelId! as string;
      const second = await run(core, { seed: 1, backbone });
      expect(second.run.backbone).toBe('things 1');
      expect(second.run.score!.total).toBe(6);
    },
  );
});
