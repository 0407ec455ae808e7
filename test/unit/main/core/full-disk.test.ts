// A disk that is full or cannot be written, met through the whole core: it is named, what was there stays, and the work goes on afterwards.
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Core } from '../../../../src/main/core/index.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { failure, openFolder, openTestCore, temporaryHome, writePhotos } from '../../../support/core.ts';
import { smallDisk, type SmallDisk } from '../../../support/small-disk.ts';

const cannotMount = 'a small disk can be mounted by root on Linux only';

/** Removed after the core that is opened later has been closed: what is registered first runs last. */
function diskFor(megabytes: number): SmallDisk | null {
  const disk = smallDisk(megabytes);
  if (disk) onTestFinished(() => disk.remove());
  return disk;
}

const idsOf = async (core: Core) => [
  ...(await core.call('photos:query', { filter: {}, sort: 'name', group: 'none' })).columns.id,
];
const labelsOf = async (core: Core) =>
  (await core.call('photos:read', { ids: await idsOf(core) })).map(photo => photo.annotations);

describe('a full disk', () => {
  test('L6: refuses the gesture by name; the labels before stay, and it goes on once there is room', async ({
    skip,
  }) => {
    const disk = diskFor(12);
    if (!disk) return skip(cannotMount);
    const photos = await writePhotos(path.join(await temporaryHome(), 'photos'), { '': 300 });
    const { core } = await openTestCore(disk.folder);
    const { project } = await openFolder(core, photos);
    const ids = await idsOf(core);
    const { id: ant } = await core.call('classes:create', { name: 'ant' });
    const { id: bee } = await core.call('classes:create', { name: 'bee' });
    const empty = disk.fill(200_000);
    let refused = { code: '', message: '' };
    let before = await labelsOf(core);
    for (let round = 0; refused.code === '' && round < 200; round++) {
      before = await labelsOf(core);
      const labelled = core.call('labels:set', { ids, classId: round % 2 === 0 ? ant : bee, how: 'replace' });
      refused = await labelled.then(
        () => ({ code: '', message: '' }),
        () => failure(labelled),
      );
    }
    expect(refused.code).toBe('disk-full');
    expect(refused.message).toContain('project.fovea');
    expect(refused.message).toContain('free some space');
    expect(await labelsOf(core)).toEqual(before);

    // Closing now loses nothing either.
    await core.call('project:close', null);
    empty();
    await openFolder(core, project.folder);
    expect(await labelsOf(core)).toEqual(before);
    await core.call('labels:set', { ids, classId: bee, how: 'replace' });
    const after = await labelsOf(core);
    await core.close();
    const again = (await openTestCore(disk.folder)).core;
    await openFolder(again, project.folder);
    expect(await labelsOf(again)).toEqual(after);
    expect(after).toHaveLength(300);
  });

  test('makes no half project: the folder opens whole once there is room', async ({ skip }) => {
    const disk = diskFor(12);
    if (!disk) return skip(cannotMount);
    const photos = await writePhotos(path.join(await temporaryHome(), 'photos'), { '': 300 });
    const { core, documentsFolder } = await openTestCore(disk.folder);
    let refused = 0;
    let isOpen = false;
    // With nothing left it fails at its first file, with more at a later one, until it fits.
    for (let left = 0; !isOpen && left < 1_000_000; left += 40_000) {
      const empty = disk.fill(left);
      const attempt = core.call('project:open', { grant: core.grants.add(photos) });
      isOpen = await attempt.then(
        () => true,
        () => false,
      );
      if (!isOpen) {
        const { code, message } = await failure(attempt);
        expect([left, code]).toEqual([left, 'disk-full']);
        expect(message).toMatch(/documents|project\.fovea|derived\.sqlite/);
        expect([left, (await core.call('app:info', null)).project]).toEqual([left, null]);
        expect([left, await readdir(documentsFolder, { recursive: true }).catch(() => [])]).toEqual([left, []]);
        expect([left, await core.call('recents:list', null)]).toEqual([left, []]);
        refused++;
      }
      empty();
    }
    expect(refused).toBeGreaterThan(2);
    const { project } = await openFolder(core, photos);
    expect(project.photos).toBe(300);
    const { work } = await core.call('project:rescan', null);
    expect(await core.workEnded(work)).toMatchObject({ state: 'done' });
    const [photo] = await core.call('photos:read', { ids: (await idsOf(core)).slice(-1) });
    expect(photo).toMatchObject({ widthPx: 64, heightPx: 48 });
  });

  test('fails a run by name; the labels stay, and the next run succeeds once there is room', async ({ skip }) => {
    const disk = diskFor(40);
    if (!disk) return skip(cannotMount);
    const photos = await writePhotos(path.join(await temporaryHome(), 'photos'), { discs: 8, bars: 8 });
    const { core } = await openTestCore(disk.folder);
    await openFolder(core, photos);
    await core.call('project:answer-class-folders', { use: true });
    const before = await labelsOf(core);
    const empty = disk.fill(50_000);
    const started = await core.call('training:start', { seed: 1 }).catch((error: unknown) => {
      if (error instanceof AppError) return error;
      throw error;
    });
    const error = started instanceof AppError ? started : (await core.workEnded(started.work)).error;
    expect(error).toMatchObject({ code: 'disk-full' });
    expect(await labelsOf(core)).toEqual(before);
    empty();
    const { work } = await core.call('training:start', { seed: 1 });
    expect(await core.workEnded(work)).toMatchObject({ state: 'done' });
  });
});

