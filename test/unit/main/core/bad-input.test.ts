// The bad inputs of the main job, each met through the whole core: what is wrong is named with what to do, the rest goes on, nothing is lost.
import { execFileSync } from 'node:child_process';
import { chmod, copyFile, cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { errorText } from '../../../../src/shared/messages.ts';
import { noisy } from '../photos/make-photos.ts';
import { exported } from '../../../support/exported.ts';
import { plainColumns } from '../../../support/plain-columns.ts';
import { failure, openFolder, openTestCore, temporaryHome, writePhotos } from '../../../support/core.ts';

const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
describe('a folder of good and bad files', () => {
  test('opens with the good photos; every bad file is named with its reason, and no file is touched', async () => {
    const { core, home } = await openTestCore();
    const folder = await writePhotos(path.join(home, 'photos'), { '': 3 });
    await writeFile(path.join(folder, 'letter.jpg'), 'Dear photo, this is a letter.');
    await writeFile(path.join(folder, 'empty.jpg'), '');
    await writeFile(path.join(folder, 'drawn.jpg'), drawing);
    await writeFile(path.join(folder, 'drawn.svg'), drawing);
    await writeFile(path.join(folder, 'cut.png'), (await readFile(path.join(folder, '1.png'))).subarray(0, 200));
    if (process.platform !== 'win32') execFileSync('mkfifo', [path.join(folder, 'pipe.jpg')]);
    const before = await readdir(folder);

    await openFolder(core, folder);
    const skipped = await core.call('photos:skipped', null);
    const reasons = Object.fromEntries(skipped.map(({ path: file, code }) => [file, code]));
    expect(reasons).toMatchObject({
      'letter.jpg': 'photo-not-an-image',
      'empty.jpg': 'photo-not-an-image',
      'drawn.jpg': 'photo-format-unsupported',
      'drawn.svg': 'photo-format-unsupported',
    });
    if (process.platform !== 'win32') expect(reasons['pipe.jpg']).toBe('photo-not-an-image');
    for (const { path: file, code, details } of skipped) {
      expect(errorText('en', { code, details: { ...details, file } })).toContain(file);
    }
    expect(await core.call('photos:counts', null)).toMatchObject({ photos: 4, damaged: 1 });
    expect(await readdir(folder)).toEqual(before);
  });

  test.each([
    ['in its first bytes', 20],
    ['before its pixels begin', 300],
  ])('a JPEG cut %s is left out, named with the reason and what to do', async (_at, bytes) => {
    const { core, home } = await openTestCore();
    const folder = await writePhotos(path.join(home, 'photos'), { '': 3 });
    await writeFile(path.join(folder, 'cut.jpg'), (await noisy(400, 300).jpeg().toBuffer()).subarray(0, bytes));
    await openFolder(core, folder);
    const [cut, ...others] = await core.call('photos:skipped', null);
    expect(others).toEqual([]);
    const said = errorText('en', { code: cut!.code, details: { ...cut!.details, file: cut!.path } });
    expect(said).toBe('cut.jpg is damaged: its end is missing. Replace it with a good copy and rescan.');
    expect(await core.call('photos:counts', null)).toMatchObject({ photos: 3, skipped: 1 });
  });

  test.each([
    ['a third in', 1 / 3],
    ['in the middle of its pixels', 1 / 2],
    ['two bytes before its end', 1],
  ])('a JPEG cut %s stays a photo that is marked damaged: it keeps its label and no run sees it', async (_at, part) => {
    const { core, home } = await openTestCore();
    const folder = await writePhotos(path.join(home, 'photos'), { '': 3 });
    const whole = await noisy(400, 300).jpeg().toBuffer();
    await writeFile(path.join(folder, 'cut.jpg'), whole.subarray(0, Math.round(part * whole.length) - 2));
    await openFolder(core, folder);
    const columns = plainColumns(await core.call('photos:query', { filter: {}, sort: 'name', group: 'none' }));
    const { id } = await core.call('classes:create', { name: 'ant' });
    await core.call('labels:set', { ids: [...columns.id], classId: id, how: 'replace' });
    const photos = await core.call('photos:read', { ids: [...columns.id] });
    expect(photos.map(photo => [photo.path, photo.problem, photo.annotations.length])).toEqual([
      ['1.png', null, 1],
      ['2.png', null, 1],
      ['3.png', null, 1],
      ['cut.jpg', 'damaged', 1],
    ]);
    expect((await core.call('training:plan', {})).leftOut).toMatchObject({ damaged: 1 });

    // A good copy in its place is a good photo with the same label.
    await writeFile(path.join(folder, 'cut.jpg'), whole);
    const { work } = await core.call('project:rescan', null);
    await core.workEnded(work);
    const [mended] = await core.call('photos:read', { ids: photos.slice(3).map(photo => photo.id) });
    expect(mended).toMatchObject({ path: 'cut.jpg', problem: null, annotations: [{ classId: id }] });
  });

  test('keeps names with quotes, newlines, emoji and Korean through label and export', async () => {
    const { core, home } = await openTestCore();
    const folder = await writePhotos(path.join(home, 'photos'), { '': 1 });
    const names = ['it\'s "quoted".png', 'two\nlines.png', '🐜 ant.png', '개미 사진.png', '=1+1.png'];
    for (const name of names) await copyFile(path.join(folder, '1.png'), path.join(folder, name));
    await openFolder(core, folder);
    const columns = plainColumns(await core.call('photos:query', { filter: {}, sort: 'name', group: 'none' }));
    const details = await core.call('photos:read', { ids: [...columns.id] });
    expect(details.map(photo => photo.path).sort()).toEqual(['1.png', ...names].sort());
    const { id } = await core.call('classes:create', { name: '"<개미> 🐜", & =A1' });
    await core.call('labels:set', { ids: [...columns.id], classId: id, how: 'replace' });
    const { folder: out } = await exported(core, { format: 'coco' });
    const coco = JSON.parse(await readFile(path.join(out, 'annotations.json'), 'utf8')) as {
      images: { file_name: string }[];
      categories: { name: string }[];
    };
    expect(coco.images.map(image => image.file_name).sort()).toEqual(['1.png', ...names].sort());
    expect(coco.categories[0]!.name).toBe('"<개미> 🐜", & =A1');
  });
});

describe('what cannot be trained', () => {
  test.each([
    ['no class at all', {}, 'train-no-classes', ''],
    ['one class only', { ants: 6 }, 'train-one-class', 'ants'],
    ['a class with one photo', { ants: 6, bees: 1 }, 'train-too-few-photos', 'bees'],
  ] as const)('%s: refused by name before anything is made', async (_case, counts, code, named) => {
    const { core, home } = await openTestCore();
    const folder = await writePhotos(path.join(home, 'photos'), Object.keys(counts).length === 0 ? { '': 4 } : counts);
    const opened = await openFolder(core, folder);
    if (opened.kind === 'question') await core.call('project:answer-class-folders', { use: true });
    else if (Object.keys(counts).length === 1) {
      const columns = plainColumns(await core.call('photos:query', { filter: {}, sort: 'name', group: 'none' }));
      const { id } = await core.call('classes:create', { name: 'ants' });
      await core.call('labels:set', { ids: [...columns.id], classId: id, how: 'replace' });
    }
    const { obstacle } = await core.call('training:plan', {});
    expect(obstacle?.code).toBe(code);
    const { message, code: refused } = await failure(core.call('training:start', {}));
    expect(refused).toBe(code);
    expect(message).toContain(named);
    expect(await core.call('runs:list', null)).toEqual([]);
  });
});

describe('where the project lies', () => {
  test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'a documents folder that cannot be written is named, and no project is half made',
    async () => {
      const { core, home, documentsFolder } = await openTestCore();
      const folder = await writePhotos(path.join(home, 'photos'), { '': 2 });
      await mkdir(documentsFolder, { recursive: true });
      await chmod(documentsFolder, 0o500);
      const { code, message } = await failure(openFolder(core, folder));
      await chmod(documentsFolder, 0o700);
      expect(['folder-read-only', 'disk-failed', 'folder-unreadable']).toContain(code);
      expect(message).toContain(documentsFolder);
      expect(await readdir(documentsFolder)).toEqual([]);
    },
  );

  test('a file in the place of the documents folder is named, and the file stays', async () => {
    const { core, home, documentsFolder } = await openTestCore();
    const folder = await writePhotos(path.join(home, 'photos'), { '': 2 });
    await writeFile(documentsFolder, 'a letter');
    const { code, message } = await failure(openFolder(core, folder));
    expect(code).toBe('folder-not-a-folder');
    expect(message).toContain(documentsFolder);
    expect(await readFile(documentsFolder, 'utf8')).toBe('a letter');
    expect((await core.call('app:info', null)).project).toBe(null);
  });

  test('a project that is open elsewhere, and one of a newer version, are named and stay as they are', async () => {
    const { core, home } = await openTestCore();
    const folder = await writePhotos(path.join(home, 'photos'), { '': 2 });
    const { project } = await openFolder(core, folder);
    const other = await openTestCore();
    const inUse = await failure(other.core.call('project:open', { grant: other.core.grants.add(project.folder) }));
    expect(inUse.code).toBe('project-in-use');
    expect(inUse.message).toContain('project.fovea');

    await core.call('project:close', null);
    const file = path.join(project.folder, 'project.fovea');
    const bytes = await readFile(file);
    bytes.writeUInt32BE(999, 60); // user_version in SQLite's header
    await writeFile(file, bytes);
    const newer = await failure(core.call('project:open', { grant: core.grants.add(project.folder) }));
    expect(newer.code).toBe('project-newer');
    expect(newer.message).toContain('999');
    expect(await readFile(file)).toEqual(bytes);
  });
});

