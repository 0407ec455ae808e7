import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { checkSum } from '../../../../src/main/store/check-sums.ts';
import { openStore } from '../../../../src/main/store/index.ts';
import { openMethods } from '../../../../src/main/store/methods.ts';
import { createProject, openProject } from '../../../../src/main/store/open-project.ts';
import type { PhotoId } from '../../../../src/shared/records/ids.ts';
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

  test('G9: of a disk that is unplugged while the project is open ends in words, and nothing new stands in its place', async ({
    skip,
  }) => {
    const disk = smallDisk(20);
    if (!disk) return skip('a small disk can be mounted by root on Linux only');
    onTestFinished(disk.remove);
    const folder = path.join(disk.folder, 'project');
    const store = await openStore({ folder, create: newProject });
    await store.classesCreate('ant');
    disk.unplug();
    const codes = ['saved'];
    for (const name of ['bee', 'wasp']) {
      codes.push(
        await store.classesCreate(name).then(
          () => 'saved',
          (error: { code: string }) => error.code,
        ),
      );
    }
    codes.push(
      await store.backupsMake('work').then(
        () => 'saved',
        (error: { code: string }) => error.code,
      ),
    );
    await store.close();
    expect(codes.filter(code => !['saved', 'disk-failed', 'disk-full'].includes(code))).toEqual([]);
    await expect(openStore({ folder })).rejects.toMatchObject({ code: 'folder-missing' });
    expect(fs.readdirSync(disk.folder)).toEqual([]);
  });

  test('leaves no half-made project where the folder cannot be made', async () => {
    const folder = temporaryFolder();
    fs.writeFileSync(path.join(folder, 'file'), '');
    const below = path.join(folder, 'file', 'project');
    await expect(openStore({ folder: below, create: newProject })).rejects.toMatchObject({ code: 'disk-failed' });
    expect(fs.readdirSync(folder)).toEqual(['file']);
  });
});

describe.skipIf(process.platform !== 'linux')('what a gesture writes', () => {
  test('L7: at 100,000 photos at most 64 KB, whether a label, a box or an undo', async () => {
    const folder = path.join(temporaryFolder(), 'project');
    createProject(folder, newProject);
    fillWithPhotos(folder, 100_000);
    const { methods, close } = openMethods(folder, () => undefined);
    const classId = methods.classesCreate('ant').result.id;
    const place = (time: number): PhotoId => (1 + ((time * 331) % 100_000)) as PhotoId;
    const box = { kind: 'box', classId, box: { x: 1, y: 2, width: 3, height: 4 } } as const;
    const acts = [
      (time: number) => methods.labelsSet([place(time)], classId, 'replace'),
      (time: number) => methods.thingsAdd(place(time), [box]),
      () => methods.undo(),
    ];
    // Enough of each for the log to be taken into the file several times.
    const times = 200;
    for (const act of acts) {
      const before = bytesWritten();
      for (let time = 0; time < times; time++) act(time);
      expect((bytesWritten() - before) / times).toBeLessThan(64 * 1024);
    }
    await close();
  }, 60_000);
});

/** What this process gave to write calls so far, in bytes. */
function bytesWritten(): number {
  return Number(/wchar: (\d+)/.exec(fs.readFileSync('/proc/self/io', 'utf8'))![1]);
}

/** Rows as scans write them, at once. */
function fillWithPhotos(folder: string, count: number): void {
  const { db, close } = openProject(folder);
  const group = db.prepare('INSERT INTO photo_group (id, split, check_sum) VALUES (?, NULL, ?)');
  const photo = db.prepare(
    `INSERT INTO photo (id, path, bytes, modified_ms, folder_class, folder_split, group_id, hash, width_px, height_px, damaged, missing,
       content_read, deleted, excluded, check_sum) VALUES (?, ?, 1000, 1, NULL, NULL, ?, ?, 640, 480, 0, 0, 1, 0, 0, ?)`,
  );
  db.transaction(() => {
    for (let id = 1; id <= count; id++) {
      group.run(id, checkSum([id, null]));
      photo.run(id, `shelf ${id % 100}/photo ${id}.jpg`, id, id.toString(16).padStart(64, 'a'), checkSum([id, 0]));
    }
  })();
  close();
}