describe('a full disk under the program’s own files', () => {
  test('keeps no project from being opened, closed and opened again; pages are told', async ({ skip }) => {
    const disk = diskFor(3);
    if (!disk) return skip(cannotMount);
    const home = await temporaryHome();
    const photos = await writePhotos(path.join(home, 'photos'), { '': 3 });
    const { core } = await openTestCore(disk.folder);
    const failed: unknown[] = [];
    core.listen(({ event, data }) => event === 'save:failed' && failed.push(data));
    disk.fill(0);
    const grant = core.grants.add(photos, { projectFolder: path.join(home, 'mine') });
    await core.call('project:open', { grant });
    expect(failed).toContainEqual(expect.objectContaining({ code: 'disk-full' }));
    await core.call('classes:create', { name: 'ant' });
    await core.call('project:close', null);
    expect(await core.call('app:info', null)).toMatchObject({ project: null });
    const { project } = await openFolder(core, path.join(home, 'mine'));
    expect(project).toMatchObject({ photos: 3, readOnly: false });
    expect(await core.call('photos:counts', null)).toMatchObject({ classes: [{ classId: 1 }] });
  });
});

describe('a disk that is read-only', () => {
  test('opens its project to look at: gestures and runs are refused by name, and no byte changes', async ({ skip }) => {
    const disk = diskFor(12);
    if (!disk) return skip(cannotMount);
    const photos = await writePhotos(path.join(await temporaryHome(), 'photos'), { discs: 4, bars: 4 });
    const { core: first } = await openTestCore(disk.folder);
    const { project } = await openFolder(first, photos);
    await first.call('project:answer-class-folders', { use: true });
    await first.close();
    const file = path.join(project.folder, 'project.fovea');
    const bytes = await readFile(file);
    disk.setReadOnly(true);
    const { core } = await openTestCore();
    const opened = await openFolder(core, project.folder);
    expect(opened.project).toMatchObject({ readOnly: true, photos: 8, annotated: 8 });
    const gesture = await failure(core.call('classes:create', { name: 'wasp' }));
    expect(gesture.code).toBe('folder-read-only');
    expect(gesture.message).toContain(project.folder);
    expect((await failure(core.call('training:start', {}))).code).toBe('folder-read-only');
    await core.close();
    expect(await readFile(file)).toEqual(bytes);
  });

  test('is named where a new project should be made on it', async ({ skip }) => {
    const disk = diskFor(12);
    if (!disk) return skip(cannotMount);
    const home = await temporaryHome();
    const photos = await writePhotos(path.join(home, 'photos'), { '': 2 });
    const { core } = await openTestCore(home);
    disk.setReadOnly(true);
    const projectFolder = path.join(disk.folder, 'mine');
    const grant = core.grants.add(photos, { projectFolder });
    const { code, message } = await failure(core.call('project:open', { grant }));
    expect([code, message]).toEqual(['folder-read-only', expect.stringContaining(disk.folder)]);
    expect(await core.call('app:info', null)).toMatchObject({ project: null });
  });
});
