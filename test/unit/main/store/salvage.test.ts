// What can still be read of a damaged project: opened without what is lost, with the damaged file kept beside it.
import fs from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openStore, runTask, type Store } from '../../../../src/main/store/index.ts';
import { mulberry32 } from '../../../../src/shared/random.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { names, scanned, withPhotos } from './project.ts';

const projectFile = (folder: string): string => path.join(folder, 'project.fovea');
const intact = { kind: 'intact' } as const;
const apply = (folder: string) => runTask({ kind: 'restore-apply', folder, from: intact, replay: false });

const annotationsOf = async (store: Store): Promise<string[]> =>
  (await store.annotationsAll()).flatMap(({ photo, annotations }) =>
    annotations.map(annotation => JSON.stringify([photo.path, annotation])),
  );

/** A closed project of 60 photos with two classes, a label each and boxes on some; what it says. */
async function closedProject() {
  const { folder, store, ids } = await withPhotos(names(60).map(name => scanned(name)));
  const ant = (await store.classesCreate('ant')).result.id;
  const bee = (await store.classesCreate('벌')).result.id;
  for (const [place, id] of ids.entries()) await store.labelsSet([id], place % 3 === 0 ? bee : ant, 'replace');
  for (const id of ids.slice(0, 20))
    await store.thingsAdd(id, [{ kind: 'box', classId: bee, box: { x: 1, y: 2, width: 30, height: 40 } }]);
  const annotations = await annotationsOf(store);
  await store.close();
  return { folder, annotations };
}

function change(folder: string, sql: string): void {
  const db = new Database(projectFile(folder));
  db.pragma('foreign_keys = OFF');
  db.exec(sql);
  db.close();
}

test('a row that does not fit its check sum is left out; all others and the history are there, and the damaged file is kept', async () => {
  const { folder, annotations } = await closedProject();
  change(folder, 'UPDATE annotation SET check_sum = check_sum + 1 WHERE id IN (2, 70)');
  const bytes = fs.readFileSync(projectFile(folder));
  await expect(openStore({ folder })).rejects.toMatchObject({ code: 'project-damaged' });
  const preview = await runTask({ kind: 'restore-preview', folder, from: intact, replay: false });
  expect(preview).toMatchObject({ after: { photos: 60, labels: 59, things: 19, classes: 2, gestures: 82 } });
  const { keptFile, counts } = await apply(folder);
  expect(counts).toEqual(preview.after);
  expect(fs.readFileSync(path.join(folder, keptFile!)).equals(bytes)).toBe(true);
  const store = await openStore({ folder });
  const said = await annotationsOf(store);
  expect(said).toHaveLength(78);
  expect(annotations).toEqual(expect.arrayContaining(said));
  // Work goes on, and what is whole of the history can be undone.
  await store.undo();
  expect(await annotationsOf(store)).toHaveLength(77);
  await store.close();
});

test('a class and a group that are lost keep what hangs on them: the class gets a name to be changed', async () => {
  const { folder, annotations } = await closedProject();
  change(folder, 'DELETE FROM class WHERE id = 2; UPDATE photo_group SET check_sum = 1 WHERE id < 5;');
  await apply(folder);
  const store = await openStore({ folder });
  expect((await store.classesList()).map(({ name }) => name)).toEqual(['ant', 'class 2']);
  expect(await annotationsOf(store)).toHaveLength(annotations.length);
  await store.close();
});

test('a history with a gap is left out whole, and the journal that tells it is kept', async () => {
  const { folder, annotations } = await closedProject();
  change(
    folder,
    'DELETE FROM change WHERE gesture = 9; DELETE FROM journal_line WHERE sequence = 9; DELETE FROM gesture WHERE sequence = 9',
  );
  const { keptJournal, counts } = await apply(folder);
  expect(counts.gestures).toBe(0);
  expect(fs.existsSync(path.join(folder, keptJournal!))).toBe(true);
  const store = await openStore({ folder });
  expect(await annotationsOf(store)).toEqual(annotations);
  await store.close();
});

test('whatever page is overwritten, what comes back is whole and was there before; or it is said that nothing can be read', async () => {
  const { folder, annotations } = await closedProject();
  const whole = fs.readFileSync(projectFile(folder));
  const journal = fs.readFileSync(path.join(folder, 'journal.jsonl'));
  const random = mulberry32(20261129);
  let opened = 0;
  for (let round = 0; round < 8; round++) {
    const bytes = Buffer.from(whole);
    for (let hit = 0; hit <= round % 3; hit++) {
      const page = Math.floor(random() * (bytes.length / 4096));
      bytes.fill(Math.floor(random() * 256), page * 4096, (page + 1) * 4096);
    }
    fs.writeFileSync(projectFile(folder), bytes);
    fs.writeFileSync(path.join(folder, 'journal.jsonl'), journal);
    try {
      await apply(folder);
    } catch (error) {
      expect(error).toBeInstanceOf(AppError);
      expect(['restore-failed', 'not-a-project']).toContain((error as AppError).code);
      expect(fs.readFileSync(projectFile(folder)).equals(bytes)).toBe(true);
      continue;
    }
    const store = await openStore({ folder });
    const known = new Set(annotations.map(one => withoutNames(one)));
    for (const said of await annotationsOf(store)) expect(known).toContain(withoutNames(said));
    await store.close();
    opened++;
  }
  expect(opened).toBeGreaterThan(4);
});

/** The path of a photo has no check sum: what was annotated is what counts. */
const withoutNames = (said: string): string => JSON.stringify((JSON.parse(said) as unknown[])[1]);
