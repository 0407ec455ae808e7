// What a run can start from, through the whole core: listed, fetched, brought in, used for predictions, removed.
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, utimes } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { writeModel } from '../../../../src/engine/graph.ts';
import type { Model } from '../../../../src/engine/model.ts';
import { initialWeights } from '../../../../src/engine/weights.ts';
import { createModelBuilder } from '../../../../src/engine/zoo/builder.ts';
import type { RecipeName } from '../../../../src/shared/records/recipe.ts';
import { backbonePlace, findBackbone } from '../../../../src/main/core/backbones.ts';
import type { Context } from '../../../../src/main/core/context.ts';
import type { Core } from '../../../../src/main/core/index.ts';
import { writeModelFolder } from '../../../../src/main/formats/models/model-folder.ts';
import { writeModelFile } from '../../../../src/main/formats/models/model-formats.ts';
import type { PretrainedFile } from '../../../../src/main/formats/models/pretrained-manifest.ts';
import { pretrainedFiles } from '../../../../src/main/formats/models/pretrained-manifest.ts';
import { mulberry32 } from '../../../../src/shared/random.ts';
import type { EventLine } from '../../../../src/shared/events.ts';
import type { ModelId, WorkId } from '../../../../src/shared/records/ids.ts';
import { openFolder, openTestCore, temporaryHome, writePhotos } from '../../../support/core.ts';
import { serveFile } from '../../../support/file-server.ts';

const resourcesFolder = path.resolve(import.meta.dirname, '../../../../resources');
const namesImageNet = 1_000;

function small(classes: number): Model {
  const builder = createModelBuilder();
  const map = builder.convolve('convolution', builder.input('photo', [16, 16, 3]), { filters: 4, size: 3 });
  const features = builder.globalAveragePool('gap', map);
  return builder.model('small', builder.dense('classes', features, { units: classes, activation: 'softmax' }));
}

/** A core that can fetch one small network, from a server of the test. */
async function withPublished() {
  const home = await temporaryHome();
  const file = path.join(home, 'small.keras');
  const model = small(namesImageNet);
  await writeModelFile({ model, weights: initialWeights(model, mulberry32(1)) }, file);
  const bytes = await readFile(file);
  const server = await serveFile(bytes, 'small.keras');
  const published: PretrainedFile = {
    ...pretrainedFiles[0]!,
    name: 'Small',
    address: server.address,
    bytes: bytes.byteLength,
    checksum: { algorithm: 'sha256', hex: createHash('sha256').update(bytes).digest('hex') },
  };
  const { core } = await openTestCore(home, resourcesFolder, { pretrained: [published] });
  return { home, file, bytes, server, published, core };
}

const one = async (core: Core, id: string) => (await core.call('backbones:list', null)).find(each => each.id === id);
const ended = async (core: Core, { work }: { work: WorkId }) => core.workEnded(work);

test('the built-in network, those that can be fetched, and the bare ones of the lecture are listed', async () => {
  const { core } = await openTestCore();
  const list = await core.call('backbones:list', null);
  expect(list.map(({ id }) => id)).toEqual([
    'efficientnet-lite0',
    'xception',
    'resnet-50',
    'resnet-152',
    'lenet-5',
    'fashion-cnn',
    'alexnet',
    'googlenet',
    'resnet-34',
    'resnet-50-scratch',
    'resnet-152-scratch',
    'xception-scratch',
    'mobilenet-v2',
    'efficientnet-lite0-scratch',
  ]);
  expect(list[0]).toMatchObject({ source: 'built-in', isHere: true, parameters: 3_413_024 });
  expect(list[1]).toMatchObject({
    name: 'Xception',
    source: 'download',
    isHere: false,
    recipes: ['one-click', 'textbook'],
    parameters: 20_861_480,
    bytes: 91_884_032,
    sidePx: 224,
    classes: 1_000,
    licence: 'MIT',
    unfreeze: 'block11',
  });
  expect(list[1]!.blocks).toHaveLength(14);
  expect(list.filter(({ source }) => source === 'network').every(({ recipes }) => recipes.join() === 'scratch')).toBe(
    true,
  );
  for (const { blocks, unfreeze } of list) expect(blocks.map(({ name }) => name)).toContain(unfreeze);
});

