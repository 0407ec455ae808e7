// `fovea annotations`, as a person and as a program use it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { writeCoco } from '../../../../support/coco-file.ts';
import { temporaryHome, writePhotos } from '../../../../support/core.ts';
import { run } from './run.ts';

const program = path.resolve(import.meta.dirname, '../../../../../scripts/fovea.ts');
let home = '';
let photos = '';
beforeEach(async () => {
  home = await temporaryHome();
  vi.stubEnv('FOVEA_DATA', path.join(home, 'data'));
  vi.stubEnv('FOVEA_DOCUMENTS', path.join(home, 'documents'));
  photos = await writePhotos(path.join(home, 'photos'), { '': 3 });
  const boxes = [1, 2, 3].map(at => ({ name: `${at}.png`, boxes: [['ant', [at, 1, 5, 5]]] as const }));
  await run('import', photos, await writeCoco(path.join(home, 'field.json'), boxes));
});

describe('fovea annotations', () => {
  test('writes a format into a new folder, reads it again and says so', async () => {
    const out = path.join(home, 'new/yolo');
    const { code, out: said } = await run(
      'annotations',
      photos,
      '--format',
      'yolo',
      '--out',
      out,
      '--photos',
      'copy',
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(said)).toMatchObject({
      folder: out,
      format: 'yolo',
      photos: 3,
      annotations: { box: 3 },
      readAgain: { annotations: { box: 3 } },
    });
    expect(await readdir(out)).toEqual(expect.arrayContaining(['data.yaml', 'images', 'labels', 'manifest.json']));
    const words = await run('annotations', photos, '--format', 'csv', '--out', path.join(home, 'csv'));
    expect(words.out).toContain('Read again: 3 boxes');
  });

  test('refuses a folder that holds anything and options that are none', async () => {
    const taken = await run('annotations', photos, '--format', 'coco', '--out', home, '--json');
    expect([taken.code, JSON.parse(taken.out)]).toMatchObject([1, { error: { code: 'out-folder-not-empty' } }]);
    expect((await run('annotations', photos, '--format', 'coco')).err).toContain('--out is missing');
    expect(
      (await run('annotations', photos, '--format', 'coco', '--out', path.join(home, 'x'), '--frame', 'odd')).code,
    ).toBe(2);
  });

  test('K5: killed at any moment, there is no half file under the final name', async () => {
    for (const [at, afterMs] of [400, 1_000, 1_600, 2_200, 2_800].entries()) {
      const out = path.join(home, `out ${at}`);
      const child = spawn(
        process.execPath,
        [program, 'annotations', photos, '--format', 'coco', '--out', out, '--photos', 'copy'],
        {
          stdio: 'ignore',
          env: process.env,
        },
      );
      const ended = new Promise(resolve => child.once('exit', resolve));
      await Promise.race([ended, wait(afterMs)]);
      child.kill('SIGKILL');
      await ended;
      if (!existsSync(out)) continue;
      const manifest = JSON.parse(await readFile(path.join(out, 'manifest.json'), 'utf8')) as {
        files: { path: string }[];
      };
      for (const file of manifest.files) expect(existsSync(path.join(out, file.path))).toBe(true);
    }
  }, 240_000);
});
