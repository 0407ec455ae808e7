import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { checkSum } from '../../../../src/main/store/check-sums.ts';
import { undoWalks } from '../../../support/undo-walks.ts';
import { names, opened, scanned, temporaryFolder, withPhotos } from './project.ts';

describe('undo and redo', () => {
  test(
    'F11: random walks of gestures, undo and redo end where a model that keeps every state in memory ends, also after a reopening',
    { timeout: 240_000 },
    async () => {
      const { gestures, undone, redone } = await undoWalks(temporaryFolder(), { seed: 20261125, walks: 3, steps: 50 });
      expect(Math.min(gestures, undone, redone)).toBeGreaterThan(30);
    },
  );

  test('F12: a class deleted with 5,000 boxes comes back whole, also after a restart', async () => {
    const { folder, store, ids } = await withPhotos(names(10).map(name => scanned(name)));
    const ant = (await store.classesCreate('ant')).result;
    const bee = (await store.classesCreate('bee')).result;
    for (const id of ids) {
      const boxes = Array.from({ length: 500 }, (_, place) => ({
        kind: 'box' as const,
        classId: ant.id,
        box: { x: place, y: place / 3, width: 2, height: 3 },
      }));
      await store.thingsAdd(id, boxes);
    }
    await store.thingsAdd(ids[0]!, [{ kind: 'box', classId: bee.id, box: { x: 1, y: 1, width: 1, height: 1 } }]);
    const before = await store.annotationsAll();
    expect((await store.classesDelete(ant.id)).result).toEqual({ photos: 10, annotations: 5000 });
    expect((await store.annotationsAll()).flatMap(row => row.annotations)).toHaveLength(1);
    expect((await store.classesList()).map(row => row.name)).toEqual(['bee']);
    await store.close();
    const again = await opened(folder);
    const done = await again.undo();
    expect(done.history.last).toMatchObject({
      kind: 'undo',
      details: { of: 'class-deleted', class: 'ant' },
      photos: 10,
    });
    expect(await again.annotationsAll()).toEqual(before);
    expect(await again.classesList()).toEqual([ant, bee]);
  });

  test('undo leaves what was changed meanwhile as it is, and names it', async () => {
    const { folder, store, ids } = await withPhotos([scanned('nest/a.jpg')]);
    const ant = (await store.classesCreate('ant')).result.id;
    const bee = (await store.classesCreate('bee')).result.id;
    await store.labelsSet(ids, ant, 'replace');
    await store.close();
    const db = new Database(path.join(folder, 'project.fovea'));
    const sum = checkSum([1, ids[0]!, 'label', 'photo', bee, null, null, null, null, null, null]);
    db.prepare('UPDATE annotation SET class_id = ?, check_sum = ? WHERE id = 1').run(bee, sum);
    db.close();
    const again = await opened(folder);
    await expect(again.undo()).rejects.toMatchObject({ code: 'conflict', details: { what: 'nest/a.jpg' } });
    expect((await again.historyState()).last).toMatchObject({ kind: 'labels-set' });
    expect((await again.photosRead(ids))[0]!.annotations).toMatchObject([{ classId: bee }]);
  });

  test('a new gesture ends what can be done again', async () => {
    const { store, ids } = await withPhotos([scanned('a.jpg')]);
    const ant = (await store.classesCreate('ant')).result.id;
    await store.labelsSet(ids, ant, 'replace');
    await store.undo();
    expect((await store.historyState()).redo).toMatchObject({ kind: 'labels-set' });
    await store.photosExclude(ids, true);
    expect((await store.historyState()).redo).toBeNull();
    await expect(store.redo()).rejects.toMatchObject({ code: 'nothing-to-redo' });
  });

  test('the undo of one gesture takes back that one or nothing', async () => {
    const { store, ids } = await withPhotos([scanned('a.jpg')]);
    const ant = await store.classesCreate('ant');
    const label = await store.labelsSet(ids, ant.result.id, 'replace');
    expect((await store.labelsSet(ids, ant.result.id, 'replace')).sequence).toBeNull();
    await expect(store.undo(ant.sequence)).rejects.toMatchObject({ code: 'not-the-last-gesture' });
    expect((await store.undo(label.sequence)).sequence).toBe(label.sequence! + 1);
    await expect(store.undo(label.sequence)).rejects.toMatchObject({ code: 'not-the-last-gesture' });
    expect((await store.historyGoTo(0)).sequence).toBe(label.sequence! + 2);
    expect((await store.historyGoTo(0)).sequence).toBeNull();
    await expect(store.undo(label.sequence)).rejects.toMatchObject({ code: 'not-the-last-gesture' });
  });

  test('undo and redo are in the history, newest first, and nothing is removed from it', async () => {
    const { store, ids } = await withPhotos([scanned('a.jpg')]);
    const ant = (await store.classesCreate('ant')).result.id;
    await store.labelsSet(ids, ant, 'replace');
    await store.undo();
    await store.redo();
    const kinds = (await store.historyList(null, 10)).map(row => row.kind);
    expect(kinds).toEqual(['redo', 'undo', 'labels-set', 'class-created']);
    expect((await store.historyList(3, 1)).map(row => row.sequence)).toEqual([2]);
  });

  test('undoing the class folders takes their classes, labels and splits back as one gesture', async () => {
    const { store } = await withPhotos([scanned('ant/a.jpg', 'ant'), scanned('bee/b.jpg', 'bee')]);
    const done = await store.classFoldersApply(true);
    expect(done.result).toEqual({ classes: 2, photos: 2 });
    expect((await store.projectRead()).classFolders).toBe(true);
    await store.undo();
    expect(await store.classesList()).toEqual([]);
    expect((await store.photosCounts()).splits.none).toBe(2);
    expect((await store.projectRead()).classFolders).toBeNull();
    await store.redo();
    expect((await store.classesList()).map(row => row.name)).toEqual(['ant', 'bee']);
  });
});
