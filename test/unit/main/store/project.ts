// A project in a temporary folder for the store's tests: real files of SQLite, closed and removed when the test ends.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { ScannedPhoto } from '../../../../src/main/store/api.ts';
import { openStore, type Store } from '../../../../src/main/store/index.ts';
import type { PhotoId } from '../../../../src/shared/records/ids.ts';
import { photoFilter, type Split } from '../../../../src/shared/records/photo.ts';

export const newProject = { name: 'Ants', photosFolder: '/photos', seed: 7, sample: false };
export const everything = photoFilter.parse({ excluded: 'with' });

export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fovea-store-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Opens a project that is closed when the test ends, unless the test closed it itself. */
export async function opened(folder: string): Promise<Store> {
  const store = await openStore({ folder });
  onTestFinished(() => store.close());
  return store;
}

export async function created(seed = 7): Promise<{ folder: string; store: Store }> {
  const folder = path.join(temporaryFolder(), 'project');
  const store = await openStore({ folder, create: { ...newProject, seed } });
  onTestFinished(() => store.close());
  return { folder, store };
}

/** Where a test does not say otherwise, a photo lies in no class folder. */
export function scanned(
  place: string,
  folderClass: string | null = null,
  folderSplit: Split | null = null,
): ScannedPhoto {
  return { path: place, bytes: 1000, modifiedMs: 1_700_000_000_000, folderClass, folderSplit };
}

/** A project with these photos, their content read as different from one another. */
export async function withPhotos(photos: readonly ScannedPhoto[], seed = 7) {
  const { folder, store } = await created(seed);
  await store.scanApply(photos, [], false);
  await readContent(store);
  const files = await store.photosFiles(null);
  const ids = new Map(files.map(file => [file.path, file.id]));
  return { folder, store, id: (place: string): PhotoId => ids.get(place)!, ids: files.map(file => file.id) };
}

/** Gives every unread photo a content of its own, or the content that `contentOf` names. */
export async function readContent(store: Store, contentOf: (place: string) => string = place => place): Promise<void> {
  const pending = await store.scanPending(1_000_000);
  const hash = (text: string): string => Buffer.from(text).toString('hex').padEnd(64, '0').slice(-64);
  await store.scanContent(
    pending.map(({ id, path: place }) => ({
      id,
      hash: hash(contentOf(place)),
      widthPx: 640,
      heightPx: 480,
      problem: null,
      orientation: 1,
      takenMs: null,
      nearHash: null,
      note: null,
    })),
  );
}

export const names = (count: number, folder = ''): string[] =>
  Array.from({ length: count }, (_, index) => `${folder}photo ${index + 1}.jpg`);
