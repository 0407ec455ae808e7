import { describe, expect, test } from 'vitest';
import type { ScannedPhoto } from '../../../../src/main/store/api.ts';
import type { Store } from '../../../../src/main/store/index.ts';
import type { ClassId, PhotoId } from '../../../../src/shared/records/ids.ts';
import { created, opened, readContent, scanned } from './project.ts';

/** Path and content of every file in the folder; each content has a size and an age of its own, as files have that keep theirs when moved. */
type Files = Readonly<Record<string, string>>;

const found = (files: Files): ScannedPhoto[] =>
  Object.entries(files).map(([place, content]) => {
    const number = [...content].reduce((sum, sign) => sum * 31 + sign.charCodeAt(0), 7) % 1e9;
    return { ...scanned(place), bytes: number, modifiedMs: number };
  });

async function scan(store: Store, files: Files, partial = false): Promise<void> {
  await store.scanApply(found(files), [], partial);
  await readContent(store, place => files[place]!);
}

/** What the project says of each file: the class of its one label; `gone: class` for what is said of photos without a file. */
async function labels(store: Store, files: Files): Promise<Record<string, string | null>> {
  const names = new Map((await store.classesList()).map(one => [one.id, one.name]));
  const said: Record<string, string | null> = {};
  for (const photo of await store.photosRead((await store.photosHealth()).map(row => row.id))) {
    const label = photo.annotations.map(one => names.get((one as { classId: ClassId }).classId)).join() || null;
    if (photo.problem === 'missing') said[`gone ${label}`] = label;
    else said[files[photo.path]!] = label;
  }
  expect(await store.scanPending(10)).toEqual([]);
  return said;
}

/** A project in which every photo has the class that is called like its content. */
async function labelled(files: Files) {
  const { folder, store } = await created();
  await scan(store, files);
  for (const { id, path: place } of await store.photosFiles(null)) {
    const known = (await store.classesList()).find(one => one.name === files[place]);
    const { id: classId } = known ?? (await store.classesCreate(files[place]!)).result;
    await store.labelsSet([id], classId, 'replace');
  }
  return { folder, store };
}

const idAt = async (store: Store, place: string): Promise<PhotoId> => (await store.photosAt([place]))[0]!.id;

const stories: [string, Files, Files, Record<string, string | null>][] = [
  [
    'photos numbered anew with one put in front',
    { '1.jpg': 'ant', '2.jpg': 'bee', '3.jpg': 'cat' },
    { '1.jpg': 'new', '2.jpg': 'ant', '3.jpg': 'bee', '4.jpg': 'cat' },
    { new: null, ant: 'ant', bee: 'bee', cat: 'cat' },
  ],
  [
    'a photo moved into a folder whose name the camera gives again',
    { 'IMG_1.jpg': 'ant', 'IMG_2.jpg': 'bee' },
    { 'IMG_1.jpg': 'new', 'IMG_2.jpg': 'bee', 'monday/IMG_1.jpg': 'ant' },
    { new: null, ant: 'ant', bee: 'bee' },
  ],
  [
    'two names swapped',
    { 'a.jpg': 'ant', 'b.jpg': 'bee' },
    { 'a.jpg': 'bee', 'b.jpg': 'ant' },
    { ant: 'ant', bee: 'bee' },
  ],
  [
    'the first one deleted and the others numbered anew',
    { '1.jpg': 'ant', '2.jpg': 'bee', '3.jpg': 'cat' },
    { '1.jpg': 'bee', '2.jpg': 'cat' },
    { 'gone ant': 'ant', bee: 'bee', cat: 'cat' },
  ],
  [
    'one in the place of another, and a new one in its own',
    { '1.jpg': 'ant', '2.jpg': 'bee' },
    { '1.jpg': 'new', '2.jpg': 'ant' },
    { new: null, ant: 'ant', 'gone bee': 'bee' },
  ],
  [
    'a file edited in place',
    { '1.jpg': 'ant', '2.jpg': 'bee' },
    { '1.jpg': 'edited', '2.jpg': 'bee' },
    { edited: 'ant', bee: 'bee' },
  ],
  [
    'one of two files of the same content edited in place',
    { '1.jpg': 'ant', '2.jpg': 'ant' },
    { '1.jpg': 'edited', '2.jpg': 'ant' },
    { edited: 'ant', ant: 'ant' },
  ],
];

