// Scans beside imports that are undone and come back: no photo of a folder that is gone, none twice.
import { expect, test } from 'vitest';
import type { ImportPlan, ScannedPhoto } from '../../../../src/main/store/api.ts';
import type { Store } from '../../../../src/main/store/index.ts';
import { readContent, scanned, withPhotos } from './project.ts';

const imported = (photo: ScannedPhoto, sources: ImportPlan['sources'] = []): ImportPlan => ({
  newClasses: [{ name: 'zebra' }],
  sources,
  files: 'field.json',
  photos: [{ photo, split: null, nothing: [], annotations: [{ class: { newClass: 0 }, shape: null, attributes: {} }] }],
});
const pathsOf = async (store: Store): Promise<string[]> =>
  (await store.photosFiles(null)).map(file => file.path).toSorted();
const annotated = async (store: Store): Promise<string[]> =>
  (await store.annotationsAll()).map(({ photo }) => photo.path);

test('a scan that tells of a folder whose import was undone meanwhile adds nothing of it', async () => {
  const { store } = await withPhotos([scanned('1.jpg')]);
  await store.importApply(imported(scanned('D/1.jpg'), [{ prefix: 'D/', folder: '/D' }]));
  await store.scanBegin();
  await store.undo();
  await store.scanAdd([scanned('1.jpg'), scanned('D/1.jpg'), scanned('D/2.jpg')]);
  expect(await store.scanEnd([], false)).toEqual({ added: 0, missing: 0, changed: 0, total: 1 });
  expect(await pathsOf(store)).toEqual(['1.jpg']);
  await store.redo();
  expect(await annotated(store)).toEqual(['D/1.jpg']);
  // With its folder back, and also where a folder of the project has that name, its photos count.
  await store.scanApply([scanned('1.jpg'), scanned('D/1.jpg'), scanned('D/2.jpg')], [], false);
  expect(await pathsOf(store)).toEqual(['1.jpg', 'D/1.jpg', 'D/2.jpg']);
});

test.each(['before', 'after'])(
  'a photo of an undone import that a scan finds is that photo: undone %s the scan began',
  async when => {
    const { store } = await withPhotos([scanned('1.jpg')]);
    await store.importApply(imported(scanned('new.jpg')));
    const [photo] = await store.photosAt(['new.jpg']);
    if (when === 'before') await store.undo();
    await store.scanBegin();
    await store.scanAdd([scanned('1.jpg')]);
    if (when === 'after') await store.undo();
    expect(await pathsOf(store)).toEqual(['1.jpg']);
    await store.scanAdd([scanned('new.jpg')]);
    expect(await store.scanEnd([], false)).toMatchObject({ added: 1, missing: 0, total: 2 });
    await readContent(store);
    expect(await store.photosAt(['new.jpg'])).toMatchObject([{ id: photo!.id }]);
    expect(await annotated(store)).toEqual([]);
    for (let time = 0; time < 2; time++) {
      await store.redo();
      expect(await annotated(store)).toEqual(['new.jpg']);
      expect(await pathsOf(store)).toEqual(['1.jpg', 'new.jpg']);
      await store.undo();
      expect(await annotated(store)).toEqual([]);
    }
  },
);
