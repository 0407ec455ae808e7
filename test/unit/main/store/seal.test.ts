// The seal of a closed project: what keeps a file that did not change from being looked through at every opening.
import fs from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { openProject } from '../../../../src/main/store/open-project.ts';
import { seal, unbrokenSeal } from '../../../../src/main/store/seal.ts';
import { mulberry32 } from '../../../../src/shared/random.ts';
import { names, scanned, withPhotos } from './project.ts';

const dayMs = 24 * 60 * 60 * 1000;

async function closedProject() {
  const { folder, store, ids } = await withPhotos(names(30).map(name => scanned(name)));
  const { id } = (await store.classesCreate('ant')).result;
  for (const photo of ids) await store.labelsSet([photo], id, 'replace');
  await store.close();
  return { folder, file: path.join(folder, 'project.fovea'), cache: path.join(folder, 'cache') };
}

/** Makes a row that does not fit its check sum. */
function damageRow(file: string): void {
  const db = new Database(file);
  db.prepare('UPDATE class SET name = ?').run('bee');
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}
const openAndClose = (folder: string): void => openProject(folder).close();
const damaged = expect.objectContaining({ code: 'project-damaged' }) as Error;

describe('the seal of a project file', () => {
  test('is there when the project was closed, and holds from one opening to the next', async () => {
    const { folder, file, cache } = await closedProject();
    const first = unbrokenSeal(file, cache);
    expect(first).not.toBeNull();
    openAndClose(folder);
    const second = unbrokenSeal(file, cache);
    expect(second?.crc32).not.toBe(first?.crc32);
    // Nothing was looked through again.
    expect(second?.checkedAt).toBe(first?.checkedAt);
  });

  test('F3: is broken by any flipped byte, and then everything is checked', async () => {
    const { folder, file, cache } = await closedProject();
    const good = fs.readFileSync(file);
    const random = mulberry32(3);
    for (let round = 0; round < 50; round++) {
      const bad = Buffer.from(good);
      bad[Math.floor(random() * bad.length)]! ^= 1 << Math.floor(random() * 8);
      fs.writeFileSync(file, bad);
      expect(unbrokenSeal(file, cache)).toBeNull();
    }
    fs.writeFileSync(file, good);
    expect(unbrokenSeal(file, cache)).not.toBeNull();
    damageRow(file);
    expect(() => openAndClose(folder)).toThrow(damaged);
  });

  test('is believed for a week, then everything is looked through again', async () => {
    const { folder, file, cache } = await closedProject();
    damageRow(file);
    seal(file, cache, Date.now() - 8 * dayMs);
    expect(() => openAndClose(folder)).toThrow(damaged);
    // A seal from the future was made by a clock that is not to be believed.
    seal(file, cache, Date.now() + dayMs);
    expect(() => openAndClose(folder)).toThrow(damaged);
    seal(file, cache, Date.now() - 6 * dayMs);
    openAndClose(folder);
  });

  test('counts for nothing where a log lies beside the file, or where it cannot be read', async () => {
    const { file, cache } = await closedProject();
    fs.writeFileSync(`${file}-wal`, 'left over');
    expect(unbrokenSeal(file, cache)).toBeNull();
    fs.rmSync(`${file}-wal`);
    for (const text of ['', 'fovea-seal 1\n', 'fovea-seal 1\n1 2 3\n', 'x'.repeat(5_000)]) {
      fs.writeFileSync(path.join(cache, 'project.seal'), text);
      expect(unbrokenSeal(file, cache)).toBeNull();
    }
    fs.rmSync(cache, { recursive: true });
    expect(unbrokenSeal(file, cache)).toBeNull();
  });

  test('that cannot be written keeps nobody from closing, and the next opening checks everything', async () => {
    const { folder, file, cache } = await closedProject();
    const project = openProject(folder);
    fs.rmSync(cache, { recursive: true });
    fs.writeFileSync(cache, 'a file in its place');
    project.close();
    expect(unbrokenSeal(file, cache)).toBeNull();
    fs.rmSync(cache);
    damageRow(file);
    expect(() => openAndClose(folder)).toThrow(damaged);
  });
});