describe('a photo is known by its content where names moved on', () => {
  test.each(stories)('%s', async (_, before, after, expected) => {
    const { folder, store } = await labelled(before);
    await scan(store, after);
    expect(await labels(store, after)).toEqual(expected);
    // Nothing jumps about at a scan that finds nothing new, nor when the project is opened again.
    await store.close();
    const again = await opened(folder);
    await scan(again, after);
    expect(await labels(again, after)).toEqual(expected);
  });

  test.each(stories)(
    '%s: found in steps, in a scan that was cut short and done again',
    async (_, before, after, expected) => {
      const { folder, store } = await labelled(before);
      await store.scanBegin();
      for (const file of found(after)) {
        await store.scanAdd([file]);
        // Whoever looks at photos has them read before everything is listed.
        await readContent(store, place => after[place]!);
      }
      await store.close();
      const again = await opened(folder);
      await scan(again, after);
      expect(await labels(again, after)).toEqual(expected);
    },
  );

  test('a copy beside the photo changes nothing, and a touched file of the same content keeps its label', async () => {
    const files = { '1.jpg': 'ant', '2.jpg': 'bee' };
    const { store } = await labelled(files);
    const id = await idAt(store, '1.jpg');
    const after = { ...files, 'copy/1.jpg': 'ant' };
    const touched = found(after).map(file => ({ ...file, modifiedMs: 5 }));
    await store.scanApply(touched, [], false);
    await readContent(store, place => after[place as keyof typeof after]);
    expect(await idAt(store, '1.jpg')).toBe(id);
    expect(await store.photosRead([id])).toMatchObject([{ annotations: [{ kind: 'label' }] }]);
    expect(await store.photosRead([await idAt(store, 'copy/1.jpg')])).toMatchObject([{ annotations: [] }]);
  });

  test('a partial scan knows the moved photos it sees, and marks none missing', async () => {
    const { store } = await labelled({ 'a.jpg': 'ant', 'b.jpg': 'bee', 'c.jpg': 'cat' });
    await scan(store, { 'a.jpg': 'bee', 'b.jpg': 'ant' }, true);
    expect(await labels(store, { 'a.jpg': 'bee', 'b.jpg': 'ant', 'c.jpg': 'cat' })).toEqual({
      ant: 'ant',
      bee: 'bee',
      cat: 'cat',
    });
  });

  test('a photo that went aside is found when its content comes back under any name', async () => {
    const { store } = await labelled({ '1.jpg': 'ant', '2.jpg': 'bee' });
    await scan(store, { '1.jpg': 'bee' });
    const after = { '1.jpg': 'bee', 'from the bin.jpg': 'ant' };
    await scan(store, after);
    expect(await labels(store, after)).toEqual({ ant: 'ant', bee: 'bee' });
  });

  test('what waits for the rest is settled too where the last file turns out to be no photo', async () => {
    const { store } = await labelled({ 'a.jpg': 'ant', 'b.jpg': 'bee' });
    const after: Files = { 'a.jpg': 'bee', 'b.jpg': 'ant', 'c.jpg': 'none' };
    await store.scanApply(found(after), [], false);
    const bad = await idAt(store, 'c.jpg');
    const contents = (await store.scanPending(9)).filter(({ id }) => id !== bad);
    const rest = { widthPx: 1, heightPx: 1, problem: null, orientation: 1, takenMs: null, nearHash: null, note: null };
    const hash = (text: string): string => Buffer.from(text).toString('hex').padEnd(64, '0').slice(-64);
    await store.scanContent(contents.map(({ id, path: place }) => ({ ...rest, id, hash: hash(after[place]!) })));
    expect((await store.scanPending(9)).length).toBe(3);
    // Their pictures are not kept under the old hash meanwhile.
    expect((await store.photosFiles(null)).map(file => file.isRead)).toEqual([false, false, false]);
    await store.scanReject([{ id: bad, file: { path: 'c.jpg', code: 'photo-not-an-image', details: {} } }]);
    expect(await labels(store, after)).toEqual({ ant: 'ant', bee: 'bee' });
  });
});
