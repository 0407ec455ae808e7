// Looking for gestures by a text: a class, a photo's file, a kind; bit by bit, so that nobody waits behind a long search.
import { expect, test } from 'vitest';
import { names, scanned, withPhotos } from './project.ts';

const look = { kinds: [], before: null, limit: 100 } as const;

test('gestures are found by a class, by the one photo they changed and by their kind, newest first', async () => {
  const { store, ids } = await withPhotos(names(6).map(name => scanned(name)));
  const ant = (await store.classesCreate('개미 100%')).result.id;
  const bee = (await store.classesCreate('bee')).result.id;
  await store.labelsSet([ids[0]!], ant, 'replace');
  await store.labelsSet(ids.slice(1, 4), bee, 'replace');
  await store.photosExclude([ids[5]!], true);
  await store.undo();
  const sequences = async (search: { text: string; kinds?: string[] }) =>
    (await store.historyFind({ ...look, ...search })).entries.map(({ sequence }) => sequence);
  expect(await sequences({ text: '개미' })).toEqual([3, 1]);
  expect(await sequences({ text: '100%' })).toEqual([3, 1]);
  expect(await sequences({ text: '0_%' })).toEqual([]);
  expect(await sequences({ text: 'BEE' })).toEqual([4, 2]);
  const [file] = await store.photosFiles([ids[0]!]);
  expect(await sequences({ text: file!.path })).toEqual([3]);
  expect(await sequences({ text: 'exclude', kinds: ['excluded'] })).toEqual([6, 5]);
  expect((await store.historyFind({ ...look, text: 'exclude', kinds: ['excluded'] })).entries[1]).toMatchObject({
    state: 'redoable',
  });
});

test('a search is read on page by page until the beginning, each gesture once', async () => {
  const { store, ids } = await withPhotos(names(2).map(name => scanned(name)));
  for (let place = 0; place < 25; place++) await store.photosExclude([ids[0]!], place % 2 === 0);
  const seen: number[] = [];
  let before: number | null = null;
  for (let calls = 0; calls < 10; calls++) {
    const { entries, next } = await store.historyFind({ text: 'x', kinds: ['excluded'], before, limit: 5 });
    seen.push(...entries.map(({ sequence }) => sequence));
    before = next;
    if (next === null) break;
  }
  expect(before).toBeNull();
  expect(seen).toEqual(Array.from({ length: 13 }, (_, place) => 25 - 2 * place));
});
