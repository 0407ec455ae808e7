// Both engines: Xception at 224 px, batch 16, forward pass and training steps, ONNX Runtime in turns with tfjs-node (npm run engine:tfjs).
import os from 'node:os';
import path from 'node:path';
import { enginesHere, tfjsFolder } from '../src/main/training/engines.ts';
import { places } from '../src/main/shells/cli/places.ts';
import { workerEnvironment } from '../src/main/training/worker-environment.ts';
import { median } from './support/median.ts';
import { inTurns, type Peer } from './support/turns.ts';

const batch = 16;
const rounds = 3;
const timesPerTurn = 2;
const threads = Math.min(2, os.availableParallelism());

const { dataFolder } = places();
const engines = enginesHere(dataFolder);
const works = [
  { name: 'forward, whole', kind: 'forward', fromBlock: 1 },
  { name: 'step, suffix from block 7', kind: 'step', fromBlock: 7 },
  { name: 'step, whole', kind: 'step', fromBlock: 1 },
] as const;

if (!engines.includes('tfjs')) console.log('tfjs-node is not set up (npm run engine:tfjs): ONNX Runtime alone.');
const rows: Record<string, Record<string, number>> = {};
for (const { name, ...work } of works) {
  const peers = engines.map((id): Peer => ({
    name: id,
    command: process.execPath,
    args: [path.join(import.meta.dirname, 'peers/xception-fovea.ts')],
    env: workerEnvironment(threads),
    work: { ...work, batch, threads, engine: { id, folder: tfjsFolder(dataFolder) } },
  }));
  for (const [engine, { seconds, peakMb }] of await inTurns(peers, rounds, timesPerTurn)) {
    rows[`${name}: ${engine}`] = {
      photosPerSecond: round(batch / median(seconds)),
      best: round(batch / Math.min(...seconds)),
      peakMb: Math.round(peakMb),
    };
  }
}
console.table(rows);
console.log(JSON.stringify({ benchmark: 'engines', cpu: os.cpus()[0]?.model, threads, batch, results: rows }));

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
