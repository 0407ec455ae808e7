// Training that goes on: with the CPU where a device is not there, in parts where memory is not enough (in a process that really has
// too little), to the same weights; and what cannot go on says why.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compileTrainingStep } from '../../../../src/engine/compile/training.ts';
import type { TrainingOptions } from '../../../../src/engine/compile/training.ts';
import type { Tensor, Weights } from '../../../../src/engine/tensor.ts';
import { float32Tensor } from '../../../../src/engine/tensor.ts';
import { initialWeights } from '../../../../src/engine/weights.ts';
import { requireMemory } from '../../../../src/main/runtime/available-memory.ts';
import { moreParts, partOf, stateInParts } from '../../../../src/main/runtime/batch-parts.ts';
import { madeBatch } from '../../../../src/main/runtime/made-batch.ts';
import { openNetworkTrainer } from '../../../../src/main/runtime/network-trainer.ts';
import type { Setback } from '../../../../src/main/runtime/network-trainer.ts';
import { openTrainer } from '../../../../src/main/runtime/trainer.ts';
import { mulberry32 } from '../../../../src/shared/random.ts';
import { relativeDifference } from '../../../support/golden.ts';
import { memoryHungry, trainSteps } from '../../../support/limited-trainer.ts';
import type { LimitedAnswer, LimitedRun, TrainedSteps } from '../../../support/limited-trainer.ts';

/** The weights further from those expected than a fraction of each tensor's largest value. */
function farOff(weights: Weights, expected: Weights, tolerance: number): string[] {
  return [...expected]
    .filter(([key, tensor]) => !(relativeDifference(weights.get(key)!, tensor) <= tolerance))
    .map(([key]) => key);
}

/** Trains in a process that may have so much address space and no more. */
async function trainWithin(kilobytes: number, run: LimitedRun): Promise<TrainedSteps> {
  const entry = fileURLToPath(new URL('../../../support/limited-trainer.ts', import.meta.url));
  const child = spawn('sh', ['-c', `ulimit -v ${kilobytes}; exec "$0" "$1"`, process.execPath, entry], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
  });
  try {
    const answer = await new Promise<LimitedAnswer>((resolve, reject) => {
      child.once('message', message => resolve(message as LimitedAnswer));
      child.once('close', (code, signal) => reject(new Error(`ended with ${code ?? signal}`)));
      child.send(run);
    });
    if ('error' in answer) expect.fail(JSON.stringify(answer.error));
    return answer;
  } finally {
    child.kill('SIGKILL');
  }
}

