// Photos of discs and bars made by code, in a temporary folder, as the photos of an engine job.
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { TrainJob } from '../../src/main/training/api.ts';
import { madePhotoPng } from '../../src/main/training/made-photo.ts';

export const resourcesFolder = path.resolve(import.meta.dirname, '../../resources');

export const madeClasses = [
  { id: 11, name: 'disc' },
  { id: 12, name: 'bars' },
] as const;

/** Gone when the test is over. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'fovea-job-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** `perClass` photos of each class, each its own group. */
export async function makePhotos(folder: string, perClass: number, firstId = 1): Promise<TrainJob['train'][number][]> {
  const photos: TrainJob['train'][number][] = [];
  await mkdir(folder, { recursive: true });
  for (const { id: classId, name: kind } of madeClasses) {
    for (let index = 0; index < perClass; index++) {
      const id = firstId + photos.length;
      const bytes = madePhotoPng({ widthPx: 300, heightPx: 260, kind, seed: id });
      const file = path.join(folder, `${kind} ${id}.png`);
      await writeFile(file, bytes);
      photos.push({ id, file, hash: createHash('sha256').update(bytes).digest('hex'), classId, group: id });
    }
  }
  return photos;
}

/** A train job on made photos below `folder`; `changes` replace its fields. */
export async function madeTrainJob(folder: string, changes: Partial<TrainJob> = {}): Promise<TrainJob> {
  return {
    kind: 'train',
    backbone: { kind: 'built-in' },
    backboneName: 'EfficientNet-Lite0',
    recipe: { name: 'one-click' },
    engine: 'onnx',
    tfjsFolder: null,
    resourcesFolder,
    cacheFolder: path.join(folder, 'cache'),
    modelFolder: path.join(folder, 'model'),
    modelName: 'Discs and bars',
    seed: 3,
    threads: 2,
    classes: madeClasses,
    train: await makePhotos(path.join(folder, 'train'), 8),
    heldOut: await makePhotos(path.join(folder, 'held out'), 4, 1_001),
    heldOutPart: 'validation',
    choosing: [],
    predictOnly: [],
    ...changes,
  };
}

/** Processes below `pid` that are alive, itself included. Linux. */
export async function livingBelow(pid: number): Promise<number[]> {
  let tasks: string[];
  try {
    const state = /\) (\S)/.exec(await readFile(`/proc/${pid}/stat`, 'utf8'))?.[1];
    if (state === 'Z' || state === 'X') return [];
    tasks = await readdir(`/proc/${pid}/task`);
  } catch {
    return [];
  }
  const below: number[] = [];
  for (const task of tasks) {
    const children = await readFile(`/proc/${pid}/task/${task}/children`, 'utf8').catch(() => '');
    for (const child of children.trim().split(' ').filter(Boolean)) below.push(...(await livingBelow(Number(child))));
  }
  return [pid, ...below];
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
