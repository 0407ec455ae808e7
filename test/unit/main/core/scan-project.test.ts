// A large folder's listing on its way into a project: the first photos at once, the rest bit by bit, and what a broken-off one leaves.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { beginScan } from '../../../../src/main/core/scan-project.ts';
import { scanFolder } from '../../../../src/main/photos/scan.ts';
import { created, temporaryFolder } from '../store/project.ts';

const count = 5_200;

/** Thousands of tiny files in two folders. */
function filled(): string {
  const root = temporaryFolder();
  for (const [folder, from, to] of [
    ['a', 0, 3_000],
    ['b', 3_000, count],
  ] as const) {
    mkdirSync(path.join(root, folder));
    for (let place = from; place < to; place++) writeFileSync(path.join(root, folder, `${place}.jpg`), 'x');
  }
  return root;
}

test('B7: the first photos of a large folder are there before the rest is told, and those that somebody asks for first among them', async () => {
  const { store } = await created();
  const scan = await scanFolder(filled());
  let told = 0;
  const wanted = scan.found.slice(-3);
  const listed = await beginScan({ store, photosChanged: () => told++ }, scan, wanted);
  expect((await store.photosCounts()).photos).toBe(4_003);
  expect((await store.photosAt(wanted.map(photo => photo.path))).map(photo => photo.path)).toEqual(
    wanted.map(photo => photo.path),
  );
  expect(await listed.finish()).toEqual({ added: count, missing: 0, changed: 0, total: count });
  expect(told).toBeGreaterThan(3);
});

test('B7, B8: a listing that is broken off marks nothing missing; the next one completes it, and then what is gone is missing', async () => {
  const { store } = await created();
  const root = filled();
  const abort = new AbortController();
  const listed = await beginScan({ store, photosChanged: () => undefined }, await scanFolder(root));
  abort.abort();
  await expect(listed.finish(abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
  expect(await store.photosCounts()).toMatchObject({ photos: 4_000, missing: 0 });

  rmSync(path.join(root, 'a'), { recursive: true });
  const again = await scanFolder(root);
  const partial = await beginScan({ store, photosChanged: () => undefined }, { ...again, partial: true });
  expect(await partial.finish()).toMatchObject({ missing: 0, total: count });
  const whole = await beginScan({ store, photosChanged: () => undefined }, again);
  expect(await whole.finish()).toMatchObject({ added: 0, missing: 3_000, total: count });
});
