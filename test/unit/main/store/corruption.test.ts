import fs from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { historyProof } from '../../../../src/main/store/history-proof.ts';
import { openStore } from '../../../../src/main/store/index.ts';
import { mulberry32 } from '../../../../src/shared/random.ts';
import { corruptionCampaign } from '../../../support/corruption-campaign.ts';
import { stateDigest } from '../../../support/kill-writer.ts';
import { names, opened, scanned, withPhotos } from './project.ts';

const projectFile = (folder: string): string => path.join(folder, 'project.fovea');

async function closedProject(label = 'ant', photos = 40) {
  const { folder, store, ids } = await withPhotos(names(photos).map(name => scanned(name)));
  const { id } = (await store.classesCreate(label)).result;
  for (const photo of ids) await store.labelsSet([photo], id, 'replace');
  await store.close();
  return { folder, good: fs.readFileSync(projectFile(folder)) };
}

async function digestOf(folder: string): Promise<string> {
  const store = await openStore({ folder });
  try {
    return await stateDigest(store);
  } finally {
    await store.close();
  }
}

describe('damage to a project file', () => {
  test('F3: of 120 random flips of 1 to 64 bytes, all that change what a person made are refused, and nothing crashes', async () => {
    const report = await corruptionCampaign(120, 20);
    expect(report).toMatchObject({ missed: [], missedInHistory: [], crashes: [] });
    expect(report.refused).toBeGreaterThan(60);
  }, 60_000);

  test('F3: a page in the place of another one is refused, unless it held nothing that a person made', async () => {
    const { folder, good } = await closedProject();
    const whole = await digestOf(folder);
    let refused = 0;
    const random = mulberry32(5);
    const pages = good.length / 4096;
    for (let round = 0; round < 10; round++) {
      const [from, to] = [Math.floor(random() * pages), Math.floor(random() * pages)];
      const bad = Buffer.from(good);
      good.copy(bad, to * 4096, from * 4096, (from + 1) * 4096);
      if (bad.equals(good)) continue;
      fs.writeFileSync(projectFile(folder), bad);
      fs.rmSync(`${projectFile(folder)}-wal`, { force: true });
      const outcome = await digestOf(folder).catch((error: { code: string }) => error.code);
      if (outcome === 'project-damaged') refused++;
      else expect(outcome).toBe(whole);
    }
    expect(refused).toBeGreaterThan(4);
  }, 60_000);

  test('F3: a list of free pages that leads in a circle is refused', async () => {
    const { folder } = await closedProject();
    const db = new Database(projectFile(folder));
    db.exec('CREATE TABLE filler (text TEXT); INSERT INTO filler VALUES (hex(randomblob(20000))); DROP TABLE filler;');
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    const bad = fs.readFileSync(projectFile(folder));
    const trunk = bad.readUInt32BE(32);
    expect(trunk).toBeGreaterThan(0);
    bad.writeUInt32BE(trunk, (trunk - 1) * 4096);
    fs.writeFileSync(projectFile(folder), bad);
    await expect(openStore({ folder })).rejects.toMatchObject({ code: 'project-damaged' });
  });

  test('a change of the history that is not what it was is refused, and known before it is undone', async () => {
    const { folder } = await closedProject();
    const db = new Database(projectFile(folder));
    db.prepare(`UPDATE change SET before = '{"excluded":true}' WHERE gesture = 5 AND ordinal = 0`).run();
    const { isGestureWhole } = historyProof(db);
    expect([4, 5, 6].map(isGestureWhole)).toEqual([true, false, true]);
    db.close();
    await expect(openStore({ folder })).rejects.toMatchObject({
      code: 'project-damaged',
      details: { reason: 'gesture 5 does not fit its journal line' },
    });
  });
});

describe('F4: a log that does not belong to the file', () => {
  /** A project whose last gestures are only in its log, as a kill leaves it. */
  async function withLog(label: string) {
    const { folder } = await closedProject(label);
    const store = await openStore({ folder });
    const ids = (await store.photosFiles(null)).map(file => file.id);
    await store.photosExclude(ids.slice(0, 10), true);
    const log = fs.readFileSync(`${projectFile(folder)}-wal`);
    const file = fs.readFileSync(projectFile(folder));
    await store.close();
    fs.writeFileSync(projectFile(folder), file);
    return { folder, file, log };
  }
  const excluded = async (folder: string): Promise<number> => {
    const store = await opened(folder);
    const { excluded: count } = await store.photosCounts();
    await store.close();
    return count;
  };

  test('a whole one is taken in', async () => {
    const { folder, log } = await withLog('ant');
    fs.writeFileSync(`${projectFile(folder)}-wal`, log);
    expect(await excluded(folder)).toBe(10);
  });

  test('one that was deleted, or damaged in its middle, is noticed by the journal: the gestures in it are not forgotten', async () => {
    for (const damage of [
      () => null,
      (log: Buffer) => (log.fill(7, 40, 200), log),
      (log: Buffer) => log.subarray(0, 3000),
    ]) {
      const { folder, log } = await withLog('ant');
      const bad = damage(Buffer.from(log));
      if (bad) fs.writeFileSync(`${projectFile(folder)}-wal`, bad);
      await expect(openStore({ folder })).rejects.toMatchObject({ code: 'journal-ahead', details: { gestures: 1 } });
    }
  });

  test('one of another project is never mixed in: refused, or nothing of it is seen', async () => {
    const { folder, file } = await withLog('ant');
    const other = await withLog('bee');
    fs.writeFileSync(projectFile(folder), file);
    fs.writeFileSync(`${projectFile(folder)}-wal`, other.log);
    const outcome = await openStore({ folder }).then(
      async store => {
        const classes = (await store.classesList()).map(row => row.name);
        await store.close();
        return classes;
      },
      (error: { code: string }) => error.code,
    );
    expect([['ant'], 'project-damaged', 'journal-ahead']).toContainEqual(outcome);
    expect(fs.readFileSync(`${projectFile(folder)}-wal`).equals(other.log)).toBe(true);
  });

  test('a rollback journal that was left beside the file is set aside, not played back', async () => {
    const { folder, good } = await closedProject();
    const scratch = path.join(folder, 'scratch');
    fs.writeFileSync(scratch, good);
    // A journal as a kill leaves it: SQLite would write its old pages into any file that it lies beside.
    const db = new Database(scratch);
    db.pragma('journal_mode = DELETE');
    db.pragma('cache_size = 1');
    db.exec(
      'BEGIN; UPDATE annotation SET x = NULL; UPDATE photo SET bytes = 77777; UPDATE journal_line SET line = hex(randomblob(500))',
    );
    const journal = fs.readFileSync(`${scratch}-journal`);
    db.exec('ROLLBACK');
    db.close();
    fs.rmSync(scratch);
    fs.writeFileSync(`${projectFile(folder)}-journal`, journal);
    const store = await opened(folder);
    expect(await store.annotationsAll()).toHaveLength(40);
    expect(fs.readFileSync(`${projectFile(folder)}-journal.aside-1`).equals(journal)).toBe(true);
  });
});
