import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { backupFile, listBackups, namedBackups, readNote } from '../../../../src/main/store/backup-files.ts';
import { iterateJournal } from '../../../../src/main/store/journal-lines.ts';
import { openStore, runTask, type Store } from '../../../../src/main/store/index.ts';
import type { RestoreFrom } from '../../../../src/shared/records/restore.ts';
import { applyRestore } from '../../../../src/main/store/restore.ts';
import { smallDisk } from '../../../support/small-disk.ts';
import { startStoreProgram } from '../../../support/store-program.ts';
import { names, opened, scanned, withPhotos } from './project.ts';

const projectFile = (folder: string): string => path.join(folder, 'project.fovea');
const journalFile = (folder: string): string => path.join(folder, 'journal.jsonl');
const digest = (file: string): string => createHash('sha256').update(fs.readFileSync(file)).digest('hex');

/** Everything a person made, to compare. */
async function said(store: Store) {
  const photos = (await store.annotationsAll()).map(row => ({
    path: row.photo.path,
    split: row.photo.split,
    annotations: row.annotations,
  }));
  return { photos, classes: await store.classesList(), gestures: (await store.historyState()).last?.sequence };
}

/** A closed project of 10 photos: a backup after 5 labels, then 5 more labels and a box. */
async function closedProject() {
  const { folder, store, ids } = await withPhotos(names(10).map(name => scanned(name)));
  const { id: ant } = (await store.classesCreate('개미')).result;
  for (const id of ids.slice(0, 5)) await store.labelsSet([id], ant, 'replace');
  const backup = await store.backupsMake('work');
  const atBackup = await said(store);
  for (const id of ids.slice(5)) await store.labelsSet([id], ant, 'replace');
  await store.thingsAdd(ids[0]!, [{ kind: 'box', classId: ant, box: { x: 1, y: 2, width: 3, height: 4 } }]);
  const all = await said(store);
  await store.close();
  return { folder, backup, atBackup, all };
}

/** Damages the file so that it does not open. */
function damage(folder: string): Buffer {
  const db = new Database(projectFile(folder));
  db.prepare('UPDATE annotation SET check_sum = check_sum + 1 WHERE id = 2').run();
  db.close();
  return fs.readFileSync(projectFile(folder));
}

const apply = (folder: string, from: RestoreFrom, replay: boolean) =>
  runTask({ kind: 'restore-apply', folder, from, replay });
const preview = (folder: string, from: RestoreFrom, replay: boolean) =>
  runTask({ kind: 'restore-preview', folder, from, replay });
const state = (folder: string) => runTask({ kind: 'restore-state', folder, isOpen: false });

