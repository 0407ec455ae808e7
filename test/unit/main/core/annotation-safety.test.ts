// Files of annotations that nobody should trust, through import and every export: safety.md, group C, and K of the exports.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Core } from '../../../../src/main/core/index.ts';
import { datasetWriters } from '../../../../src/main/formats/datasets/index.ts';
import type { DatasetFormatId } from '../../../../src/shared/records/dataset-format.ts';
import { cocoText, importAll, startImport, writeCoco } from '../../../support/coco-file.ts';
import { failure, openFolder, openTestCore, writePhotos } from '../../../support/core.ts';
import { exported } from '../../../support/exported.ts';
import { plainColumns } from '../../../support/plain-columns.ts';
import { smallDisk } from '../../../support/small-disk.ts';
import { statedIn } from '../../../support/stated.ts';

async function opened(): Promise<{ core: Core; home: string; photos: string }> {
  const { core, home } = await openTestCore();
  const photos = await writePhotos(path.join(home, 'photos'), { '': 3 });
  await openFolder(core, photos);
  return { core, home, photos };
}
const hostile = (home: string): readonly string[] => [
  '../../etc/passwd',
  '../secret.png',
  '/etc/passwd',
  'C:\\Windows\\win.ini',
  'C:/Windows/win.ini',
  '\\\\host\\share\\a.png',
  'file:///etc/passwd',
  `file://${home}/secret.png`,
  'a/../../secret.png',
  '..%2fsecret.png',
  'a\0b.png',
  `${home}/secret.png`,
  'https://192.0.2.1/a.png',
  's3://bucket/a.png',
];

