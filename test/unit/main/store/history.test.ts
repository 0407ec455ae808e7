import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { checkSum } from '../../../../src/main/store/check-sums.ts';
import type { Store } from '../../../../src/main/store/index.ts';
import { mulberry32 } from '../../../../src/shared/random.ts';
import type { ClassId, PhotoId } from '../../../../src/shared/records/ids.ts';
import type { Annotation } from '../../../../src/shared/records/photo.ts';
import { plainColumns } from '../../../support/plain-columns.ts';
import { everything, names, opened, scanned, withPhotos } from './project.ts';

const withoutId = ({ id: _, ...annotation }: Annotation) => annotation;

/** Everything a person made, as plain data. */
async function stateOf(store: Store) {
  const columns = plainColumns(await store.photosQuery(everything, 'name', 'none'));
  return {
    photos: (await store.photosRead(columns.id)).map(({ id, excluded, split, annotations }) => ({
      id,
      excluded,
      split,
      annotations: annotations.map(annotation => JSON.stringify(withoutId(annotation))).sort(),
    })),
    classes: await store.classesList(),
  };
}

describe('undo and redo', () => {
  test('F11: 400 random steps end where a model that keeps every state in memory ends, and so after a reopening', async () => {
    const random = mulberry32(20261125);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
    const { folder, store: first, ids } = await withPhotos(names(9).map(name => scanned(name)));
    let store = first;
    const past = [await stateOf(store)];
    let future: (typeof past)[number][] = [];
    let made = 0;
    const box = () => ({ x: random() * 100, y: random() * 100, width: 1 + random() * 50, height: 1 + random() * 50 });
    const some = (): PhotoId[] => ids.filter(() => random() < 0.4);
    const gestures: ((classes: readonly ClassId[]) => Promise<unknown>)[] = [
      () => store.classesCreate(`class ${made++}`),
      classes => store.labelsSet(some(), pick(classes), pick(['replace', 'toggle'])),
      classes => store.labelsSet([pick(ids)], pick(classes), 'replace'),
      classes => store.thingsAdd(pick(ids), [{ kind: 'box', classId: pick(classes), box: box() }]),
      () => store.annotationsNothing(some(), pick(['photo', 'things'])),
      () => store.annotationsClear(some(), pick(['photo', 'things'])),
      () => store.photosExclude(some(), random() < 0.5),
      () => store.photosSetSplit([pick(ids)], pick(['train', 'validation'])),
      classes => store.classesUpdate(pick(classes), { name: `renamed ${made++}`, key: pick(['1', '5', null]) }),
      classes => (random() < 0.3 ? store.classesDelete(pick(classes)) : store.historyState()),
      async () => {
        const boxes = (await store.photosRead(ids)).flatMap(photo =>
          photo.annotations.filter(row => row.kind === 'box'),
        );
        if (boxes.length > 0) await store.thingsUpdate(pick(boxes).id, { shape: { kind: 'box', box: box() } });
      },
      classes => {
        const corners = Array.from({ length: 8 }, () => random() * 100);
        const turned = { centreX: random() * 100, centreY: 50, width: 3, height: 4, angle: random() * 359 };
        return store.thingsAdd(pick(ids), [
          { kind: 'polygon', classId: pick(classes), polygon: [corners] },
          { kind: 'rotated-box', classId: pick(classes), rotatedBox: turned },
        ]);
      },
      async classes => {
        const [from, into] = [pick(classes), pick(classes)];
        if (from !== into && random() < 0.3) await store.classesMerge(from, into);
      },
      async classes => {
        const [id, chosen] = [pick(classes), some()];
        const has = (await store.photosRead(chosen)).some(photo =>
          photo.annotations.some(row => 'classId' in row && row.classId === id),
        );
        if (has) await store.classesSplit(id, chosen, `split ${made++}`);
      },
      () => store.photosKeepTogether([[pick(ids), pick(ids)]]),
      async () => {
        const [photo, sequence] = [pick(ids), Math.floor(random() * made * 10)];
        const living = new Set((await store.classesList()).map(row => row.id));
        const then = (await store.historyOfPhoto(photo)).find(state => state.sequence <= sequence)!;
        if (then.annotations.every(row => !('classId' in row) || living.has(row.classId)))
          await store.historyRestorePhoto(photo, sequence);
      },
      () =>
        store.importApply({
          newClasses: [{ name: `imported ${made}` }],
          sources: [{ prefix: 'more/', folder: '/more' }],
          files: 'more.json',
          photos: [
            {
              photo: scanned(`more/${made++}.jpg`),
              split: 'test',
              nothing: [],
              annotations: [{ class: { newClass: 0 }, shape: { kind: 'box', box: box() }, attributes: { score: 0.5 } }],
            },
          ],
        }),
    ];
    for (let taken = 0; taken < 400; taken++) {
      const turn = random();
      if (turn < 0.3 && past.length > 1) {
        await store.undo();
        future.push(past.pop()!);
      } else if (turn < 0.5 && future.length > 0) {
        await store.redo();
        past.push(future.pop()!);
      } else {
        const classes = (await store.classesList()).map(row => row.id);
        const before = (await store.historyState()).last?.sequence ?? 0;
        await (classes.length === 0 ? gestures[0]! : pick(gestures))(classes);
        if (((await store.historyState()).last?.sequence ?? 0) > before) {
          past.push(await stateOf(store));
          future = [];
        }
      }
      if (taken % 100 === 99) {
        await store.close();
        store = await opened(folder);
      }
      if (taken % 10 === 9) expect(await stateOf(store)).toEqual(past.at(-1));
    }
    expect(await stateOf(store)).toEqual(past.at(-1));
    while (past.length > 1) {
      await store.undo();
      past.pop();
    }
    expect(await stateOf(store)).toEqual(past[0]);
    await expect(store.undo()).rejects.toMatchObject({ code: 'nothing-to-undo' });
  });

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
