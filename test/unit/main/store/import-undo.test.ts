// An import that brought photos goes and comes back whatever the scans made of those photos meanwhile.
import { expect, test } from 'vitest';
import type { ImportPlan, ScannedPhoto } from '../../../../src/main/store/api.ts';
import type { Store } from '../../../../src/main/store/index.ts';
import { readContent, scanned, withPhotos } from './project.ts';

const brought = (photo: ScannedPhoto, isStated = false): ImportPlan['photos'][number] => ({
  photo,
  split: null,
  nothing: [],
  annotations: isStated ? [{ class: { newClass: 0 }, shape: null, attributes: {} }] : [],
});
const imported = (photos: ImportPlan['photos']): ImportPlan => ({
  newClasses: photos.some(({ annotations }) => annotations.length > 0) ? [{ name: 'zebra' }] : [],
  sources: [{ prefix: 'D/', folder: '/D' }],
  files: 'field.json',
  photos,
});
const pathsOf = async (store: Store): Promise<string[]> =>
  (await store.photosFiles(null)).map(file => file.path).toSorted();

/** What a scan does with a file that is none, for every photo of that path that was not read yet. */
async function reject(store: Store, place: string): Promise<void> {
  const rejected = (await store.scanPending(1000)).filter(photo => photo.path === place);
  const file = { path: place, code: 'photo-not-an-image' as const, details: {} };
  await store.scanReject(rejected.map(({ id }) => ({ id, file })));
}

test('a file that turned out to be no photo stays off the list when the import goes, and is read again when it comes back', async () => {
  const { store } = await withPhotos([scanned('1.jpg')]);
  await store.importApply(imported([brought(scanned('D/1.jpg'), true), brought(scanned('D/bad.jpg'))]));
  const { undo } = await store.historyState();
  await reject(store, 'D/bad.jpg');
  for (let time = 0; time < 2; time++) {
    await store.undo();
    expect(await pathsOf(store)).toEqual(['1.jpg']);
    await store.redo();
    await reject(store, 'D/bad.jpg');
    expect(await pathsOf(store)).toEqual(['1.jpg', 'D/1.jpg']);
  }
  await store.historyGoTo(0);
  expect(await pathsOf(store)).toEqual(['1.jpg']);
  await store.historyGoTo(undo!.sequence);
  expect((await store.annotationsAll()).map(row => row.photo.path)).toEqual(['D/1.jpg']);
});

test('an import of which the scans left nothing counts as undone and done again', async () => {
  const { store } = await withPhotos([scanned('1.jpg')]);
  await store.importApply({ ...imported([brought(scanned('bad.jpg'))]), sources: [] });
  await reject(store, 'bad.jpg');
  const undone = await store.undo();
  expect(undone.history).toMatchObject({ undo: null, redo: { kind: 'imported' } });
  expect((await store.historyList(null, 10)).map(({ kind }) => kind)).toEqual(['undo', 'imported']);
  expect((await store.redo()).history).toMatchObject({ undo: { kind: 'imported' }, redo: null });
  expect((await store.integrity()).filter(({ state }) => state !== 'fine')).toEqual([]);
});

test('a photo that a scan found to be one that had moved stays that one', async () => {
  const { store, id } = await withPhotos([scanned('1.jpg'), scanned('2.jpg')]);
  await store.scanApply([scanned('1.jpg')], [], false);
  await store.importApply(imported([brought(scanned('D/1.jpg'), true), brought(scanned('D/2.jpg'))]));
  await readContent(store, place => (place === 'D/2.jpg' ? '2.jpg' : place));
  const moved = (await store.photosFiles(null)).find(file => file.path === 'D/2.jpg');
  expect(moved!.id).toBe(id('2.jpg'));
  for (let time = 0; time < 2; time++) {
    await store.undo();
    expect(await pathsOf(store)).toEqual(['1.jpg', 'D/2.jpg']);
    await store.redo();
    expect(await pathsOf(store)).toEqual(['1.jpg', 'D/1.jpg', 'D/2.jpg']);
  }
});

test('a photo that something is stated of does not come back where another one has its name by now', async () => {
  const { store } = await withPhotos([scanned('1.jpg'), scanned('2.jpg')]);
  await store.importApply({ ...imported([brought(scanned('new.jpg'), true)]), sources: [] });
  await readContent(store);
  await store.undo();
  await store.scanApply([scanned('1.jpg')], [], false);
  const renamed = { ...scanned('new.jpg'), bytes: 2000 };
  await store.scanApply([scanned('1.jpg'), renamed], [], false);
  await readContent(store, place => (place === 'new.jpg' ? '2.jpg' : place));
  await expect(store.redo()).rejects.toMatchObject({ code: 'conflict', details: { what: 'new.jpg' } });
  expect(await store.annotationsAll()).toEqual([]);
});
