import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { journalLine } from '../../../../src/main/store/journal-lines.ts';
import { openStore, runTask, type Store } from '../../../../src/main/store/index.ts';
import { names, opened, readContent, scanned, withPhotos } from './project.ts';

const journalFile = (folder: string): string => path.join(folder, 'journal.jsonl');
const linesOf = (folder: string): string[] => fs.readFileSync(journalFile(folder), 'utf8').split('\n').slice(0, -1);
const writeLines = (folder: string, lines: readonly string[]): void =>
  fs.writeFileSync(journalFile(folder), lines.map(line => `${line}\n`).join(''));

async function said(store: Store) {
  const photos = (await store.annotationsAll()).map(({ photo, annotations }) => ({
    path: photo.path,
    hash: photo.hash,
    split: photo.split,
    excluded: photo.excluded,
    annotations,
  }));
  const { name, photosFolder, seed, labelMode, sample, createdAt } = await store.projectRead();
  return {
    photos,
    classes: await store.classesList(),
    history: await store.historyState(),
    entries: await store.historyList(null, 200),
    project: { name, photosFolder, seed, labelMode, sample, createdAt },
  };
}

const square = { kind: 'box', box: { x: 10, y: 10, width: 20, height: 20 } } as const;
const triangle = { kind: 'polygon' as const, polygon: [[0, 0, 9, 0, 9, 9]] };

/** A closed project with something of everything a person can do, photos of equal content among them. */
async function fullProject() {
  const { folder, store, ids, id } = await withPhotos([
    ...names(8).map(name => scanned(name)),
    scanned('한글 사진.jpg'),
  ]);
  await store.projectUpdate({ name: '개미 프로젝트', labelMode: 'several' });
  const { id: ant } = (await store.classesCreate('ant')).result;
  const { id: bee } = (await store.classesCreate('bee')).result;
  await store.labelsSet(ids.slice(0, 6), ant, 'replace');
  const [box] = (
    await store.thingsAdd(ids[0]!, [
      { classId: ant, ...square },
      { classId: bee, ...triangle },
    ])
  ).result;
  await store.thingsUpdate(box!.id, { classId: bee });
  await store.labelsSet([ids[1]!], bee, 'toggle');
  await store.annotationsNothing([ids[2]!], 'things');
  await store.photosExclude([ids[3]!], true);
  await store.photosSetSplit([ids[4]!], 'validation');
  await store.classesUpdate(ant, { name: '개미', colour: 5 });
  await store.undo();
  await store.redo();
  await store.undo();
  await store.classesDelete(bee);
  await store.undo();
  await store.labelsSet([id('한글 사진.jpg')], bee, 'replace');
  await store.undo();
  const all = await said(store);
  await store.close();
  return { folder, all, ids };
}

/** What is left after the project's file and every backup are gone. */
function loseAll(folder: string): void {
  fs.rmSync(path.join(folder, 'project.fovea'));
  fs.rmSync(path.join(folder, 'backups'), { recursive: true });
}

const rebuild = (folder: string) => runTask({ kind: 'restore-apply', folder, from: { kind: 'journal' }, replay: true });

