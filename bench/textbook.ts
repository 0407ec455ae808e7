// The textbook's recipe on Xception's blocks 1 to 13 and hymenoptera, 5 and 3 epochs at one thread, beside Keras doing it as the book does
// (after `npm run bench:peers`). Needs ../shared/data. Without Keras: against the seconds recorded in ../shared/golden/peer.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const threads = Number(process.env['FOVEA_BENCH_THREADS'] ?? 1);
const shared = path.resolve(import.meta.dirname, '../../shared');
const photos = path.join(shared, 'data/photos/hymenoptera');
const weights = path.join(shared, 'data/weights/xception_imagenet_blocks1-13.safetensors');
const python = path.join(
  process.env['FOVEA_PEERS'] ?? path.resolve(import.meta.dirname, '../node_modules/.cache/peers'),
  'bin/python',
);
if (!existsSync(photos) || !existsSync(weights)) throw new Error('The photos and weights of ../shared/data are needed');

type Stages = { readonly stages: Record<string, { readonly epochs: readonly { readonly seconds: number }[] }> };

const recorded = JSON.parse(readFileSync(path.join(shared, 'golden/peer/hymenoptera_keras.json'), 'utf8')) as Stages;
const recordedSeconds = Object.values(recorded.stages)
  .flatMap(({ epochs }) => epochs)
  .reduce((sum, { seconds }) => sum + seconds, 0);

const home = await mkdtemp(path.join(os.tmpdir(), 'fovea-bench-'));
const rows: Record<string, Record<string, number | string>> = {};
try {
  for (const [name, unfreeze] of [
    ['blocks 11 to 13 open', 'block11'],
    ['all blocks open, as the book', 'block1'],
  ] as const) {
    const chosen = ['--backbone', weights, '--recipe', 'textbook', '--unfreeze', unfreeze, '--epochs', '5,3'];
    const run = ['--out', path.join(home, unfreeze), '--seed', '42', '--threads', String(threads), '--json'];
    const entry = path.resolve(import.meta.dirname, '../src/main/shells/cli/main.ts');
    const { stdout, stderr } = spawnSync(process.execPath, [entry, 'train', photos, ...chosen, ...run], {
      encoding: 'utf8',
      env: { ...process.env, FOVEA_DATA: path.join(home, 'data') },
    });
    if (stdout === '') throw new Error(stderr);
    const { seconds, accuracy, stages } = JSON.parse(stdout) as {
      seconds: number;
      accuracy: number;
      stages: { right: number[]; probe: number };
    };
    rows[`Fovea, ${name}`] = {
      seconds: Math.round(seconds),
      accuracy,
      right: stages.right.join(' '),
      probe: stages.probe,
    };
  }
} finally {
  await rm(home, { recursive: true, force: true });
}
rows['Keras, recorded on another machine'] = { seconds: Math.round(recordedSeconds) };
if (existsSync(python)) {
  const script = path.join(import.meta.dirname, 'peers/textbook_keras.py');
  const { stdout, stderr } = spawnSync(python, [script, photos, weights, String(threads)], { encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  const { seconds, accuracy } = JSON.parse(stdout) as { seconds: number; accuracy: number[] };
  rows['Keras, here'] = { seconds, accuracy: Math.max(...accuracy), last: accuracy.at(-1)! };
}
console.table(rows);
console.log(JSON.stringify({ benchmark: 'textbook', cpu: os.cpus()[0]?.model, threads, results: rows }));
