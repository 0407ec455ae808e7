import { describe, expect, test } from 'vitest';
import { photoFilter } from '../../../../src/shared/records/photo.ts';
import { plainColumns } from '../../../support/plain-columns.ts';
import { created, everything, names, opened, readContent, scanned, withPhotos } from './project.ts';

describe('a new project', () => {
  test('knows its name, its photo folder and that class folders were not asked about', async () => {
    const { store } = await created();
    expect(await store.projectRead()).toMatchObject({
      name: 'Ants',
      photosFolder: '/photos',
      labelMode: 'one',
      seed: 7,
      sample: false,
      classFolders: null,
      readOnly: false,
    });
  });

  test('is refused where a project is already', async () => {
    const { folder, store } = await created();
    await store.close();
    const { openStore } = await import('../../../../src/main/store/index.ts');
    const again = openStore({ folder, create: { name: 'B', photosFolder: '/b', seed: 1, sample: false } });
    await expect(again).rejects.toMatchObject({ code: 'out-folder-not-empty' });
    expect((await (await opened(folder)).projectRead()).name).toBe('Ants');
  });

  test('keeps a new name and label mode', async () => {
    const { folder, store } = await created();
    await store.projectUpdate({ name: 'Bees', labelMode: 'several' });
    await store.close();
    expect(await (await opened(folder)).projectRead()).toMatchObject({ name: 'Bees', labelMode: 'several' });
  });
});

describe('scans', () => {
  test('L1: two photos of one name in two folders are two photos with their own labels', async () => {
    const { store, id } = await withPhotos([scanned('a/one.jpg'), scanned('b/one.jpg')]);
    const ant = (await store.classesCreate('ant')).result;
    await store.labelsSet([id('a/one.jpg')], ant.id, 'replace');
    const all = await store.annotationsAll();
    expect(all.map(row => row.photo.path)).toEqual(['a/one.jpg']);
    expect((await store.photosCounts()).states).toEqual({ new: 1, annotated: 1, nothing: 0 });
  });

  test('a photo whose file is gone keeps its annotations and is marked missing; it comes back as it was', async () => {
    const photos = names(3).map(name => scanned(name));
    const { store, id } = await withPhotos(photos);
    const ant = (await store.classesCreate('ant')).result;
    await store.labelsSet([id('photo 1.jpg')], ant.id, 'replace');
    expect(await store.scanApply(photos.slice(1), [], false)).toEqual({ added: 0, missing: 1, changed: 0, total: 3 });
    const [gone] = await store.photosRead([id('photo 1.jpg')]);
    expect(gone).toMatchObject({ problem: 'missing', annotations: [{ kind: 'label', classId: ant.id }] });
    expect(await store.scanApply(photos, [], false)).toMatchObject({ missing: 0, added: 0 });
    expect((await store.photosRead([id('photo 1.jpg')]))[0]!.problem).toBeNull();
  });

  test('a partial scan marks nothing missing', async () => {
    const photos = names(3).map(name => scanned(name));
    const { store } = await withPhotos(photos);
    expect(await store.scanApply([], [], true)).toEqual({ added: 0, missing: 0, changed: 0, total: 3 });
  });

  test('a changed file is read again, an unchanged one is not', async () => {
    const photos = names(3).map(name => scanned(name));
    const { store } = await withPhotos(photos);
    const changed = [{ ...photos[0]!, bytes: 999 }, ...photos.slice(1)];
    expect(await store.scanApply(changed, [], false)).toMatchObject({ changed: 1 });
    expect((await store.scanPending(10)).map(row => row.path)).toEqual(['photo 1.jpg']);
  });

  test('a renamed photo is found again by its content and keeps its id and label', async () => {
    const { store, id } = await withPhotos([scanned('old/a.jpg'), scanned('old/b.jpg')]);
    const ant = (await store.classesCreate('ant')).result;
    await store.labelsSet([id('old/a.jpg')], ant.id, 'replace');
    await store.scanApply([scanned('new/a.jpg'), scanned('old/b.jpg')], [], false);
    await readContent(store, place => place.replace('new/', 'old/'));
    const page = await store.photosQuery(everything, 'name', 'none');
    expect(page.columns.id).toHaveLength(2);
    const [moved] = await store.photosRead([id('old/a.jpg')]);
    expect(moved).toMatchObject({ path: 'new/a.jpg', problem: null, annotations: [{ classId: ant.id }] });
  });

  test('a file that is no photo after all is listed as skipped, and stays so until it changes', async () => {
    const photos = [scanned('a.jpg'), scanned('b.jpg')];
    const { store, id } = await withPhotos(photos);
    const file = { path: 'b.jpg', code: 'photo-not-an-image', details: {} } as const;
    await store.scanReject([{ id: id('b.jpg'), file }]);
    const listed = { path: 'notes.txt', code: 'photo-format-unsupported', details: { format: 'text' } } as const;
    await store.scanApply(photos, [listed], false);
    expect(await store.skippedList()).toEqual([file, listed]);
    expect((await store.photosCounts()).photos).toBe(1);
    expect(await store.scanApply([photos[0]!, { ...photos[1]!, bytes: 5 }], [], false)).toMatchObject({ changed: 1 });
    expect(await store.skippedList()).toEqual([]);
    expect((await store.scanPending(9)).map(row => row.path)).toEqual(['b.jpg']);
  });

  test('a photo with an annotation is never rejected, only marked damaged', async () => {
    const { store, id } = await withPhotos([scanned('a.jpg')]);
    const ant = (await store.classesCreate('ant')).result;
    await store.labelsSet([id('a.jpg')], ant.id, 'replace');
    await store.scanReject([{ id: id('a.jpg'), file: { path: 'a.jpg', code: 'photo-not-an-image', details: {} } }]);
    expect((await store.photosRead([id('a.jpg')]))[0]).toMatchObject({ problem: 'damaged', annotations: [{}] });
  });
});

