// The folder chooser of the serve shell, and finding a photo folder again that was moved.
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { plainColumns } from '../../../support/plain-columns.ts';
import { openFolder, openTestCore, temporaryHome, writePhotos } from '../../../support/core.ts';

describe('the chooser', () => {
  test('walks from home by opaque ids, counts photos below too, and what is chosen there can be opened', async () => {
    const home = await temporaryHome();
    vi.stubEnv('HOME', home);
    await writePhotos(path.join(home, 'pictures/insects'), { 'train/ants': 2, 'train/bees': 1, 'val/ants': 1 });
    await mkdir(path.join(home, 'pictures/letters'));
    await mkdir(path.join(home, '.hidden'));
    const { core } = await openTestCore();
    const roots = await core.call('folders:list', { folder: null });
    expect(roots).toMatchObject({ folder: null, parents: [] });
    const inHome = await core.call('folders:list', { folder: roots.entries[0]!.id });
    expect(inHome.entries.map(entry => entry.name)).not.toContain('.hidden');
    const pictures = inHome.entries.find(entry => entry.name === 'pictures')!;
    const inside = await core.call('folders:list', { folder: pictures.id });
    expect(inside).toMatchObject({
      folder: { name: 'pictures', display: '~/pictures' },
      parents: [{ name: path.basename(home) }],
      entries: [
        { name: 'insects', photos: 4, folders: 2, project: false, problem: null },
        { name: 'letters', photos: 0, folders: 0, project: false, problem: null },
      ],
    });
    expect(JSON.stringify(inside)).not.toContain(home);
    const { grant } = await core.call('folders:grant', { folder: inside.entries[0]!.id });
    expect(await core.call('project:open', { grant })).toMatchObject({ kind: 'question', project: { photos: 4 } });
    vi.unstubAllEnvs();
  });

  test('shows model files by their names with their sizes where they are asked for, and one that is chosen becomes a grant', async () => {
    const home = await temporaryHome();
    vi.stubEnv('HOME', home);
    for (const name of ['net 10.keras', 'net 9.keras', 'model.json', 'annotations.json', 'photo.png', '.hidden.keras'])
      await writeFile(path.join(home, name), 'four');
    await mkdir(path.join(home, 'folder.keras'));
    await symlink(path.join(home, 'nowhere'), path.join(home, 'broken.h5'));
    const { core } = await openTestCore();
    const roots = await core.call('folders:list', { folder: null });
    const { id } = roots.entries[0]!;
    expect((await core.call('folders:list', { folder: id })).files).toEqual([]);
    const { files } = await core.call('folders:list', { folder: id, files: 'models' });
    expect(files.map(({ name, bytes }) => [name, bytes])).toEqual([
      ['model.json', 4],
      ['net 9.keras', 4],
      ['net 10.keras', 4],
    ]);
    const { grant } = await core.call('folders:grant', { folder: files[0]!.id });
    expect(core.grants.read(grant).path).toBe(path.join(home, 'model.json'));
    const holders = await core.call('folders:list', { folder: id, files: 'annotations' });
    expect(holders.files.map(({ name }) => name)).toEqual(['annotations.json', 'model.json']);
    vi.unstubAllEnvs();
  });

  test('a folder that went, a foreign id and a link that leads nowhere do no harm', async () => {
    const home = await temporaryHome();
    vi.stubEnv('HOME', home);
    await mkdir(path.join(home, 'soon gone'));
    await symlink(path.join(home, 'nowhere'), path.join(home, 'broken'));
    const { core } = await openTestCore();
    const roots = await core.call('folders:list', { folder: null });
    const { entries } = await core.call('folders:list', { folder: roots.entries[0]!.id });
    expect(entries.map(entry => entry.name)).not.toContain('broken');
    const gone = entries.find(entry => entry.name === 'soon gone')!;
    await rm(path.join(home, 'soon gone'), { recursive: true });
    await expect(core.call('folders:list', { folder: gone.id })).rejects.toMatchObject({ code: 'folder-missing' });
    const { grant } = await core.call('folders:grant', { folder: gone.id });
    await expect(core.call('project:open', { grant })).rejects.toMatchObject({ code: 'folder-missing' });
    await expect(core.call('folders:list', { folder: '/etc' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(core.call('folders:grant', { folder: '../..' })).rejects.toMatchObject({ code: 'not-found' });
    vi.unstubAllEnvs();
  });
});

describe('a photo folder that was moved', () => {
  test('is missed on reopening, found again with everything annotated, and a folder without photos is refused', async () => {
    const { core, home } = await openTestCore();
    const folder = await writePhotos(path.join(home, 'photos'), { '': 3 });
    const { project } = await openFolder(core, folder);
    const { id } = await core.call('classes:create', { name: 'ant' });
    const columns = plainColumns(await core.call('photos:query', { filter: {}, sort: 'name', group: 'none' }));
    await core.call('labels:set', { ids: [...columns.id], classId: id, how: 'replace' });
    await core.call('project:close', null);
    const moved = path.join(home, 'moved');
    await rename(folder, moved);
    expect((await openFolder(core, project.folder)).project).toMatchObject({ photosFolderMissing: true, annotated: 3 });
    const rescan = await core.workEnded((await core.call('project:rescan', null)).work);
    expect(rescan).toMatchObject({ state: 'failed', error: { code: 'folder-missing', details: { folder } } });

    const empty = path.join(home, 'empty');
    await mkdir(empty);
    await expect(core.call('project:relink', { grant: core.grants.add(empty) })).rejects.toMatchObject({
      code: 'folder-empty',
    });
    expect(await core.call('project:read', null)).toMatchObject({ photosFolder: folder, annotated: 3 });

    await rename(path.join(moved, '1.png'), path.join(moved, 'renamed.png'));
    await rm(path.join(moved, '2.png'));
    await writeFile(path.join(moved, 'note.txt'), 'no photo');
    await core.call('project:relink', { grant: core.grants.add(moved) });
    for (const work of await core.call('work:list', null)) if (work.kind === 'scan') await core.workEnded(work.id);
    expect(await core.call('project:read', null)).toMatchObject({
      photosFolder: moved,
      photosFolderMissing: false,
      annotated: 3,
    });
    const asked = { filter: { search: 'renamed' }, sort: 'name', group: 'none' } as const;
    const after = plainColumns(await core.call('photos:query', asked));
    expect(after.labels).toEqual([[id]]);
    expect(await core.call('photos:counts', null)).toMatchObject({ photos: 3, missing: 1 });
    expect((await core.handle(new Request(`http://core/photo/${after.id[0]}?long=100`))).status).toBe(200);
  });
});