test('a damaged built-in model fails the run by name; photos and labels stay', async () => {
  const home = await temporaryHome();
  const resourcesFolder = path.join(home, 'resources');
  await cp('resources', resourcesFolder, { recursive: true });
  const weights = path.join(resourcesFolder, 'models/efficientnet-lite0/weights.safetensors');
  const bytes = await readFile(weights);
  bytes[bytes.length - 5]! ^= 1;
  await writeFile(weights, bytes);
  const folder = await writePhotos(path.join(home, 'photos'), { ants: 6, bees: 6 });
  const { core } = await openTestCore(home, resourcesFolder);
  await openFolder(core, folder);
  await core.call('project:answer-class-folders', { use: true });
  const { work } = await core.call('training:start', { seed: 1 });
  const ended = await core.workEnded(work);
  expect(ended).toMatchObject({ state: 'failed', error: { code: 'built-in-model-damaged' } });
  const [run] = await core.call('runs:list', null);
  expect(run).toMatchObject({ state: 'failed', error: { code: 'built-in-model-damaged' } });
  expect(errorText('en', { code: 'built-in-model-damaged', details: run!.error!.details as never })).toContain(
    'weights.safetensors',
  );
  expect(await core.call('photos:counts', null)).toMatchObject({ photos: 12, states: { annotated: 12 } });
});
