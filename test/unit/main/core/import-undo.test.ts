// An import of a folder with its photos goes and comes back whole, whatever the scan does meanwhile.
import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Core } from '../../../../src/main/core/index.ts';
import { importAll, writeCoco } from '../../../support/coco-file.ts';
import { openFolder, openTestCore, writePhotos } from '../../../support/core.ts';
import { plainColumns } from '../../../support/plain-columns.ts';
import { statedIn } from '../../../support/stated.ts';

/** A project of three photos, and a dataset of two annotated ones, `images/1.png` and `images/2.png`, outside of it. */
async function opened() {
  const { core, home } = await openTestCore();
  const photos = await writePhotos(path.join(home, 'photos'), { '': 3 });
  await openFolder(core, photos);
  const dataset = path.join(home, 'dataset');
  await writePhotos(dataset, { unused: 3, images: 2 });
  await writeCoco(
    path.join(dataset, 'images/field.json'),
    ['1.png', '2.png'].map(name => ({ name, boxes: [['ant', [1, 2, 10, 12]]] })),
  );
  return { core, photos, images: path.join(dataset, 'images') };
}
async function scanned(core: Core): Promise<void> {
  for (const { id, kind } of await core.call('work:list', null)) if (kind === 'scan') await core.workEnded(id);
}
async function rescanned(core: Core): Promise<void> {
  await core.workEnded((await core.call('project:rescan', null)).work);
}
/** Photos of the project, those of them whose file is missing, and those that something is stated of. */
async function counted(core: Core): Promise<readonly [number, number, number]> {
  const { photos, missing } = await core.call('photos:counts', null);
  const stated = [...(await statedIn(core, 'path')).values()].filter(one => one.length > 0);
  return [photos, missing, stated.length];
}

describe('an import that was undone', () => {
  test('can be made again: its photos are there, and not missing', async () => {
    const { core, images } = await opened();
    await importAll(core, [images]);
    await scanned(core);
    await core.call('history:undo', null);
    await scanned(core);
    expect(await counted(core)).toEqual([3, 0, 0]);
    const { preview } = await importAll(core, [images]);
    expect(preview.photos).toMatchObject({ added: 2 });
    await scanned(core);
    expect(await counted(core)).toEqual([5, 0, 2]);
    await rescanned(core);
    expect(await counted(core)).toEqual([5, 0, 2]);
  });

  test('comes back with its folder after the project was closed', async () => {
    const { core, photos, images } = await opened();
    await importAll(core, [images]);
    await scanned(core);
    await core.call('history:undo', null);
    await core.call('project:close', null);
    await openFolder(core, photos);
    await core.call('history:redo', null);
    const asked = { filter: {}, sort: 'name', group: 'none' } as const;
    const ids = plainColumns(await core.call('photos:query', asked)).id;
    const answers = await Promise.all(ids.map(id => core.handle(new Request(`http://core/photo/${id}?long=100`))));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    await scanned(core);
    expect(await counted(core)).toEqual([5, 0, 2]);
  });

  test('while its folder is being looked at leaves no photo behind', async () => {
    const { core, images } = await opened();
    for (let copy = 0; copy < 600; copy++) {
      await copyFile(path.join(images, '1.png'), path.join(images, `copy ${copy}.png`));
    }
    await importAll(core, [images]);
    // Answered after the scan has asked which folders there are.
    for (let time = 0; time < 3; time++) await core.call('project:read', null);
    await core.call('history:undo', null);
    await scanned(core);
    expect(await counted(core)).toEqual([3, 0, 0]);
    await rescanned(core);
    expect(await counted(core)).toEqual([3, 0, 0]);
  });

  test('of photos that lie in the photo folder comes back with what it said of them', async () => {
    const { core, photos } = await opened();
    const other = path.join(photos, '../others');
    await writePhotos(other, { unused: 3, new: 2 });
    for (const name of ['1.png', '2.png'])
      await copyFile(path.join(other, 'new', name), path.join(photos, `new ${name}`));
    const boxes = [['ant', [1, 2, 10, 12]]] as const;
    await importAll(core, [
      await writeCoco(path.join(photos, 'field.json'), [
        { name: 'new 1.png', boxes },
        { name: 'new 2.png', boxes },
      ]),
    ]);
    await core.call('history:undo', null);
    await scanned(core);
    expect(await counted(core)).toEqual([5, 0, 0]);
    await core.call('history:redo', null);
    await scanned(core);
    expect(await counted(core)).toEqual([5, 0, 2]);
  });

  test('with a file that is no photo goes and comes back, again and again', async () => {
    const { core, images } = await opened();
    await writeFile(path.join(images, 'broken.png'), 'no picture');
    await importAll(core, [images]);
    await scanned(core);
    const imported = await counted(core);
    for (let time = 0; time < 2; time++) {
      await core.call('history:undo', null);
      await scanned(core);
      expect(await counted(core)).toEqual([3, 0, 0]);
      await core.call('history:redo', null);
      await scanned(core);
      expect(await counted(core)).toEqual(imported);
    }
    await core.call('history:go-to', { sequence: 0 });
    await scanned(core);
    expect(await counted(core)).toEqual([3, 0, 0]);
  });
});