describe('the grid', () => {
  async function prepared() {
    const photos = ['b/photo 10.jpg', 'b/photo 9.jpg', 'a.jpg', 'Äpfel.jpg', 'c/한국.jpg'].map(name => scanned(name));
    const { store, id } = await withPhotos(photos.map((photo, place) => ({ ...photo, modifiedMs: place })));
    const ant = (await store.classesCreate('ant')).result.id;
    const bee = (await store.classesCreate('bee')).result.id;
    await store.labelsSet([id('b/photo 9.jpg')], bee, 'replace');
    await store.labelsSet([id('a.jpg')], ant, 'replace');
    await store.annotationsNothing([id('c/한국.jpg')], 'photo');
    return { store, id, ant, bee };
  }
  const paths = async (
    store: Awaited<ReturnType<typeof created>>['store'],
    filter: object,
    sort: 'name' | 'newest' = 'name',
  ) => {
    const page = await store.photosQuery(photoFilter.parse(filter), sort, 'none');
    return (await store.photosRead([...page.columns.id])).map(photo => photo.path);
  };

  test('sorts names as a person does, and by age', async () => {
    const { store } = await prepared();
    const byName = ['a.jpg', 'b/photo 9.jpg', 'b/photo 10.jpg', 'c/한국.jpg', 'Äpfel.jpg'];
    expect(await paths(store, {})).toEqual(byName);
    expect((await paths(store, {}, 'newest'))[0]).toBe('c/한국.jpg');
  });

  test('searches without case and in any Unicode form', async () => {
    const { store } = await prepared();
    expect(await paths(store, { search: 'PHOTO 1' })).toEqual(['b/photo 10.jpg']);
    expect(await paths(store, { search: 'äpf'.normalize('NFD') })).toEqual(['Äpfel.jpg']);
    expect(await paths(store, { search: '한'.normalize('NFD') })).toEqual(['c/한국.jpg']);
  });

  test('filters by state, class, split and exclusion', async () => {
    const { store, id, ant } = await prepared();
    await store.photosExclude([id('b/photo 10.jpg')], true);
    expect(await paths(store, { states: ['new'] })).toEqual(['Äpfel.jpg']);
    expect(await paths(store, { classIds: [ant] })).toEqual(['a.jpg']);
    expect(await paths(store, { excluded: 'only' })).toEqual(['b/photo 10.jpg']);
    expect(await paths(store, { splits: ['train'] })).toEqual(['a.jpg', 'b/photo 9.jpg', 'c/한국.jpg']);
  });

  test('groups by state and class in the order of the classes', async () => {
    const { store, id, ant, bee } = await prepared();
    await store.labelsSet([id('Äpfel.jpg')], ant, 'toggle');
    await store.labelsSet([id('Äpfel.jpg')], bee, 'toggle');
    const page = await store.photosQuery(everything, 'name', 'state-class');
    expect(page.groups).toEqual([
      { key: 'new', count: 1 },
      { key: `class:${ant}`, count: 1 },
      { key: `class:${bee}`, count: 1 },
      { key: 'several', count: 1 },
      { key: 'nothing', count: 1 },
    ]);
    expect(page.columns.id[0]).toBe(id('b/photo 10.jpg'));
    expect([...page.columns.photoState]).toEqual([0, 1, 1, 1, 2]);
  });

  test('counts what is beside the filters', async () => {
    const { store, id, ant, bee } = await prepared();
    await store.thingsAdd(id('a.jpg'), [
      { kind: 'box', classId: bee, box: { x: 0, y: 0, width: 5, height: 5 } },
      { kind: 'box', classId: bee, box: { x: 1, y: 1, width: 5, height: 5 } },
    ]);
    await store.photosExclude([id('b/photo 10.jpg')], true);
    expect(await store.photosCounts()).toMatchObject({
      photos: 4,
      states: { new: 1, annotated: 2, nothing: 1 },
      classes: [
        { classId: ant, photos: 1, boxes: 0 },
        { classId: bee, photos: 2, boxes: 2 },
      ],
      splits: { train: 3, validation: 0, test: 0, none: 1 },
      excluded: 1,
      skipped: 0,
    });
  });
});

