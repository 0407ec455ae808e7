// Photos that later scans find in folders whose names are classes.
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Core } from '../../../../src/main/core/index.ts';
import { openFolder, openTestCore, writePhotos } from '../../../support/core.ts';
import { statedIn } from '../../../support/stated.ts';

/** A project of two photos of ants and two of bees, labelled by their folders; `arrives` puts another photo of an ant beside them. */
async function opened() {
  const { core, home } = await openTestCore();
  const photos = await writePhotos(path.join(home, 'photos'), { ant: 2, bee: 2 });
  const others = await writePhotos(path.join(home, 'others'), { ant: 2, bee: 2, more: 2 });
  await openFolder(core, photos);
  await core.call('project:answer-class-folders', { use: true });
  const arrives = async (number: number): Promise<void> => {
    await copyFile(path.join(others, `more/${number}.png`), path.join(photos, `ant/new ${number}.png`));
  };
  return { core, photos, arrives };
}
async function rescanned(core: Core): Promise<void> {
  await core.workEnded((await core.call('project:rescan', null)).work);
}
const labelsOf = async (core: Core, photo: string) => (await statedIn(core, 'path')).get(photo)?.map(one => one.class);

test('are labelled at once, or when nothing can be done again any more', async () => {
  const { core, photos, arrives } = await opened();
  await arrives(1);
  await rescanned(core);
  expect(await labelsOf(core, 'ant/new 1.png')).toEqual(['ant']);
  await core.call('classes:create', { name: 'cat' });
  await core.call('history:undo', null);
  await arrives(2);
  await rescanned(core);
  expect(await labelsOf(core, 'ant/new 2.png')).toEqual([]);
  await core.call('project:close', null);
  await openFolder(core, photos);
  expect((await core.call('history:redo', null)).redo).toBeNull();
  expect((await core.call('classes:list', null)).map(({ name }) => name)).toEqual(['ant', 'bee', 'cat']);
  await rescanned(core);
  expect(await labelsOf(core, 'ant/new 2.png')).toEqual(['ant']);
});

test('keep what a person made of them: a label that was taken away does not come back by itself', async () => {
  const { core, arrives } = await opened();
  await arrives(1);
  await rescanned(core);
  await core.call('history:undo', null);
  await core.call('classes:create', { name: 'cat' });
  await rescanned(core);
  expect(await labelsOf(core, 'ant/new 1.png')).toEqual([]);
});
