// Faults of other tools (lessons L1 to L17 of the design) that this one must not have, each met through the whole core.
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Core } from '../../../../src/main/core/index.ts';
import type { ClassId } from '../../../../src/shared/records/ids.ts';
import type { Split } from '../../../../src/shared/records/photo.ts';
import { exported } from '../../../support/exported.ts';
import { plainColumns } from '../../../support/plain-columns.ts';
import { openFolder, openTestCore, temporaryHome, writePhotos } from '../../../support/core.ts';

type RunFile = {
  readonly photos: readonly { readonly path: string; readonly split: Split; readonly classId: ClassId }[];
};

const photosOf = async (core: Core) => {
  const columns = plainColumns(await core.call('photos:query', { filter: {}, sort: 'name', group: 'none' }));
  return core.call('photos:read', { ids: [...columns.id] });
};
async function download(core: Core, format: 'coco' | 'csv'): Promise<string> {
  const { folder } = await exported(core, { format });
  return readFile(path.join(folder, format === 'coco' ? 'annotations.json' : 'annotations.csv'), 'utf8');
}
/** Class folders answered with yes. */
async function opened(counts: Readonly<Record<string, number>>, resources?: string) {
  const home = await temporaryHome();
  const { core } = await openTestCore(home, resources);
  const folder = await writePhotos(path.join(home, 'things'), counts);
  const { project } = await openFolder(core, folder);
  await core.call('project:answer-class-folders', { use: true });
  return { core, home, folder, project };
}
async function train(core: Core) {
  const { run, work } = await core.call('training:start', { seed: 1 });
  return { run, ended: await core.workEnded(work) };
}
async function runFile(projectFolder: string, run: number): Promise<RunFile> {
  return JSON.parse(await readFile(path.join(projectFolder, 'runs', String(run), 'run.json'), 'utf8')) as RunFile;
}

test('L1: photos of one name in different folders survive opening, training, prediction and every export', async () => {
  // Every folder holds 1.png, 2.png and so on, each with other content.
  const counts = { 'train/bars': 6, 'train/disc': 6, 'val/bars': 3, 'val/disc': 3 };
  const { core, project, folder } = await opened(counts);
  const paths = Object.entries(counts).flatMap(([name, count]) =>
    Array.from({ length: count }, (_, index) => `${name}/${index + 1}.png`),
  );
  const photos = await photosOf(core);
  expect(photos.map(photo => photo.path).sort()).toEqual(paths.sort());
  expect(new Set(photos.map(photo => photo.hash)).size).toBe(18);

  const { run, ended } = await train(core);
  expect(ended).toMatchObject({ state: 'done' });
  const seen = (await runFile(project.folder, run)).photos;
  expect(seen.map(photo => photo.path).sort()).toEqual(paths);
  const names = new Map((await core.call('runs:read', { id: run })).run.classes.map(({ id, name }) => [id, name]));
  for (const photo of seen) expect(photo.path.split('/')[1]).toBe(names.get(photo.classId));
  const scored = await core.call('runs:cell', { id: run, actual: null, predicted: null });
  expect(new Set(scored.map(({ photoId }) => photoId)).size).toBe(6);

  const coco = JSON.parse(await download(core, 'coco')) as { images: { file_name: string }[] };
  expect(coco.images.map(image => image.file_name).sort()).toEqual(paths);
  const csv = await download(core, 'csv');
  for (const photo of paths) expect(csv.split(photo)).toHaveLength(2);

  const model = (await core.call('models:list', null))[0]!.id;
  const source = { kind: 'grant', grant: core.grants.add(folder) } as const;
  const { work } = await core.call('predict:start', { model, source, top: 1 });
  await core.workEnded(work);
  const { photos: predicted } = await core.call('predict:read', { work });
  expect(predicted.map(({ photo }) => photo).sort()).toEqual(paths);
});

test('L5: a model’s predictions of photos that nobody labelled are never annotations', async () => {
  const { core, folder, home } = await opened({ 'train/bars': 6, 'train/disc': 6, 'val/bars': 3, 'val/disc': 3 });
  await cp(await writePhotos(path.join(home, 'new'), { '': 4 }), folder, { recursive: true });
  const { work } = await core.call('project:rescan', null);
  await core.workEnded(work);
  const csv = await download(core, 'csv');
  expect((await train(core)).ended).toMatchObject({ state: 'done' });
  const unlabelled = (await photosOf(core)).filter(photo => photo.annotations.length === 0);
  expect(unlabelled.map(photo => photo.path)).toEqual(['1.png', '2.png', '3.png', '4.png']);
  for (const { prediction } of unlabelled) expect(prediction?.top).toHaveLength(2);
  expect(await core.call('photos:counts', null)).toMatchObject({ states: { annotated: 18, new: 4 } });
  expect(await download(core, 'csv')).toBe(csv);
});

test('L11: no photo of a run is on two sides, and what was scored is the held-out part alone', async () => {
  const { core, project } = await opened({ bars: 20, disc: 20 });
  const { run } = await train(core);
  const { photos } = await runFile(project.folder, run);
  expect(new Set(photos.map(photo => photo.path)).size).toBe(photos.length);
  const heldOut = photos.filter(photo => photo.split === 'validation').map(photo => photo.path);
  const scored = await core.call('runs:cell', { id: run, actual: null, predicted: null });
  const paths = new Map((await photosOf(core)).map(photo => [photo.id, photo.path]));
  expect(scored.map(({ photoId }) => paths.get(photoId)).sort()).toEqual(heldOut.sort());
  expect(heldOut).toHaveLength(8);
});