describe('names of photos', () => {
  test('C1, C3: that lead out are refused one by one, and no byte of what they name is in any export', async () => {
    const { core, home } = await opened();
    await writePhotos(path.join(home, 'other'), { '': 5 });
    await cp(path.join(home, 'other/5.png'), path.join(home, 'secret.png'));
    const folder = path.join(home, 'import');
    const names = hostile(home);
    await writeCoco(path.join(folder, 'instances.json'), [
      { name: '1.png', boxes: [['ant', [1, 1, 5, 5]]] },
      ...names.map(name => ({ name, boxes: [['ant', [1, 1, 5, 5]]] as const })),
    ]);
    const { preview, result } = await importAll(core, [folder]);
    expect(result).toMatchObject({ annotations: 1, photos: 0 });
    const refused = preview.notes
      .filter(({ code }) => ['photo-name-refused', 'photo-not-found'].includes(code))
      .reduce((sum, { count }) => sum + count, 0);
    expect(refused).toBe(names.length);
    // A label beside the box: every format holds something.
    const { id: ids } = plainColumns(await core.call('photos:query', { filter: {}, sort: 'name', group: 'none' }));
    const [ant] = await core.call('classes:list', null);
    await core.call('labels:set', { ids: [ids[0]!], classId: ant!.id, how: 'replace' });
    const secret = await readFile(path.join(home, 'secret.png'));
    for (const format of Object.keys(datasetWriters) as DatasetFormatId[]) {
      const { folder: out } = await exported(core, { format, photos: 'copy' });
      for (const entry of await readdir(out, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const bytes = await readFile(path.join(entry.parentPath, entry.name));
        expect(bytes.includes('root:x:')).toBe(false);
        expect(bytes.includes(secret)).toBe(false);
        expect(bytes.includes(home)).toBe(false);
      }
    }
  }, 300_000);

  test('that are links to files elsewhere are not followed', async () => {
    const { core, home } = await opened();
    await writePhotos(path.join(home, 'other'), { '': 1 });
    const folder = path.join(home, 'import');
    await writeCoco(path.join(folder, 'instances.json'), [{ name: 'linked.png', boxes: [['ant', [1, 1, 5, 5]]] }]);
    await symlink(path.join(home, 'other/1.png'), path.join(folder, 'linked.png'));
    await symlink(path.join(home, 'other'), path.join(folder, 'sub'));
    expect(await startImport(core, [folder])).toMatchObject({ willWrite: 0, photos: { added: 0, notFound: 1 } });
  });

  test('C9: that are addresses open no socket', async () => {
    const { core, home } = await opened();
    const connect = vi.spyOn(net.Socket.prototype, 'connect');
    const file = await writeCoco(path.join(home, 'urls.json'), [
      { name: 'http://192.0.2.1/1.png', boxes: [['ant', [1, 1, 5, 5]]] },
      { name: '1.png', boxes: [['ant', [1, 1, 5, 5]]] },
    ]);
    expect(await startImport(core, [file])).toMatchObject({ willWrite: 1 });
    expect(connect).not.toHaveBeenCalled();
    connect.mockRestore();
  });
});

describe('what a file states', () => {
  test('C2: twice, of photos that are not there, of classes nobody named: counted, and the rest comes in', async () => {
    const { core, home } = await opened();
    const file = path.join(home, 'broken.json');
    const coco = JSON.parse(cocoText([{ name: '1.png', boxes: [['ant', [1, 1, 5, 5]]] }, { name: '2.png' }])) as Record<
      string,
      object[]
    >;
    coco['images']!.push({ id: 1, file_name: '3.png', width: 64, height: 48 }, { file_name: 'no-id.png' });
    coco['annotations']!.push(
      { id: 1, image_id: 2, category_id: 1, bbox: [2, 2, 5, 5] },
      { id: 5, image_id: 77, category_id: 1, bbox: [2, 2, 5, 5] },
      { id: 6, image_id: 2, category_id: 1_000_000_000, bbox: [2, 2, 5, 5] },
      { id: 7, image_id: 2, category_id: 1, bbox: [3, 3, 5, 5] },
    );
    await writeFile(file, JSON.stringify(coco));
    const { preview } = await importAll(core, [file]);
    expect(preview.notes.length).toBeGreaterThanOrEqual(3);
    const stated = await statedIn(core, 'path');
    expect(stated.get('1.png')).toHaveLength(1);
    expect(stated.get('2.png')!.length).toBeGreaterThanOrEqual(1);
  });

  test('C4: that is no box is never stored; a box that hangs over is cut', async () => {
    const { core, home } = await opened();
    const file = path.join(home, 'boxes.json');
    const text = cocoText([
      {
        name: '1.png',
        boxes: [
          ['ant', [60, 40, 100, 100]],
          ['ant', ['INFINITE', 1, 5, 5]],
          ['ant', [200, 200, 5, 5]],
          ['ant', [5, 5, 0, 5]],
          ['ant', [5, 5, -3, 5]],
        ],
      },
    ]);
    await writeFile(file, text.replace('"INFINITE"', '1e309'));
    await importAll(core, [file]);
    const stated = (await statedIn(core, 'path')).get('1.png')!;
    for (const { shape } of stated) {
      const { x, y, width, height } = (shape as { box: { x: number; y: number; width: number; height: number } }).box;
      for (const value of [x, y, width, height]) expect(Number.isFinite(value)).toBe(true);
      expect([x >= 0, y >= 0, x + width <= 64, y + height <= 48, width > 0, height > 0]).toEqual(Array(6).fill(true));
    }
    expect(stated).toContainEqual({
      class: 'ant',
      kind: 'box',
      shape: expect.objectContaining({ box: { x: 60, y: 40, width: 4, height: 8 } }),
    });
  });

  test.each(['coco', 'voc', 'csv', 'labelme'] as const)(
    'C12: names of classes that are markup, formulas, blanks or endless are texts, and come back from %s',
    async format => {
      const { core, home } = await opened();
      const file = await writeCoco(
        path.join(home, 'names.json'),
        [{ name: '1.png', boxes: hostileClasses.map((name, at): [string, number[]] => [name, [1 + at, 1, 5, 5]]) }],
        ['', '   ', ...hostileClasses],
      );
      await importAll(core, [file]);
      const classes = (await core.call('classes:list', null)).map(({ name }) => name);
      const kept = hostileClasses.map(name => name.trim()).filter(name => name.length <= 200);
      expect(classes).toEqual(expect.arrayContaining(kept));
      for (const name of classes) expect(name.length).toBeLessThanOrEqual(200);
      const { folder } = await exported(core, { format });
      const other = await openTestCore();
      await openFolder(other.core, await copyOfPhotos(core, other.home));
      await importAll(other.core, [folder], format);
      expect(await statedIn(other.core)).toEqual(await statedIn(core));
    },
  );
});

const hostileClasses = [
  '<img src=x onerror=alert(1)>',
  '</script>',
  '=cmd|calc',
  '🐜 개미',
  'a,b\n"c"',
  ']]>-->&amp;',
  '  spaced  ',
  'x'.repeat(300),
];

async function copyOfPhotos(core: Core, home: string): Promise<string> {
  const { photosFolder } = await core.call('project:read', null);
  const to = path.join(home, 'copy of photos');
  await cp(photosFolder, to, { recursive: true });
  return to;
}

describe('exports into a folder that a person names', () => {
  const wish = { format: 'coco', photos: 'none', frame: 'upright' } as const;
  const to = (core: Core, out: string) => core.exportAnnotations(wish, out, () => undefined);

  test('K1: refuse a folder that holds anything, a link, a file, and every place inside the project or its photos', async () => {
    const { core, home, photos } = await opened();
    await importAll(core, [
      await writeCoco(path.join(home, 'a.json'), [{ name: '1.png', boxes: [['ant', [1, 1, 5, 5]]] }]),
    ]);
    const before = await hashesIn(home);
    const { folder } = await core.call('project:read', null);
    await mkdir(path.join(home, 'full/inside'), { recursive: true });
    await symlink(path.join(home, 'nowhere'), path.join(home, 'link'));
    await symlink(photos, path.join(home, 'linked photos'));
    const codes: Record<string, string> = {};
    for (const [what, out] of Object.entries({
      full: path.join(home, 'full'),
      link: path.join(home, 'link'),
      file: path.join(home, 'a.json'),
      'below a file': path.join(home, 'a.json/out'),
      project: path.join(folder, 'out'),
      photos: path.join(photos, 'out'),
      'photos themselves': photos,
      'photos by a link': path.join(home, 'linked photos/out'),
    }))
      codes[what] = (await failure(to(core, out))).code;
    expect(codes).toEqual({
      full: 'out-folder-not-empty',
      link: 'not-allowed',
      file: 'folder-not-a-folder',
      'below a file': 'folder-not-a-folder',
      project: 'not-allowed',
      photos: 'not-allowed',
      'photos themselves': 'out-folder-not-empty',
      'photos by a link': 'not-allowed',
    });
    expect(await hashesIn(home)).toEqual(before);
    expect(existsSync(path.join(home, 'nowhere'))).toBe(false);
    await mkdir(path.join(home, 'empty'));
    await to(core, path.join(home, 'empty'));
    expect((await readdir(path.join(home, 'empty'))).toSorted()).toEqual(['annotations.json', 'manifest.json']);
  });

  test('K1: on a full or read-only disk leave nothing, and name the disk', async context => {
    const disk = smallDisk(4);
    if (disk === null) return context.skip('only root on Linux may mount a small disk');
    onTestFinished(() => disk.remove());
    const { core, home } = await opened();
    await importAll(core, [
      await writeCoco(path.join(home, 'a.json'), [{ name: '1.png', boxes: [['ant', [1, 1, 5, 5]]] }]),
    ]);
    const out = path.join(disk.folder, 'out');
    const free = disk.fill(4_096);
    const copied = () => core.exportAnnotations({ ...wish, photos: 'copy' }, out, () => undefined);
    expect((await failure(copied())).code).toBe('disk-full');
    expect(await readdir(disk.folder)).toEqual(['ballast']);
    free();
    disk.setReadOnly(true);
    expect((await failure(copied())).code).toBe('folder-read-only');
    disk.setReadOnly(false);
    expect(await readdir(disk.folder)).toEqual([]);
    await copied();
    expect((await readdir(out)).toSorted()).toEqual(['annotations.json', 'images', 'manifest.json']);
  });

  test('hold a manifest without paths of this machine, whose sums are those of the files', async () => {
    const { core, home } = await opened();
    await importAll(core, [
      await writeCoco(path.join(home, 'a.json'), [{ name: '1.png', boxes: [['ant', [1, 1, 5, 5]]] }]),
    ]);
    const out = path.join(home, 'out');
    await core.exportAnnotations({ ...wish, photos: 'copy' }, out, () => undefined);
    const text = await readFile(path.join(out, 'manifest.json'), 'utf8');
    expect(text).not.toContain(home);
    const manifest = JSON.parse(text) as { files: { path: string; bytes: number; sha256: string }[] };
    expect(manifest).toMatchObject({
      format: 'coco',
      frame: 'upright',
      version: '0.0.0',
      photos: 1,
      annotations: { box: 1 },
    });
    const inside = (await readdir(out, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile());
    expect(manifest.files).toHaveLength(inside.length - 1);
    for (const file of manifest.files) {
      const bytes = await readFile(path.join(out, file.path));
      expect([bytes.byteLength, createHash('sha256').update(bytes).digest('hex')]).toEqual([file.bytes, file.sha256]);
    }
  });
});

/** Hashes of every file below, except the store's own, which is open. */
async function hashesIn(folder: string): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (!entry.isFile() || file.includes('/documents/') || file.includes('/data/')) continue;
    hashes[file] = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
  }
  return hashes;
}
