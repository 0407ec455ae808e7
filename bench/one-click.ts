// One click on hymenoptera (244 train, 153 val) from cold, five seeds: accuracy, seconds by part, memory over all processes.
// Prints a table and one JSON line. Needs ../shared. FOVEA_BENCH_BACKBONE names a model file to start from instead of the built-in
// network, FOVEA_BENCH_ENGINE=tfjs the second engine (in FOVEA_TFJS, after `npm run engine:tfjs`), FOVEA_BENCH_THREADS the threads.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { FromEngine, TrainJob } from '../src/main/training/api.ts';
import { tfjsFolder } from '../src/main/training/engines.ts';
import { startJob } from '../src/main/training/supervise.ts';
import { photosOf } from '../test/support/class-folders.ts';
import { sharedFolder } from '../test/support/shared.ts';
import { memoryOfTree } from './support/memory.ts';
import { median } from './support/median.ts';

const threads = Number(process.env['FOVEA_BENCH_THREADS'] ?? os.availableParallelism());
const engine = process.env['FOVEA_BENCH_ENGINE'] === 'tfjs' ? 'tfjs' : 'onnx';
const resourcesFolder = path.resolve(import.meta.dirname, '../resources');
const seeds = [1, 2, 3, 4, 5];
const classes = [
  { id: 1, name: 'ants' },
  { id: 2, name: 'bees' },
];
const memoryEveryMs = 100;

/** Brings a model file in below `folder`; without one it is the built-in network. */
async function backboneIn(folder: string): Promise<TrainJob['backbone']> {
  const file = process.env['FOVEA_BENCH_BACKBONE'];
  if (file === undefined) return { kind: 'built-in' };
  const modelsFolder = path.join(folder, 'models');
  const job = {
    kind: 'import-model',
    modelsFolder,
    resourcesFolder,
    file,
    preprocessing: null,
    threads,
    published: null,
  } as const;
  const { id } = await startJob(job).result;
  return { kind: 'folder', folder: path.join(modelsFolder, id) };
}

async function measure(seed: number, train: TrainJob['train'], heldOut: TrainJob['heldOut']) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'fovea-bench-'));
  const backbone = await backboneIn(folder);
  const startMs = performance.now();
  const phaseEndMs = new Map<string, number>();
  const onMessage = (message: FromEngine): void => {
    if (message.kind === 'progress') phaseEndMs.set(message.phase, performance.now() - startMs);
  };
  const job: TrainJob = {
    kind: 'train',
    backbone,
    backboneName: 'Benchmark',
    recipe: { name: 'one-click' },
    engine,
    tfjsFolder: tfjsFolder(''),
    resourcesFolder,
    cacheFolder: path.join(folder, 'cache'),
    modelFolder: path.join(folder, 'model'),
    modelName: 'Benchmark',
    seed,
    threads,
    classes,
    train,
    heldOut,
    heldOutPart: 'validation',
    choosing: [],
    predictOnly: [],
  };
  const run = startJob(job, { onMessage });
  let peakBytes = 0;
  const timer = setInterval(
    () => void memoryOfTree(process.pid).then(bytes => (peakBytes = Math.max(peakBytes, bytes))),
    memoryEveryMs,
  );
  try {
    const { score, chosen } = await run.result;
    const at = (phase: string): number => (phaseEndMs.get(phase) ?? 0) / 1_000;
    return {
      seed,
      accuracy: score.accuracy,
      interval: score.interval,
      epochs: chosen.epochs,
      strength: chosen.strength,
      seconds: (performance.now() - startMs) / 1_000,
      start: at('preparing'),
      features: at('features') - at('preparing'),
      search: at('cross-validation') - at('features'),
      final: at('saving') - at('cross-validation'),
      peakMb: peakBytes / 1e6,
    };
  } finally {
    clearInterval(timer);
    await rm(folder, { recursive: true, force: true });
  }
}

if (sharedFolder === null) throw new Error('This benchmark needs the photos of ../shared/data');
const photos = path.join(sharedFolder, 'data/photos/hymenoptera');
const train = await photosOf(path.join(photos, 'train'), classes, 1);
const heldOut = await photosOf(path.join(photos, 'val'), classes, 1 + train.length);
const runs = [];
for (const seed of seeds) runs.push(await measure(seed, train, heldOut));

const rounded = (value: unknown): unknown => (typeof value === 'number' ? Math.round(value * 1_000) / 1_000 : value);
console.table(
  runs.map(({ interval, ...run }) =>
    Object.fromEntries(Object.entries(run).map(([name, value]) => [name, rounded(value)])),
  ),
);
console.log(
  JSON.stringify({
    benchmark: 'one-click',
    cpu: os.cpus()[0]?.model,
    threads,
    engine,
    train: train.length,
    heldOut: heldOut.length,
    medianAccuracy: median(runs.map(run => run.accuracy)),
    medianSeconds: median(runs.map(run => run.seconds)),
    peakMb: Math.max(...runs.map(run => run.peakMb)),
    runs,
  }),
);
