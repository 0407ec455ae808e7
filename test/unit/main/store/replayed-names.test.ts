import { expect, test } from 'vitest';
import { runTask, type Store } from '../../../../src/main/store/index.ts';
import type { RestoreFrom } from '../../../../src/shared/records/restore.ts';
import { created, opened, readContent, scanned } from './project.ts';

const tuesday = { ...scanned('IMG_1.jpg'), bytes: 2000, modifiedMs: 1_700_000_900_000 };
const folderNow = [scanned('monday/IMG_1.jpg'), tuesday];
const contentNow = (place: string): string => (place === 'IMG_1.jpg' ? 'tuesday' : 'monday');

/** Path, content and labels of every photo. */
const said = async (store: Store) =>
  (await store.annotationsAll()).map(({ photo, annotations }) => [
    photo.path,
    photo.hash,
    annotations.map(one => 'classId' in one && one.classId),
  ]);

/** A closed project in which a name was used twice: its photo was labelled and moved, then the camera gave the name again. */
async function usedTwice() {
  const { folder, store } = await created();
  const label = async (place: string, name: string): Promise<void> => {
    const [photo] = await store.photosAt([place]);
    await store.labelsSet([photo!.id], (await store.classesCreate(name)).result.id, 'replace');
  };
  await store.scanApply([scanned('IMG_1.jpg')], [], false);
  await readContent(store, () => 'monday');
  await label('IMG_1.jpg', 'ant');
  const backup = await store.backupsMake('work');
  await store.scanApply([folderNow[0]!], [], false);
  await readContent(store, () => 'monday');
  await store.scanApply(folderNow, [], false);
  await readContent(store, contentNow);
  await label('IMG_1.jpg', 'bee');
  await store.classesCreate('cat');
  const before = await said(store);
  expect(before).toHaveLength(2);
  await store.close();
  return { folder, backup, before };
}

test.each(['journal', 'backup'] as const)(
  'a name that was used twice costs nothing where the project is made again from the %s',
  async kind => {
    const { folder, backup, before } = await usedTwice();
    const from: RestoreFrom = kind === 'journal' ? { kind } : { kind, id: backup.id };
    const done = await runTask({ kind: 'restore-apply', folder, from, replay: true });
    expect(done.doubtful).toEqual({ lines: 0, gestures: 0, rows: 0 });
    const store = await opened(folder);
    await store.scanApply(folderNow, [], false);
    await readContent(store, contentNow);
    expect(await said(store)).toEqual(before);
    expect((await store.photosCounts()).missing).toBe(0);
    expect(await store.scanPending(9)).toEqual([]);
  },
);
