import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { Store } from '../../../../src/main/store/index.ts';
import { names, opened, scanned, withPhotos } from './project.ts';

/** Six labels one after another, with the state after each. */
async function labelled() {
  const { folder, store, ids } = await withPhotos(names(3).map(name => scanned(name)));
  const ant = (await store.classesCreate('ant')).result.id;
  const bee = (await store.classesCreate('bee')).result.id;
  const states = [await store.annotationsAll()];
  const sequences: number[] = [];
  for (let step = 0; step < 6; step++) {
    const done = await store.labelsSet([ids[step % 3]!], step % 2 === 0 ? ant : bee, 'replace');
    sequences.push(done.history.last!.sequence);
    states.push(await store.annotationsAll());
  }
  return { folder, store, ids, ant, bee, states, sequences };
}
const statesOf = async (store: Store) =>
  (await store.historyList(null, 50)).filter(row => row.kind === 'labels-set').map(row => row.state);

test('goes back to any gesture and forth again, across a restart, and says before what would change', async () => {
  const { folder, store, ids, states, sequences } = await labelled();
  expect(await store.historyWouldChange(sequences[3]!)).toEqual({
    photos: [ids[2], ids[1]],
    photoCount: 2,
    gestures: 2,
  });
  await store.historyGoTo(sequences[3]!);
  expect(await store.annotationsAll()).toEqual(states[4]);
  expect(await statesOf(store)).toEqual(['redoable', 'redoable', 'done', 'done', 'done', 'done']);
  await store.close();
  const again = await opened(folder);
  await again.historyGoTo(sequences[5]!);
  expect(await again.annotationsAll()).toEqual(states[6]);
  await again.historyGoTo(0);
  expect(await again.annotationsAll()).toEqual([]);
  expect(await again.classesList()).toEqual([]);
  expect((await again.historyCount()).redoable).toBe(8);
  await again.historyGoTo(sequences[5]!);
  expect(await again.annotationsAll()).toEqual(states[6]);
});

test('a gesture that was undone and overtaken stays in the list, is called undone, and cannot be gone to', async () => {
  const { store, ids, bee, sequences } = await labelled();
  await store.undo();
  await store.labelsSet([ids[2]!], bee, 'toggle');
  expect((await statesOf(store)).slice(0, 2)).toEqual(['done', 'undone']);
  await expect(store.historyGoTo(sequences[5]!)).rejects.toMatchObject({ code: 'not-found' });
  const [newest] = await store.historyList(null, 1);
  expect(newest).toMatchObject({ kind: 'labels-set', target: null, photo: names(3)[2] });
});

test('one photo gets an earlier state back as a new gesture; the others keep theirs', async () => {
  const { store, ids, ant, bee, states, sequences } = await labelled();
  const past = await store.historyOfPhoto(ids[0]!);
  expect(past.map(state => [state.sequence, state.annotations.map(row => 'classId' in row && row.classId)])).toEqual([
    [sequences[3], [bee]],
    [sequences[0], [ant]],
    [0, []],
  ]);
  await store.historyRestorePhoto(ids[0]!, sequences[0]!);
  const now = await store.annotationsAll();
  expect(now[0]).toEqual(states[1]![0]);
  expect(now.slice(1)).toEqual(states[6]!.slice(1));
  await store.undo();
  expect(await store.annotationsAll()).toEqual(states[6]);
});

test('a state whose class was deleted since cannot be restored: the class must come back first', async () => {
  const { store, ids, ant, states, sequences } = await labelled();
  await store.classesDelete(ant);
  await expect(store.historyRestorePhoto(ids[0]!, sequences[0]!)).rejects.toMatchObject({
    code: 'conflict',
    details: { what: 'ant' },
  });
  await store.undo();
  expect(await store.annotationsAll()).toEqual(states[6]);
});

test('a way that meets a conflict goes nowhere: all of its steps are taken, or none', async () => {
  const { folder, store, ids, states, sequences } = await labelled();
  await store.close();
  // Another program has written into the project: the label of the third gesture is not there any more.
  const db = new Database(path.join(folder, 'project.fovea'));
  db.prepare('DELETE FROM annotation WHERE photo_id = ?').run(ids[1]);
  db.close();
  const again = await opened(folder);
  const before = await again.annotationsAll();
  await expect(again.historyGoTo(0)).rejects.toMatchObject({ code: 'conflict' });
  expect(await again.annotationsAll()).toEqual(before);
  expect((await again.historyCount()).redoable).toBe(0);
  await again.historyGoTo(sequences[4]!);
  expect((await again.annotationsAll())[0]).toEqual(states[5]![0]);
});
