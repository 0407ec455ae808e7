import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../../../src/main/store/index.ts';
import { smallDisk } from '../../../support/small-disk.ts';
import { names, newProject, opened, readContent, scanned, temporaryFolder, withPhotos } from './project.ts';

describe('a write that fails', () => {
  test('G5, L6: on a full disk names the disk, keeps the state before, and goes on once there is room', async ({
    skip,
  }) => {
    const disk = smallDisk(3);
    if (!disk) return skip('a small disk can be mounted by root on Linux only; the next test stands for it');
    const folder = path.join(disk.folder, 'project');
    const store = await openStore({ folder, create: newProject });
    onTestFinished(async () => {
      await store.close();
      disk.remove();
    });
    const failures: string[] = [];
    store.onSaveFailed(error => failures.push(error.code));
    await store.scanApply(
      names(200).map(name => scanned(name)),
      [],
      false,
    );
    await readContent(store);
    const ids = (await store.photosFiles(null)).map(file => file.id);
    const classes = [(await store.classesCreate('ant')).result.id, (await store.classesCreate('bee')).result.id];
    const empty = disk.fill(200_000);
    let code = '';
    let before = await store.annotationsAll();
    let history = await store.historyState();
    for (let round = 0; code === '' && round < 200; round++) {
      before = await store.annotationsAll();
      history = await store.historyState();
      await store.labelsSet(ids, classes[round % 2]!, 'replace').catch((error: { code: string }) => {
        code = error.code;
      });
    }
    expect(code).toBe('disk-full');
    expect(await store.annotationsAll()).toEqual(before);
    expect(await store.historyState()).toEqual(history);
    empty();
    await store.labelsSet(ids, classes[0]!, 'replace');
    await store.labelsSet(ids, classes[1]!, 'replace');
    expect((await store.annotationsAll()).map(row => row.annotations.length)).toEqual(ids.map(() => 1));
    expect(new Set(failures).size).toBeLessThanOrEqual(1);
  });

  test.skipIf(process.platform === 'win32')(
    'L6: leaves everything said before it, byte for byte in meaning',
    async () => {
      const { folder, store, ids } = await withPhotos(names(300).map(name => scanned(name)));
      await store.classesCreate('ant');
      await store.classesCreate('bee');
      await store.close();
      const entry = new URL('../../../../src/main/store/index.ts', import.meta.url).pathname;
      const code = `const { openStore } = await import(${JSON.stringify(entry)});
      const store = await openStore({ folder: ${JSON.stringify(folder)} });
      const [ant, bee] = (await store.classesList()).map(row => row.id);
      const ids = ${JSON.stringify(ids)};
      let good = null, error = null;
      for (let n = 0; n < 100 && !error; n++) {
        good = JSON.stringify((await store.annotationsAll()).map(row => row.annotations));
        error = await store.labelsSet(ids, n % 2 ? bee : ant, 'replace').then(() => null, failure => failure.code);
      }
      const now = JSON.stringify((await store.annotationsAll()).map(row => row.annotations));
      process.stdout.write(JSON.stringify({ error, same: now === good, labels: good }));
      process.exit();`;
      // No file may grow beyond 1.5 MB: SQLite's log reaches that after a few gestures.
      const child = spawn(
        'bash',
        ['-c', `trap '' XFSZ; ulimit -f 1500; exec "$0" --input-type=module -e "$1"`, process.execPath, code],
        { stdio: ['ignore', 'pipe', 'ignore'] },
      );
      const output: Buffer[] = [];
      child.stdout.on('data', (part: Buffer) => output.push(part));
      await new Promise(resolve => child.once('close', resolve));
      const told = JSON.parse(Buffer.concat(output).toString()) as { error: string; same: boolean; labels: string };
      expect(told).toMatchObject({ error: 'disk-failed', same: true });
      const after = await opened(folder);
      expect(JSON.stringify((await after.annotationsAll()).map(row => row.annotations))).toBe(told.labels);
    },
  );

  test('leaves no half-made project where the folder cannot be made', async () => {
    const folder = temporaryFolder();
    fs.writeFileSync(path.join(folder, 'file'), '');
    const below = path.join(folder, 'file', 'project');
    await expect(openStore({ folder: below, create: newProject })).rejects.toMatchObject({ code: 'disk-failed' });
    expect(fs.readdirSync(folder)).toEqual(['file']);
  });
});
