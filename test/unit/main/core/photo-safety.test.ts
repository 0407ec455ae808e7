// Photos that are hostile, odd or gone, met through the whole core (safety.md groups A and B; the rest stands beside the decoder and the scan).
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Core } from '../../../../src/main/core/index.ts';
import { errorText } from '../../../../src/shared/messages.ts';
import { openFolder, openTestCore, temporaryHome, writePhotos } from '../../../support/core.ts';
import { plainColumns } from '../../../support/plain-columns.ts';
import { pngOf, scene } from '../photos/make-photos.ts';

const photosOf = async (core: Core) => {
  const columns = plainColumns(await core.call('photos:query', { filter: {}, sort: 'name', group: 'none' }));
  const read = [];
  for (let from = 0; from < columns.id.length; from += 500)
    read.push(...(await core.call('photos:read', { ids: columns.id.slice(from, from + 500) })));
  return read;
};
async function rescan(core: Core): Promise<void> {
  await core.workEnded((await core.call('project:rescan', null)).work);
}

test(
  'A21: of ten thousand photos with broken ones first, in the middle and last, all others are usable and the three are named',
  { timeout: 280_000 },
  async () => {
    const home = await temporaryHome();
    const folder = path.join(home, 'many');
    await mkdir(folder);
    const broken = new Set([0, 5_000, 9_999]);
    const name = (index: number): string => `${String(index).padStart(5, '0')}.png`;
    for (let index = 0; index < 10_000; index++) {
      const grey = [0, index & 255, (index >> 8) & 255, 0, 7, 7];
      const whole = pngOf({ widthPx: 2, heightPx: 2, bits: 8, colourType: 0 }, Uint8Array.from(grey));
      await writeFile(path.join(folder, name(index)), broken.has(index) ? whole.subarray(0, 45) : whole);
    }
    const { core } = await openTestCore(home);
    await openFolder(core, folder);
    const counts = await core.call('photos:counts', null);
    const skipped = await core.call('photos:skipped', null);
    const damaged = (await photosOf(core)).filter(({ problem }) => problem !== null).map(({ path: file }) => file);
    expect([...damaged, ...skipped.map(({ path: file }) => file)].sort()).toEqual([...broken].map(name));
    expect(counts.photos - counts.damaged).toBe(9_997);
  },
);

test.skipIf(process.platform !== 'linux')(
  'B4 B5: photos of every name open, show a thumbnail and keep their names, also those that differ in case or accents only',
  async () => {
    const names = [
      ...[
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
      ],
      ...['CON', 'dot.', ' space ', 'Case', 'case', 'x'.repeat(240), 'a\\b', 'photo[1]', '#?;', '..hidden?'],
    ].map(name => `${name}.jpg`);
    const home = await temporaryHome();
    const folder = path.join(home, 'names');
    await mkdir(folder);
    for (const [seed, name] of names.entries())
      await writeFile(path.join(folder, name), await scene(seed, 64, 48).jpeg().toBuffer());
    const { core } = await openTestCore(home);
    await openFolder(core, folder);
    const photos = await photosOf(core);
    expect(new Set(photos.map(({ path: file }) => file))).toEqual(new Set(names.filter(name => !name.startsWith('.'))));
    expect(photos.filter(({ problem }) => problem !== null)).toEqual([]);
    const answer = await core.handle(new Request(`http://core/thumbnails?ids=${photos.map(({ id }) => id).join()}`));
    const view = new DataView(await answer.arrayBuffer());
    let [at, pictures] = [0, 0];
    for (; at < view.byteLength; at += 8 + view.getUint32(at + 4, true))
      pictures += Number(view.getUint32(at + 4, true) > 0);
    expect(pictures).toBe(photos.length);
  },
);

