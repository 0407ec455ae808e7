import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { assertDurable, connect } from '../../../../src/main/store/connection.ts';
import { applicationId } from '../../../../src/main/store/header.ts';
import { openStore } from '../../../../src/main/store/index.ts';
import { migrate, schemaVersion } from '../../../../src/main/store/migrate.ts';
import { migrations } from '../../../../src/main/store/migrations/index.ts';
import { created, names, opened, scanned, temporaryFolder, withPhotos } from './project.ts';

const digest = (file: string): string => createHash('sha256').update(fs.readFileSync(file)).digest('hex');
const projectFile = (folder: string): string => path.join(folder, 'project.fovea');

/** A closed project with some labels. */
async function closedProject(): Promise<{ folder: string; file: string }> {
  const { folder, store, ids } = await withPhotos(names(40).map(name => scanned(name)));
  const ant = (await store.classesCreate('ant')).result.id;
  await store.labelsSet(ids, ant, 'replace');
  await store.close();
  return { folder, file: projectFile(folder) };
}

describe('the settings', () => {
  test('hold after the first write, and there is no shared-memory file', async () => {
    const { file } = await closedProject();
    const db = connect(file);
    db.prepare('UPDATE project SET opened = opened + 1').run();
    assertDurable(db);
    const read = (name: string): unknown => db.pragma(name, { simple: true });
    expect(['locking_mode', 'journal_mode', 'synchronous', 'foreign_keys', 'trusted_schema'].map(read)).toEqual([
      'exclusive',
      'wal',
      2,
      1,
      0,
    ]);
    expect(['cell_size_check', 'mmap_size', 'recursive_triggers', 'temp_store', 'busy_timeout'].map(read)).toEqual([
      1, 0, 0, 2, 2000,
    ]);
    expect(fs.existsSync(`${file}-shm`)).toBe(false);
    db.close();
  });

  test('leave one file when the project is closed', async () => {
    const { folder } = await closedProject();
    expect(fs.readdirSync(folder).filter(name => name.startsWith('project'))).toEqual(['project.fovea']);
  });
});

describe('migrations', () => {
  test('bring an empty file to the newest version, once', () => {
    const db = new Database(':memory:');
    expect(db.pragma('user_version', { simple: true })).toBe(0);
    migrate(db);
    expect(db.pragma('user_version', { simple: true })).toBe(schemaVersion);
    migrate(db);
    const tables = db.prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%STRICT%' AND name NOT LIKE 'sqlite_%'",
    );
    expect(tables.all()).toEqual([]);
    db.close();
  });

  test('leave the version before where one fails half way', () => {
    const db = new Database(':memory:');
    const broken = {
      version: 2,
      up: (target: typeof db) => {
        target.exec('CREATE TABLE half (id INTEGER) STRICT');
        throw new Error('half way');
      },
    };
    expect(() => migrate(db, [...migrations.slice(0, 1), broken])).toThrow('half way');
    expect(db.pragma('user_version', { simple: true })).toBe(1);
    expect(db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").pluck().get()).toBe(0);
    db.close();
  });
});

describe('a project is refused', () => {
  test('F1: when it is newer, and stays byte for byte with no -wal left', async () => {
    const { folder, file } = await closedProject();
    const db = new Database(file);
    db.pragma(`user_version = ${schemaVersion + 1}`);
    db.close();
    const before = digest(file);
    await expect(openStore({ folder })).rejects.toMatchObject({
      code: 'project-newer',
      details: { file: 'project.fovea', found: schemaVersion + 1, known: schemaVersion },
    });
    expect(digest(file)).toBe(before);
    expect(fs.readdirSync(folder).filter(name => name.includes('-wal') || name.includes('-shm'))).toEqual([]);
  });

  test('when only its left-over log says that it is newer; file and log stay byte for byte', async () => {
    const { folder, file } = await closedProject();
    const copy = temporaryFolder();
    const db = new Database(file);
    db.pragma('journal_mode = WAL');
    db.pragma(`user_version = ${schemaVersion + 1}`);
    for (const name of ['project.fovea', 'project.fovea-wal']) {
      fs.copyFileSync(path.join(folder, name), path.join(copy, name));
    }
    db.close();
    const logged = projectFile(copy);
    const before = [digest(logged), digest(`${logged}-wal`)];
    await expect(openStore({ folder: copy })).rejects.toMatchObject({ code: 'project-newer' });
    expect([digest(logged), digest(`${logged}-wal`)]).toEqual(before);
  });

  test.each([
    ['empty', Buffer.alloc(0)],
    ['a text', Buffer.from('my shopping list\n'.repeat(50))],
    ['shorter than a header', Buffer.from('SQLite format 3\0')],
  ])('F2: when the file is %s', async (_, content) => {
    const folder = temporaryFolder();
    fs.writeFileSync(projectFile(folder), content);
    await expect(openStore({ folder })).rejects.toMatchObject({ code: 'not-a-project' });
    expect(fs.readFileSync(projectFile(folder)).equals(content)).toBe(true);
  });

  test('F2: when another program made it, or it is a folder, or not there', async () => {
    const folder = temporaryFolder();
    await expect(openStore({ folder })).rejects.toMatchObject({ code: 'not-a-project' });
    await expect(openStore({ folder: path.join(folder, 'gone') })).rejects.toMatchObject({ code: 'folder-missing' });
    const db = new Database(projectFile(folder));
    db.exec('CREATE TABLE other (id INTEGER)');
    db.close();
    await expect(openStore({ folder })).rejects.toMatchObject({ code: 'not-a-project' });
    fs.rmSync(projectFile(folder));
    fs.mkdirSync(projectFile(folder));
    await expect(openStore({ folder })).rejects.toMatchObject({ code: 'not-a-project' });
  });

  test('F5: when a view, a trigger or another table hides in its schema', async () => {
    for (const hostile of [
      'CREATE VIEW more AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i FROM n',
      'CREATE TRIGGER sly AFTER INSERT ON annotation BEGIN DELETE FROM annotation; END',
      'CREATE TABLE extra (id INTEGER)',
    ]) {
      const { folder, store } = await created();
      await store.close();
      const db = new Database(projectFile(folder));
      db.exec(hostile);
      db.close();
      await expect(openStore({ folder })).rejects.toMatchObject({ code: 'project-damaged' });
    }
  });

  test('when a row does not fit its check sum: it names the row and keeps the file', async () => {
    const { folder, file } = await closedProject();
    const db = new Database(file);
    expect(db.pragma('application_id', { simple: true })).toBe(applicationId);
    const sum = db.prepare('SELECT check_sum FROM annotation WHERE id = 7').pluck().get() as number;
    db.prepare('UPDATE annotation SET check_sum = ? WHERE id = 7').run(sum + 1);
    db.close();
    const reason = 'annotation 7 does not fit its check sum';
    await expect(openStore({ folder })).rejects.toMatchObject({ code: 'project-damaged', details: { reason } });
    expect(fs.existsSync(file)).toBe(true);
  });

  test('F3: with half its bytes; the file is kept, never emptied', async () => {
    const { folder, file } = await closedProject();
    const half = fs.readFileSync(file).subarray(0, fs.statSync(file).size / 2);
    fs.writeFileSync(file, half);
    await expect(openStore({ folder })).rejects.toMatchObject({ code: 'project-damaged' });
    expect(fs.readFileSync(file).equals(half)).toBe(true);
  });
});

