// Folders that programs synchronise, and what they leave beside a project: known by their marks, told once, never touched.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { conflictCopies } from '../../../../src/main/core/conflict-copies.ts';
import { syncServiceOf } from '../../../../src/main/core/sync-service.ts';
import { syncText } from '../../../../src/shared/sync-text.ts';
import { openFolder, openTestCore, temporaryHome, writePhotos } from '../../../support/core.ts';

describe('G13: the service of a folder', () => {
  test.each([
    ['/Users/kim/Dropbox/ants', 'Dropbox'],
    ['/Users/kim/Dropbox (Firm)/ants', 'Dropbox'],
    ['/Users/kim/Library/CloudStorage/Dropbox/ants', 'Dropbox'],
    ['C:\\Users\\kim\\OneDrive\\ants', 'OneDrive'],
    ['C:\\Users\\kim\\OneDrive - Firm Ltd\\ants', 'OneDrive'],
    ['/Users/kim/Library/CloudStorage/OneDrive-Personal/ants', 'OneDrive'],
    ['/Users/kim/Library/Mobile Documents/com~apple~CloudDocs/ants', 'iCloud Drive'],
    ['C:\\Users\\kim\\iCloudDrive\\ants', 'iCloud Drive'],
    ['/Users/kim/Library/CloudStorage/GoogleDrive-kim@example.org/My Drive/ants', 'Google Drive'],
    ['/Users/kim/Google Drive/ants', 'Google Drive'],
    ['G:\\My Drive\\ants', 'Google Drive'],
    ['/Users/kim/Library/CloudStorage/Nextcloud-cloud.example.org/ants', 'Nextcloud'],
    ['/home/kim/dropboxes/ants', null],
    ['/home/kim/My Drive/ants', null],
    ['/home/kim/onedrive-photos/ants', null],
  ])('%s is %s', async (folder, service) => {
    expect(await syncServiceOf(folder, {})).toBe(service);
  });

  test.each([
    ['.dropbox', 'a file', 'Dropbox'],
    ['.dropbox.cache', null, 'Dropbox'],
    ['.stfolder', null, 'Syncthing'],
    ['.sync_4f2a90b1c3de.db', 'a file', 'Nextcloud'],
    ['._sync_4f2a90b1c3de.db', 'a file', 'Nextcloud'],
    ['.owncloudsync.log', 'a file', 'Nextcloud'],
    ['.nextcloudsync.log', 'a file', 'Nextcloud'],
    ['.tmp.driveupload', null, 'Google Drive'],
    [
      'desktop.ini',
      '[.ShellClassInfo]\r\nIconResource=C:\\Program Files\\Microsoft OneDrive\\OneDrive.exe,9',
      'OneDrive',
    ],
    [
      'Desktop.ini',
      Buffer.from('\ufeffIconResource=C:\\Program Files\\Google\\GoogleDriveFS.exe,1', 'utf16le'),
      'Google Drive',
    ],
    // Dropbox's own settings, in the home of a person; a folder with another picture; a file that is only called so.
    ['.dropbox', null, null],
    ['desktop.ini', 'IconResource=C:\\Windows\\shell32.dll,4', null],
    ['sync_4f2a.db', 'a file', null],
  ])('%s in a folder above marks it', async (name, content, service) => {
    const home = await temporaryHome();
    const folder = path.join(home, 'photos', 'ants');
    mkdirSync(folder, { recursive: true });
    if (content === null) mkdirSync(path.join(home, name));
    else writeFileSync(path.join(home, name), content);
    expect(await syncServiceOf(folder, {})).toBe(service);
  });

  test('OneDrive says where it is, by whatever name', async () => {
    const home = await temporaryHome();
    expect(await syncServiceOf(path.join(home, 'ants'), { OneDriveCommercial: home })).toBe('OneDrive');
    expect(await syncServiceOf(home, { OneDrive: path.join(home, 'other') })).toBeNull();
    expect(await syncServiceOf(home, { OneDrive: '' })).toBeNull();
  });

  test('a folder that is not there, or above which nothing can be read, is none', async () => {
    expect(await syncServiceOf('/nowhere/at/all', {})).toBeNull();
  });
});

