// Scanning real folders: what is found, what is named as left out, and what is never waited for or followed.
import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { classFolderQuestion, scanFolder } from '../../../../src/main/photos/scan.ts';
import { folderMeaning } from '../../../../src/main/photos/class-folders.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'fovea-scan-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function make(...names: string[]): void {
  for (const name of names) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), 'content');
  }
}
const pathsOf = (scan: { readonly found: readonly { readonly path: string }[] }): string[] =>
  scan.found.map(photo => photo.path);

describe('a scan', () => {
  test('finds photos by their names, in natural order, folders after the files beside them', async () => {
    make('photo10.jpg', 'photo2.JPG', 'b/1.png', 'a/1.webp', 'a/inner/x.jpeg', 'c.jfif', 'd.jpe');
    const scan = await scanFolder(root);
    expect(pathsOf(scan)).toEqual([
      'c.jfif',
      'd.jpe',
      'photo2.JPG',
      'photo10.jpg',
      'a/1.webp',
      'a/inner/x.jpeg',
      'b/1.png',
    ]);
    expect(scan.found[0]).toMatchObject({ bytes: 7, folderClass: null, folderSplit: null });
    expect(scan.found[0]!.modifiedMs).toBeGreaterThan(1e12);
    expect(scan).toMatchObject({ skipped: [], partial: false, folders: 4, files: 7 });
  });

  test('names pictures of other kinds as left out, and keeps quiet about everything else', async () => {
    make(
      'a.svg',
      'b.AVIF',
      'c.mov',
      'notes.txt',
      'labels.json',
      'x.xml',
      'Thumbs.db',
      '.DS_Store',
      '.hidden.jpg',
      'README',
      'a.jpg~',
    );
    const scan = await scanFolder(root);
    expect(scan.found).toEqual([]);
    expect(scan.skipped).toEqual([
      { path: 'a.svg', code: 'photo-format-unsupported', details: { format: 'SVG' } },
      { path: 'b.AVIF', code: 'photo-format-unsupported', details: { format: 'AVIF' } },
      { path: 'c.mov', code: 'photo-format-unsupported', details: { format: 'QuickTime video' } },
    ]);
  });

  test('finds every format that is read by its endings, in any case', async () => {
    const names = ['a.GIF', 'b.tif', 'c.TIFF', 'd.bmp', 'e.dib', 'f.heic', 'g.HEIF', 'h.apng', 'i.webp'];
    make(...names);
    expect(pathsOf(await scanFolder(root))).toEqual(names);
  });

  test('names stand-ins for photos that a server no longer had as left out', async () => {
    make(
      'imageNotFound.gif',
      'photo_unavailable.png',
      'no-image.jpg',
      'No Photo Available.JPG',
      'image not found here.jpg',
      'no.jpg',
    );
    const scan = await scanFolder(root);
    expect(pathsOf(scan)).toEqual(['image not found here.jpg', 'no.jpg']);
    expect(scan.skipped).toHaveLength(4);
    expect(scan.skipped[0]).toEqual({
      path: 'imageNotFound.gif',
      code: 'photo-placeholder',
      details: {},
    });
  });

  test('looks into files without an extension and with a download tail: their content decides', async () => {
    make('3f9a1c', 'photo.jpg_large', 'photo.png!d');
    expect(pathsOf(await scanFolder(root))).toEqual(['3f9a1c', 'photo.jpg_large', 'photo.png!d']);
  });

  test('passes over hidden and system folders and projects that lie among the photos', async () => {
    make('.git/a.jpg', '@eaDir/b.jpg', '__MACOSX/c.jpg', 'Fovea/project.fovea', 'Fovea/cache/d.jpg', 'e.jpg');
    expect(pathsOf(await scanFolder(root))).toEqual(['e.jpg']);
  });

  test.skipIf(process.platform === 'win32')('B1 ends among links in circles and finds each photo once', async () => {
    make('a/1.jpg', 'b/2.jpg');
    symlinkSync(path.join(root, 'b'), path.join(root, 'a/to-b'));
    symlinkSync(path.join(root, 'a'), path.join(root, 'b/to-a'));
    symlinkSync(root, path.join(root, 'b/to-root'));
    symlinkSync('self.jpg', path.join(root, 'self.jpg'));
    symlinkSync(path.join(root, 'a/1.jpg'), path.join(root, 'again.jpg'));
    const scan = await scanFolder(root);
    expect(pathsOf(scan)).toEqual(['a/1.jpg', 'b/2.jpg']);
    expect(scan.skipped).toEqual([]);
  });

  test.skipIf(process.platform === 'win32')('B2 does not follow links that lead outside, and lists them', async () => {
    make('1.jpg');
    symlinkSync('/etc', path.join(root, 'folder'));
    symlinkSync('/etc/passwd', path.join(root, 'key.jpg'));
    const scan = await scanFolder(root);
    expect(pathsOf(scan)).toEqual(['1.jpg']);
    expect(scan.skipped).toEqual([
      { path: 'folder', code: 'not-allowed', details: { reason: 'link-outside' } },
      { path: 'key.jpg', code: 'not-allowed', details: { reason: 'link-outside' } },
    ]);
  });

  test.skipIf(process.platform === 'win32')('B3 lists pipes named .jpg without waiting for them', async () => {
    make('1.jpg');
    execFileSync(
      'mkfifo',
      Array.from({ length: 8 }, (_, i) => path.join(root, `pipe${i}.jpg`)),
    );
    const scan = await scanFolder(root);
    expect(pathsOf(scan)).toEqual(['1.jpg']);
    expect(scan.skipped).toHaveLength(8);
    expect(scan.skipped[7]).toEqual({ path: 'pipe7.jpg', code: 'photo-not-an-image', details: {} });
  });

  test('two names of one file are two photos', async () => {
    make('1.jpg');
    linkSync(path.join(root, '1.jpg'), path.join(root, '2.jpg'));
    expect(pathsOf(await scanFolder(root))).toEqual(['1.jpg', '2.jpg']);
  });

  test.skipIf(process.platform !== 'linux')('B4 B5 keeps every name as it is', async () => {
    const names = [
      'new\nline',
      'tab\there',
      '👩‍🔬',
      '\u202Egpj',
      '한글 사진',
      'e\u0301',
      '\u00e9',
      '[page=2]',
      '-rf',
      '%2e%2e%2f',
      `quote"'&`,
      'CON',
      'dot.',
      ' space ',
      'Case',
      'case',
      'x'.repeat(240),
      'a\\b',
    ];
    make(...names.map(name => `${name}.jpg`));
    expect(new Set(pathsOf(await scanFolder(root)))).toEqual(new Set(names.map(name => `${name}.jpg`)));
  });

  test.skipIf(process.platform !== 'linux')('B4 lists a name whose bytes are no text', async () => {
    make('1.jpg');
    writeFileSync(Buffer.concat([Buffer.from(`${root}/bad-`), Buffer.from([0xff, 0xfe]), Buffer.from('.jpg')]), 'x');
    const scan = await scanFolder(root);
    expect(pathsOf(scan)).toEqual(['1.jpg']);
    expect(scan.skipped).toEqual([
      { path: 'bad-\ufffd\ufffd.jpg', code: 'photo-unreadable', details: { reason: 'name-not-text' } },
    ]);
    expect(scan.partial).toBe(false);
  });

  test('goes 32 folders deep and says so of what is deeper', async () => {
    const deep = (levels: number): string => Array.from({ length: levels }, (_, i) => `f${i}`).join('/');
    make(`${deep(32)}/in.jpg`, `${deep(33)}/out.jpg`);
    const scan = await scanFolder(root);
    expect(pathsOf(scan)).toEqual([`${deep(32)}/in.jpg`]);
    expect(scan.skipped).toEqual([{ path: deep(33), code: 'not-allowed', details: { reason: 'too-deep' } }]);
  });

  test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'B8 is marked partial when a folder cannot be read',
    async () => {
      make('1.jpg', 'locked/2.jpg');
      chmodSync(path.join(root, 'locked'), 0);
      const scan = await scanFolder(root);
      chmodSync(path.join(root, 'locked'), 0o700);
      expect(pathsOf(scan)).toEqual(['1.jpg']);
      expect(scan).toMatchObject({
        partial: true,
        skipped: [{ path: 'locked', code: 'photo-unreadable', details: { reason: 'no-permission' } }],
      });
    },
  );

  test('B8 is marked partial when a folder vanishes while it goes on', async () => {
    make('1.jpg', 'a/2.jpg', 'b/3.jpg');
    let hasVanished = false;
    const scan = await scanFolder(root, {
      onProgress: () => {
        if (!hasVanished) rmSync(path.join(root, 'b'), { recursive: true });
        hasVanished = true;
      },
    });
    expect(pathsOf(scan)).toEqual(['1.jpg', 'a/2.jpg']);
    expect(scan.partial).toBe(true);
  });

  test('B7 lists thousands of folders, each file once, and can be cancelled between them', async () => {
    make(...Array.from({ length: 3_000 }, (_, i) => `folder ${i % 60}/inner ${i}/photo.jpg`));
    const scan = await scanFolder(root);
    expect(scan).toMatchObject({ folders: 3_061, files: 3_000, partial: false, skipped: [] });
    expect(new Set(pathsOf(scan)).size).toBe(3_000);
    const abort = new AbortController();
    let seen = 0;
    const cancelled = scanFolder(root, {
      signal: abort.signal,
      onProgress: ({ folders }) => {
        seen = folders;
        if (folders === 100) abort.abort();
      },
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect(seen).toBe(100);
  });

  test('B7 reads a folder of very many files in pieces, in the same order, and can be cancelled', async () => {
    // So long that the folder itself takes more than a megabyte on most disks.
    const name = (i: number): string => `many/${'x'.repeat(120)} ${i}.jpg`;
    make(...Array.from({ length: 10_000 }, (_, i) => name(i)));
    const scan = await scanFolder(root);
    expect(pathsOf(scan)).toEqual(Array.from({ length: 10_000 }, (_, i) => name(i)));
    const abort = new AbortController();
    await expect(scanFolder(root, { signal: abort.signal, onProgress: () => abort.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
    // Cancelled while that one folder is read: the thirty-first look at the signal lies in the midst of it.
    const { signal } = new AbortController();
    let looks = 0;
    Object.defineProperty(signal, 'aborted', { get: () => ++looks > 30 });
    await expect(scanFolder(root, { signal })).rejects.toMatchObject({ code: 'cancelled' });
  });

  test.skipIf(process.platform !== 'linux')('B4 lists a folder whose name is no text', async () => {
    make('1.jpg');
    mkdirSync(Buffer.concat([Buffer.from(`${root}/bad-`), Buffer.from([0xff])]));
    const scan = await scanFolder(root);
    expect(scan).toMatchObject({ partial: false, folders: 1 });
    expect(scan.skipped).toEqual([
      { path: 'bad-\ufffd', code: 'photo-unreadable', details: { reason: 'name-not-text' } },
    ]);
  });

  test('says what is wrong with the folder itself', async () => {
    make('1.jpg');
    await expect(scanFolder(path.join(root, 'gone'))).rejects.toMatchObject({ code: 'folder-missing' });
    await expect(scanFolder(path.join(root, '1.jpg'))).rejects.toMatchObject({ code: 'folder-not-a-folder' });
  });
});

describe('the folders above a photo', () => {
  test.each([
    ['1.jpg', null, null],
    ['ants/1.jpg', 'ants', null],
    ['train/1.jpg', null, 'train'],
    ['train/ants/1.jpg', 'ants', 'train'],
    ['Data/VAL/ants/1.jpg', 'ants', 'validation'],
    ['valid/bees/1.jpg', 'bees', 'validation'],
    ['validation/bees/1.jpg', 'bees', 'validation'],
    ['test/a/b/1.jpg', 'b', 'test'],
    ['images/train/1.jpg', null, 'train'],
    ['constructor/1.jpg', 'constructor', null],
    ['cafe\u0301 /1.jpg', 'caf\u00e9', null],
  ])('%s names class %s and split %s', (photo, folderClass, folderSplit) => {
    expect(folderMeaning(photo)).toEqual({ folderClass, folderSplit });
  });

  test('raise the question with counts when two names hold photos', async () => {
    make('train/ants/1.jpg', 'train/ants/2.jpg', 'val/ants/3.jpg', 'train/bees/4.jpg', 'bees/5.jpg', '6.jpg');
    const { found } = await scanFolder(root);
    expect(classFolderQuestion(found)).toEqual({
      folders: [
        { name: 'bees', photos: 2, splits: { train: 1 } },
        { name: 'ants', photos: 3, splits: { train: 2, validation: 1 } },
      ],
      withoutClass: 1,
    });
  });

  test('raise no question where one name or none holds photos', async () => {
    make('train/images/1.jpg', 'valid/images/2.jpg', '3.jpg');
    expect(classFolderQuestion((await scanFolder(root)).found)).toBeNull();
    expect(classFolderQuestion([])).toBeNull();
  });
});
