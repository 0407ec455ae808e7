import { expect, test } from 'vitest';
import type { ImportPlan } from '../../../../src/main/store/api.ts';
import type { Store } from '../../../../src/main/store/index.ts';
import type { PhotoId } from '../../../../src/shared/records/ids.ts';
import type { Shape } from '../../../../src/shared/records/shape.ts';
import { names, opened, readContent, scanned, withPhotos } from './project.ts';

const box = { kind: 'box', box: { x: 1, y: 2, width: 3, height: 4 } } as const;
const polygon: Shape = { kind: 'polygon', polygon: [[0, 0, 9, 0, 9, 9]] };
const nothing: ImportPlan = { newClasses: [], sources: [], photos: [], files: 'nothing.json' };

/** A project of four photos with one label, and an import that knows two of them and brings two more. */
async function withPlan() {
  const { folder, store, ids } = await withPhotos(names(4).map(name => scanned(name)));
  const ant = (await store.classesCreate('ant')).result.id;
  await store.labelsSet([ids[0]!], ant, 'replace');
  const about = { split: null, nothing: [] } as const;
  const plan: ImportPlan = {
    newClasses: [{ name: 'giraffe' }, { name: 'zebra' }],
    sources: [{ prefix: 'savanna/', folder: '/elsewhere/savanna' }],
    files: 'savanna.json',
    photos: [
      {
        ...about,
        photo: ids[0]!,
        annotations: [
          { class: ant, shape: null, attributes: {} },
          { class: { newClass: 0 }, shape: box, attributes: { difficult: 1 } },
        ],
      },
      { ...about, photo: ids[1]!, nothing: ['things'], annotations: [] },
      {
        photo: scanned('savanna/1.jpg'),
        split: 'validation',
        nothing: [],
        annotations: [{ class: { newClass: 1 }, shape: polygon, attributes: {} }],
      },
      { photo: scanned('savanna/2.jpg'), split: 'test', nothing: ['things'], annotations: [] },
    ],
  };
  return { folder, store, ids, ant, plan };
}

const pathsOf = async (store: Store): Promise<string[]> => (await store.photosFiles(null)).map(file => file.path);
const all = async (store: Store) => store.annotationsAll();

test('C11: an import brings classes, photos, annotations and sides as one gesture; what is there already is not written again', async () => {
  const { store, ids, plan } = await withPlan();
  const gestures = (await store.historyCount()).gestures;
  const { result } = await store.importApply(plan);
  expect(result).toEqual({ annotations: 4, photos: 2, classes: 2, alreadyHere: 1 });
  expect((await store.historyCount()).gestures).toBe(gestures + 1);
  expect((await store.classesList()).map(row => row.name)).toEqual(['ant', 'giraffe', 'zebra']);
  expect(await pathsOf(store)).toContain('savanna/1.jpg');
  expect(await store.sourcesList()).toEqual(plan.sources);
  const [first] = await store.photosRead([ids[0]!]);
  expect(first!.annotations).toMatchObject([{ kind: 'label' }, { ...box, attributes: { difficult: 1 } }]);
  const rows = await all(store);
  expect(rows.find(row => row.photo.path === 'savanna/1.jpg')!.photo.split).toBe('validation');
  expect(rows.find(row => row.photo.path === 'savanna/2.jpg')).toMatchObject({
    photo: { split: 'test' },
    annotations: [{ kind: 'nothing', of: 'things' }],
  });

  const [giraffe, zebra] = (await store.classesList()).slice(1);
  const named = new Map((await store.photosFiles(null)).map(file => [file.path, file.id]));
  const again: ImportPlan = {
    ...plan,
    newClasses: [],
    photos: plan.photos.map(photo => ({
      ...photo,
      photo: typeof photo.photo === 'number' ? photo.photo : named.get(photo.photo.path)!,
      annotations: photo.annotations.map(row =>
        typeof row.class === 'number' ? row : { ...row, class: [giraffe!.id, zebra!.id][row.class.newClass]! },
      ),
    })),
  };
  expect((await store.importApply(again)).result).toMatchObject({ annotations: 0, photos: 0, classes: 0 });
  expect((await store.historyCount()).gestures).toBe(gestures + 1);
});