describe('a damaged project', () => {
  test('is refused unchanged, and says what can still be read of it and what there is to bring it back from', async () => {
    const { folder, backup } = await closedProject();
    const bytes = damage(folder);
    await expect(openStore({ folder })).rejects.toMatchObject({ code: 'project-damaged' });
    const found = await state(folder);
    expect(found.problem).toBe('damaged');
    expect(found.findings.map(({ what, state: is, found: intact, of }) => [what, is, intact, of])).toEqual([
      ['file', 'damaged', 0, 0],
      ['annotations', 'damaged', 10, 11],
      ['classes', 'fine', 1, 1],
      ['photos', 'fine', 10, 10],
      ['runs', 'fine', 0, 0],
      ['journal', 'fine', 12, 12],
    ]);
    expect(found.backups.map(one => one.id)).toContain(backup.id);
    expect(found.journal).toMatchObject({ lines: 12, lastSequence: 12, torn: false });
    expect(fs.readFileSync(projectFile(folder)).equals(bytes)).toBe(true);
  });

  test('comes back from a backup with the later gestures, and the damaged file is kept', async () => {
    const { folder, backup, all } = await closedProject();
    const bytes = damage(folder);
    const from = { kind: 'backup', id: backup.id } as const;
    const shown = await preview(folder, from, true);
    expect(shown).toMatchObject({ laterCount: 6, photoCount: 6, doubtful: { lines: 0, gestures: 0, rows: 0 } });
    expect(shown.before).toMatchObject({ labels: 5, things: 0 });
    expect(shown.after).toMatchObject({ labels: 10, things: 1 });
    expect(shown.later[0]).toMatchObject({ sequence: 12, kind: 'box-added', details: { class: '개미' } });
    expect(shown.photos).toContain('photo 7.jpg');
    const done = await apply(folder, from, true);
    expect(done).toMatchObject({ replayed: 6, keptJournal: null, counts: shown.after });
    expect(done.keptFile).toMatch(/^project\.damaged-\d{8}T\d{6}Z\.fovea$/);
    expect(fs.readFileSync(path.join(folder, done.keptFile!)).equals(bytes)).toBe(true);
    const store = await opened(folder);
    expect(await said(store)).toEqual(all);
    await store.undo();
    expect((await store.historyState()).undo).toMatchObject({ sequence: 11 });
  });

  test('comes back without them where they are set aside, and the journal is kept too', async () => {
    const { folder, backup, atBackup } = await closedProject();
    damage(folder);
    const before = fs.readFileSync(journalFile(folder));
    const done = await apply(folder, { kind: 'backup', id: backup.id }, false);
    expect(done.keptJournal).toMatch(/^journal\.set-aside-\d{8}T\d{6}Z\.jsonl$/);
    expect(fs.readFileSync(path.join(folder, done.keptJournal!)).equals(before)).toBe(true);
    const store = await opened(folder);
    expect(await said(store)).toEqual(atBackup);
    await store.classesCreate('bee');
    await store.close();
    expect([...iterateJournal(journalFile(folder))].map(entry => entry.gesture?.sequence)).toEqual([
      1, 2, 3, 4, 5, 6, 7,
    ]);
  });

  test('F9: every kept backup restores to the counts that were recorded', async () => {
    const { folder } = await closedProject();
    for (const { id, sequence } of namedBackups(folder).map(one => ({
      ...one,
      ...readNote(backupFile(folder, one.id))!,
    }))) {
      damage(folder);
      const { counts } = await apply(folder, { kind: 'backup', id }, false);
      expect(counts).toEqual(readNote(backupFile(folder, id))!.counts);
      const store = await openStore({ folder });
      expect((await store.historyState()).last?.sequence).toBe(sequence);
      await store.close();
    }
  });

  test('is not restored from a backup that changed since it was made; everything stays as it is', async () => {
    const { folder, backup } = await closedProject();
    const bytes = damage(folder);
    const file = backupFile(folder, backup.id);
    const flipped = fs.readFileSync(file);
    flipped[flipped.length - 100]! ^= 1;
    fs.writeFileSync(file, flipped);
    expect(listBackups(folder).find(one => one.id === backup.id)!.intact).toBe(false);
    await expect(apply(folder, { kind: 'backup', id: backup.id }, true)).rejects.toMatchObject({
      code: 'backup-missing',
    });
    expect(fs.readFileSync(projectFile(folder)).equals(bytes)).toBe(true);
    expect(fs.readdirSync(folder).filter(name => name.startsWith('restoring'))).toEqual([]);
  });
});

describe('an older file in the place of the project', () => {
  async function olderFile() {
    const project = await closedProject();
    fs.copyFileSync(backupFile(project.folder, project.backup.id), projectFile(project.folder));
    return { ...project, sum: digest(projectFile(project.folder)) };
  }

  test('is refused with the number of later gestures, byte for byte as it was', async () => {
    const { folder, sum } = await olderFile();
    await expect(openStore({ folder })).rejects.toMatchObject({
      code: 'journal-ahead',
      details: { file: 'project.fovea', gestures: 6 },
    });
    expect(digest(projectFile(folder))).toBe(sum);
    expect((await state(folder)).problem).toBe('journal-ahead');
  });

  test('goes on with the later gestures, or without them', async () => {
    const { folder, all } = await olderFile();
    const done = await apply(folder, { kind: 'file' }, true);
    expect(done.keptFile).toMatch(/^project\.replaced-/);
    const store = await opened(folder);
    expect(await said(store)).toEqual(all);
    const other = await olderFile();
    await apply(other.folder, { kind: 'file' }, false);
    expect(await said(await opened(other.folder))).toEqual(other.atBackup);
  });
});

