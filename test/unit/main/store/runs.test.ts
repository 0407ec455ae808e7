import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../../../src/main/store/index.ts';
import { photoFilter } from '../../../../src/shared/records/photo.ts';
import { plainColumns } from '../../../support/plain-columns.ts';
import { everything, names, opened, scanned, withPhotos } from './project.ts';

const outcome = {
  state: 'finished',
  seconds: 3,
  score: null,
  modelId: 'ants-1',
  report: { chosen: 4 },
  error: null,
} as const;

async function labelled() {
  const photos = [...names(10, 'ant/'), ...names(10, 'bee/')].map(place => scanned(place, place.split('/')[0]!));
  const project = await withPhotos(photos);
  await project.store.classFoldersApply(true);
  const [ant, bee] = (await project.store.classesList()).map(row => row.id);
  return { ...project, ant: ant!, bee: bee! };
}

/** A finished run that takes every photo for an ant, less and less surely. */
async function antsEverywhere(store: Store) {
  const snapshot = await store.snapshot();
  const run = await store.runsCreate({ backbone: 'lite0' }, snapshot);
  const [ant, bee] = snapshot.classes.map(row => row.id);
  const rows = snapshot.photos.map((photo, place) => ({
    photoId: photo.id,
    top: [
      { classId: ant!, probability: 0.99 - place / 100 },
      { classId: bee!, probability: 0.01 + place / 100 },
    ],
  }));
  await store.predictionsWrite(run, rows);
  await store.runsFinish(run, outcome);
  return { run, snapshot };
}

