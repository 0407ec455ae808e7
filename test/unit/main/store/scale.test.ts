// The index of photos in memory: brought up to date bit by bit it must say what one says that is made anew from the tables.
import { describe, expect, test } from 'vitest';
import type { Store } from '../../../../src/main/store/index.ts';
import { mulberry32 } from '../../../../src/shared/random.ts';
import type { PhotoId } from '../../../../src/shared/records/ids.ts';
import { photoFilter } from '../../../../src/shared/records/photo.ts';
import { plainColumns } from '../../../support/plain-columns.ts';
import { created, everything, names, opened, scanned } from './project.ts';

const hashOf = (content: string): string => Buffer.from(content).toString('hex').padEnd(64, '0').slice(0, 64);
const contentOf = (id: PhotoId, content: string, widthPx = 640) => ({
  id,
  hash: hashOf(content),
  widthPx,
  heightPx: 480,
  problem: null,
  orientation: 1,
  takenMs: null,
  nearHash: null,
  note: null,
});

/** Everything that the grid, its filters and the counts say. */
async function said(store: Store) {
  const filters = [
    { excluded: 'with' },
    { states: ['new'] },
    { search: 'photo 1' },
    { splits: ['train'] },
    { problems: ['missing'] },
    { excluded: 'only' },
  ];
  const lists = [];
  for (const filter of filters) {
    for (const sort of ['name', 'newest', 'uncertain'] as const) {
      for (const group of ['none', 'state-class', 'split'] as const) {
        const page = await store.photosQuery(photoFilter.parse(filter), sort, group);
        lists.push({ groups: page.groups, columns: plainColumns(page) });
      }
    }
  }
  return { lists, counts: await store.photosCounts(), files: await store.photosFiles(null) };
}

describe('an index that is brought up to date', () => {
  test('says after 300 random steps of scans, readings and gestures what a new one says', async () => {
    const { folder, store } = await created();
    const random = mulberry32(20261128);
    const below = (count: number): number => Math.floor(random() * count);
    const ant = (await store.classesCreate('ant')).result.id;
    const bee = (await store.classesCreate('bee')).result.id;
    let there = names(40, 'a/').map((name, place) => ({ ...scanned(name), modifiedMs: place * 7_000 }));
    await store.scanApply(there, [], false);
    const ids = async () => (await store.photosHealth()).map(row => row.id);
    const steps = [
      async () => {
        const folderName = ['a/', 'b/', 'Z/', 'b/inner/'][below(4)]!;
        there = [...there, scanned(`${folderName}photo ${below(500)} ${there.length}.jpg`)];
        await store.scanBegin();
        for (let from = 0; from < there.length; from += 15) await store.scanAdd(there.slice(from, from + 15));
        await store.scanEnd([], false);
      },
      async () => {
        there = there.filter((_, place) => place % 17 !== below(17));
        await store.scanApply(there, [], below(3) === 0);
      },
      async () => {
        const [photo] = there.splice(below(there.length), 1);
        if (photo) there.push({ ...photo, path: `moved/${photo.path}` });
        await store.scanApply(there, [], false);
      },
      async () => {
        const pending = await store.scanPending(1 + below(20));
        // Few contents, so that photos are equal to others, and a moved one is found again.
        await store.scanContent(pending.map(({ id, path }) => contentOf(id, path.slice(-9, -5), 300 + (id % 5))));
      },
      async () => {
        const [pending] = await store.scanPending(1);
        if (!pending) return;
        const file = { path: pending.path, code: 'photo-not-an-image', details: {} } as const;
        await store.scanReject([{ id: pending.id, file }]);
      },
      async () => {
        const all = await ids();
        const some = all.filter(() => below(6) === 0);
        if (some.length > 0)
          await store.labelsSet(some, below(2) === 0 ? ant : bee, below(2) === 0 ? 'toggle' : 'replace');
      },
      async () => {
        const all = await ids();
        const box = { x: 1, y: 2, width: 3, height: 4 };
        await store.thingsAdd(all[below(all.length)]!, [{ kind: 'box', classId: below(2) === 0 ? ant : bee, box }]);
      },
      async () => {
        const all = await ids();
        await store.photosExclude([all[below(all.length)]!], below(2) === 0);
      },
      async () => {
        if ((await store.historyState()).undo && (await store.historyCount()).gestures > 3) await store.undo();
      },
    ];
    for (let step = 0; step < 300; step++) {
      await steps[below(steps.length)]!();
      // The list is asked for in between, so that there is an index to bring up to date.
      await store.photosCounts();
    }
    const live = await said(store);
    await store.close();
    expect(live.counts.photos).toBeGreaterThan(20);
    expect(live).toEqual(await said(await opened(folder)));
  });

  test('follows a scan that adds thousands of photos step by step, in whatever order they come', async () => {
    const { store } = await created();
    const paths = [...names(2_500, 'b/'), ...names(500, 'a/'), ...names(1_000, 'c/')];
    await store.scanBegin();
    for (let from = 0; from < paths.length; from += 250) {
      await store.scanAdd(paths.slice(from, from + 250).map(name => scanned(name)));
      expect((await store.photosCounts()).photos).toBe(from + 250);
    }
    expect(await store.scanEnd([], false)).toEqual({ added: 4_000, missing: 0, changed: 0, total: 4_000 });
    const page = await store.photosQuery(everything, 'name', 'none');
    const shown = await store.photosRead([...page.columns.id]);
    const inOrder = [...names(500, 'a/'), ...names(2_500, 'b/'), ...names(1_000, 'c/')];
    expect(shown.map(photo => photo.path)).toEqual(inOrder);
  });

  test('2,000 equal photos are one group, whenever each of them is read', async () => {
    const { store } = await created();
    await store.scanApply(
      names(2_000).map(name => scanned(name)),
      [],
      false,
    );
    for (let pending = await store.scanPending(50); pending.length > 0; pending = await store.scanPending(50)) {
      await store.scanContent(pending.map(({ id }) => contentOf(id, 'the same')));
    }
    expect(new Set((await store.photosHealth()).map(row => row.group)).size).toBe(1);
  });
});

