// Does one thing in a process that is killed before the N-th call to its disk: the temporary file opened, written, flushed, renamed, its folder
// flushed, the row written, the old file removed, each in its turn. Run as a program: `node kill-steps-runner.ts <act> <folder> <N>`; it prints
// "done" where it was not killed.
import fs from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { writeFiles } from '../../src/main/annotations/written-files.ts';
import { exportToFolder } from '../../src/main/core/export-folder.ts';
import { openSettings } from '../../src/main/core/settings.ts';
import { isIntact, backupFile, namedBackups, readNote } from '../../src/main/store/backup-files.ts';
import { checkSum } from '../../src/main/store/check-sums.ts';
import { applicationId } from '../../src/main/store/header.ts';
import { openMethods } from '../../src/main/store/methods.ts';
import { migrate } from '../../src/main/store/migrate.ts';
import { migrations } from '../../src/main/store/migrations/index.ts';
import { createProject } from '../../src/main/store/open-project.ts';
import { defaultSettings } from '../../src/shared/records/project.ts';
import { diskControl } from './failing-disk.ts';
import { plainPhotos } from './plain-photos.ts';

type Act = {
  /** The state before, made in a folder of its own. */
  readonly prepare: (folder: string) => Promise<unknown> | void;
  readonly act: (folder: string) => Promise<unknown>;
  /** What the folder says, whatever happened to it. @throws where it cannot be loaded. */
  readonly said: (folder: string) => Promise<string>;
};

async function sayings(folder: string): Promise<string> {
  const { methods, close } = openMethods(folder, () => undefined);
  const said = JSON.stringify([methods.annotationsAll(), methods.classesList()]);
  await close();
  return said;
}

async function makeProject(folder: string): Promise<void> {
  createProject(folder, { name: 'Kills', photosFolder: '/away', seed: 1, sample: false });
  const { methods, close } = openMethods(folder, () => undefined);
  methods.scanApply(plainPhotos(30), [], false);
  const ids = methods.photosFiles(null).map(photo => photo.id);
  methods.labelsSet(ids, methods.classesCreate('ant').result.id, 'replace');
  // As many as are kept: the oldest goes when the next one is there.
  for (let backup = 0; backup < 12; backup++) await methods.backupsMake('work');
  await close();
}

/** A project of the first version, with a photo and nothing said of it. */
function makeOldProject(folder: string): void {
  fs.mkdirSync(folder, { recursive: true });
  const db = new Database(path.join(folder, 'project.fovea'));
  db.pragma(`application_id = ${applicationId}`);
  migrate(db, migrations.slice(0, 1));
  db.exec(`INSERT INTO project (id, name, photos_folder, label_mode, seed, sample, created_at, class_folders, class_folders_through, opened)
    VALUES (1, 'Old', '/photos', 'one', 1, 0, '2026-01-01T00:00:00.000Z', NULL, 0, 3)`);
  db.prepare('INSERT INTO photo_group (id, split, check_sum) VALUES (1, NULL, ?)').run(checkSum([1, null]));
  db.prepare(
    `INSERT INTO photo (id, path, bytes, modified_ms, folder_class, folder_split, group_id, hash, width_px, height_px, damaged, missing,
       content_read, deleted, excluded, check_sum) VALUES (1, '1.jpg', 1, 1, NULL, NULL, 1, NULL, 0, 0, 0, 0, 0, 0, 0, ?)`,
  ).run(checkSum([1, 0]));
  db.close();
}

const exported = ['classes.txt', 'labels/one.txt', 'labels/two.txt'];

export const killActs: Readonly<Record<string, Act>> = {
  settings: {
    prepare: async folder => (await openSettings(folder)).write({ ...defaultSettings, theme: 'light' }),
    act: async folder => (await openSettings(folder)).write({ ...defaultSettings, theme: 'dark' }),
    async said(folder) {
      const { theme } = (await openSettings(folder)).read();
      if (!['light', 'dark'].includes(theme)) throw new Error(`the theme is ${theme}`);
      return theme;
    },
  },
  export: {
    prepare: folder => void fs.mkdirSync(folder, { recursive: true }),
    act: folder =>
      exportToFolder(path.join(folder, 'out'), [], place =>
        writeFiles(
          place,
          exported.map(name => ({ path: name, pieces: [name, ' is whole'] })),
          () => undefined,
        ),
      ),
    said(folder) {
      const out = path.join(folder, 'out');
      if (!fs.existsSync(out)) return Promise.resolve('not there');
      for (const name of exported) {
        const text = fs.readFileSync(path.join(out, name), 'utf8');
        if (text !== `${name} is whole`) throw new Error(`${name} says ${text}`);
      }
      return Promise.resolve('whole');
    },
  },
  backup: {
    prepare: makeProject,
    async act(folder) {
      const { methods, close } = openMethods(folder, () => undefined);
      await methods.backupsMake('work');
      await close();
    },
    async said(folder) {
      const wholeOnes = namedBackups(folder).filter(({ id }) => {
        const file = backupFile(folder, id);
        return isIntact(file, readNote(file));
      });
      if (wholeOnes.length < 12) throw new Error(`${wholeOnes.length} backups are whole`);
      return sayings(folder);
    },
  },
  import: {
    prepare: makeProject,
    async act(folder) {
      const { methods, call, close } = openMethods(folder, () => undefined);
      const photos = methods.photosFiles(null).map(({ id }) => ({
        photo: id,
        split: null,
        nothing: [],
        annotations: [{ class: { newClass: 0 }, shape: null, attributes: {} }],
      }));
      await call('importApply', [{ newClasses: [{ name: 'wasp' }], sources: [], photos, files: 'a.json' }]);
      await close();
    },
    said: sayings,
  },
  migration: { prepare: makeOldProject, act: sayings, said: sayings },
};

if (process.argv[1] === import.meta.filename) {
  const [, , act = '', folder = '', nth = ''] = process.argv;
  const disk = diskControl();
  disk.killAt(Number(nth));
  await killActs[act]!.act(folder);
  disk.heal();
  process.stdout.write('done');
  process.exit();
}