describe('G13: second versions of a project', () => {
  const called = [
    "project (kim's conflicted copy 2026-05-01).fovea",
    'project (DESKTOP-1의 충돌된 사본 2026-05-01).fovea',
    'project (conflicted copy 2026-05-01 101112).fovea',
    'project.sync-conflict-20260501-101112-ABCDEFG.fovea',
    'project.sync-conflict-20260501-101112-ABCDEFG.fovea-wal',
    'project_conflict-20260501-101112.fovea',
    'journal.sync-conflict-20260501-101112-ABCDEFG.jsonl',
    "project.fovea (kim's conflicted copy 2026-05-01)",
  ];
  const plain = ['project-DESKTOP-1.fovea', 'project 2.fovea', 'project (1).fovea', 'journal-DESKTOP-1.jsonl'];
  const ours = [
    'project.fovea',
    'project.fovea-wal',
    'project.fovea-shm',
    'project.fovea-journal',
    'journal.jsonl',
    'journal.jsonl.aside-1',
    'project.damaged-20260501T101112Z.fovea',
    'project.replaced-20260501T101112Z-2.fovea',
    'journal.set-aside-20260501T101112Z.jsonl',
    'notes on the project.txt',
    'projects.fovea',
    'backups',
  ];

  test('are those that a program called a conflict, and where it synchronises everything called like ours', async () => {
    const home = await temporaryHome();
    for (const name of [...called, ...plain, ...ours]) writeFileSync(path.join(home, name), '');
    expect(new Set(await conflictCopies(home, false))).toEqual(new Set(called));
    expect(new Set(await conflictCopies(home, true))).toEqual(new Set([...called, ...plain]));
    expect(await conflictCopies(path.join(home, 'gone'), true)).toEqual([]);
  });
});

describe('G13: notices of a project', () => {
  test('are told at its creation, stay until they are read, and come back only for a new second version', async () => {
    const home = await temporaryHome();
    mkdirSync(path.join(home, '.stfolder'));
    const photos = await writePhotos(path.join(home, 'photos'), { '': 3 });
    const first = await openTestCore(home);
    await openFolder(first.core, photos);
    const { folder } = await first.core.call('project:read', null);
    const [notice, ...more] = await first.core.call('sync:notices', null);
    expect([notice, more]).toMatchObject([{ kind: 'project', service: 'Syncthing', folder }, []]);
    await first.core.call('sync:read', { key: notice!.key });
    expect(await first.core.call('sync:notices', null)).toEqual([]);
    await first.core.close();

    const second = await openTestCore(home);
    await openFolder(second.core, folder);
    expect(await second.core.call('sync:notices', null)).toEqual([]);
    const copy = 'project.sync-conflict-20260501-101112-ABCDEFG.fovea';
    writeFileSync(path.join(folder, copy), 'of the other computer');
    const [conflict] = await second.core.call('sync:notices', null);
    expect(conflict).toMatchObject({ kind: 'conflict', folder, files: [copy] });
    await second.core.call('sync:read', { key: conflict!.key });
    expect(await second.core.call('sync:notices', null)).toEqual([]);
    writeFileSync(path.join(folder, 'project (1).fovea'), 'of a third');
    expect(await second.core.call('sync:notices', null)).toMatchObject([{ files: ['project (1).fovea', copy] }]);
    await second.core.close();
    expect(readFileSync(path.join(folder, copy), 'utf8')).toBe('of the other computer');
    expect(readdirSync(folder)).toContain('project (1).fovea');
  });

  test('name the photos where only these are synchronised, and nothing where a person keeps both to one computer', async () => {
    const home = await temporaryHome();
    const { core } = await openTestCore(home);
    const photos = await writePhotos(path.join(home, 'Dropbox', 'ants'), { '': 2 });
    await openFolder(core, photos);
    expect(await core.call('sync:notices', null)).toMatchObject([
      { kind: 'photos', service: 'Dropbox', folder: photos },
    ]);
    await openFolder(core, await writePhotos(path.join(home, 'bees'), { '': 2 }));
    expect(await core.call('sync:notices', null)).toEqual([]);
  });

  test('a damaged list of what was read costs no more than hearing it again', async () => {
    const home = await temporaryHome();
    const { core } = await openTestCore(home);
    await openFolder(core, await writePhotos(path.join(home, 'Dropbox', 'ants'), { '': 2 }));
    const [notice] = await core.call('sync:notices', null);
    const file = path.join(home, 'data', 'read-notices.json');
    for (const content of ['{"', '{"a":1}', '[1,null,"x"]', '']) {
      writeFileSync(file, content);
      expect(await core.call('sync:notices', null)).toHaveLength(1);
    }
    await Promise.all(['one', 'two', notice!.key].map(key => core.call('sync:read', { key })));
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(expect.arrayContaining(['one', 'two', notice!.key]));
    rmSync(file);
    expect(await core.call('sync:notices', null)).toHaveLength(1);
  });

  test('say in both languages what it is and what to do', () => {
    const files = ['a.fovea', 'b.fovea', 'c.fovea', 'd.fovea', 'e.fovea'];
    const conflict = { key: 'k', kind: 'conflict', folder: '/p', files } as const;
    expect(syncText('en', conflict).body).toMatch(/^a\.fovea, b\.fovea, c\.fovea and 2 more in \/p: /);
    expect(syncText('ko', conflict).body).toContain('a.fovea, b.fovea, c.fovea 외 2개');
    const project = { key: 'k', kind: 'project', service: 'OneDrive', folder: '/p' } as const;
    expect(syncText('en', project).title).toBe('This project lies in a OneDrive folder.');
    expect(syncText('ko', project).body).toContain('/p');
  });
});