describe('only one opener', () => {
  test('G12: a second one in the same process is told at once, and the first goes on', async () => {
    const { folder, store } = await created();
    await expect(openStore({ folder })).rejects.toMatchObject({ code: 'project-in-use' });
    await expect(openStore({ folder: path.join(folder, '..', 'project') })).rejects.toMatchObject({
      code: 'project-in-use',
    });
    expect((await store.classesCreate('ant')).result.name).toBe('ant');
    await store.close();
    expect((await (await opened(folder)).classesList()).length).toBe(1);
  });

  test('G12: a second process is told, and after kill -9 of the holder there is no stale lock', async () => {
    const { folder, file } = await closedProject();
    const store = new URL('../../../../src/main/store/index.ts', import.meta.url).pathname;
    const code = `const { openStore } = await import(${JSON.stringify(store)});
      await openStore({ folder: ${JSON.stringify(folder)} }); process.stdout.write('open'); setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise(resolve => holder.stdout.once('data', resolve));
    await expect(openStore({ folder })).rejects.toMatchObject({
      code: 'project-in-use',
      details: { file: 'project.fovea' },
    });
    const ended = new Promise(resolve => holder.once('exit', resolve));
    holder.kill('SIGKILL');
    await ended;
    expect((await (await opened(folder)).photosCounts()).photos).toBe(40);
    expect(fs.existsSync(`${file}-shm`)).toBe(false);
  });
});

describe('a folder that cannot be written', () => {
  const isRoot = process.getuid?.() === 0;
  /** Root may write everywhere, so there another user must look; that user must be able to read this program. */
  const othersMayRead = [process.execPath, import.meta.dirname].every(function mayEnter(place): boolean {
    const parent = path.dirname(place);
    return (fs.statSync(place).mode & 0o005) === 0o005 && (parent === place || mayEnter(parent));
  });

  test.skipIf(process.platform === 'win32' || (isRoot && !othersMayRead))(
    'B10: is opened as a copy with gestures off, and nothing in it changes',
    async () => {
      const { folder, file } = await closedProject();
      const before = digest(file);
      const store = new URL('../../../../src/main/store/index.ts', import.meta.url).pathname;
      const code = `const { openStore } = await import(${JSON.stringify(store)});
      const store = await openStore({ folder: ${JSON.stringify(folder)} });
      const facts = await store.projectRead();
      const { photos } = await store.photosCounts();
      const ids = (await store.photosFiles(null)).map(file => file.id);
      const refused = await store.photosExclude(ids, true).then(() => 'done', error => error.code);
      await store.thumbnailsWrite([{ hash: 'a', jpeg: new Uint8Array([1]) }]);
      await store.close();
      process.stdout.write(JSON.stringify({ readOnly: facts.readOnly, photos, refused }));`;
      fs.chmodSync(path.dirname(folder), 0o755);
      fs.chmodSync(folder, 0o555);
      const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
        stdio: ['ignore', 'pipe', 'inherit'],
        ...(isRoot && { uid: 65534, gid: 65534 }),
      });
      const output: Buffer[] = [];
      child.stdout.on('data', (part: Buffer) => output.push(part));
      await new Promise(resolve => child.once('close', resolve));
      fs.chmodSync(folder, 0o755);
      expect(JSON.parse(Buffer.concat(output).toString())).toEqual({
        readOnly: true,
        photos: 40,
        refused: 'folder-read-only',
      });
      expect(digest(file)).toBe(before);
      expect(fs.readdirSync(folder).sort()).toEqual(['backups', 'cache', 'journal.jsonl', 'project.fovea']);
    },
  );
});
