// Flips bytes of a project file at random, again and again, and looks each time whether the program notices before anything is shown.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { openStore } from '../../src/main/store/index.ts';
import { openProject } from '../../src/main/store/open-project.ts';
import { AppError } from '../../src/shared/errors.ts';
import { mulberry32 } from '../../src/shared/random.ts';

export type CorruptionReport = {
  flips: number;
  /** Refused when it was opened. */
  refused: number;
  /** Opened, and everything a person made is as it was: the bytes held nothing of it. */
  harmless: number;
  /** Opened although something a person said is another one. */
  missed: string[];
  /** Opened although the history says something else. */
  missedInHistory: string[];
  /** Anything but a refusal in words. */
  crashes: string[];
};

const labelled = 300;

/** A closed project with labels, things of every shape, sides, classes, a run and a long history. */
async function makeProject(folder: string): Promise<void> {
  const store = await openStore({ folder, create: { name: 'Flips', photosFolder: '/away', seed: 1, sample: false } });
  const found = Array.from({ length: labelled }, (_, place) => ({
    path: `shelf ${place % 7}/photo ${place}.jpg`,
    bytes: 1_000 + place,
    modifiedMs: 1,
    folderClass: null,
    folderSplit: null,
  }));
  await store.scanApply(found, [], false);
  const hash = (id: number): string => id.toString(16).padStart(64, 'a');
  const read = {
    widthPx: 640,
    heightPx: 480,
    problem: null,
    orientation: 1,
    takenMs: null,
    nearHash: null,
    note: null,
  };
  await store.scanContent((await store.scanPending(labelled)).map(({ id }) => ({ id, hash: hash(id), ...read })));
  const ids = (await store.photosFiles(null)).map(photo => photo.id);
  const classes = [];
  for (const name of ['ant', 'bee', 'wasp']) classes.push((await store.classesCreate(name)).result.id);
  for (const [place, id] of ids.entries()) {
    const classId = classes[place % 3]!;
    await store.labelsSet([id], classId, 'replace');
    const box = { x: place, y: 2 * place, width: 20.5, height: 30.25 };
    const polygon = [Array.from({ length: 12 }, (_, point) => place + point * 1.5)];
    await store.thingsAdd(id, [
      { kind: 'box', classId, box },
      { kind: 'polygon', classId, polygon },
    ]);
  }
  await store.photosExclude(ids.slice(0, 20), true);
  for (let step = 0; step < 5; step++) await store.undo();
  await store.close();
}

const saidQueries = [
  'SELECT id, photo_id, kind, about, class_id, x, y, width, height, geometry, attributes FROM annotation ORDER BY id',
  'SELECT id, name, colour, patterned, key, position, export_position, deleted FROM class ORDER BY id',
  'SELECT id, path, excluded, group_id, hash, deleted FROM photo ORDER BY id',
  'SELECT id, split FROM photo_group ORDER BY id',
  'SELECT name, photos_folder, label_mode, seed FROM project',
];
const historyQueries = [
  'SELECT sequence, kind, details, photos, at, target FROM gesture ORDER BY sequence',
  'SELECT gesture, ordinal, table_name, key, before, after FROM change ORDER BY gesture, ordinal',
  'SELECT sequence, line FROM journal_line ORDER BY sequence',
];

function textOf(db: Database.Database, queries: readonly string[]): string {
  return JSON.stringify(queries.map(query => db.prepare(query).raw().all()));
}

/** Overwrites 1 to 64 bytes at a random place with random ones. */
function flip(good: Buffer, random: () => number): { bytes: Buffer; at: number; length: number } {
  const bytes = Buffer.from(good);
  const length = 1 + Math.floor(random() * 64);
  const at = Math.floor(random() * (good.length - length));
  for (let place = at; place < at + length; place++) bytes[place] = Math.floor(random() * 256);
  return { bytes, at, length };
}

export async function corruptionCampaign(flips: number, seed = 1): Promise<CorruptionReport> {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'fovea-flips-'));
  const report: CorruptionReport = { flips, refused: 0, harmless: 0, missed: [], missedInHistory: [], crashes: [] };
  try {
    const source = path.join(home, 'source');
    await makeProject(source);
    const good = fs.readFileSync(path.join(source, 'project.fovea'));
    const original = new Database(path.join(source, 'project.fovea'), { readonly: true });
    const [said, history] = [textOf(original, saidQueries), textOf(original, historyQueries)];
    original.close();
    const random = mulberry32(seed);
    for (let round = 0; round < flips; round++) {
      const folder = fs.mkdtempSync(path.join(home, 'flip-'));
      const { bytes, at, length } = flip(good, random);
      fs.writeFileSync(path.join(folder, 'project.fovea'), bytes);
      // With the seal that it was closed under: it must not be believed.
      fs.cpSync(path.join(source, 'cache'), path.join(folder, 'cache'), { recursive: true });
      const place = `${length} bytes at ${at}`;
      try {
        const project = openProject(folder);
        try {
          if (textOf(project.db, saidQueries) !== said) report.missed.push(place);
          else if (textOf(project.db, historyQueries) !== history) report.missedInHistory.push(place);
          else report.harmless++;
        } finally {
          project.close();
        }
      } catch (error) {
        if (error instanceof AppError) report.refused++;
        else report.crashes.push(`${place}: ${String(error)}`);
      }
      fs.rmSync(folder, { recursive: true, force: true });
    }
    return report;
  } finally {
    fs.rmSync(home, { recursive: true, force: true });
  }
}