describe('a restore that fails midway', () => {
  /** Everything below the folder, by content. */
  const everything = (folder: string): Record<string, string> =>
    Object.fromEntries(
      fs
        .readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter(entry => entry.isFile())
        .map(entry => path.join(entry.parentPath, entry.name))
        .map(file => [path.relative(folder, file), digest(file)]),
    );

  /** A damaged project on a disk of 5 MB, as it is before the restore; null where no disk can be mounted. */
  async function damagedOnSmallDisk() {
    const disk = smallDisk(5);
    if (!disk) return null;
    onTestFinished(disk.remove);
    const made = await closedProject();
    damage(made.folder);
    const folder = path.join(disk.folder, 'project');
    fs.cpSync(made.folder, folder, { recursive: true });
    return { disk, folder, made, before: everything(folder), from: { kind: 'backup', id: made.backup.id } as const };
  }

  test('G5: on a full disk names it, changes no byte, and succeeds once there is room', async ({ skip }) => {
    const damaged = await damagedOnSmallDisk();
    if (!damaged) return skip('a small disk can be mounted by root on Linux only');
    const { disk, folder, made, before, from } = damaged;
    // It fails at its first file, within the copy, and when the later gestures are written.
    const fileBytes = fs.statSync(backupFile(folder, from.id)).size;
    for (const left of [0, 40_000, fileBytes - 8_192, fileBytes + 8_192]) {
      const empty = disk.fill(left);
      await expect(apply(folder, from, true), `${left} bytes left`).rejects.toMatchObject({ code: 'disk-full' });
      empty();
      expect(everything(folder), `${left} bytes left`).toEqual(before);
    }
    await apply(folder, from, true);
    const store = await openStore({ folder });
    expect(await said(store)).toEqual(made.all);
    await store.close();
  });

  test('where nothing can be written is refused by name, and changes no byte', async ({ skip }) => {
    const damaged = await damagedOnSmallDisk();
    if (!damaged) return skip('a small disk can be mounted by root on Linux only');
    const { disk, folder, before, from } = damaged;
    disk.setReadOnly(true);
    await expect(apply(folder, from, true)).rejects.toMatchObject({
      code: 'disk-failed',
      details: { reason: 'EROFS' },
    });
    expect(everything(folder)).toEqual(before);
  });

  test('in a process that is killed leaves the project as it was, and what it had made goes at the next opening', async () => {
    const { folder, backup, all, atBackup } = await closedProject();
    const half = path.join(folder, 'restoring.new-killed');
    fs.mkdirSync(half);
    fs.writeFileSync(path.join(half, 'project.fovea'), 'half');
    const program = startStoreProgram(`const fs = await import('node:fs');
      fs.watch(${JSON.stringify(folder)}, (_, name) => {
        if (name.startsWith('restoring.new-')) process.kill(process.pid, 'SIGKILL');
      });
      await runTask({ kind: 'restore-apply', folder: ${JSON.stringify(folder)},
        from: { kind: 'backup', id: ${JSON.stringify(backup.id)} }, replay: false });
      say('done');`);
    expect(await program.ended).toMatchObject({ signal: 'SIGKILL' });
    const store = await openStore({ folder });
    const now = await said(store);
    await store.close();
    // Killed at once, or, where the machine was slow to notice, after it was decided.
    expect([all, atBackup]).toContainEqual(now);
    expect(fs.readdirSync(folder).filter(name => name.startsWith('restoring'))).toEqual([]);
  });

  test('two at the same time: one of them wins whole, the other is told that the project is in use', async () => {
    const { folder, backup, atBackup } = await closedProject();
    damage(folder);
    const outcomes: string[] = [];
    const other = { folder, from: { kind: 'backup', id: backup.id }, replay: false } as const;
    // The second one decides just before the first would.
    const first = (): unknown =>
      applyRestore(other, step => {
        if (step !== 'decide' || outcomes.length > 0) return;
        outcomes.push('second');
        fs.mkdirSync(path.join(folder, 'restoring'));
        fs.copyFileSync(backupFile(folder, backup.id), path.join(folder, 'restoring', 'project.fovea'));
      });
    expect(first).toThrow(expect.objectContaining({ code: 'project-in-use' }));
    const store = await openStore({ folder }).catch((error: { code: string }) => error.code);
    if (typeof store === 'string') expect(store).toBe('journal-ahead');
    else await store.close();
    expect((await state(folder)).problem).not.toBe('damaged');
    await apply(folder, { kind: 'backup', id: backup.id }, false);
    expect(await said(await opened(folder))).toEqual(atBackup);
  });
});

describe('G3: a kill in a restore', () => {
  test('at each of its steps leaves the project before or after it, always openable after the next try', async () => {
    const { folder, backup, atBackup } = await closedProject();
    damage(folder);
    const entry = new URL('../../../../src/main/store/restore.ts', import.meta.url).href;
    const choice = { folder, from: { kind: 'backup', id: backup.id }, replay: false };
    const reached: string[] = [];
    for (let stop = 1; ; stop++) {
      const program = startStoreProgram(`const { applyRestore } = await import(${JSON.stringify(entry)});
        let steps = 0;
        applyRestore(${JSON.stringify(choice)}, name => {
          if (++steps !== ${stop}) return;
          process.stdout.write(name + '\\n');
          process.kill(process.pid, 'SIGKILL');
        });
        say('done');`);
      await program.ended;
      const [name] = program.lines();
      reached.push(name!);
      const outcome = await openStore({ folder }).then(
        async store => {
          const now = await said(store);
          await store.close();
          return now;
        },
        (error: { code: string }) => error.code,
      );
      // Before the decision the damaged file is still there and refused; from it on the project is the restored one.
      if (['make', 'write down', 'decide'].includes(name!)) expect(outcome).toBe('project-damaged');
      else expect(outcome).toEqual(atBackup);
      expect(fs.readdirSync(folder).filter(file => file === 'restoring')).toEqual([]);
      if (name === 'done') break;
      if (outcome !== 'project-damaged') damage(folder);
    }
    expect(new Set(reached)).toEqual(
      new Set([
        'make',
        'write down',
        'decide',
        'keep the file',
        'put in place',
        'set the journal aside',
        'forget',
        'done',
      ]),
    );
  }, 60_000);
});
