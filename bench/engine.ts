// Engine: Xception at 224 px, batch 16, forward pass and training steps, in turns with PyTorch and TensorFlow where they are installed.
// They are after `npm run bench:peers` (a virtual environment of several GB); FOVEA_PEERS names another environment.
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { workerEnvironment } from '../src/main/training/worker-environment.ts';
import { inTurns, type Peer } from './support/turns.ts';
import { median } from './support/median.ts';

const batch = 16;
const rounds = 3;
const timesPerTurn = 2;
const threads = Math.min(2, os.availableParallelism());
const blockSize = 16;

const folder = path.join(import.meta.dirname, 'peers');
const python = path.join(
  process.env['FOVEA_PEERS'] ?? path.resolve(folder, '../../node_modules/.cache/peers'),
  'bin/python',
);
const arePeersThere = existsSync(python);

const works = [
  { name: 'forward, whole', kind: 'forward', fromBlock: 1 },
  { name: 'step, suffix from block 7', kind: 'step', fromBlock: 7 },
  { name: 'step, whole', kind: 'step', fromBlock: 1 },
] as const;

function peersFor(work: (typeof works)[number]): Peer[] {
  const own = (name: string, more: object): Peer => ({
    name,
    command: process.execPath,
    args: [path.join(folder, 'xception-fovea.ts')],
    env: workerEnvironment(threads),
    work: { ...work, batch, threads, ...more },
  });
  const theirs = (name: string, file: string): Peer => ({
    name,
    command: python,
    args: [path.join(folder, file)],
    work: { ...work, batch, threads },
  });
  return [
    ...(work.kind === 'forward' ? [own('fovea', {})] : [own('fovea', { blockSize }), own('fovea, portable', {})]),
    ...(arePeersThere ? [theirs('pytorch', 'xception_torch.py'), theirs('tensorflow', 'xception_keras.py')] : []),
  ];
}

if (!arePeersThere) console.log('PyTorch and TensorFlow are not installed (npm run bench:peers): no ratios.');
const chosen = process.env['FOVEA_BENCH_WORK'];
const rows: Record<string, Record<string, number>> = {};
for (const work of works) {
  if (chosen !== undefined && !work.name.includes(chosen)) continue;
  const times = await inTurns(peersFor(work), rounds, timesPerTurn);
  const own = median(times.get('fovea')!.seconds);
  for (const [name, { seconds, peakMb }] of times) {
    rows[`${work.name}: ${name}`] = {
      photosPerSecond: round(batch / median(seconds)),
      best: round(batch / Math.min(...seconds)),
      /** Above 1: Fovea is faster. */
      ratio: round(median(seconds) / own),
      peakMb: Math.round(peakMb),
    };
  }
}
console.table(rows);
console.log(JSON.stringify({ benchmark: 'engine', cpu: os.cpus()[0]?.model, threads, batch, results: rows }));

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