test('one undo takes an import away with its classes, photos and folder, also after a restart; redo brings the same photos back', async () => {
  const { folder, store, plan } = await withPlan();
  const before = { rows: await all(store), paths: await pathsOf(store), classes: await store.classesList() };
  await store.importApply(plan);
  await readContent(store);
  const after = { rows: await all(store), paths: await pathsOf(store), classes: await store.classesList() };
  await store.close();
  const again = await opened(folder);
  await again.undo();
  expect({ rows: await all(again), paths: await pathsOf(again), classes: await again.classesList() }).toEqual(before);
  expect(await again.sourcesList()).toEqual([]);
  await again.redo();
  expect({ rows: await all(again), paths: await pathsOf(again), classes: await again.classesList() }).toEqual(after);
  expect(await again.sourcesList()).toEqual(plan.sources);
});

test('an import that was undone and is made again finds its photos by their paths', async () => {
  const { store, plan } = await withPlan();
  await store.importApply(plan);
  const first = new Map((await store.photosFiles(null)).map(file => [file.path, file.id]));
  await store.undo();
  await store.importApply(plan);
  const second = await store.photosFiles(null);
  expect(second.filter(file => file.path.startsWith('savanna/')).map(file => file.id)).toEqual([
    first.get('savanna/1.jpg'),
    first.get('savanna/2.jpg'),
  ]);
});

test('C13: an import that cannot be written to the end leaves nothing of itself', async () => {
  const { store, ids, plan } = await withPlan();
  const before = { rows: await all(store), paths: await pathsOf(store), history: await store.historyState() };
  const shape: Shape = { kind: 'polygon', polygon: [[Number.NaN]] };
  const bad = { class: { newClass: 0 }, shape, attributes: {} };
  const broken = {
    ...plan,
    photos: [...plan.photos, { photo: ids[3]!, split: null, nothing: [], annotations: [bad] }],
  };
  await expect(store.importApply(broken)).rejects.toMatchObject({ code: 'bad-request' });
  expect({ rows: await all(store), paths: await pathsOf(store), history: await store.historyState() }).toEqual(before);
  expect(await store.classesList()).toHaveLength(1);
  await expect(store.importApply({ ...nothing, newClasses: [{ name: 'ant' }] })).rejects.toMatchObject({
    code: 'class-name-taken',
  });
});

test('what a person stated is never taken away: "nothing here" of a file yields to things, and ends where things come', async () => {
  const { store, ids, ant } = await withPlan();
  await store.thingsAdd(ids[1]!, [{ ...box, classId: ant }]);
  await store.annotationsNothing([ids[2]!], 'things');
  const photo = (id: PhotoId, annotations: ImportPlan['photos'][number]['annotations']) =>
    ({ photo: id, split: null, nothing: ['things'], annotations }) as const;
  await store.importApply({
    ...nothing,
    photos: [photo(ids[1]!, []), photo(ids[2]!, [{ class: ant, shape: polygon, attributes: {} }])],
  });
  const [kept, changed] = await store.photosRead([ids[1]!, ids[2]!]);
  expect(kept!.annotations).toMatchObject([box]);
  expect(changed!.annotations).toMatchObject([polygon]);
});

test('photos that belong together become one group on the side of train, as one gesture that undo takes back', async () => {
  const { store, ids, ant } = await withPlan();
  await store.labelsSet(ids, ant, 'replace');
  await store.photosSetSplit([ids[0]!], 'train');
  await store.photosSetSplit([ids[1]!, ids[2]!], 'validation');
  await store.photosSetSplit([ids[3]!], 'test');
  const sides = async () => (await store.photosRead(ids)).map(photo => photo.split);
  await store.photosKeepTogether([
    [ids[1]!, ids[3]!],
    [ids[1]!, ids[0]!],
  ]);
  expect(await sides()).toEqual(['train', 'train', 'validation', 'train']);
  // From now on they move as one.
  await store.photosSetSplit([ids[3]!], 'validation');
  expect(await sides()).toEqual(['validation', 'validation', 'validation', 'validation']);
  await store.undo();
  await store.undo();
  expect(await sides()).toEqual(['train', 'validation', 'validation', 'test']);
});