// Node alone reserves 1.5 GB of addresses here; only Linux limits them.
describe.runIf(process.platform === 'linux')('a process without memory', () => {
  const kilobytes = 1_760_000;
  const photos = 36;
  const outOfMemory = /bad_alloc|Failed to allocate/;

  test('trains in parts after a step that did not fit, to what whole batches give', async () => {
    const training = memoryHungry({ batch: photos, sizePx: 96 });
    const limited = await trainWithin(kilobytes, { training });
    const { setbacks, losses } = limited;
    expect(limited.errors).toEqual([]);
    expect(setbacks.length).toBeGreaterThan(0);
    const parts = setbacks.map(({ next }) => next.parts);
    expect(parts).toEqual([2, 4, 12, 36].slice(0, parts.length));
    for (const { reason, isExact } of setbacks) {
      expect(reason).toMatch(outOfMemory);
      expect(isExact).toBe(true);
    }
    const free = await trainSteps({ training });
    expect(free.setbacks).toEqual([]);
    losses.forEach((loss, step) => expect(loss).toBeCloseTo(free.losses[step]!, 5));
    expect(limited.predictions.length).toBe(photos * 3);
    // An update alone is some hundredths; the blocked form's sums of many numbers give a thousandth of that.
    expect(farOff(limited.weights, free.weights, 3e-3)).toEqual([]);
    expect(farOff(limited.state.slots, free.state.slots, 3e-3)).toEqual([]);
    expect(limited.state.steps).toBe(3);
    expect([...limited.state.slots.keys()]).toEqual([...free.state.slots.keys()]);
  }, 60_000);

  test('a step in parts that gives no numbers leaves weights and momenta as they were, and the next one goes on', async () => {
    const run = { training: memoryHungry({ batch: photos, sizePx: 96 }), isSecondBroken: true };
    const [limited, free] = [await trainWithin(kilobytes, run), await trainSteps(run)];
    expect(limited.setbacks.length).toBeGreaterThan(0);
    for (const { errors, losses, state } of [limited, free]) {
      expect(errors).toEqual([{ code: 'train-diverged', details: { step: 2, value: 'loss' } }]);
      expect(losses).toHaveLength(2);
      expect(state.steps).toBe(2);
    }
    expect(farOff(limited.weights, free.weights, 3e-3)).toEqual([]);
    expect(farOff(limited.state.slots, free.state.slots, 3e-3)).toEqual([]);
  }, 60_000);

  test('says so where each part has a batch norm’s statistics of its own, which is not quite the whole', async () => {
    const run = { training: memoryHungry({ batch: photos, sizePx: 96, hasNorm: true }), steps: 1 };
    const { setbacks, losses } = await trainWithin(kilobytes, run);
    expect(losses).toHaveLength(1);
    expect(setbacks.length).toBeGreaterThan(0);
    expect(setbacks.filter(({ isExact }) => isExact)).toEqual([]);
  }, 60_000);

  test('says why where even one photo does not fit', async () => {
    const { errors, losses, setbacks } = await trainWithin(kilobytes, {
      training: memoryHungry({ batch: 2, sizePx: 768 }),
      steps: 1,
    });
    expect(losses).toEqual([]);
    expect(setbacks.map(({ next }) => next.parts)).toEqual([2]);
    const reason = expect.stringMatching(outOfMemory) as string;
    expect(errors).toEqual([{ code: 'engine-failed', details: { reason } }]);
  }, 60_000);
});

const training = (more: Partial<TrainingOptions> = {}): TrainingOptions => ({
  ...memoryHungry({ batch: 8, sizePx: 8 }),
  ...more,
});

test('a device that is not there is reported, and the CPU trains to the same weights', async () => {
  const [elsewhere, here] = [
    await trainSteps({ training: training(), provider: 'abacus' }),
    await trainSteps({ training: training() }),
  ];
  expect(elsewhere.setbacks).toEqual([
    {
      reason: expect.stringContaining('abacus') as string,
      failed: { provider: 'abacus', parts: 1 },
      next: { provider: 'cpu', parts: 1 },
      isExact: true,
    },
  ]);
  expect(elsewhere.weights).toEqual(here.weights);
  expect(elsewhere.state).toEqual(here.state);
});

test('a run that stopped goes on from its weights and state to what it would have become', async () => {
  const options = training({ optimizer: { kind: 'adam' }, batchesPerUpdate: 2 });
  const random = mulberry32(4);
  const weights = initialWeights(options.model, random);
  const batches = Array.from({ length: 4 }, () => madeBatch(compileTrainingStep(options), random));
  const whole = await openNetworkTrainer({ training: options, weights, threads: 1 });
  for (const batch of batches) await whole.step(batch, 0.01);
  const first = await openNetworkTrainer({ training: options, weights, threads: 1 });
  for (const batch of batches.slice(0, 3)) await first.step(batch, 0.01);
  const [kept, resume] = [first.weights(), first.state()];
  await first.dispose();
  const second = await openNetworkTrainer({ training: options, weights: kept, threads: 1, resume });
  await second.step(batches[3]!, 0.01);
  expect(second.weights()).toEqual(whole.weights());
  expect(second.state()).toEqual(whole.state());
  await Promise.all([whole.dispose(), second.dispose()]);
});

test('a batch that is wrong is refused and no reason to go elsewhere', async () => {
  const setbacks: Setback[] = [];
  const options = training();
  const trainer = await openNetworkTrainer({
    training: options,
    weights: initialWeights(options.model, mulberry32(1)),
    threads: 1,
    onSetback: setback => setbacks.push(setback),
  });
  await expect(trainer.step({ input: float32Tensor([8, 8, 8, 3]) }, 0.1)).rejects.toMatchObject({
    code: 'engine-failed',
    details: { reason: 'the batch has no targets' },
  });
  expect(setbacks).toEqual([]);
  expect(trainer.place()).toEqual({ provider: 'cpu', parts: 1 });
  await trainer.dispose();
});

