// Choosing a device: each provider is tried in a process of its own, compared with the CPU and timed; nothing that goes wrong there goes wrong here.
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { TrainingOptions } from '../../../../src/engine/compile/training.ts';
import { cpuForm } from '../../../../src/main/runtime/blocked-kernels.ts';
import { tryDevice } from '../../../../src/main/runtime/device-trial.ts';
import { chooseDevice, fastest } from '../../../../src/main/runtime/devices.ts';
import { kernelCheckNetwork } from '../../../../src/main/runtime/kernel-check-network.ts';
import { runtimeFacts } from '../../../../src/main/runtime/onnx.ts';

const options: TrainingOptions = {
  model: kernelCheckNetwork(),
  loss: { kind: 'categorical-cross-entropy', labels: 'class-numbers' },
  optimizer: { kind: 'adam' },
  batch: 4,
};

afterEach(() => {
  vi.unstubAllEnvs();
});

test('every provider of the runtime but the CPU is tried: it computes the same numbers, or says why not', async () => {
  const { provider, trials } = await chooseDevice(options, { threads: 1 });
  const others = runtimeFacts().providers.filter(name => name !== 'cpu');
  expect(trials.map(trial => trial.provider)).toEqual(others);
  for (const trial of trials) {
    if ('reason' in trial) expect(trial.reason).not.toBe('');
    else expect(trial.difference).toBeLessThan(1e-3);
  }
  const usable = trials.filter(trial => !('reason' in trial)).map(trial => trial.provider);
  expect(['cpu', ...usable]).toContain(provider);
}, 60_000);

test('a device that computes what the CPU computes is timed beside it', async () => {
  // The portable form on the CPU is such a device: another way to the same numbers.
  const form = await cpuForm();
  const trial = await tryDevice({ provider: 'cpu', options: { ...options, ...form }, threads: 1 });
  if ('reason' in trial) expect.fail(trial.reason);
  expect(trial.difference).toBeLessThan(1e-5);
  expect(trial.stepMs).toBeGreaterThan(0);
  expect(trial.cpuStepMs).toBeGreaterThan(0);
});

describe('a device is refused with its reason, and the CPU taken', () => {
  const choose = (answerWithinMs = 60_000): ReturnType<typeof chooseDevice> =>
    chooseDevice(options, { threads: 1, providers: ['cpu', 'abacus'], answerWithinMs });

  test('where the runtime does not have it', async () => {
    expect(await choose()).toEqual({
      provider: 'cpu',
      trials: [{ provider: 'abacus', reason: expect.stringContaining('abacus') as string }],
    });
  });

  test('where its process crashes', async () => {
    vi.stubEnv('NODE_OPTIONS', '--max-old-space-size=3'); // V8 aborts
    const { provider, trials } = await choose();
    expect(provider).toBe('cpu');
    expect(trials).toEqual([
      { provider: 'abacus', reason: expect.stringContaining('its process ended with') as string },
    ]);
  });

  test('where it does not answer in time', async () => {
    expect((await choose(1)).trials).toEqual([{ provider: 'abacus', reason: 'no answer within 0.001 s' }]);
  });
});

test('options that cannot be compiled are an error, not a refusal of the device', async () => {
  const layers = options.model.layers.map(layer => ({ ...layer, config: { ...layer.config, trainable: false } }));
  const frozen = { ...options, model: { ...options.model, layers } };
  await expect(chooseDevice(frozen, { threads: 1, providers: ['abacus'] })).rejects.toMatchObject({
    code: 'model-invalid',
    details: { expected: 'at least one trainable layer' },
  });
});

test('the fastest is the one that takes the smallest share of the CPU’s time beside it, if that is less than the whole', () => {
  const trial = (provider: string, stepMs: number) => ({ provider, difference: 0, stepMs, cpuStepMs: 10 });
  expect(fastest([{ provider: 'a', reason: 'none' }, trial('b', 5), trial('c', 2), trial('d', 11)])).toBe('c');
  expect(fastest([trial('d', 11), { provider: 'a', reason: 'none' }])).toBe('cpu');
  expect(fastest([])).toBe('cpu');
});
