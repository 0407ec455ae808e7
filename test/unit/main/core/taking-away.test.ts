// What leaves the app after a run: predictions on uploads and on folders, annotations, the model's archive; and the run that is stopped and kept.
import { writeFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ModelId, WorkId } from '../../../../src/shared/records/ids.ts';
import type { Core } from '../../../../src/main/core/index.ts';
import { exported } from '../../../support/exported.ts';
import { plainColumns } from '../../../support/plain-columns.ts';
import { openFolder, openTestCore, writePhotos } from '../../../support/core.ts';

const counts = { 'train/disc': 8, 'train/bars': 8, 'val/disc': 4, 'val/bars': 4 };
const builtIn = 'efficientnet-lite0' as ModelId;

async function opened() {
  const { core, home } = await openTestCore();
  const folder = await writePhotos(path.join(home, 'things'), counts);
  await openFolder(core, folder);
  await core.call('project:answer-class-folders', { use: true });
  return { core, home, folder };
}
async function trained() {
  const project = await opened();
  const { work } = await project.core.call('training:start', { seed: 1 });
  expect((await project.core.workEnded(work)).state).toBe('done');
  return { ...project, model: 'things-1' as ModelId };
}
async function get(core: Core, address: string): Promise<Response> {
  return core.handle(new Request(`http://core${address}`));
}
async function upload(core: Core, name: string, body: Uint8Array, batch?: string): Promise<Response> {
  return core.handle(
    new Request(`http://core/upload?name=${encodeURIComponent(name)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', ...(batch ? { 'x-fovea-upload': batch } : {}) },
      body: body as Uint8Array<ArrayBuffer>,
    }),
  );
}
async function predicted(core: Core, work: WorkId) {
  expect(await core.workEnded(work)).toMatchObject({ state: 'done' });
  return core.call('predict:read', { work });
}
/** Names in a zip's central directory. */
function namesIn(zip: Buffer): string[] {
  const names: string[] = [];
  for (let at = zip.indexOf('PK\x01\x02'); at !== -1; at = zip.indexOf('PK\x01\x02', at + 4)) {
    names.push(zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28)));
  }
  return names.sort();
}

describe('predictions', () => {
  test('on uploads: each photo by its own name, a text named as one, pictures, CSV and JSON; a batch is used once', async () => {
    const { core, folder, model } = await trained();
    const photo = await readFile(path.join(folder, 'val/disc/1.png'));
    const { upload: batch } = (await (await upload(core, 'C:\\own\\개미 "1".png', photo)).json()) as { upload: string };
    expect((await upload(core, 'letter.jpg', Buffer.from('Dear photo'), batch)).status).toBe(200);
    expect((await upload(core, '..', photo, batch)).status).toBe(400);
    const source = { kind: 'upload', upload: batch } as const;
    const { work } = await core.call('predict:start', { model, source, top: 2 });
    const result = await predicted(core, work);
    expect(result).toMatchObject({ modelId: model, finished: true, skipped: [{ photo: 'letter.jpg' }] });
    expect(result.photos.map(({ photo: name, top }) => [name, top.length])).toEqual([['개미 "1".png', 2]]);
    const picture = await get(core, `/predicted/${work}/0?long=40`);
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect((await get(core, `/predicted/${work}/7`)).status).toBe(404);
    await expect(core.call('predict:start', { model, source, top: 2 })).rejects.toMatchObject({ code: 'not-found' });

    const csv = await get(core, `/download/predictions/${work}?format=csv`);
    expect(csv.headers.get('content-disposition')).toBe('attachment; filename="things-1-predictions.csv"');
    const [header, row] = (await csv.text()).split('\r\n');
    expect([header, row!.startsWith('"개미 ""1"".png",')]).toEqual([
      'filename,class,probability,p(bars),p(disc)',
      true,
    ]);
    const json = (await (await get(core, `/download/predictions/${work}?format=json`)).json()) as unknown[];
    expect(json).toMatchObject([{ photo: '개미 "1".png', top: [{}, {}] }]);
    expect((await get(core, `/download/predictions/${work}?format=exe`)).status).toBe(404);
    expect((await get(core, `/download/predictions/nothing?format=csv`)).status).toBe(404);
  });

  test('on a folder a person chose, and on photos of the project, with the built-in network', async () => {
    const { core, folder } = await opened();
    const chosen = path.join(folder, 'val');
    await writeFile(path.join(chosen, 'layers.psd'), '8BPS');
    const grant = core.grants.add(chosen);
    const start = await core.call('predict:start', { model: builtIn, source: { kind: 'grant', grant }, top: 3 });
    const batch = await predicted(core, start.work);
    expect(batch.photos.map(({ photo }) => photo).sort()).toEqual(
      ['bars', 'disc'].flatMap(name => [1, 2, 3, 4].map(number => `${name}/${number}.png`)),
    );
    expect(batch.photos.every(({ top }) => top.length === 3)).toBe(true);
    expect(batch.skipped).toMatchObject([{ photo: 'layers.psd', code: 'photo-format-unsupported' }]);

    const columns = plainColumns(await core.call('photos:query', { filter: {}, sort: 'name', group: 'none' }));
    const source = { kind: 'photos', ids: columns.id.slice(0, 2) } as never;
    const own = await core.call('predict:start', { model: builtIn, source, top: 1 });
    expect((await predicted(core, own.work)).photos).toHaveLength(2);
    await expect(core.call('predict:start', { model: 'gone-1' as ModelId, source, top: 1 })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('files', () => {
  test("a model's archive holds the model, its classes, an example and its card, and was read back", async () => {
    const { core, model } = await trained();
    const { work } = await core.call('models:export', { id: model, format: 'onnx' });
    expect(await core.workEnded(work)).toMatchObject({ state: 'done' });
    const written = await core.call('models:export-result', { work });
    expect(written).toMatchObject({ fileName: 'things-1-onnx.zip', agreement: { photos: 8, same: 8 } });
    const answer = await get(core, `/download/export/${work}`);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="things-1-onnx.zip"');
    const zip = Buffer.from(await answer.arrayBuffer());
    expect(zip.byteLength).toBe(written.bytes);
    const names = namesIn(zip);
    expect(names).toContain('things-1.onnx');
    expect(names.filter(name => /card\.(json|md)$/.test(name))).toHaveLength(2);
    expect((await get(core, '/download/export/nothing')).status).toBe(404);
    await expect(core.call('models:export', { id: builtIn, format: 'onnx' })).rejects.toMatchObject({
      code: 'not-allowed',
    });
  });

  test('annotations leave excluded photos out and say how many', async () => {
    const { core } = await opened();
    const columns = plainColumns(await core.call('photos:query', { filter: {}, sort: 'name', group: 'none' }));
    await core.call('photos:exclude', { ids: columns.id.slice(0, 3), excluded: true });
    const { folder, result } = await exported(core, { format: 'csv' });
    expect(result.notes).toContainEqual(expect.objectContaining({ code: 'photos-excluded', count: 3 }));
    const csv = await readFile(path.join(folder, 'annotations.csv'), 'utf8');
    expect(csv.trimEnd().split('\r\n')).toHaveLength(1 + 24 - 3);
    expect((await get(core, '/download/annotations?work=constructor')).status).toBe(404);
  });
});

test('a run that is stopped and kept ends with a model and a score; one that is stopped has neither', async () => {
  const { core } = await opened();
  const stopAtFirstEpoch = async (keep: boolean) => {
    const hasEpoch = Promise.withResolvers<undefined>();
    const end = core.listen(({ event }) => event === 'run:epoch' && hasEpoch.resolve(undefined));
    const { run, work } = await core.call('training:start', { seed: 1 });
    await hasEpoch.promise;
    await core.call('training:stop', { keep });
    const { state } = await core.workEnded(work);
    end();
    const row = (await core.call('runs:list', null)).find(({ id }) => id === run)!;
    return { run, work: state, state: row.state, score: row.score, modelId: row.modelId };
  };
  const kept = await stopAtFirstEpoch(true);
  expect(kept).toMatchObject({ work: 'done', state: 'finished', score: { total: 8 }, modelId: 'things-1' });
  expect(await core.call('runs:read', { id: kept.run })).toMatchObject({ run: { stoppedEarly: true } });
  await expect(core.call('training:stop', { keep: true })).rejects.toMatchObject({ code: 'not-found' });
  expect(await stopAtFirstEpoch(false)).toMatchObject({
    work: 'cancelled',
    state: 'stopped',
    score: null,
    modelId: null,
  });
});
