// The choice between blocked and portable kernels: what this machine has is found and compared, and what is not right is refused with its reason.
import { readdirSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import type { MockInstance } from 'vitest';
import { blockedForm } from '../../../../src/engine/blocked/registry.ts';
import { compileTrainingStep } from '../../../../src/engine/compile/training.ts';
import type { Op } from '../../../../src/engine/ops/op.ts';
import { blockedKernels, testBlockedKernels } from '../../../../src/main/runtime/blocked-kernels.ts';
import { kernelCheckNetwork } from '../../../../src/main/runtime/kernel-check-network.ts';
import { AppError } from '../../../../src/shared/errors.ts';

test.runIf(process.arch === 'x64')(
  'the blocked kernels of this machine are found and compute what ONNX’s own ops compute',
  async () => {
    const kernels = await blockedKernels();
    if ('reason' in kernels) expect.fail(kernels.reason);
    expect([16, 8]).toContain(kernels.blockSize);
    expect(kernels.steps).toBeGreaterThan(1);
    expect(kernels.difference).toBeGreaterThan(0); // the two forms are not the same graph
    expect(kernels.difference).toBeLessThan(1e-5);
  },
);

test('the network of the check passes forward and back through every op that has a blocked form', async () => {
  const folder = new URL('../../../../src/engine/ops/', import.meta.url);
  const forms = new Map<string, [MockInstance, MockInstance]>();
  for (const file of readdirSync(folder).filter(name => name.endsWith('.ts'))) {
    for (const op of Object.values((await import(new URL(file, folder).href)) as Record<string, Op<unknown>>)) {
      const form = blockedForm(op);
      if (form) forms.set(op.name, [vi.spyOn(form, 'forward'), vi.spyOn(form, 'gradient')]);
    }
  }
  expect(forms.size).toBeGreaterThan(10);
  compileTrainingStep({
    model: kernelCheckNetwork(),
    loss: { kind: 'categorical-cross-entropy', labels: 'class-numbers' },
    optimizer: { kind: 'sgd' },
    batch: 2,
    blockSize: 16,
  });
  const without = (place: 0 | 1): string[] =>
    [...forms].filter(([, spies]) => spies[place].mock.calls.length === 0).map(([name]) => name);
  expect(without(0)).toEqual([]);
  // Of the statistics of a batch only the moving averages are made.
  expect(without(1)).toEqual(['batch-variance', 'reduce-mean']);
  vi.restoreAllMocks();
});

test('the answer is found once in a process', () => {
  expect(blockedKernels()).toBe(blockedKernels());
});

test('kernels of another block size than the machine’s are refused with what ONNX Runtime says', async () => {
  const kernels = await blockedKernels();
  const other = 'blockSize' in kernels && kernels.blockSize === 4 ? 8 : 4;
  const tested = await testBlockedKernels(() => Promise.resolve(other));
  expect(tested).toEqual({ reason: expect.stringMatching(/Incompatible|differ by/) as string });
});

test('a block size that no processor has is refused, expected and received named', async () => {
  expect(await testBlockedKernels(() => Promise.resolve(5))).toEqual({
    reason: 'blocks of 16, 8, 4 channels expected, 5 received',
  });
});

test('a runtime without the kernels is a reason, a bug of ours is an error', async () => {
  const refusal = new AppError('engine-failed', { reason: 'com.microsoft.nchwc: no such domain' });
  expect(await testBlockedKernels(() => Promise.reject(refusal))).toEqual({ reason: refusal.details['reason'] });
  const bug = new TypeError('not a function');
  await expect(testBlockedKernels(() => Promise.reject(bug))).rejects.toBe(bug);
});
