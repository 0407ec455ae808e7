// A restore that goes on while Fovea is closed: closing waits for it, and the project is the restored one, whole.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openFolder, openTestCore, temporaryHome, writePhotos } from '../../../support/core.ts';

test('a core that is closed in the middle of a restore ends with the project restored, closed and free to be opened', async () => {
  const home = await temporaryHome();
  const { core } = await openTestCore(home);
  const { project } = await openFolder(core, await writePhotos(path.join(home, 'photos'), { '': 3 }));
  await core.call('classes:create', { name: 'ant' });
  const { id } = await core.call('backups:make', null);
  await core.call('classes:create', { name: 'bee' });
  const restored = core.call('restore:apply', { from: { kind: 'backup', id }, replay: false });
  const closed = core.close();
  expect((await restored).restored.counts).toMatchObject({ classes: 1, photos: 3 });
  await closed;
  const { core: again } = await openTestCore(home);
  await openFolder(again, project.folder);
  expect((await again.call('classes:list', null)).map(row => row.name)).toEqual(['ant']);
  const names = await readdir(project.folder);
  expect(names.filter(name => name.startsWith('restoring'))).toEqual([]);
  expect(names.filter(name => /^project\.replaced-.*\.fovea$/.test(name))).toHaveLength(1);
});
