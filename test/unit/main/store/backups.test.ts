import fs from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  backupFile,
  backupName,
  kept,
  listBackups,
  namedBackups,
  pruneBackups,
  readNote,
  writeNote,
} from '../../../../src/main/store/backup-files.ts';
import { startBackups } from '../../../../src/main/store/backups.ts';
import { connect } from '../../../../src/main/store/connection.ts';
import { openStore, type Store } from '../../../../src/main/store/index.ts';
import type { Backup } from '../../../../src/shared/records/restore.ts';
import { startStoreProgram } from '../../../support/store-program.ts';
import { smallDisk } from '../../../support/small-disk.ts';
import { created, names, newProject, opened, scanned, temporaryFolder, withPhotos } from './project.ts';

const backupsIn = (folder: string): Backup[] => listBackups(folder);
const reasons = (folder: string): string[] => backupsIn(folder).map(backup => backup.reason);

/** A project with a class and so many boxes on its photos. */
async function withBoxes(boxes: number) {
  const project = await withPhotos(names(5).map(name => scanned(name)));
  const { id: ant } = (await project.store.classesCreate('ant')).result;
  const box = { x: 1, y: 2, width: 30, height: 40 };
  for (const id of project.ids) {
    const things = Array.from({ length: boxes / 5 }, () => ({ kind: 'box', classId: ant, box }) as const);
    await project.store.thingsAdd(id, things);
  }
  return { ...project, ant };
}

describe('a backup', () => {
  test('is one whole file with the counts it was made with, and nothing half-written beside it', async () => {
    const { folder, store } = await withBoxes(20);
    const made = await store.backupsMake('work');
    expect(made).toMatchObject({ reason: 'work', sequence: 6, intact: true });
    expect(made.counts).toEqual({ photos: 5, annotated: 5, labels: 0, things: 20, classes: 1, runs: 0, gestures: 6 });
    expect(backupsIn(folder)).toEqual([made]);
    expect(fs.readdirSync(path.join(folder, 'backups')).sort()).toEqual([made.id, `${made.id}.json`]);
    const db = new Database(backupFile(folder, made.id), { readonly: true });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.pragma('journal_mode', { simple: true })).toBe('delete');
    db.close();
  });

  test('is made on closing where something changed, and not where a person only looked', async () => {
    const { folder, store } = await withBoxes(20);
    await store.close();
    expect(reasons(folder)).toEqual(['closing']);
    await (await opened(folder)).close();
    expect(reasons(folder)).toEqual(['closing']);
    const again = await opened(folder);
    await again.classesCreate('bee');
    await again.close();
    expect(reasons(folder)).toEqual(['closing', 'closing']);
  });

  test('is made before a class with 100 boxes goes, and before its boxes do, but not for a few', async () => {
    const { folder, store, ant, ids } = await withBoxes(200);
    await store.annotationsClear(ids.slice(0, 2), 'things');
    expect(reasons(folder)).toEqual([]);
    await store.annotationsClear(ids.slice(2, 5), 'things');
    await store.undo();
    await store.classesDelete(ant);
    await expect.poll(() => reasons(folder), { timeout: 20_000 }).toEqual(['bulk-delete', 'bulk-delete']);
    expect(backupsIn(folder)[0]!.counts).toMatchObject({ things: 120, classes: 1 });
  });

  test('is made at opening where the last one is older than the last gesture', async () => {
    const { folder, store } = await withBoxes(20);
    await store.close();
    const last = namedBackups(folder)[0]!;
    fs.rmSync(backupFile(folder, last.id));
    const again = await opened(folder);
    await again.close();
    expect(namedBackups(folder)).toHaveLength(1);
  });

  test('is made every so often while something changes, in steps between the calls', async () => {
    const { folder, store } = await withBoxes(20);
    await store.close();
    const db = connect(path.join(folder, 'project.fovea'));
    const failures: unknown[] = [];
    const backups = startBackups({ db, folder, onFailure: error => failures.push(error) }, 20);
    db.prepare("UPDATE project SET name = 'another'").run();
    await expect.poll(() => reasons(folder), { timeout: 20_000 }).toEqual(['work', 'closing']);
    await backups.close();
    db.close();
    expect(failures).toEqual([]);
    expect(reasons(folder)).toEqual(['work', 'closing']);
  });

  test('leaves nothing of one that a kill cut short, and takes no notice of it', async () => {
    const { folder, store } = await withBoxes(20);
    await store.close();
    const place = path.join(folder, 'backups');
    const half = backupName(7, new Date(), 'work');
    fs.writeFileSync(path.join(place, `${half}.writing`), 'half');
    fs.writeFileSync(path.join(place, `${half}.writing-journal`), '');
    fs.writeFileSync(path.join(place, `${half}.json`), '{}');
    expect(backupsIn(folder)).toHaveLength(1);
    await (await opened(folder)).close();
    expect(fs.readdirSync(place)).toHaveLength(2);
  });

  test('F8: of a damaged project is not made: the old ones stay', async () => {
    const { folder, store } = await withBoxes(20);
    await store.close();
    const db = connect(path.join(folder, 'project.fovea'));
    db.prepare('UPDATE annotation SET check_sum = check_sum + 1 WHERE id = 3').run();
    const backups = startBackups({ db, folder, onFailure: () => undefined });
    await expect(backups.make('work')).rejects.toMatchObject({
      code: 'project-damaged',
      details: { reason: 'annotation 3 does not fit its check sum' },
    });
    await backups.close();
    db.close();
    expect(reasons(folder)).toEqual(['closing']);
    expect(backupsIn(folder)[0]!.intact).toBe(true);
  });

  test('F8: is told to have failed where its folder cannot be written, and the gesture is saved all the same', async () => {
    const { folder, store, ant } = await withBoxes(200);
    const failures: string[] = [];
    store.onSaveFailed(error => failures.push(error.code));
    fs.writeFileSync(path.join(folder, 'backups'), 'in its place');
    await store.classesDelete(ant);
    expect(failures).toEqual(['disk-failed']);
    expect(await store.classesList()).toEqual([]);
    await expect(store.backupsMake('work')).rejects.toMatchObject({ code: 'disk-failed' });
  });

  test('F8: that lie in a folder which nobody may read keep the project from nothing', async () => {
    const { folder, store } = await withBoxes(20);
    await store.close();
    fs.rmSync(path.join(folder, 'backups'), { recursive: true });
    fs.writeFileSync(path.join(folder, 'backups'), 'in its place');
    const again = await opened(folder);
    expect((await again.classesCreate('bee')).result.name).toBe('bee');
  });

  test('F8: is not made where the disk has little room left, and says so', async ({ skip }) => {
    const disk = smallDisk(20);
    if (!disk) return skip('a small disk can be mounted by root on Linux only');
    const folder = path.join(disk.folder, 'project');
    const store = await openStore({ folder, create: newProject });
    onTestFinished(async () => {
      await store.close();
      disk.remove();
    });
    await expect(store.backupsMake('work')).rejects.toMatchObject({ code: 'disk-full', details: { file: 'backups' } });
    expect((await store.classesCreate('ant')).result.name).toBe('ant');
  });
});

