// Which engines the core offers, tfjs-node only where it was set up; and a whole training by it in a worker (where FOVEA_TFJS names its folder).
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { enginesHere } from '../../../../src/main/training/engines.ts';
import { startJob } from '../../../../src/main/training/supervise.ts';
import type { EngineId } from '../../../../src/shared/records/recipe.ts';
import { madeTrainJob, temporaryFolder } from '../../../support/made-photos.ts';
import { tfjsFolder as setUp } from '../../../support/runtimes.ts';

test('tfjs-node is offered where it lies in the data folder, or in the folder that FOVEA_TFJS names', () => {
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'fovea-engines-'));
  expect(enginesHere(dataFolder, {})).toEqual(['onnx']);
  const elsewhere = path.join(dataFolder, 'elsewhere');
  mkdirSync(path.join(elsewhere, 'node_modules/@tensorflow/tfjs-node'), { recursive: true });
  expect(enginesHere(dataFolder, {})).toEqual(['onnx']);
  expect(enginesHere(dataFolder, { FOVEA_TFJS: elsewhere })).toEqual(['onnx', 'tfjs']);
  mkdirSync(path.join(dataFolder, 'engines/tfjs/node_modules/@tensorflow/tfjs-node'), { recursive: true });
  expect(enginesHere(dataFolder, {})).toEqual(['onnx', 'tfjs']);
});

if (setUp !== null) {
  test('an engine worker teaches LeNet-5 discs and bars from scratch, epoch by epoch as with ONNX Runtime', async () => {
    const losses: Partial<Record<EngineId, number[]>> = {};
    for (const engine of ['onnx', 'tfjs'] as const) {
      const folder = await temporaryFolder();
      const job = await madeTrainJob(folder, {
        backbone: { kind: 'network', network: 'lenet-5' },
        backboneName: 'LeNet-5',
        engine,
        tfjsFolder: setUp,
        recipe: {
          name: 'scratch',
          batch: 8,
          augmentation: ['mirror'],
          sidePx: 28,
          stages: [{ epochs: 4, learningRate: 0.02, momentum: 0.9, decay: 0 }],
        },
      });
      const seen: number[] = [];
      const running = startJob(job, {
        onMessage: message => {
          if (message.kind === 'epoch') seen.push(message.epoch.trainLoss);
        },
      });
      const outcome = await running.result;
      losses[engine] = seen;
      expect(outcome.score.total).toBe(8);
      expect(outcome.versions['tfjs'] !== undefined).toBe(engine === 'tfjs');
      expect(existsSync(path.join(job.modelFolder, 'weights.safetensors'))).toBe(true);
      expect(JSON.parse(await readFile(path.join(job.modelFolder, 'card.json'), 'utf8'))).toHaveProperty('classes');
    }
    expect(losses.tfjs).toHaveLength(4);
    losses.tfjs!.forEach((loss, epoch) => expect(loss).toBeCloseTo(losses.onnx![epoch]!, 3));
  });
}