test('L11, L14: a side that was emptied is refused with the reason, never filled from another; no run and no score is made', async () => {
  const { core } = await opened({ bars: 10, disc: 10 });
  const photos = await photosOf(core);
  await core.call('photos:set-split', { ids: photos.map(photo => photo.id), split: 'train' });
  expect((await core.call('training:plan', {})).obstacle).toMatchObject({ code: 'train-no-held-out' });
  await expect(core.call('training:start', {})).rejects.toMatchObject({ code: 'train-no-held-out' });
  expect(await core.call('runs:list', null)).toEqual([]);
  expect((await photosOf(core)).map(photo => photo.split)).toEqual(photos.map(() => 'train'));
});

test('L14: photos that are added to the folder move nobody to another side', async () => {
  const { core, home, folder } = await opened({ bars: 10, disc: 10 });
  const sides = async () => new Map((await photosOf(core)).map(photo => [photo.path, photo.split]));
  const before = await sides();
  await cp(await writePhotos(path.join(home, 'more', 'nested'), { '': 15 }), path.join(folder, 'disc', 'more'), {
    recursive: true,
  });
  const { work } = await core.call('project:rescan', null);
  expect(await core.workEnded(work)).toMatchObject({ state: 'done' });
  const after = await sides();
  expect(after.size).toBe(35);
  for (const [photo, side] of before) expect([photo, after.get(photo)]).toEqual([photo, side]);
});

test('L12: a photo nobody labelled is no example of anything; the plan and the run count it, apart from "nothing here"', async () => {
  const { core, project, folder } = await opened({ bars: 10, disc: 10 });
  await writePhotos(folder, { '': 3 });
  const { work } = await core.call('project:rescan', null);
  await core.workEnded(work);
  const root = (await photosOf(core)).filter(photo => !photo.path.includes('/'));
  await core.call('labels:nothing', { ids: [root[0]!.id], kind: 'photo' });
  expect((await core.call('training:plan', {})).leftOut).toMatchObject({ notAnnotated: 2, nothing: 1 });
  const { run } = await train(core);
  const { photos } = await runFile(project.folder, run);
  expect(photos).toHaveLength(20);
  expect(photos.every(photo => photo.path.includes('/'))).toBe(true);
});

test('L16: photos of one class only are refused by its name', async () => {
  const { core } = await opened({ bars: 8, disc: 8 });
  const photos = await photosOf(core);
  const bars = photos[0]!.annotations[0] as { classId: ClassId };
  const ids = photos.map(photo => photo.id);
  await core.call('labels:set', { ids, classId: bars.classId, how: 'replace' });
  await expect(core.call('training:start', {})).rejects.toMatchObject({
    code: 'train-one-class',
    details: { class: 'bars' },
  });
});

test('L16: a model that says one class of every photo is warned of beside its score', async () => {
  const home = await temporaryHome();
  const folder = await writePhotos(path.join(home, 'things'), { bars: 15, disc: 15 });
  const picture = await readFile(path.join(folder, 'bars', '1.png'));
  // One picture under both names: the bytes behind its end make other files of it, so nothing can tell the classes apart.
  for (const [at, name] of ['bars', 'disc'].entries()) {
    for (let index = 1; index <= 15; index++) {
      await writeFile(path.join(folder, name, `${index}.png`), Buffer.concat([picture, Buffer.from([at, index])]));
    }
  }
  const { core } = await openTestCore(home);
  await openFolder(core, folder);
  await core.call('project:answer-class-folders', { use: true });
  const { run, ended } = await train(core);
  expect(ended).toMatchObject({ state: 'done' });
  const { warnings, run: summary } = await core.call('runs:read', { id: run });
  expect(warnings).toContain('constant-predictions');
  expect(summary.score).toMatchObject({ accuracy: 0.5, baseline: 0.5 });
});

test.each([
  ['weights.safetensors', 'is missing'],
  ['classes.json', 'is missing'],
])('L17: a run whose built-in %s %s fails by that name and leaves no model behind', async name => {
  const home = await temporaryHome();
  const resources = path.join(home, 'resources');
  await cp('resources', resources, { recursive: true });
  const file = path.join(resources, 'models/efficientnet-lite0', name);
  const { core } = await opened({ bars: 6, disc: 6 }, resources);
  await rm(file);
  const started = await train(core);
  expect(started.ended).toMatchObject({
    state: 'failed',
    error: { code: 'built-in-model-damaged', details: { file } },
  });
  expect(await core.call('runs:list', null)).toMatchObject([{ state: 'failed', score: null, modelId: null }]);
});

test('L17: where the built-in card holds another text no run begins, and the card is named', async () => {
  const home = await temporaryHome();
  const resources = path.join(home, 'resources');
  await cp('resources', resources, { recursive: true });
  const file = path.join(resources, 'models/efficientnet-lite0/card.json');
  const { core } = await opened({ bars: 6, disc: 6 }, resources);
  await writeFile(file, '{}');
  await expect(train(core)).rejects.toMatchObject({ code: 'built-in-model-damaged', details: { file } });
  expect(await core.call('runs:list', null)).toEqual([]);
});