describe('runs', () => {
  test('keep their recipe, classes, counts, epochs and outcome', async () => {
    const { folder, store } = await labelled();
    const run = await store.runsCreate({ backbone: 'lite0', seed: 3 }, await store.snapshot());
    const epoch = {
      stage: 'final',
      trainAccuracy: 0.5,
      heldOutLoss: null,
      heldOutAccuracy: null,
      learningRate: 0.01,
    } as const;
    await store.runsEpoch(run, { ...epoch, epoch: 1, trainLoss: 0.7 });
    await store.runsEpoch(run, { ...epoch, epoch: 2, trainLoss: Infinity });
    await store.runsFinish(run, outcome);
    await store.close();
    const again = await opened(folder);
    const read = await again.runsRead(run);
    expect(read).toMatchObject({
      ...outcome,
      recipe: { backbone: 'lite0', seed: 3 },
      counts: { train: 16, validation: 4, test: 0 },
      deleted: false,
      stale: false,
    });
    expect(read.classes.map(row => row.name)).toEqual(['ant', 'bee']);
    expect((await again.runsEpochs(run)).map(row => row.trainLoss)).toEqual([0.7, Infinity]);
  });

  test('that were going on when the program ended are marked failed at the next opening', async () => {
    const { folder, store } = await labelled();
    const run = await store.runsCreate({}, await store.snapshot());
    await store.close();
    const again = await opened(folder);
    expect(await again.runsRead(run)).toMatchObject({ state: 'failed', error: { code: 'worker-died' } });
    await expect(again.runsFinish(run, outcome)).rejects.toMatchObject({ code: 'conflict' });
    await expect(again.runsRead(99 as never)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('are stale after one of their photos was relabelled, excluded or moved, and fresh again after the undo', async () => {
    const { store, id, bee } = await labelled();
    const { run } = await antsEverywhere(store);
    const stale = async () => (await store.runsList())[0]!.stale;
    const first = id('ant/photo 1.jpg');
    const { split } = (await store.photosRead([first]))[0]!;
    for (const change of [
      () => store.labelsSet([first], bee, 'replace'),
      () => store.photosExclude([first], true),
      () => store.photosSetSplit([first], split === 'train' ? 'validation' : 'train'),
    ]) {
      await change();
      expect(await stale()).toBe(true);
      await store.undo();
      expect(await stale()).toBe(false);
    }
    expect((await store.runsRead(run)).id).toBe(run);
  });

  test('that go on are not deleted; that failed are', async () => {
    const { store } = await labelled();
    const run = await store.runsCreate({}, await store.snapshot());
    await expect(store.runsDelete(run, true)).rejects.toMatchObject({ code: 'conflict' });
    await store.runsFinish(run, { ...outcome, state: 'failed', modelId: null, report: null });
    expect(await store.runsDelete(run, true)).toMatchObject({ state: 'failed', deleted: true });
  });

  test('a deleted run is kept, marked, and comes back', async () => {
    const { store } = await labelled();
    const { run } = await antsEverywhere(store);
    expect((await store.runsDelete(run, true)).deleted).toBe(true);
    expect(plainColumns(await store.photosQuery(everything, 'name', 'none')).predictedClass.every(id => id === 0)).toBe(
      true,
    );
    expect((await store.runsDelete(run, false)).deleted).toBe(false);
    expect((await store.runsList()).map(row => row.id)).toEqual([run]);
  });

  test('give the photos of one part with what was said of them, as they were when the run started', async () => {
    const { store, ant, bee, ids } = await labelled();
    const { run, snapshot } = await antsEverywhere(store);
    await store.labelsSet(ids, bee, 'replace');
    const held = snapshot.photos.filter(photo => photo.split === 'validation');
    const seen = await store.runsPhotos(run, 'validation');
    expect(seen.map(({ id, hash, actual }) => ({ id, hash, actual }))).toEqual(
      held.map(({ id, hash, classId }) => ({ id, hash, actual: classId })).sort((one, other) => one.id - other.id),
    );
    expect(seen[0]).toMatchObject({
      name: expect.stringMatching(/^photo \d+\.jpg$/) as unknown,
      top: [{ classId: ant }, {}],
    });
  });
});

describe('predictions', () => {
  test('of the newest run order the grid by uncertainty and tell agreement', async () => {
    const { store, ids, bee } = await labelled();
    await antsEverywhere(store);
    await store.scanApply(
      [...names(10, 'ant/'), ...names(10, 'bee/'), 'new.jpg'].map(place => scanned(place)),
      [],
      false,
    );
    const columns = plainColumns(await store.photosQuery(everything, 'uncertain', 'none'));
    const probabilities = columns.predictedProbability;
    expect(probabilities.slice(0, -1)).toEqual([...probabilities.slice(0, -1)].sort((one, other) => one - other));
    expect(probabilities.at(-1)).toBe(0);
    expect(await store.photosCounts()).toMatchObject({ agree: 10, disagree: 10 });
    const disagreeing = await store.photosQuery(photoFilter.parse({ agreement: 'disagree' }), 'name', 'none');
    expect(plainColumns(disagreeing).labels.every(([label]) => label === bee)).toBe(true);
    expect((await store.photosRead([ids[0]!]))[0]!.prediction?.top).toHaveLength(2);
  });

  test('of a deleted class say nothing more', async () => {
    const { store, ant } = await labelled();
    await antsEverywhere(store);
    await store.classesDelete(ant);
    expect(plainColumns(await store.photosQuery(everything, 'name', 'none')).predictedClass.every(id => id === 0)).toBe(
      true,
    );
    await store.undo();
    expect(plainColumns(await store.photosQuery(everything, 'name', 'none')).predictedClass[0]).toBe(ant);
  });
});

describe('derived data', () => {
  const jpeg = new Uint8Array([255, 216, 1, 2, 3]);

  test('keeps thumbnails by content, and is cleared without touching the project', async () => {
    const { store } = await labelled();
    await antsEverywhere(store);
    await store.thumbnailsWrite([{ hash: 'a', jpeg }]);
    expect(await store.thumbnailsRead(['b', 'a'])).toEqual([{ hash: 'a', jpeg }]);
    const before = await store.derivedBytes();
    expect(before).toBeGreaterThan(0);
    await store.derivedClear();
    expect(await store.thumbnailsRead(['a'])).toEqual([]);
    expect((await store.photosCounts()).agree).toBe(0);
    expect(await store.derivedBytes()).toBeLessThan(before);
    expect(await store.annotationsAll()).toHaveLength(20);
  });

  test.each([
    ['gone', (file: string) => fs.rmSync(file)],
    ['a text', (file: string) => fs.writeFileSync(file, 'not a database at all'.repeat(500))],
    ['empty', (file: string) => fs.writeFileSync(file, '')],
    ['cut in half', (file: string) => fs.truncateSync(file, fs.statSync(file).size / 2)],
  ])('is made anew when its file is %s', async (_, damage) => {
    const { folder, store } = await labelled();
    await antsEverywhere(store);
    await store.thumbnailsWrite([{ hash: 'a', jpeg }]);
    await store.close();
    damage(path.join(folder, 'cache', 'derived.sqlite'));
    const again = await opened(folder);
    await again.thumbnailsRead(['a']);
    await again.thumbnailsWrite([{ hash: 'b', jpeg }]);
    expect(await again.thumbnailsRead(['b'])).toEqual([{ hash: 'b', jpeg }]);
    expect(await again.annotationsAll()).toHaveLength(20);
  });
});
