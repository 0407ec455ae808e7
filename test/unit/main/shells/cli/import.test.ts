// `fovea import`, as a person and as a program use it.
import { spawn } from 'node:child_process';
import { readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { writeCoco } from '../../../../support/coco-file.ts';
import { openFolder, openTestCore, temporaryHome, writePhotos } from '../../../../support/core.ts';
import { countsIn, statedIn } from '../../../../support/stated.ts';
import { run } from './run.ts';

const program = path.resolve(import.meta.dirname, '../../../../../scripts/fovea.ts');
let home = '';
let photos = '';
beforeEach(async () => {
  home = await temporaryHome();
  vi.stubEnv('FOVEA_DATA', path.join(home, 'data'));
  vi.stubEnv('FOVEA_DOCUMENTS', path.join(home, 'documents'));
  photos = await writePhotos(path.join(home, 'photos'), { '': 3 });
});
const file = () =>
  writeCoco(path.join(home, 'field.json'), [
    {
      name: '1.png',
      boxes: [
        ['ant', [1, 1, 5, 5]],
        ['bee', [1, 1, 0, 5]],
      ],
    },
    { name: '2.png', boxes: [['ant', [1, 1, 5, 5]]] },
    { name: 'gone.png', boxes: [['ant', [1, 1, 5, 5]]] },
  ]);

describe('fovea import', () => {
  test('--dry-run says what would come in and writes nothing', async () => {
    const { code, out } = await run('import', photos, await file(), '--dry-run');
    expect(code).toBe(0);
    expect(out).toContain('field.json: COCO, 3 photos');
    expect(out).toContain('1 photo not found (gone.png)');
    expect(out).toContain('Would write 2 annotations. Nothing was written.');
    const { out: json } = await run('import', photos, await file(), '--dry-run', '--json');
    expect(JSON.parse(json)).toMatchObject({ willWrite: 2, result: null, now: { box: 0 } });
  });

  test('writes one gesture and says how much, in JSON or in words of either language', async () => {
    const { code, out } = await run('import', photos, await file(), '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      sources: [{ format: 'coco', recognised: true }],
      out: { invalid: 1, photoNotFound: 1 },
      result: { annotations: 2, photos: 0, classes: 1 },
    });
    const again = await run('import', photos, await file(), '--lang', 'ko');
    expect(again.out).toContain('주석 0개');
  });

  test('refuses unknown formats, answers and files by name', async () => {
    expect((await run('import', photos, await file(), '--format', 'word')).err).toContain(
      '--format must be one of coco',
    );
    expect((await run('import', photos, await file(), '--answer', 'starts=1')).code).toBe(2);
    expect((await run('import', photos)).err).toContain('<files> is missing');
    const missing = await run('import', photos, path.join(home, 'none.json'), '--json');
    expect([missing.code, JSON.parse(missing.out)]).toMatchObject([1, { error: { code: 'file-missing' } }]);
    await writeFile(path.join(home, 'letter.txt'), 'Dear all');
    const other = await run('import', photos, path.join(home, 'letter.txt'), '--json');
    expect(JSON.parse(other.out)).toMatchObject({ error: { code: 'dataset-unknown' } });
  });

  test('C13: killed at any moment, the project has all of it or nothing', async () => {
    const many = Array.from({ length: 40 }, (_, at) => ['ant', [at, at, 5, 5]] as const);
    const source = await writeCoco(
      path.join(home, 'many.json'),
      [1, 2, 3].map(at => ({ name: `${at}.png`, boxes: many })),
    );
    const seen = new Set<number>();
    for (const afterMs of [300, 900, 1_500, 2_100, 2_700, 3_300]) {
      const child = spawn(process.execPath, [program, 'import', photos, source], { stdio: 'ignore', env: process.env });
      const ended = new Promise(resolve => child.once('exit', resolve));
      await Promise.race([ended, wait(afterMs)]);
      child.kill('SIGKILL');
      await ended;
      const { core } = await openTestCore(home);
      await openFolder(core, photos);
      const { box = 0 } = countsIn(await statedIn(core));
      expect([0, 120]).toContain(box);
      seen.add(box);
      await core.close();
      await rm(path.join(home, 'documents'), { recursive: true, force: true });
    }
    expect(seen.size).toBeGreaterThanOrEqual(1);
    expect(await readdir(photos)).toEqual(['1.png', '2.png', '3.png']);
  }, 240_000);
});
