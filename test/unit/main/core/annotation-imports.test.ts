// Annotations come in through the calls that a page makes: looked at, chosen, written as one gesture.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Core } from '../../../../src/main/core/index.ts';
import { openFolder, openTestCore, writePhotos } from '../../../support/core.ts';

const box = (id: number, image: number, bbox: number[], category = 1) => ({
  id,
  image_id: image,
  category_id: category,
  bbox,
  area: bbox[2]! * bbox[3]!,
  iscrowd: 0,
  segmentation: [],
});
const coco = (names: readonly string[], annotations: readonly object[], categories = ['ant', 'bee']) =>
  JSON.stringify({
    images: names.map((file_name, at) => ({ id: at + 1, file_name, width: 64, height: 48 })),
    categories: categories.map((name, at) => ({ id: at + 1, name })),
    annotations,
  });

async function start(core: Core, files: readonly string[]) {
  const { id, work } = await core.call('import:start', { grants: files.map(file => core.grants.add(file)), format: null });
  const ended = await core.workEnded(work);
  if (ended.state !== 'done') throw new Error(JSON.stringify(ended));
  return core.call('import:read', { id });
}

test('an import is shown, written as one gesture, and taken back by one undo', async () => {
  const { core, home } = await openTestCore();
  const photos = await writePhotos(path.join(home, 'photos'), { a: 2, b: 1 });
  await openFolder(core, photos);
  const file = path.join(home, 'instances.json');
  await writeFile(file, coco(['a/1.png', 'b/1.png', 'c/9.png'], [box(1, 1, [1, 2, 10, 12]), box(2, 2, [5, 5, 8, 8], 2), box(3, 3, [0, 0, 5, 5])]));
  const preview = await start(core, [file]);
  expect(preview.photos).toEqual({ now: 3, after: 3, added: 0, known: 2, notFound: 1 });
  expect(preview.willWrite).toBe(2);
  const result = await core.call('import:apply', { id: preview.id });
  expect(result).toMatchObject({ annotations: 2, classes: 2, photos: 0 });
  await core.call('history:undo', null);
  expect(await core.call('classes:list', null)).toEqual([]);
  await mkdir(path.join(home, 'x'), { recursive: true });
});
