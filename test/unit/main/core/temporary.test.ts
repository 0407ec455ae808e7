import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { makeTemporaryFolder, sweepTemporaryFolders } from '../../../../src/main/core/temporary.ts';
import { ownerOfTemporary, temporaryPrefix } from '../../../../src/shared/temporary-name.ts';
import { temporaryHome } from '../../../support/core.ts';

afterEach(() => vi.unstubAllEnvs());

test('folders of processes that are gone are swept; those of living ones, of others and links stay', async () => {
  const home = await temporaryHome();
  vi.stubEnv('TMPDIR', home);
  const { pid: gone } = spawnSync(process.execPath, ['--version']);
  const left = await mkdtemp(path.join(home, temporaryPrefix('work', gone)));
  await mkdir(path.join(left, 'upload'));
  await writeFile(path.join(left, 'upload', 'photo'), 'bytes');
  const elsewhere = path.join(home, 'elsewhere');
  await mkdir(elsewhere);
  await writeFile(path.join(elsewhere, 'mine'), 'mine');
  await symlink(elsewhere, path.join(home, `${temporaryPrefix('work', gone)}aaaaaa`));
  const ours = path.basename(await makeTemporaryFolder('read-only'));
  const others = ['fovea-work', 'fovea-work-12', `fovea-work-${gone}-aaaaaa.bak`, `other-work-${gone}-aaaaaa`];
  for (const name of others) await mkdir(path.join(home, name));

  await sweepTemporaryFolders();
  const kept = [...others, ours, 'elsewhere', `${temporaryPrefix('work', gone)}aaaaaa`].toSorted();
  expect((await readdir(home)).toSorted()).toEqual(kept);
  expect(await readdir(elsewhere)).toEqual(['mine']);
});

test('a name says whose it is, and only our own names do', () => {
  expect(ownerOfTemporary(`${temporaryPrefix('read-only', 4321)}aB3_xZ`)).toBe(4321);
  for (const name of ['fovea-core-aB3xZq', 'fovea-12-aB3xZq', 'fovea-work-12', 'xfovea-work-12-aB3xZq', 'fovea8'])
    expect(ownerOfTemporary(name)).toBeNull();
});

test('G6: where no temporary folder can be made the error names the place', async () => {
  const nowhere = path.join(await temporaryHome(), 'gone');
  vi.stubEnv('TMPDIR', nowhere);
  await expect(makeTemporaryFolder('work')).rejects.toMatchObject({
    code: 'disk-failed',
    details: { file: expect.stringContaining(nowhere), reason: 'ENOENT' },
  });
  await expect(sweepTemporaryFolders()).resolves.toBeUndefined();
});