describe('while a copy is taken', () => {
  /** Large enough for many steps. */
  async function large(boxes = 200) {
    const project = await withBoxes(boxes);
    await project.store.scanApply(
      names(12_000, `a folder with a long name/${'x'.repeat(100)}/`).map(name => scanned(name)),
      [],
      true,
    );
    return project;
  }
  /** Names of promises in the order in which they are fulfilled. */
  async function inOrder(promises: Readonly<Record<string, Promise<unknown>>>): Promise<string[]> {
    const order: string[] = [];
    await Promise.all(Object.entries(promises).map(([name, promise]) => promise.then(() => order.push(name))));
    return order;
  }

  test('other calls are answered, and what they change before it is done is in it or in the next one', async () => {
    const { folder, store } = await large();
    const made = store.backupsMake('work');
    const order = await inOrder({
      made,
      read: store.classesList(),
      written: store.classesCreate('bee'),
      history: store.historyState(),
    });
    expect(order).toEqual(['read', 'written', 'history', 'made']);
    await store.close();
    const newest = backupsIn(folder)[0]!;
    expect(newest).toMatchObject({ intact: true, counts: { classes: 2 } });
  });

  test('the bulk delete that it comes before waits, gestures after it wait in their order, and whoever only looks does not', async () => {
    const { folder, store, ant } = await large();
    const order = await inOrder({
      deleted: store.classesDelete(ant),
      created: store.classesCreate('bee'),
      undone: store.undo(),
      looked: store.photosCounts(),
    });
    expect(order).toEqual(['looked', 'deleted', 'created', 'undone']);
    expect(await store.classesList()).toEqual([]);
    await store.undo();
    expect((await store.classesList()).map(row => row.name)).toEqual(['ant']);
    await store.close();
    const before = backupsIn(folder).find(backup => backup.reason === 'bulk-delete')!;
    expect(before).toMatchObject({ intact: true, counts: { things: 200, classes: 1 } });
  });

  test('two bulk deletes one after the other have a copy each, of the state before each', async () => {
    const { folder, store, ids } = await large(500);
    await Promise.all([
      store.annotationsClear(ids.slice(0, 2), 'things'),
      store.annotationsClear(ids.slice(2, 4), 'things'),
    ]);
    await store.close();
    const counts = backupsIn(folder).map(({ reason, counts: { things } }) => [reason, things]);
    expect(counts).toEqual([
      ['closing', 100],
      ['bulk-delete', 300],
      ['bulk-delete', 500],
    ]);
  });

  test('a delete whose copy fails is made all the same, and the failure is told', async () => {
    const { folder, store, ant } = await large();
    const failures: string[] = [];
    store.onSaveFailed(error => failures.push(error.code));
    fs.writeFileSync(path.join(folder, 'backups'), 'in its place');
    await store.classesDelete(ant);
    expect(failures).toEqual(['disk-failed']);
    expect(await store.classesList()).toEqual([]);
  });

  test('closing answers what was asked before, and ends with a backup of all of it', async () => {
    const { folder, store, ant } = await large();
    const asked = [store.backupsMake('work'), store.classesDelete(ant), store.classesCreate('bee')];
    await store.close();
    await Promise.all(asked);
    expect(reasons(folder)[0]).toBe('closing');
    expect(backupsIn(folder)[0]).toMatchObject({ intact: true, sequence: 8, counts: { classes: 1, things: 0 } });
  });

  test('G3: a kill in the copy of closing leaves the backups before it; the next opening sweeps it away and makes the one that is due', async () => {
    const { folder, store } = await large();
    await store.backupsMake('work');
    await store.close();
    const before = backupsIn(folder);
    const program = startStoreProgram(
      `const fs = await import('node:fs');
      const store = await openStore({ folder: ${JSON.stringify(folder)} });
      await store.classesCreate('bee');
      fs.watch(${JSON.stringify(path.join(folder, 'backups'))}, (_, name) => {
        if (name.endsWith('.writing')) process.kill(process.pid, 'SIGKILL');
      });
      await store.close();
      say('closed');`,
    );
    expect(await program.ended).toMatchObject({ signal: 'SIGKILL' });
    expect(program.lines()).toEqual([]);
    expect(fs.readdirSync(path.join(folder, 'backups')).filter(name => name.endsWith('.writing'))).toHaveLength(1);
    expect(backupsIn(folder)).toEqual(before);
    const again = await opened(folder);
    expect((await again.classesList()).map(row => row.name)).toEqual(['ant', 'bee']);
    await again.close();
    expect(fs.readdirSync(path.join(folder, 'backups')).filter(name => name.includes('.writing'))).toEqual([]);
    expect(backupsIn(folder)[0]).toMatchObject({ reason: 'opening', intact: true, counts: { classes: 2 } });
  });
});

