// Folders of very many files: made, listed, and told to a store while somebody else asks it something.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { scanFolder } from '../../src/main/photos/scan.ts';
import { openStore } from '../../src/main/store/index.ts';
import type { Row } from './scale-store.ts';

const addedAtOnce = 2_000;

/** `count` files that are the same photo with another ending, so that each is decoded and none equals another. */
export function makePhotoFiles(folder: string, count: number, jpeg: Uint8Array): void {
  mkdirSync(folder, { recursive: true });
  for (let place = 0; place < count; place++) {
    const file = path.join(folder, `photo ${place}.jpg`);
    writeFileSync(file, Buffer.concat([jpeg, Buffer.from(`photo ${place}`)]));
  }
}

/** So many folders with one file each, listed. */
export async function scaleFolders(root: string, count: number): Promise<Record<string, Row>> {
  for (let place = 0; place < count; place++) {
    const folder = path.join(root, `shelf ${place % 300}`, `box ${place}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'photo.jpg'), '');
  }
  const rssBefore = process.memoryUsage().rss;
  const startedMs = performance.now();
  const { folders } = await scanFolder(root);
  const mb = (process.memoryUsage().rss - rssBefore) / 1e6;
  return { [`${count} folders listed`]: { firstMs: performance.now() - startedMs, files: folders, mb } };
}

/** Lists the folder and writes it into a new project at `project`, as the core does. */
export async function scaleScan(photosFolder: string, project: string): Promise<Record<string, Row>> {
  const rssBefore = process.memoryUsage().rss;
  const startedMs = performance.now();
  const scan = await scanFolder(photosFolder);
  const listedMs = performance.now() - startedMs;
  const listedMb = (process.memoryUsage().rss - rssBefore) / 1e6;
  const store = await openStore({
    folder: project,
    create: { name: 'Scanned', photosFolder, seed: 1, sample: false },
  });
  let longestMs = 0;
  let isGoing = true;
  const asking = (async (): Promise<void> => {
    while (isGoing) {
      const askedMs = performance.now();
      await store.projectRead();
      longestMs = Math.max(longestMs, performance.now() - askedMs);
      await new Promise(resolve => setTimeout(resolve, 5));
    }
  })();
  const addingMs = performance.now();
  await store.scanBegin();
  for (let from = 0; from < scan.found.length; from += addedAtOnce)
    await store.scanAdd(scan.found.slice(from, from + addedAtOnce));
  await store.scanEnd(scan.skipped, scan.partial);
  const addedMs = performance.now() - addingMs;
  isGoing = false;
  await asking;
  const againMs = performance.now();
  await store.scanApply(scan.found, scan.skipped, scan.partial);
  const nothingNewMs = performance.now() - againMs;
  await store.close();
  return {
    'the folder listed': { firstMs: listedMs, files: scan.found.length, mb: listedMb },
    'told to the store': { firstMs: addedMs },
    'the longest wait for another call meanwhile': { firstMs: longestMs },
    'told again, nothing new': { firstMs: nothingNewMs },
  };
}
