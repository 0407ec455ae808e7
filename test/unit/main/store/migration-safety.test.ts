// F7: files of every older version: a backup first, then the new schema or the old one, never between.
import fs from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { backupFile, listBackups } from '../../../../src/main/store/backup-files.ts';
import { applicationId } from '../../../../src/main/store/header.ts';
import { openStore, runTask } from '../../../../src/main/store/index.ts';
import { migrate, schemaVersion } from '../../../../src/main/store/migrate.ts';
import { migrations } from '../../../../src/main/store/migrations/index.ts';
import { checkSum } from '../../../../src/main/store/check-sums.ts';
import { startStoreProgram } from '../../../support/store-program.ts';
import { opened, temporaryFolder } from './project.ts';

const older = Array.from({ length: schemaVersion - 1 }, (_, place) => place + 1);
const projectFile = (folder: string): string => path.join(folder, 'project.fovea');

/** A project as an older version left it: three photos, a class, a label. */
function oldProject(version: number): string {
  const folder = temporaryFolder();
  const db = new Database(projectFile(folder));
  db.pragma(`application_id = ${applicationId}`);
  migrate(db, migrations.slice(0, version));
  db.exec(`INSERT INTO project (id, name, photos_folder, label_mode, seed, sample, created_at, class_folders, class_folders_through, opened)
    VALUES (1, 'Old', '/photos', 'one', 1, 0, '2026-01-01T00:00:00.000Z', NULL, 0, 3)`);
  const photo = db.prepare(
    `INSERT INTO photo (id, path, bytes, modified_ms, folder_class, folder_split, group_id, hash, width_px, height_px, damaged, missing,
       content_read, deleted, excluded, check_sum) VALUES (?, ?, 1, 1, NULL, NULL, ?, NULL, 0, 0, 0, 0, 0, 0, 0, ?)`,
  );
  for (const id of [1, 2, 3]) {
    db.prepare('INSERT INTO photo_group (id, split, check_sum) VALUES (?, NULL, ?)').run(id, checkSum([id, null]));
    photo.run(id, `${id}.jpg`, id, checkSum([id, 0]));
  }
  const ant = [1, 'ant', 1, 0, '1', 0, 0, 0] as const;
  db.prepare(
    'INSERT INTO class (id, name, colour, patterned, key, position, export_position, deleted, check_sum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  ).run(...ant, checkSum(ant));
  const label = [1, 2, 'label', 'photo', 1, null, null, null, null] as const;
  db.prepare(
    'INSERT INTO annotation (id, photo_id, kind, about, class_id, x, y, width, height, check_sum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  ).run(...label, checkSum(label));
  db.close();
  return folder;
}

const versionOf = (file: string): unknown => {
  const db = new Database(file, { readonly: true });
  try {
    return db.pragma('user_version', { simple: true });
  } finally {
    db.close();
  }
};

describe.each(older)('F7: a project of version %i', version => {
  test('is brought to this version, and lies before that in a backup that can be restored', async () => {
    const folder = oldProject(version);
    const store = await openStore({ folder });
    expect((await store.annotationsAll()).map(row => row.photo.path)).toEqual(['2.jpg']);
    await store.close();
    const before = listBackups(folder).at(-1)!;
    expect(before).toMatchObject({ reason: 'migration', intact: true, counts: { photos: 3, labels: 1, classes: 1 } });
    expect(versionOf(backupFile(folder, before.id))).toBe(version);
    await runTask({ kind: 'restore-apply', folder, from: { kind: 'backup', id: before.id }, replay: false });
    const restored = await opened(folder);
    expect((await restored.photosCounts()).photos).toBe(3);
    await restored.close();
    expect(versionOf(projectFile(folder))).toBe(schemaVersion);
  });

  test('stays as it is where the backup cannot be made', async () => {
    const folder = oldProject(version);
    const bytes = fs.readFileSync(projectFile(folder));
    fs.writeFileSync(path.join(folder, 'backups'), 'in its place');
    await expect(openStore({ folder })).rejects.toMatchObject({ code: 'disk-failed' });
    expect(versionOf(projectFile(folder))).toBe(version);
    expect(fs.readFileSync(projectFile(folder)).length).toBe(bytes.length);
  });
});

test('F7: a kill at any moment of the migrations leaves a project that opens and says the same', async () => {
  for (let kill = 0; kill < 6; kill++) {
    const folder = oldProject(1);
    const program = startStoreProgram(
      `say('start'); const store = await openStore({ folder: ${JSON.stringify(folder)} }); say('open');`,
      {
        onLine: (line, child) => {
          // From the first moment on, a little later each time; a store that is open by then is killed too.
          if (line === 'start') setTimeout(() => child.kill('SIGKILL'), 40 + kill * 60);
        },
      },
    );
    await program.ended;
    const store = await openStore({ folder });
    expect((await store.annotationsAll()).map(row => row.photo.path)).toEqual(['2.jpg']);
    await store.close();
    expect(versionOf(projectFile(folder))).toBe(schemaVersion);
  }
}, 60_000);