describe('classes', () => {
  test('get the next key, colour and export position, and never reuse one', async () => {
    const { store } = await created();
    const ant = (await store.classesCreate(' ant ')).result;
    const bee = (await store.classesCreate('bee')).result;
    expect(ant).toMatchObject({ name: 'ant', key: '1', colour: 1, patterned: false, position: 0, exportPosition: 0 });
    await store.classesDelete(bee.id);
    const cat = (await store.classesCreate('cat')).result;
    expect(cat).toMatchObject({ key: '2', colour: 2, exportPosition: 2 });
    expect(cat.id).not.toBe(bee.id);
  });

  test('are patterned from the thirteenth on', async () => {
    const { store } = await created();
    for (let place = 0; place < 13; place++) await store.classesCreate(`class ${place}`);
    const patterned = (await store.classesList()).map(row => row.patterned);
    expect(patterned.indexOf(true)).toBe(12);
  });

  test('refuse an empty, a long and a taken name', async () => {
    const { store } = await created();
    await store.classesCreate('é');
    await expect(store.classesCreate('  ')).rejects.toMatchObject({ code: 'class-name-empty' });
    await expect(store.classesCreate('x'.repeat(201))).rejects.toMatchObject({ code: 'class-name-too-long' });
    await expect(store.classesCreate('e\u0301')).rejects.toMatchObject({ code: 'class-name-taken' });
    expect(await store.classesList()).toHaveLength(1);
  });

  test('swap a key that another class has', async () => {
    const { store } = await created();
    await store.classesCreate('ant');
    const bee = (await store.classesCreate('bee')).result;
    await store.classesUpdate(bee.id, { key: '1', name: 'wasp', colour: 7 });
    expect((await store.classesList()).map(({ name, key, colour }) => [name, key, colour])).toEqual([
      ['ant', '2', 1],
      ['wasp', '1', 7],
    ]);
    await store.undo();
    expect((await store.classesList()).map(({ name, key }) => [name, key])).toEqual([
      ['ant', '1'],
      ['bee', '2'],
    ]);
  });
});

