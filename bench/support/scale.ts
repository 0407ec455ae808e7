// The whole benchmark of a large project, for a number of photos: store, files, page, next photo, integrity check. Prints a table and a JSON line.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createDecodePool } from '../../src/main/photos/pool.ts';
import { openStore } from '../../src/main/store/index.ts';
import { madePhotoPng } from '../../src/main/training/made-photo.ts';
import { makeLargeProject } from '../../test/support/large-project.ts';
import { writeFile } from 'node:fs/promises';
import { nextPhoto } from './next-photo.ts';
import { makePhotoFiles, scaleFolders, scaleScan } from './scale-files.ts';
import { scalePage } from './scale-page.ts';
import { scaleStore, type Row } from './scale-store.ts';
import { timesOf } from './percentiles.ts';

/** Photos and boxes at which the check of a project file is measured (safety.md, goal 6). */
const checked = { photos: 50_000, boxesEach: 6 };
const foldersListed = 100_000;

async function jpegOf(home: string, widthPx: number, heightPx: number): Promise<Uint8Array> {
  const png = path.join(home, 'made.png');
  await writeFile(png, madePhotoPng({ widthPx, heightPx, kind: 'disc', seed: 1 }));
  const pool = createDecodePool({ workers: 1 });
  try {
    return await pool.picture(png, { longPx: widthPx, quality: 80 });
  } finally {
    await pool.dispose();
  }
}

/** How long a project with that many boxes is looked through, and how long its opening takes with it. */
async function integrity(): Promise<Record<string, Row>> {
  const project = await makeLargeProject(checked.photos, 0);
  try {
    const store = await openStore({ folder: project.folder });
    const classId = (await store.classesList())[0]!.id;
    const files = await store.photosFiles(null);
    for (let from = 0; from < files.length; from += 1_000) {
      const photos = files.slice(from, from + 1_000).map(({ id }) => ({
        photo: id,
        split: null,
        nothing: [],
        annotations: Array.from({ length: checked.boxesEach }, (_, place) => {
          const box = { x: place, y: 1.5, width: 20, height: 10 };
          return { class: classId, shape: { kind: 'box', box } as const, attributes: {} };
        }),
      }));
      await store.importApply({ newClasses: [], sources: [], photos, files: 'made' });
    }
    await store.close();
    const again = await timesOf(3, async () => (await openStore({ folder: project.folder })).close());
    const open = await openStore({ folder: project.folder });
    const check = await timesOf(3, () => open.integrity());
    await open.close();
    const name = `${checked.photos} photos and ${checked.photos * checked.boxesEach} boxes`;
    return { [`${name}: checked`]: { p50Ms: check.p50Ms }, [`${name}: opened and closed`]: { p50Ms: again.p50Ms } };
  } finally {
    await project.remove();
  }
}

export async function scale(benchmark: string, photos: number): Promise<void> {
  const rows: Record<string, Row> = {};
  const home = await mkdtemp(path.join(os.tmpdir(), 'fovea-scale-'));
  const project = await makeLargeProject(photos, 0);
  try {
    Object.assign(rows, await scaleStore(project.folder));
    makePhotoFiles(path.join(home, 'photos'), photos, await jpegOf(home, 320, 240));
    Object.assign(rows, await scaleScan(path.join(home, 'photos'), path.join(home, 'scanned')));
    Object.assign(rows, await scaleFolders(path.join(home, 'folders'), foldersListed));
    Object.assign(rows, await scalePage(home, photos));
    Object.assign(rows, await nextPhoto(home, await jpegOf(home, 4000, 3000)));
    Object.assign(rows, await integrity());
  } finally {
    await project.remove();
    await rm(home, { recursive: true, force: true });
  }
  const rounded = Object.fromEntries(
    Object.entries(rows).map(([name, row]) => [
      name,
      Object.fromEntries(Object.entries(row).map(([key, value]) => [key, Math.round(value * 10) / 10])),
    ]),
  );
  console.table(rounded);
  console.log(JSON.stringify({ benchmark, cpu: os.cpus()[0]?.model, photos, results: rounded }));
}