test.skipIf(process.platform === 'win32')(
  'B3: pipes, sockets, devices and links named .jpg, eight of each, stop nothing',
  async () => {
    const { core, home } = await openTestCore();
    const folder = await writePhotos(path.join(home, 'things'), { '': 3 });
    execFileSync(
      'mkfifo',
      Array.from({ length: 8 }, (_, i) => path.join(folder, `pipe${i}.jpg`)),
    );
    const servers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => {
        const server = createServer();
        return new Promise<typeof server>(resolve =>
          server.listen(path.join(folder, `socket${i}.jpg`), () => resolve(server)),
        );
      }),
    );
    for (let i = 0; i < 8; i++) await symlink('/dev/zero', path.join(folder, `zero${i}.jpg`));
    await openFolder(core, folder);
    expect(await core.call('photos:counts', null)).toMatchObject({ photos: 3, damaged: 0, skipped: 24 });
    for (const { path: file, code, details } of await core.call('photos:skipped', null))
      expect(errorText('en', { code, details: { ...details, file } })).not.toContain('{');
    for (const server of servers) await new Promise(resolve => server.close(resolve));
  },
);

test.skipIf(process.platform !== 'linux')('B6: a path longer than the system allows costs only itself', async () => {
  const { core, home } = await openTestCore();
  const folder = await writePhotos(path.join(home, 'things'), { '': 2 });
  // Made from inside, step by step: as a whole the path is longer than any call takes.
  const deepen = `const fs = require('fs'); for (let i = 0; i < 18; i++) { fs.mkdirSync('${'d'.repeat(250)}'); process.chdir('${'d'.repeat(250)}'); }
    fs.writeFileSync('far.png', 'x');`;
  onTestFinished(() => void execFileSync('rm', ['-rf', folder]));
  execFileSync(process.execPath, ['-e', deepen], { cwd: folder });
  await openFolder(core, folder);
  expect(await core.call('photos:counts', null)).toMatchObject({ photos: 2, missing: 0, damaged: 0 });
  const [skipped, ...others] = await core.call('photos:skipped', null);
  expect([skipped!.code, others]).toEqual(['photo-unreadable', []]);
});

test('B9: photos that were moved and renamed, and a photo folder that was moved, are found again with their labels', async () => {
  const { core, home } = await openTestCore();
  const folder = await writePhotos(path.join(home, 'things'), { a: 3, b: 3 });
  await openFolder(core, folder);
  await core.call('project:answer-class-folders', { use: true });
  const labels = async () =>
    new Map(
      (await photosOf(core))
        .filter(({ problem }) => problem === null)
        .map(({ hash, annotations }) => [hash, annotations.map(({ kind }) => kind)]),
    );
  const before = await labels();
  expect([...before.values()].flat()).toHaveLength(6);

  await mkdir(path.join(folder, 'c/deep'), { recursive: true });
  for (const name of await readdir(path.join(folder, 'a')))
    await rename(path.join(folder, 'a', name), path.join(folder, 'c/deep', `new ${name}`));
  await rescan(core);
  expect(await labels()).toEqual(before);
  expect(await core.call('photos:counts', null)).toMatchObject({ photos: 6, missing: 0 });

  const elsewhere = path.join(home, 'elsewhere');
  await rename(folder, elsewhere);
  const found = await core.call('project:relink', { grant: core.grants.add(elsewhere) });
  for (const { id, kind } of await core.call('work:list', null)) if (kind === 'scan') await core.workEnded(id);
  expect(found.missing).toBe(0);
  expect(await labels()).toEqual(before);
});

test('B9: a project folder that was moved opens with its labels', async () => {
  const { core, home, documentsFolder } = await openTestCore();
  const folder = await writePhotos(path.join(home, 'things'), { a: 2, b: 2 });
  const { project } = await openFolder(core, folder);
  await core.call('project:answer-class-folders', { use: true });
  await core.call('project:close', null);
  const moved = path.join(documentsFolder, 'somewhere else');
  await rename(project.folder, moved);
  const opened = await core.call('project:open', { grant: core.grants.add(moved) });
  expect(opened.project).toMatchObject({ folder: moved, photos: 4, annotated: 4 });
});

test('originals are untouched: photos are the same bytes after scanning, health and a file put right', async () => {
  const { core, home } = await openTestCore();
  const folder = await writePhotos(path.join(home, 'things'), { a: 4 });
  const bytes = async () =>
    Promise.all((await readdir(path.join(folder, 'a'))).map(name => readFile(path.join(folder, 'a', name), 'base64')));
  const before = await bytes();
  await openFolder(core, folder);
  await core.call('health:read', null);
  await rescan(core);
  expect(await bytes()).toEqual(before);
  await rm(path.join(folder, 'a'), { recursive: true });
});