test('a fetched network is here, predicts with ImageNet’s names, says where it comes from, and can be removed', async () => {
  const { home, server, core } = await withPublished();
  const events: EventLine[] = [];
  core.listen(line => events.push(line));
  expect(await one(core, 'xception')).toMatchObject({ isHere: false });
  const work = await core.call('backbones:download', { id: 'xception' });
  expect(await core.call('backbones:download', { id: 'xception' })).toEqual(work);
  expect(await ended(core, work)).toMatchObject({ kind: 'download', state: 'done' });
  expect(server.ranges).toHaveLength(1);
  expect(await readdir(path.join(home, 'data', 'downloads'))).toEqual([]);
  expect(events.some(({ event, data }) => event === 'data:changed' && data.subjects.includes('models'))).toBe(true);
  expect(await one(core, 'xception')).toMatchObject({
    name: 'Small',
    source: 'download',
    isHere: true,
    parameters: 108,
  });

  const id = 'xception' as ModelId;
  expect(await core.call('models:list', null)).toContainEqual(expect.objectContaining({ id, source: 'download' }));
  const card = await core.call('models:card', { id });
  expect(card).toMatchObject({
    name: 'Small',
    trainedOn: null,
    backbone: { licence: 'MIT' },
    imported: { pretrained: 'ImageNet' },
  });
  const photos = await writePhotos(path.join(home, 'photos'), { '': 2 });
  const source = { kind: 'grant' as const, grant: core.grants.add(photos) };
  const predicting = await core.call('predict:start', { model: id, source, top: 3 });
  await ended(core, predicting);
  const batch = await core.call('predict:read', predicting);
  expect(batch.photos.map(({ top }) => top.length)).toEqual([3, 3]);

  // Fetched again it is there already; removed it can be fetched.
  await ended(core, await core.call('backbones:download', { id: 'xception' }));
  expect(server.ranges).toHaveLength(1);
  await core.call('backbones:remove', { id: 'xception' });
  expect(await one(core, 'xception')).toMatchObject({ isHere: false });
  expect(await readdir(path.join(home, 'data', 'models'))).toEqual([]);
});

test('what an ended import left half-written is not listed and not kept, what another one writes now is', async () => {
  const { home, file, core } = await withPublished();
  const left = path.join(home, 'data', 'models', 'imported-half.writing-0123abcd');
  const now = path.join(home, 'data', 'models', 'imported-now.writing-0123abcd');
  for (const folder of [left, now]) await mkdir(folder, { recursive: true });
  await utimes(left, 0, 0);
  expect(await one(core, 'imported-half')).toBeUndefined();
  const work = await core.call('backbones:import', { grant: core.grants.add(file), preprocessing: 'caffe' });
  await ended(core, work);
  const { id } = await core.call('backbones:imported', work);
  expect((await readdir(path.dirname(left))).toSorted()).toEqual([path.basename(now), id].toSorted());
});

test('a damaged download fails by name, leaves no model, and works when it is tried again', async () => {
  const { server, bytes, core } = await withPublished();
  server.file.bytes = Buffer.from(bytes).fill(1, 100, 101);
  const failed = await ended(core, await core.call('backbones:download', { id: 'xception' }));
  expect(failed).toMatchObject({ state: 'failed', error: { code: 'download-damaged' } });
  expect(await one(core, 'xception')).toMatchObject({ isHere: false });
  server.file.bytes = bytes;
  expect(await ended(core, await core.call('backbones:download', { id: 'xception' }))).toMatchObject({ state: 'done' });
});

