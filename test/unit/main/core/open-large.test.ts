// Opening a project again: a large one whose photos lie in one folder is shown before its folder is listed; where something may have to be
// asked about sub-folders, the question comes first.
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../../../src/main/store/index.ts';
import { openTestCore, temporaryHome, writePhotos } from '../../../support/core.ts';
import { newProject, scanned } from '../store/project.ts';

/** A project that knows so many photos below `folders`, and whose photo folder holds two class folders by now. */
async function known(count: number, folders: readonly string[]) {
  const home = await temporaryHome();
  const photosFolder = await writePhotos(path.join(home, 'photos'), { ants: 1, bees: 1 });
  const folder = path.join(home, 'documents', 'photos');
  const store = await openStore({ folder, create: { ...newProject, photosFolder } });
  const photos = Array.from({ length: count }, (_, place) => {
    const inside = folders[place % folders.length];
    return scanned(`${inside === undefined ? '' : `${inside}/`}${place}.jpg`, inside ?? null);
  });
  await store.scanApply(photos, [], false);
  await store.close();
  return { ...(await openTestCore(home)), folder };
}

describe('opening a project whose class-folder question was never asked', () => {
  test('a large one without class folders is opened at once, and asks at the opening after they were found', async () => {
    const { core, folder } = await known(4_001, []);
    const open = () => core.call('project:open', { grant: core.grants.add(folder) });
    expect(await open()).toMatchObject({ kind: 'opened', found: 4_001 });
    for (const { id, kind } of await core.call('work:list', null)) if (kind === 'scan') await core.workEnded(id);
    await core.call('project:close', null);
    expect(await open()).toMatchObject({
      kind: 'question',
      question: { folders: [{ name: 'ants' }, { name: 'bees' }] },
    });
  });

  test('a large one whose photos lie in two folders asks first', async () => {
    const { core, folder } = await known(4_001, ['ants', 'bees']);
    expect(await core.call('project:open', { grant: core.grants.add(folder) })).toMatchObject({ kind: 'question' });
  });

  test('a small one is listed first, and asks about folders that are new', async () => {
    const { core, folder } = await known(3, []);
    expect(await core.call('project:open', { grant: core.grants.add(folder) })).toMatchObject({ kind: 'question' });
  });
});
