// `fovea restore`: says what there is, restores what was chosen, and refuses what is no project.
import { copyFile, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, expect, test, vi } from 'vitest';
import { openStore } from '../../../../../src/main/store/index.ts';
import type { RestoreOutcome, RestoreState } from '../../../../../src/shared/records/restore.ts';
import { temporaryHome, writePhotos } from '../../../../support/core.ts';
import { run } from './run.ts';

let home = '';
let project = '';
let backup = '';
beforeEach(async () => {
  home = await temporaryHome();
  vi.stubEnv('FOVEA_DATA', path.join(home, 'data'));
  vi.stubEnv('LC_ALL', 'C');
  project = path.join(home, 'project');
  const photosFolder = await writePhotos(path.join(home, 'photos'), { '': 3 });
  const store = await openStore({ folder: project, create: { name: 'Ants', photosFolder, seed: 1, sample: false } });
  const file = (name: string) => ({ path: name, bytes: 1, modifiedMs: 1, folderClass: null, folderSplit: null });
  await store.scanApply((await readdir(photosFolder)).map(file), [], false);
  const ids = (await store.photosFiles(null)).map(photo => photo.id);
  const { id: ant } = (await store.classesCreate('ant')).result;
  await store.labelsSet([ids[0]!], ant, 'replace');
  backup = (await store.backupsMake('work')).id;
  await store.labelsSet([ids[1]!], ant, 'replace');
  await store.close();
});

const json = <Value>({ out }: { readonly out: string }): Value => JSON.parse(out) as Value;

test('says of a whole project which backups it has, and changes nothing', async () => {
  const { code, out } = await run('restore', project);
  expect(code).toBe(0);
  expect(out).toContain('Ants: the project is whole.');
  expect(out).toContain(`${backup}  1 of 3 photos annotated, gesture 2`);
  expect(json<RestoreState>(await run('restore', project, '--list', '--json'))).toMatchObject({ problem: 'none' });
});

test('brings a lost project back from its newest backup with the later gestures, in Korean too', async () => {
  await rm(path.join(project, 'project.fovea'));
  const looked = await run('restore', project, '--lang', 'ko');
  expect(looked.out).toContain('Ants: 프로젝트 파일이 없어요.');
  const done = await run('restore', project, '--backup', backup, '--lang', 'ko');
  expect(done).toMatchObject({ code: 0 });
  expect(done.out).toContain('사진 3장 중 2장에 주석이 있고, 이후 작업 1개를 다시 적용했어요.');
});

test('makes a project again of its journal alone', async () => {
  await rm(path.join(project, 'project.fovea'));
  await rm(path.join(project, 'backups'), { recursive: true });
  const done = json<RestoreOutcome>(await run('restore', project, '--from-journal', '--json'));
  expect(done).toMatchObject({ keptFile: null, replayed: 3, counts: { annotated: 2, classes: 1 } });
});

test('sets later gestures of an older file aside, and says where they are kept', async () => {
  await copyFile(path.join(project, 'backups', backup), path.join(project, 'project.fovea'));
  const looked = json<RestoreState>(await run('restore', project, '--json'));
  expect(looked.problem).toBe('journal-ahead');
  const { code, out } = await run('restore', project, '--set-aside');
  expect(code).toBe(0);
  expect(out).toMatch(/Kept: project\.replaced-\S+\.fovea, journal\.set-aside-\S+\.jsonl/);
});

test('as the last resort opens what a damaged file still holds whole, and keeps that file', async () => {
  const db = new Database(path.join(project, 'project.fovea'));
  db.exec('UPDATE annotation SET check_sum = check_sum + 1 WHERE id = 1');
  db.close();
  expect(json<RestoreState>(await run('restore', project, '--json')).problem).toBe('damaged');
  const { out } = await run('restore', project, '--intact', '--json');
  expect(json<RestoreOutcome>({ out })).toMatchObject({
    from: { kind: 'intact' },
    counts: { photos: 3, annotated: 1 },
  });
  expect(out).toMatch(/project\.damaged-\S+\.fovea/);
  for (const other of [['--from-journal'], ['--backup', 'latest'], ['--replay'], ['--set-aside']])
    expect(await run('restore', project, '--intact', ...other)).toMatchObject({ code: 2 });
});

test('refuses a backup that is not there, two sources at once, and a folder that is no project', async () => {
  expect(await run('restore', project, '--backup', 'none')).toMatchObject({ code: 1 });
  expect(await run('restore', project, '--backup', 'latest', '--from-journal')).toMatchObject({ code: 2 });
  const { code, err } = await run('restore', path.join(home, 'photos'));
  expect(code).toBe(1);
  expect(err).toContain('it holds no project.fovea, no backup and no journal');
});