describe('a network too large for the memory', () => {
  test('is refused before anything is allocated, needed and available named', async () => {
    const options = training({ batch: 4_000_000 });
    const weights = initialWeights(options.model, mulberry32(1));
    const before = process.memoryUsage.rss();
    await expect(openNetworkTrainer({ training: options, weights, threads: 1 })).rejects.toMatchObject({
      code: 'train-memory',
      details: {
        model: 'hungry',
        batch: 4_000_000,
        neededGb: expect.any(Number) as number,
        availableGb: expect.any(Number) as number,
      },
    });
    expect(process.memoryUsage.rss() - before).toBeLessThan(500e6);
  });

  test('needs what it needs: a tenth of a gigabyte more or less decides', () => {
    const options = memoryHungry({ batch: 64, sizePx: 96 });
    const needed = (): number => {
      try {
        requireMemory(options, 0);
      } catch (error) {
        return (error as { details: { neededGb: number } }).details.neededGb;
      }
      return 0;
    };
    expect(needed()).toBeGreaterThan(0.3);
    expect(() => requireMemory(options, (needed() - 0.1) * 1e9)).toThrow('train-memory');
    expect(() => requireMemory(options, needed() * 1e9)).not.toThrow();
  });
});

describe('parts of a batch', () => {
  test.each([
    [12, 1, 2],
    [12, 2, 4],
    [12, 4, 12],
    [9, 1, 3],
    [7, 1, 7],
    [7, 7, null],
    [1, 1, null],
  ])('%i photos in %i parts go on in %s', (batch, parts, more) => {
    expect(moreParts(batch, parts)).toBe(more);
  });

  test('changing the number of parts in the middle of a batch ends where the whole batch ends', async () => {
    const options = training({ batch: 8 });
    const random = mulberry32(6);
    const weights = initialWeights(options.model, random);
    const inParts = (parts: number) =>
      compileTrainingStep({ ...options, batch: 8 / parts, ...(parts > 1 ? { batchesPerUpdate: parts } : {}) });
    const [whole, half, quarter] = [inParts(1), inParts(2), inParts(4)];
    const [first, second] = [madeBatch(whole, random), madeBatch(whole, random)];

    const reference = await openTrainer(whole, weights, { threads: 1 });
    for (const batch of [first, second]) await reference.step(batch, 0.1);

    // The first batch whole, half of the second in one part, the rest in two.
    const a = await openTrainer(whole, weights, { threads: 1 });
    await a.step(first, 0.1);
    const b = await openTrainer(half, a.weights(), { threads: 1, resume: stateInParts(a.state(), half, 2) });
    await b.step(partOf(second, 0, 2), 0.1);
    const c = await openTrainer(quarter, b.weights(), { threads: 1, resume: stateInParts(b.state(), quarter, 2) });
    for (const place of [2, 3]) await c.step(partOf(second, place, 4), 0.1);

    expect(farOff(c.weights(), reference.weights(), 1e-5)).toEqual([]);
    const state = stateInParts(c.state(), whole, 1 / 4);
    expect(state.steps).toBe(2);
    expect(farOff(state.slots, reference.state().slots, 1e-5)).toEqual([]);
    await Promise.all([reference, a, b, c].map(trainer => trainer.dispose()));
  });

  test('the parts of a tensor are its rows in order', () => {
    const input: Tensor = float32Tensor([4, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
    const targets: Tensor = { dtype: 'int32', shape: [4], data: Int32Array.of(0, 1, 2, 3) };
    expect(partOf({ input, targets }, 1, 2)).toEqual({
      input: float32Tensor([2, 2], [5, 6, 7, 8]),
      targets: { dtype: 'int32', shape: [2], data: Int32Array.of(2, 3) },
    });
  });
});