test('a photo has the size that its header says until it is read; what reading it found stays', async () => {
  const { store } = await created();
  await store.scanApply(
    names(3).map(name => scanned(name)),
    [],
    false,
  );
  const unsized = await store.scanUnsized(9);
  const [first, second, third] = [unsized[0]!, unsized[1]!, unsized[2]!];
  const size = { widthPx: 200, heightPx: 100 };
  await store.scanContent([contentOf(second.id, 'two')]);
  await store.scanSizes([first, second].map(({ id }) => ({ id, ...size })));
  const columns = plainColumns(await store.photosQuery(everything, 'name', 'none'));
  expect(columns.widthPx).toEqual([200, 640, 0]);
  expect((await store.scanUnsized(9)).map(({ id }) => id)).toEqual([third.id]);
  expect((await store.scanPending(9)).map(({ id }) => id)).toEqual([first.id, third.id]);
});

describe('a search', () => {
  test('finds a text wherever it stands in a path, once for each photo, and nothing across two paths', async () => {
    const { store } = await created();
    const paths = ['aa/aa.jpg', 'b.jpg', 'İstanbul.jpg', 'ca.jpg', 'e\u0301té.jpg', '한국 aa.png'];
    await store.scanApply(
      paths.map(name => scanned(name)),
      [],
      false,
    );
    const found = async (search: string) => {
      const page = await store.photosQuery(photoFilter.parse({ search }), 'name', 'none');
      return (await store.photosRead([...page.columns.id])).map(photo => photo.path);
    };
    expect(await found('aa')).toEqual(['aa/aa.jpg', '한국 aa.png']);
    expect(await found('JPGB')).toEqual([]);
    expect(await found('été')).toEqual(['e\u0301té.jpg']);
    expect(await found('한국')).toEqual(['한국 aa.png']);
    expect(await found('stanbul')).toEqual(['İstanbul.jpg']);
    expect(await found('\0')).toEqual([]);
    await store.scanApply(
      [...paths, 'later aa.jpg'].map(name => scanned(name)),
      [],
      true,
    );
    expect(await found('aa.')).toEqual(['aa/aa.jpg', 'later aa.jpg', '한국 aa.png']);
  });
});

test('everything annotated comes page by page, each photo once, in the order of the paths', async () => {
  const { store } = await created();
  await store.scanApply(
    names(50).map(name => scanned(name)),
    [],
    false,
  );
  const ant = (await store.classesCreate('ant')).result.id;
  const ids = (await store.photosHealth()).map(row => row.id).filter(id => id % 3 > 0);
  await store.labelsSet(ids, ant, 'replace');
  const all = await store.annotationsAll();
  const paged = [];
  for (let after = ''; ; after = paged.at(-1)!.photo.path) {
    const page = await store.annotationsPage(after, 7);
    paged.push(...page);
    if (page.length < 7) break;
  }
  expect(paged).toEqual(all);
  expect(all.map(row => row.photo.id).sort((a, b) => a - b)).toEqual(ids);
  expect(all.map(row => row.photo.path)).toEqual(all.map(row => row.photo.path).toSorted());
});