describe('annotations', () => {
  test('replace leaves one class, toggle adds and takes away', async () => {
    const { store, ids } = await withPhotos(names(2).map(name => scanned(name)));
    const ant = (await store.classesCreate('ant')).result.id;
    const bee = (await store.classesCreate('bee')).result.id;
    const labels = async () => plainColumns(await store.photosQuery(everything, 'name', 'none')).labels;
    await store.labelsSet(ids, ant, 'replace');
    await store.labelsSet([ids[0]!], bee, 'replace');
    expect(await labels()).toEqual([[bee], [ant]]);
    await store.labelsSet(ids, ant, 'toggle');
    expect(await labels()).toEqual([[bee, ant], [ant]]);
    const done = await store.labelsSet(ids, ant, 'toggle');
    expect(await labels()).toEqual([[bee], []]);
    expect(done.history.last).toMatchObject({ kind: 'labels-removed', details: { class: 'ant', photos: 2 } });
  });

  test('a gesture that changes nothing is not in the history', async () => {
    const { store, ids } = await withPhotos([scanned('a.jpg')]);
    const ant = (await store.classesCreate('ant')).result.id;
    const first = await store.labelsSet(ids, ant, 'replace');
    const second = await store.labelsSet(ids, ant, 'replace');
    expect(second.history).toEqual(first.history);
  });

  test('"nothing here" is kept per kind and goes when something is there', async () => {
    const { store, ids } = await withPhotos([scanned('a.jpg')]);
    const ant = (await store.classesCreate('ant')).result.id;
    await store.annotationsNothing(ids, 'things');
    await store.labelsSet(ids, ant, 'replace');
    const state = async () => plainColumns(await store.photosQuery(everything, 'name', 'none'));
    expect(await state()).toMatchObject({ photoState: [1], thingsState: [2] });
    await store.thingsAdd(ids[0]!, [{ kind: 'box', classId: ant, box: { x: 1, y: 2, width: 3, height: 4 } }]);
    expect(await state()).toMatchObject({ thingsState: [1], boxes: [1] });
    await store.annotationsClear(ids, 'things');
    expect(await state()).toMatchObject({ thingsState: [0], photoState: [1] });
    await store.annotationsNothing(ids, 'photo');
    expect(await state()).toMatchObject({ photoState: [2], labels: [[]] });
  });

  test('boxes keep their real numbers, move, change class and go', async () => {
    const { store, ids } = await withPhotos([scanned('a.jpg')]);
    const ant = (await store.classesCreate('ant')).result.id;
    const bee = (await store.classesCreate('bee')).result.id;
    const box = { x: 0.1, y: 2.25, width: 3.7, height: 1e-3 };
    const [added] = (await store.thingsAdd(ids[0]!, [{ kind: 'box', classId: ant, box }])).result;
    expect(added).toMatchObject({ kind: 'box', classId: ant, box });
    const moved = await store.thingsUpdate(added!.id, { classId: bee, shape: { kind: 'box', box: { ...box, x: 9 } } });
    expect(moved.result).toMatchObject({ classId: bee, box: { ...box, x: 9 } });
    await store.thingsDelete([added!.id]);
    await expect(store.thingsUpdate(added!.id, { classId: ant })).rejects.toMatchObject({ code: 'not-found' });
    await store.undo();
    expect((await store.photosRead(ids))[0]!.annotations).toEqual([moved.result]);
  });

  test('of a photo, class or box that is not there are refused and leave nothing behind', async () => {
    const { store, ids } = await withPhotos([scanned('a.jpg')]);
    const ant = (await store.classesCreate('ant')).result.id;
    const before = await store.historyState();
    await expect(store.labelsSet([ids[0]!, 999 as never], ant, 'replace')).rejects.toMatchObject({ code: 'not-found' });
    await expect(store.labelsSet(ids, 99 as never, 'replace')).rejects.toMatchObject({ code: 'not-found' });
    const bad = { x: 0, y: 0, width: 0, height: 1 };
    await expect(store.thingsAdd(ids[0]!, [{ kind: 'box', classId: ant, box: bad }])).rejects.toMatchObject({
      code: 'bad-request',
    });
    expect(await store.historyState()).toEqual(before);
    expect((await store.photosRead(ids))[0]!.annotations).toEqual([]);
  });
});
