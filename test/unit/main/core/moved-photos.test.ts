// Photos whose names are used again by other files: what is said and shown follows the picture.
import { rename, utimes } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Core } from '../../../../src/main/core/index.ts';
import { openFolder, openTestCore, writePhotos } from '../../../support/core.ts';
import { plainColumns } from '../../../support/plain-columns.ts';

async function thumbnailOf(core: Core, id: number): Promise<string> {
  const response = await core.handle(new Request(`http://core/thumbnails?ids=${id}`));
  return Buffer.from(await response.arrayBuffer())
    .subarray(8)
    .toString('base64');
}

test('two photos that changed names keep their ids and pictures, so that what is said of them follows', async () => {
  const { core, home } = await openTestCore();
  const folder = await writePhotos(path.join(home, 'things'), { disc: 2 });
  await openFolder(core, folder);
  await core.workEnded((await core.call('project:rescan', null)).work);
  const { id: ids } = plainColumns(await core.call('photos:query', { filter: {}, sort: 'name', group: 'none' }));
  expect(ids).toHaveLength(2);
  const before = await core.call('photos:read', { ids: [...ids] });
  const pictures = [await thumbnailOf(core, ids[0]!), await thumbnailOf(core, ids[1]!)];
  expect(pictures[0]).not.toBe(pictures[1]);

  const [one, other] = before.map(photo => path.join(folder, photo.path));
  await rename(one!, `${one}.kept`);
  await rename(other!, one!);
  await rename(`${one}.kept`, other!);
  // As cameras name them: no two files of one time.
  await utimes(one!, 1, 1);
  await utimes(other!, 2, 2);
  await core.workEnded((await core.call('project:rescan', null)).work);

  const after = await core.call('photos:read', { ids: [...ids] });
  expect(after.map(({ id, hash }) => [id, hash])).toEqual(before.map(({ id, hash }) => [id, hash]));
  expect(after.map(photo => photo.path)).toEqual(before.map(photo => photo.path).toReversed());
  expect([await thumbnailOf(core, ids[0]!), await thumbnailOf(core, ids[1]!)]).toEqual(pictures);
});
