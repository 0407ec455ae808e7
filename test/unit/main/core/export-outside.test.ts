// K2: what an export gives away lies below the photo folder.
import { readdir, readFile, rename, symlink } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { importAll, writeCoco } from '../../../support/coco-file.ts';
import { openFolder, openTestCore, writePhotos } from '../../../support/core.ts';
import { exported } from '../../../support/exported.ts';

test('K2: a path that leads out of the photo folder after a move is refused at export, and every photo of it is named', async () => {
  const { core, home } = await openTestCore();
  const photos = await writePhotos(path.join(home, 'photos'), { '': 1, sub: 2, 'sub/inner': 1 });
  await openFolder(core, photos);
  const names = ['1.png', 'sub/1.png', 'sub/2.png', 'sub/inner/1.png'];
  const boxes = names.map(name => ({ name, boxes: [['ant', [1, 1, 5, 5]]] }) as const);
  await importAll(core, [await writeCoco(path.join(home, 'a.json'), boxes)]);
  // The folder is moved out, and a link that leads out lies in its place.
  await rename(path.join(photos, 'sub'), path.join(home, 'elsewhere'));
  await symlink(path.join(home, 'elsewhere'), path.join(photos, 'sub'));
  const secret = await readFile(path.join(home, 'elsewhere/1.png'));
  for (const [format, copies, left] of [
    ['yolo', 'copy', 4],
    ['tfrecord', 'none', 1],
  ] as const) {
    const { folder, result } = await exported(core, { format, photos: copies });
    expect(result.photos).toBe(left);
    expect(result.notes.find(({ code }) => code === 'photo-outside')).toMatchObject({
      count: 3,
      examples: names.slice(1),
    });
    const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile());
    for (const entry of files) {
      const bytes = await readFile(path.join(entry.parentPath, entry.name));
      expect(bytes.includes(secret), entry.name).toBe(false);
    }
    expect(files.filter(({ name }) => name.endsWith('.png'))).toHaveLength(copies === 'copy' ? 1 : 0);
  }
});
