// Which engines the core offers: tfjs-node only where it was set up.
import { mkdirSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { enginesHere } from '../../../../src/main/training/engines.ts';

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
