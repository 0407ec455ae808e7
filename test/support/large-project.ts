// A project of very many photos for benchmarks: the rows are real, the photo files are not there, the thumbnails are one made photo.
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createDecodePool } from '../../src/main/photos/pool.ts';
import { openStore, type Store } from '../../src/main/store/index.ts';
import { madePhotoPng } from '../../src/main/training/made-photo.ts';

const [widthPx, heightPx] = [320, 240];
const atOnce = 10_000;
const unsaid = { orientation: 1, takenMs: null, nearHash: null, note: null } as const;
const classNames = ['nuts', 'bolts', 'washers'];

export type LargeProject = { readonly home: string; readonly folder: string; readonly remove: () => Promise<void> };

/** `photos` rows, two thirds of them labelled, every third photo portrait. So many have a thumbnail, those not annotated first: the grid begins with them. */
export async function makeLargeProject(photos: number, thumbnails: number): Promise<LargeProject> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'fovea-large-'));
  const folder = path.join(home, 'project');
  const photosFolder = path.join(home, 'photos that are away');
  const store = await openStore({ folder, create: { name: 'Large', photosFolder, seed: 1, sample: false } });
  try {
    await fill(store, photos, { thumbnails, jpeg: await oneThumbnail(home) });
  } finally {
    await store.close();
  }
  return { home, folder, remove: () => rm(home, { recursive: true, force: true }) };
}

async function fill(
  store: Store,
  photos: number,
  { thumbnails, jpeg }: { readonly thumbnails: number; readonly jpeg: Uint8Array },
): Promise<void> {
  const found = Array.from({ length: photos }, (_, place) => ({
    path: `shelf ${Math.floor(place / 1_000)}/photo ${place}.jpg`,
    bytes: 100_000 + place,
    modifiedMs: 1_700_000_000_000 + place,
    folderClass: null,
    folderSplit: null,
  }));
  await store.scanApply(found, [], false);
  for (let pending = await store.scanPending(atOnce); pending.length > 0; pending = await store.scanPending(atOnce)) {
    const contents = pending.map(({ id, path: name }) => {
      const size = id % 3 === 0 ? { widthPx: heightPx, heightPx: widthPx } : { widthPx, heightPx };
      return { id, hash: createHash('sha256').update(name).digest('hex'), ...size, problem: null, ...unsaid };
    });
    await store.scanContent(contents);
  }
  const files = await store.photosFiles(null);
  const labelled = files.slice(0, Math.floor((photos * 2) / 3));
  for (const [place, name] of classNames.entries()) {
    const { result } = await store.classesCreate(name);
    const ids = labelled.filter((_, index) => index % classNames.length === place).map(({ id }) => id);
    await store.labelsSet(ids, result.id, 'replace');
  }
  const asShown = [...files.slice(labelled.length), ...labelled];
  await store.thumbnailsWrite(asShown.slice(0, thumbnails).map(({ hash }) => ({ hash, jpeg })));
}

async function oneThumbnail(home: string): Promise<Uint8Array> {
  const file = path.join(home, 'made.png');
  await writeFile(file, madePhotoPng({ widthPx, heightPx, kind: 'disc', seed: 1 }));
  const pool = createDecodePool({ workers: 1 });
  try {
    return await pool.picture(file, { longPx: widthPx, quality: 80 });
  } finally {
    await pool.dispose();
  }
}