describe('which backups are kept', () => {
  /** Backups without content worth a name, each a file that is what its note says. */
  function folderWith(count: number, at: (place: number) => Date, damaged: readonly number[] = []): string {
    const folder = temporaryFolder();
    fs.mkdirSync(path.join(folder, 'backups'));
    for (let place = 1; place <= count; place++) {
      const file = backupFile(folder, backupName(place, at(place), 'work'));
      fs.writeFileSync(file, damaged.includes(place) ? 'x' : '');
      const counts = { photos: 0, annotated: 0, labels: 0, things: 0, classes: 0, runs: 0, gestures: place };
      const ofNothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
      writeNote(file, { sequence: place, bytes: 0, sha256: ofNothing, counts });
    }
    return folder;
  }
  const numbersIn = (folder: string): number[] => namedBackups(folder).map(backup => backup.number);
  const hour = 3_600_000;
  const start = Date.parse('2026-01-01T00:00:00Z');

  test('are the 12 latest, and the last of 7 days and 4 weeks', () => {
    // Four a day for 60 days.
    const folder = folderWith(240, place => new Date(start + (place - 1) * 6 * hour));
    pruneBackups(folder);
    const left = listBackups(folder);
    expect(left.filter(backup => backup.keptAs === 'latest').map(backup => backup.sequence)).toEqual(
      Array.from({ length: 12 }, (_, place) => 240 - place),
    );
    expect(left.filter(backup => backup.keptAs === 'day').map(backup => backup.sequence)).toEqual([228, 224, 220, 216]);
    expect(left.filter(backup => backup.keptAs === 'week').length).toBeGreaterThanOrEqual(2);
  });

  test('G10: a clock that jumps 50 years back or ahead changes nothing of the latest', () => {
    const years = 50 * 365 * 24 * hour;
    const jumps = [0, -years, years, -years, 0];
    const folder = folderWith(40, place => new Date(start + place * 1000 + jumps[Math.floor(place / 9)]!));
    pruneBackups(folder);
    expect(numbersIn(folder).slice(0, 12)).toEqual(Array.from({ length: 12 }, (_, place) => 40 - place));
    expect(numbersIn(folder).length).toBeLessThanOrEqual(kept.latest + kept.days + kept.weeks);
  });

  test('damaged ones are not counted, not removed, and others stay in their place', () => {
    const folder = folderWith(30, place => new Date(start + place * 1000), [30, 29, 28]);
    pruneBackups(folder);
    expect(numbersIn(folder)).toEqual([30, 29, 28, ...Array.from({ length: 12 }, (_, place) => 27 - place)]);
  });

  test('none go where fewer than five of all are whole', () => {
    const damaged = Array.from({ length: 26 }, (_, place) => place + 5);
    const folder = folderWith(30, place => new Date(start + place * 1000), damaged);
    pruneBackups(folder);
    expect(numbersIn(folder)).toHaveLength(30);
  });

  test('after a restore to an earlier gesture the newest work is the latest', async () => {
    const { folder, store } = await created();
    await store.close();
    const file = backupFile(folder, backupName(9, new Date(start), 'restore'));
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, '');
    const again: Store = await opened(folder);
    const made = await again.backupsMake('work');
    expect(namedBackups(folder)[0]!.id).toBe(made.id);
    expect(readNote(backupFile(folder, made.id))!.sequence).toBe(0);
  });
});
