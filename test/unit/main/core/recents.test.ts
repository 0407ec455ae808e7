// The list of recent projects: what it says of each, and what becomes of entries that others wrote.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openFolder, openTestCore, temporaryHome, writePhotos } from '../../../support/core.ts';

test('a project is listed with its classes and its best score when its run ends, and without the score of a deleted run', async () => {
  const { core, home } = await openTestCore();
  const photos = await writePhotos(path.join(home, 'photos'), {
    'train/disc': 6,
    'train/bars': 6,
    'val/disc': 3,
    'val/bars': 3,
  });
  await openFolder(core, photos);
  await core.call('project:answer-class-folders', { use: true });
  const { run, work } = await core.call('training:start', { seed: 1 });
  await core.workEnded(work);
  const scored = (await core.call('runs:list', null)).find(({ id }) => id === run)!.score!;
  // Still open: a crash after the run would lose nothing of this.
  expect(await core.call('recents:list', null)).toMatchObject([
    { name: 'photos', photos: 18, annotated: 18, classes: 2, bestScore: scored.accuracy, thumbnails: 7 },
  ]);
  await core.call('runs:delete', { id: run, deleted: true });
  await core.call('project:close', null);
  expect(await core.call('recents:list', null)).toMatchObject([{ classes: 2, bestScore: null }]);
}, 60_000);

test('entries of an earlier version stay, without what they do not know; broken ones are left out', async () => {
  const home = await temporaryHome();
  const entry = {
    id: '0123456789abcdef',
    folder: path.join(home, 'gone'),
    photosFolder: path.join(home, 'photos'),
    name: 'Old',
    photos: 5,
    annotated: 2,
    openedAt: '2026-01-01T00:00:00.000Z',
    thumbnails: 0,
  };
  const file = path.join(home, 'data/recents.json');
  await mkdir(path.dirname(file), { recursive: true });
  const broken = [{ ...entry, bestScore: 'high' }, { ...entry, classes: -0.5 }, { ...entry, name: 1 }, null, 'x'];
  await writeFile(file, JSON.stringify([entry, ...broken]));
  const { core } = await openTestCore(home);
  const { photosFolder: _, ...shown } = entry;
  expect(await core.call('recents:list', null)).toEqual([{ ...shown, classes: 0, bestScore: null, missing: true }]);
  expect(JSON.parse(await readFile(file, 'utf8'))).toHaveLength(6);
});