test('a model file is asked about, brought in, found again, and removed; others are refused by name', async () => {
  const home = await temporaryHome();
  const { core } = await openTestCore(home);
  const file = path.join(home, 'mine.h5');
  await writeModelFile({ model: small(3), weights: initialWeights(small(3), mulberry32(1)) }, file);
  const grant = core.grants.add(file);
  const asked = await ended(core, await core.call('backbones:import', { grant }));
  expect(asked).toMatchObject({
    state: 'failed',
    error: { code: 'model-invalid', details: { file: 'mine.h5', reason: 'preprocessing-unknown' } },
  });
  const work = await core.call('backbones:import', { grant, preprocessing: 'torchvision' });
  await ended(core, work);
  const { id } = await core.call('backbones:imported', work);
  expect(await one(core, id)).toMatchObject({
    id: 'imported-mine',
    name: 'mine',
    source: 'imported',
    classes: 0,
    sidePx: 16,
  });
  // It names no classes: a starting point, no model to predict with.
  expect((await core.call('models:list', null)).map(model => model.id)).not.toContain(id);
  expect(await core.call('models:card', { id: id as ModelId })).toMatchObject({ imported: { file: 'mine.h5' } });
  const again = await core.call('backbones:import', { grant, preprocessing: 'torchvision' });
  await ended(core, again);
  expect(await core.call('backbones:imported', again)).toEqual({ id });
  await core.call('backbones:remove', { id });
  expect(await one(core, id)).toBeUndefined();
  await expect(core.call('backbones:remove', { id: 'efficientnet-lite0' })).rejects.toMatchObject({
    code: 'not-found',
  });
  await expect(core.call('backbones:download', { id: 'lenet-5' })).rejects.toMatchObject({ code: 'not-found' });
  await expect(core.call('backbones:imported', { work: asked.id })).rejects.toMatchObject({
    code: 'not-found',
  });
});

test('a whole model of the open project is a starting point, with its blocks', async () => {
  const home = await temporaryHome();
  const { core, documentsFolder } = await openTestCore(home);
  await openFolder(core, await writePhotos(path.join(home, 'photos'), { ant: 2, bee: 2 }));
  const [project] = (await readdir(documentsFolder)).map(name => path.join(documentsFolder, name));
  const model = small(2);
  await writeModelFolder(path.join(project!, 'models', 'photos-1'), {
    task: 'classification',
    graph: writeModel(model) as Record<string, unknown>,
    backbone: null,
    preprocessing: { heightPx: 16, widthPx: 16, mean: [0, 0, 0], std: [1, 1, 1], order: 'rgb' },
    classes: [
      { id: '1', name: 'ant' },
      { id: '2', name: 'bee' },
    ],
    created: '2026-11-25T00:00:00.000Z',
    weights: initialWeights(model, mulberry32(1)),
    card: { name: 'photos 1', backbone: { name: 'small', origin: 'from scratch', licence: 'own', sha256: '' } },
  });
  expect(await one(core, 'photos-1')).toMatchObject({
    name: 'photos 1',
    source: 'project',
    classes: 2,
    parameters: 108,
  });
  await core.call('models:delete', { id: 'photos-1' as ModelId, deleted: true });
  expect(await one(core, 'photos-1')).toBeUndefined();
});

test('where a backbone is: with Fovea, in a folder, an architecture alone; or why it is nowhere', async () => {
  const dataFolder = path.join(await temporaryHome(), 'data');
  const context = { options: { dataFolder, resourcesFolder }, projects: { peek: () => null } } as unknown as Context;
  const placeOf = async (id: string, recipe?: RecipeName) =>
    backbonePlace(context, await findBackbone(context, id, recipe));
  expect(await placeOf('efficientnet-lite0')).toEqual({ kind: 'built-in' });
  expect(await placeOf('lenet-5')).toEqual({ kind: 'network', network: 'lenet-5' });
  expect(await placeOf('xception-scratch')).toEqual({ kind: 'network', network: 'xception' });
  expect(await placeOf('xception', 'scratch')).toEqual({ kind: 'network', network: 'xception' });
  await expect(placeOf('xception', 'textbook')).rejects.toMatchObject({
    code: 'backbone-missing',
    details: { name: 'Xception' },
  });
  await expect(placeOf('no-such')).rejects.toMatchObject({ code: 'not-found' });
});
