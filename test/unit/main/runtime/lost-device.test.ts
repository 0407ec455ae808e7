// A device that computes at first and is lost in the middle of a run. No such device is needed: its sessions compute on the CPU, then fail.
import { expect, test, vi } from 'vitest';
import type * as Onnx from '../../../../src/main/runtime/onnx.ts';
import type { Setback } from '../../../../src/main/runtime/network-trainer.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { memoryHungry, trainSteps } from '../../../support/limited-trainer.ts';

const stepsUntilLost = 2;

vi.mock(import('../../../../src/main/runtime/onnx.ts'), async original => {
  const onnx: typeof Onnx = await original();
  return {
    ...onnx,
    async openSession(bytes, options) {
      if (options.provider !== 'fragile') return onnx.openSession(bytes, options);
      const session = await onnx.openSession(bytes, { ...options, provider: 'cpu' });
      let steps = 0;
      return {
        ...session,
        run: (feeds, outputs) => {
          if (steps++ < stepsUntilLost) return session.run(feeds, outputs);
          return Promise.reject(new AppError('engine-failed', { reason: 'device lost' }));
        },
      };
    },
  };
});

test('is reported, and the CPU goes on from the last good step to the same weights and state', async () => {
  const training = memoryHungry({ batch: 8, sizePx: 8 });
  const lost = await trainSteps({ training, provider: 'fragile' });
  const here = await trainSteps({ training });
  expect(lost.setbacks).toEqual<Setback[]>([
    {
      reason: 'device lost',
      failed: { provider: 'fragile', parts: 1 },
      next: { provider: 'cpu', parts: 1 },
      isExact: true,
    },
  ]);
  expect(lost.errors).toEqual([]);
  expect(lost.losses).toHaveLength(3);
  // On the device steps are in their portable form: other orders of sums.
  lost.losses.forEach((loss, step) => expect(loss).toBeCloseTo(here.losses[step]!, 5));
  expect(lost.state.steps).toBe(here.state.steps);
  for (const [key, { data }] of here.weights)
    for (const [at, value] of data.entries())
      expect(lost.weights.get(key)!.data[at], key).toBeCloseTo(Number(value), 4);
});
