// G6: the disk of temporary files or of the settings is full instead of the project's. Labelling goes on, what fails is named, nothing is
// lost, and everything works again once there is room.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import type { Core } from '../../../../src/main/core/index.ts';
import { defaultSettings } from '../../../../src/shared/records/project.ts';
import type { AnnotationExport } from '../../../../src/shared/records/annotation-export.ts';
import { failure, openFolder, openTestCore, temporaryHome, writePhotos } from '../../../support/core.ts';
import { smallDisk, type SmallDisk } from '../../../support/small-disk.ts';

const cannotMount = 'a small disk can be mounted by root on Linux only';
afterEach(() => vi.unstubAllEnvs());

/** Removed after the core that is opened later has been closed: what is registered first runs last. */
function diskFor(megabytes: number): SmallDisk | null {
  const disk = smallDisk(megabytes);
  if (disk) onTestFinished(() => disk.remove());
  return disk;
}

const coco: AnnotationExport = { format: 'coco', photos: 'none', frame: 'upright' };

async function exported(core: Core): Promise<{ state: string; error: unknown }> {
  const { work } = await core.call('annotations:export', coco);
  return core.workEnded(work);
}

test('G6: with a full temporary disk photos are read, shown and labelled; an export and an upload name it, and succeed later', async ({
  skip,
}) => {
  const disk = diskFor(1);
  if (!disk) return skip(cannotMount);
  const home = await temporaryHome();
  const photos = await writePhotos(path.join(home, 'photos'), { '': 6 });
  vi.stubEnv('TMPDIR', disk.folder);
  const empty = disk.fill(0);
  const { core } = await openTestCore(home);
  const { project } = await openFolder(core, photos);
  expect(project).toMatchObject({ photos: 6, readOnly: false });
  const { columns } = await core.call('photos:query', { filter: {}, sort: 'name', group: 'none' });
  const ids = [...columns.id];
  const { id: classId } = await core.call('classes:create', { name: 'ant' });
  await core.call('labels:set', { ids, classId, how: 'replace' });
  await core.call('history:undo', null);
  await core.call('history:redo', null);
  const [box] = await core.call('things:add', {
    photoId: ids[0]!,
    things: [{ kind: 'box', classId, box: { x: 1, y: 2, width: 10, height: 12 } }],
  });
  expect(box).toMatchObject({ classId });
  const picture = await core.handle(new Request(`http://core/photo/${ids[0]}`));
  expect([picture.status, (await picture.arrayBuffer()).byteLength > 100]).toEqual([200, true]);
  expect(await core.call('photos:counts', null)).toMatchObject({ photos: 6 });

  expect(await exported(core)).toMatchObject({
    state: 'failed',
    error: { code: 'disk-full', details: { file: expect.stringContaining(disk.folder) } },
  });
  const upload = () =>
    core.handle(new Request('http://core/upload?name=a.png', { method: 'POST', body: new Uint8Array(50_000) }));
  expect(await (await upload()).json()).toMatchObject({ error: { code: 'disk-full' } });

  empty();
  expect(await exported(core)).toMatchObject({ state: 'done' });
  expect((await upload()).status).toBe(200);
  await core.close();
  expect(await readdir(disk.folder)).toEqual([]);
});

test('G6: a temporary folder that is gone keeps nobody from labelling, and serves again once it is there', async () => {
  const home = await temporaryHome();
  const photos = await writePhotos(path.join(home, 'photos'), { '': 2 });
  vi.stubEnv('TMPDIR', path.join(home, 'gone'));
  const { core } = await openTestCore(home);
  await openFolder(core, photos);
  const { id: classId } = await core.call('classes:create', { name: 'ant' });
  await core.call('labels:set', { ids: [1, 2] as never, classId, how: 'replace' });
  expect(await exported(core)).toMatchObject({ state: 'failed', error: { code: 'disk-failed' } });
  vi.stubEnv('TMPDIR', home);
  expect(await exported(core)).toMatchObject({ state: 'done' });
});

test('G6: with a full settings disk a setting is refused by name and stays as it was; labelling goes on, and later it is kept', async ({
  skip,
}) => {
  const disk = diskFor(3);
  if (!disk) return skip(cannotMount);
  const home = await temporaryHome();
  const photos = await writePhotos(path.join(home, 'photos'), { '': 2 });
  const { core } = await openTestCore(home, undefined, { dataFolder: disk.folder });
  await core.call('settings:write', { ...defaultSettings, theme: 'dark' });
  const empty = disk.fill(0);
  const refused = await failure(core.call('settings:write', { ...defaultSettings, theme: 'light' }));
  expect(refused).toEqual({ code: 'disk-full', message: expect.stringContaining('settings.json') });
  expect(await core.call('app:info', null)).toMatchObject({ settings: { theme: 'dark' } });

  const told: unknown[] = [];
  core.listen(({ event, data }) => event === 'save:failed' && told.push(data));
  const { project } = await openFolder(core, photos);
  expect(told).toContainEqual(expect.objectContaining({ code: 'disk-full' }));
  const { id: classId } = await core.call('classes:create', { name: 'ant' });
  await core.call('labels:set', { ids: [1, 2] as never, classId, how: 'replace' });
  await core.call('project:close', null);
  await core.close();

  // A start on the full disk reads what was kept.
  const { core: next } = await openTestCore(home, undefined, { dataFolder: disk.folder });
  expect(await next.call('app:info', null)).toMatchObject({ settings: { theme: 'dark' } });
  expect((await openFolder(next, project.folder)).project).toMatchObject({ annotated: 2 });
  empty();
  await next.call('settings:write', { ...defaultSettings, theme: 'light' });
  await next.call('project:close', null);
  expect(await next.call('recents:list', null)).toMatchObject([{ folder: project.folder, annotated: 2 }]);
  expect((await readdir(disk.folder)).filter(name => name.endsWith('.writing'))).toEqual([]);
});
