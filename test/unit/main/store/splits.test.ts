import { describe, expect, test } from 'vitest';
import type { Store } from '../../../../src/main/store/index.ts';
import { splits } from '../../../../src/shared/records/photo.ts';
import { plainColumns } from '../../../support/plain-columns.ts';
import { everything, names, readContent, scanned, withPhotos } from './project.ts';

async function sides(store: Store): Promise<Map<number, string | undefined>> {
  const columns = plainColumns(await store.photosQuery(everything, 'name', 'none'));
  return new Map(columns.id.map((id, place) => [id, splits[columns.split[place]!]]));
}
const inFolder = (name: string, count: number) => names(count, `${name}/`).map(place => scanned(place, name));

describe('sides of the split in a project', () => {
  test('L11: class folders are split 80/20 in every class, and no photo is on two sides', async () => {
    const { store } = await withPhotos([...inFolder('ant', 50), ...inFolder('bee', 20)]);
    await store.classFoldersApply(true);
    expect((await store.photosCounts()).splits).toEqual({ train: 56, validation: 14, test: 0, none: 0 });
    const { photos } = await store.snapshot();
    const ids = splits.map(split => new Set(photos.filter(photo => photo.split === split).map(photo => photo.id)));
    expect(ids[0]!.isDisjointFrom(ids[1]!)).toBe(true);
    expect(photos).toHaveLength(70);
  });

  test('folder splits win and no test part is invented', async () => {
    const parts = [
      ...names(150, 'train/ant/').map(place => scanned(place, 'ant', 'train')),
      ...names(100, 'val/ant/').map(place => scanned(place, 'ant', 'validation')),
    ];
    const { store } = await withPhotos(parts);
    await store.classFoldersApply(true);
    expect((await store.photosCounts()).splits).toEqual({ train: 150, validation: 100, test: 0, none: 0 });
  });

  test('a lone train folder is no split: photos are held out as usual', async () => {
    const { store } = await withPhotos(names(10, 'train/ant/').map(place => scanned(place, 'ant', 'train')));
    await store.classFoldersApply(true);
    expect((await store.photosCounts()).splits).toMatchObject({ train: 8, validation: 2 });
  });

  test('L14: a later scan moves nobody, and its photos are labelled and split too', async () => {
    const first = [...inFolder('ant', 30), ...inFolder('bee', 30)];
    const { store } = await withPhotos(first);
    await store.classFoldersApply(true);
    const before = await sides(store);
    const more = names(10, 'ant/').map(place => scanned(place.replace('photo', 'new'), 'ant'));
    await store.scanApply([...first, ...more], [], false);
    await readContent(store);
    expect((await store.classFoldersApply(true)).result).toEqual({ classes: 0, photos: 10 });
    const after = await sides(store);
    expect([...before].every(([id, side]) => after.get(id) === side)).toBe(true);
    expect(after.size).toBe(70);
    expect([...after.values()].includes(undefined)).toBe(false);
    expect(await store.classFoldersApply(true)).toMatchObject({ result: { classes: 0, photos: 0 } });
  });

  test('a label that a person took off does not come back with the next scan', async () => {
    const photos = inFolder('ant', 3);
    const { store, ids } = await withPhotos(photos);
    await store.classFoldersApply(true);
    await store.annotationsClear([ids[0]!], 'photo');
    await store.scanApply([...photos, scanned('ant/new.jpg', 'ant')], [], false);
    await readContent(store);
    expect((await store.classFoldersApply(true)).result.photos).toBe(1);
    expect((await store.photosCounts()).states).toMatchObject({ new: 1, annotated: 3 });
  });

  test('photos get a side at their first annotation, balanced by class, and keep it', async () => {
    const { store, ids } = await withPhotos(names(20).map(name => scanned(name)));
    const ant = (await store.classesCreate('ant')).result.id;
    const bee = (await store.classesCreate('bee')).result.id;
    for (const id of ids.slice(0, 10)) await store.labelsSet([id], ant, 'replace');
    await store.labelsSet(ids.slice(10), bee, 'replace');
    const before = await sides(store);
    const held = (part: readonly number[]) => part.filter(id => before.get(id) === 'validation').length;
    expect([held(ids.slice(0, 10)), held(ids.slice(10))]).toEqual([2, 2]);
    await store.labelsSet(ids, bee, 'replace');
    expect(await sides(store)).toEqual(before);
  });

  test('equal photos are one group and share a side; moving one moves both', async () => {
    const { store, id } = await withPhotos([]);
    expect(id('a')).toBeUndefined();
    await store.scanApply([scanned('x/a.jpg'), scanned('y/a.jpg'), scanned('z.jpg')], [], false);
    await readContent(store, place => (place === 'z.jpg' ? place : 'same'));
    const files = await store.photosFiles(null);
    const ant = (await store.classesCreate('ant')).result.id;
    await store.labelsSet([files[0]!.id], ant, 'replace');
    const [one, other, alone] = [...(await sides(store)).values()];
    expect([one, other, alone]).toEqual(['train', 'train', undefined]);
    const done = await store.photosSetSplit([files[1]!.id], 'validation');
    expect([...(await sides(store)).values()]).toEqual(['validation', 'validation', undefined]);
    expect(done.history.last).toMatchObject({ kind: 'split-moved', photos: 2, details: { split: 'validation' } });
  });

  test('groups found equal later stay on their sides', async () => {
    const photos = names(10).map(name => scanned(name));
    const { store, ids } = await withPhotos(photos);
    const ant = (await store.classesCreate('ant')).result.id;
    await store.labelsSet(ids, ant, 'replace');
    const before = await sides(store);
    await store.scanApply(
      photos.map(photo => ({ ...photo, bytes: 5 })),
      [],
      false,
    );
    await readContent(store, () => 'all the same');
    expect(await sides(store)).toEqual(before);
    expect((await store.photosCounts()).acrossSplits).toBe(10);
    const { photos: seen } = await store.snapshot();
    for (const split of ['train', 'validation'] as const) {
      expect(new Set(seen.filter(photo => photo.split === split).map(photo => photo.group)).size).toBe(1);
    }
  });

  test('L15: a photo that was ever trained on cannot become a test photo', async () => {
    const { store, ids } = await withPhotos(names(10).map(name => scanned(name)));
    const ant = (await store.classesCreate('ant')).result.id;
    await store.labelsSet(ids, ant, 'replace');
    const snapshot = await store.snapshot();
    const trained = snapshot.photos.find(photo => photo.split === 'train')!;
    const heldOut = snapshot.photos.find(photo => photo.split === 'validation')!;
    await store.runsCreate({}, snapshot);
    const moved = store.photosSetSplit([trained.id, heldOut.id], 'test');
    await expect(moved).rejects.toMatchObject({ code: 'train-test-locked', details: { photos: 1 } });
    await store.photosSetSplit([heldOut.id], 'test');
    await store.photosSetSplit([trained.id], 'validation');
    await expect(store.photosSetSplit([trained.id], 'test')).rejects.toMatchObject({ code: 'train-test-locked' });
  });

  test('L12: an unlabelled photo is never in the snapshot; "nothing here" and the others are counted by reason', async () => {
    const photos = names(8).map(name => scanned(name));
    const { store, ids } = await withPhotos(photos);
    const ant = (await store.classesCreate('ant')).result.id;
    const bee = (await store.classesCreate('bee')).result.id;
    await store.labelsSet(ids.slice(0, 6), ant, 'replace');
    await store.labelsSet([ids[1]!], bee, 'toggle');
    await store.photosExclude([ids[2]!], true);
    await store.annotationsNothing([ids[3]!], 'photo');
    await store.scanApply(
      photos.filter((_, place) => place !== 4),
      [],
      false,
    );
    const { leftOut, photos: seen } = await store.snapshot();
    expect(leftOut).toEqual({ notAnnotated: 2, several: 1, excluded: 1, nothing: 1, damaged: 1 });
    expect(seen.map(photo => photo.id)).toEqual([ids[0], ids[5]]);
  });
});