describe('F10: a project made again of its journal alone', () => {
  test('is refused as lost before, and afterwards says everything that was said, with its history', async () => {
    const { folder, all } = await fullProject();
    loseAll(folder);
    await expect(openStore({ folder })).rejects.toMatchObject({ code: 'project-damaged' });
    const done = await rebuild(folder);
    expect(done).toMatchObject({ keptFile: null, keptJournal: null, doubtful: { lines: 0, gestures: 0, rows: 0 } });
    const store = await opened(folder);
    expect(await said(store)).toEqual(all);
  });

  test('goes on: redo and undo reach back to the first gesture', async () => {
    const { folder, all } = await fullProject();
    loseAll(folder);
    await rebuild(folder);
    const store = await opened(folder);
    await store.redo();
    await store.undo();
    expect((await said(store)).photos).toEqual(all.photos);
    while ((await store.historyState()).undo) await store.undo();
    expect(await store.annotationsAll()).toEqual([]);
    expect(await store.classesList()).toEqual([]);
  });

  test('keeps the photos of its journal when the folder is scanned again, and finds those that it does not tell of', async () => {
    const { folder, all, ids } = await fullProject();
    loseAll(folder);
    await rebuild(folder);
    const store = await opened(folder);
    const outcome = await store.scanApply(
      [...names(8), '한글 사진.jpg', 'new.jpg'].map(name => scanned(name)),
      [],
      false,
    );
    expect(outcome).toMatchObject({ total: 10, missing: 0 });
    await readContent(store);
    expect((await said(store)).photos).toEqual(all.photos);
    // Photos 7 and 8 were in no gesture: the scan brings them, under ids of their own.
    expect((await store.photosFiles(ids)).map(file => file.path)).toEqual([...names(6), '한글 사진.jpg']);
  });

  test('finds photos that were moved since by their content', async () => {
    const { folder, all } = await fullProject();
    loseAll(folder);
    await rebuild(folder);
    const store = await opened(folder);
    await store.scanApply(
      [...names(8), '한글 사진.jpg'].map(name => scanned(`moved/${name}`)),
      [],
      false,
    );
    await readContent(store, place => place.replace('moved/', ''));
    expect((await said(store)).photos.map(photo => [photo.path, photo.annotations])).toEqual(
      all.photos.map(photo => [`moved/${photo.path}`, photo.annotations]),
    );
  });

  test('uses what is whole of a journal whose last line is cut', async () => {
    const { folder, all } = await fullProject();
    const content = fs.readFileSync(journalFile(folder));
    fs.writeFileSync(journalFile(folder), content.subarray(0, content.length - 30));
    loseAll(folder);
    const done = await rebuild(folder);
    expect(done).toMatchObject({ replayed: all.history.last!.sequence - 1, doubtful: { lines: 0, gestures: 0 } });
    const store = await opened(folder);
    expect((await store.historyState()).last!.sequence).toBe(all.history.last!.sequence - 1);
  });

  test('after a damaged line in the middle, everything before it counts, and what follows where rows still fit', async () => {
    const { folder, store, ids } = await withPhotos(names(6).map(name => scanned(name)));
    const { id: ant } = (await store.classesCreate('ant')).result;
    const { id: bee } = (await store.classesCreate('bee')).result;
    for (const id of ids) await store.labelsSet([id], ant, 'replace');
    await store.labelsSet([ids[2]!], bee, 'replace');
    await store.labelsSet([ids[5]!], bee, 'replace');
    await store.undo();
    await store.close();
    loseAll(folder);
    const lines = linesOf(folder);
    // The label of the third photo is lost: so is its change to "bee", and nothing else.
    writeLines(
      folder,
      lines.map((line, place) => (place === 4 ? line.replace('labels-set', 'labels-sat') : line)),
    );
    const done = await rebuild(folder);
    expect(done.doubtful).toEqual({ lines: 1, gestures: 6, rows: 1 });
    expect(done.keptJournal).not.toBeNull();
    const after = await opened(folder);
    const labels = (await after.annotationsAll()).map(({ photo, annotations }) => [
      photo.path,
      annotations.map(one => (one.kind === 'label' ? one.classId : one.kind)),
    ]);
    expect(labels).toEqual([
      ['photo 1.jpg', [ant]],
      ['photo 2.jpg', [ant]],
      ['photo 3.jpg', [bee]],
      ['photo 4.jpg', [ant]],
      ['photo 5.jpg', [ant]],
      ['photo 6.jpg', [ant]],
    ]);
    // The history goes on to work: the undo that came after the gap is a change like others.
    while ((await after.historyState()).undo) await after.undo();
    expect(await after.classesList()).toEqual([]);
  });

  test('is made of a journal of the first version too, which knows neither the project nor the groups', async () => {
    const { folder, all } = await fullProject();
    const old = linesOf(folder).map(line => {
      const { gesture } = JSON.parse(line) as { gesture: Record<string, unknown> };
      const { project: _, photos, ...rest } = gesture;
      return journalLine(JSON.stringify({ ...rest, photos: (photos as unknown[][]).map(photo => photo.slice(0, 3)) }));
    });
    writeLines(folder, old);
    loseAll(folder);
    await rebuild(folder);
    const store = await opened(folder);
    const { photos, classes } = await said(store);
    expect(photos.map(photo => [photo.path, photo.annotations])).toEqual(
      all.photos.map(photo => [photo.path, photo.annotations]),
    );
    expect(classes).toEqual(all.classes);
  });

  test('is refused where the journal holds nothing, and nothing is made', async () => {
    const { folder } = await fullProject();
    loseAll(folder);
    fs.writeFileSync(journalFile(folder), 'rubbish\n');
    await expect(rebuild(folder)).rejects.toMatchObject({ code: 'restore-failed' });
    expect(fs.readdirSync(folder).sort()).toEqual(
      ['cache', 'journal.jsonl'].filter(name => fs.existsSync(path.join(folder, name))),
    );
  });

  test('a hostile journal makes no row that the schema refuses, and reads nothing outside', async () => {
    const { folder } = await fullProject();
    const hostile = [
      {
        table: 'annotation',
        key: 900,
        before: null,
        after: { photoId: 1, kind: 'box', about: 'things', classId: 1, x: null },
      },
      { table: 'annotation', key: 901, before: null, after: { photoId: {}, kind: [], about: 1 } },
      { table: 'sqlite_schema', key: 1, before: null, after: { sql: 'x' } },
      { table: '__proto__', key: 1, before: null, after: {} },
      { table: 'class', key: 1e15, before: null, after: { name: null } },
    ];
    const last = linesOf(folder).length;
    const gesture = { kind: 'x', details: {}, photos: [[-1, '../../etc/passwd', null]], at: '', target: null };
    fs.appendFileSync(
      journalFile(folder),
      `${journalLine(JSON.stringify({ ...gesture, sequence: last + 1, changes: hostile }))}\n`,
    );
    loseAll(folder);
    const done = await rebuild(folder);
    expect(done.doubtful).toEqual({ lines: 0, gestures: 1, rows: hostile.length });
  });
});
