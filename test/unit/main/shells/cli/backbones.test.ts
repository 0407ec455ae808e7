// The command line on what a run can start from: listed, brought in, used, removed; refused with one clear line.
import path from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import type { BackboneSummary } from '../../../../../src/shared/records/backbone.ts';
import { temporaryHome, writePhotos } from '../../../../support/core.ts';
import { goldenFile } from '../../../../support/golden.ts';
import { run } from './run.ts';

const tiny = goldenFile('files/tiny.keras');
let home = '';
beforeEach(async () => {
  home = await temporaryHome();
  vi.stubEnv('FOVEA_DATA', path.join(home, 'data'));
  vi.stubEnv('LC_ALL', 'C');
});

test('list says what is here, what can be downloaded, and how large it is', async () => {
  const { code, out } = await run('model', 'list');
  expect(code).toBe(0);
  expect(out).toMatch(/^efficientnet-lite0 .* built in, 9 MB$/m);
  expect(out).toMatch(/^xception .*20\.9 M .* can be downloaded, 92 MB$/m);
  const list = JSON.parse((await run('model', 'list', '--json')).out) as BackboneSummary[];
  expect(list.find(({ id }) => id === 'resnet-50')).toMatchObject({ isHere: false, parameters: 23_587_712 });
});

test('a model is added by saying how it reads photos, cannot predict without classes, and is removed', async () => {
  const refused = await run('model', 'add', tiny);
  expect(refused.code).toBe(1);
  expect(refused.err).toContain('tiny.keras cannot be used: it does not say how photos become its input');
  const wrong = await run('model', 'add', tiny, '--preprocessing', 'upside-down');
  expect(wrong).toMatchObject({ code: 2 });
  expect(wrong.err).toContain('minus-one-to-one');
  const added = await run('model', 'add', tiny, '--preprocessing', 'zero-to-one', '--json');
  expect(JSON.parse(added.out)).toMatchObject({ id: 'imported-tiny', source: 'imported', isHere: true });

  const photos = await writePhotos(path.join(home, 'photos'), { '': 1 });
  const predicted = await run('predict', 'imported-tiny', photos);
  expect(predicted.code).toBe(1);
  expect(predicted.err).toContain('it names no classes');
  expect(await run('model', 'remove', 'imported-tiny')).toMatchObject({ code: 0 });
  expect((await run('model', 'list')).out).not.toContain('imported-tiny');
});

test('a name that cannot be downloaded is refused by that name, in Korean too', async () => {
  const { code, err } = await run('model', 'download', 'lenet-5', '--lang', 'ko');
  expect(code).toBe(1);
  expect(err).toContain('lenet-5');
  expect(err).toMatch(/찾을 수 없어요/);
});

test('help says the commands in both languages', async () => {
  expect((await run('model', '--help')).out).toContain('download <name>');
  expect((await run('model', 'add', '--help', '--lang', 'ko')).out).toContain('add <파일|폴더>');
});
