// Does one thing after the other to a project while the N-th call to its disk fails, for every N until a run ends clean. Run as a program in
// a process with a failing disk: `node fault-runner.ts <folder> <acts> <faults>`; prints a JSON line for each.
import fs from 'node:fs';
import path from 'node:path';
import type { StoreMethods } from '../../src/main/store/api.ts';
import { backUpNow, nextBackup } from '../../src/main/store/backups.ts';
import { namedBackups } from '../../src/main/store/backup-files.ts';
import { openMethods } from '../../src/main/store/methods.ts';
import { createProject, openProject } from '../../src/main/store/open-project.ts';
import { applyRestore } from '../../src/main/store/restore.ts';
import { AppError } from '../../src/shared/errors.ts';
import { diskControl, type Fault } from './failing-disk.ts';

export type FaultReport = {
  act: string;
  fault: string;
  /** Calls that were made to fail, one run each. */
  points: number;
  problems: string[];
};

const home = process.argv[2]!;
const template = path.join(home, 'template');
const project = path.join(home, 'project');
const newFolder = path.join(home, 'new');
const disk = diskControl();
const facts = { name: 'Faults', photosFolder: '/away', seed: 1, sample: false };

function said(methods: StoreMethods): string {
  const rows = methods.annotationsAll().map(({ photo, annotations }) => [photo.path, photo.excluded, annotations]);
  return JSON.stringify([rows, methods.classesList()]);
}

async function makeTemplate(): Promise<void> {
  createProject(template, facts);
  const { methods, close } = openMethods(template, () => undefined);
  const found = Array.from({ length: 150 }, (_, place) => ({
    path: `${place}.jpg`,
    bytes: 1,
    modifiedMs: 1,
    folderClass: null,
    folderSplit: null,
  }));
  methods.scanApply(found, [], false);
  const ids = methods.photosFiles(null).map(file => file.id);
  const { id: ant } = methods.classesCreate('ant').result;
  methods.classesCreate('bee');
  methods.labelsSet(ids, ant, 'replace');
  await methods.backupsMake('work');
  methods.photosExclude(ids.slice(0, 5), true);
  await close();
}

type Opened = ReturnType<typeof openMethods>;

/** An act on an open project; each is either acknowledged or leaves everything as it was. */
const acts: Readonly<Record<string, (project: Opened) => unknown>> = {
  label: ({ methods }) =>
    methods.labelsSet([methods.photosFiles(null)[7]!.id], methods.classesList()[1]!.id, 'replace'),
  'label all': ({ methods }) =>
    methods.labelsSet(
      methods.photosFiles(null).map(file => file.id),
      methods.classesList()[1]!.id,
      'replace',
    ),
  box: ({ methods }) =>
    methods.thingsAdd(methods.photosFiles(null)[3]!.id, [
      { kind: 'box', classId: methods.classesList()[0]!.id, box: { x: 1, y: 2, width: 3, height: 4 } },
    ]),
  undo: ({ methods }) => methods.undo(),
  import: ({ methods, call }) => {
    const photos = methods.photosFiles(null).map(({ id }) => ({
      photo: id,
      split: null,
      nothing: [],
      annotations: [{ class: { newClass: 0 }, shape: null, attributes: {} }],
    }));
    return call('importApply', [{ newClasses: [{ name: 'wasp' }], sources: [], photos, files: 'a.json' }]);
  },
  'delete class': ({ methods, call }) => call('classesDelete', [methods.classesList()[0]!.id]),
  backup: ({ methods }) => methods.backupsMake('work'),
  scan: ({ methods }) =>
    methods.scanApply([{ path: 'new.jpg', bytes: 1, modifiedMs: 1, folderClass: null, folderSplit: null }], [], true),
};

function freshProject(): void {
  fs.rmSync(project, { recursive: true, force: true });
  fs.cpSync(template, project, { recursive: true });
}

const isKnown = (error: unknown): boolean => error instanceof AppError && error.code !== 'internal';

async function reopened(): Promise<string> {
  const { methods, close } = openMethods(project, () => undefined);
  const now = said(methods);
  await close();
  return now;
}

/** One act while the `nth` call fails. @returns how many failed, and what went wrong. */
async function tryAct(
  act: string,
  nth: number,
  fault: Fault,
  sticky: boolean,
  after: string,
): Promise<[number, string[]]> {
  freshProject();
  const problems: string[] = [];
  const opened = openMethods(project, error => {
    if (!isKnown(error)) problems.push(`told ${String(error)}`);
  });
  const { methods, close } = opened;
  const before = said(methods);
  const backups = namedBackups(project).map(({ id }) => id);
  let isDone = true;
  disk.failAt(nth, fault, sticky);
  try {
    await acts[act]!(opened);
  } catch (error) {
    isDone = false;
    if (!isKnown(error)) problems.push(`threw ${String(error)}`);
  }
  const failed = disk.heal();
  const now = said(methods);
  if (isDone && now !== after) problems.push('acknowledged, and not there');
  if (!isDone && now !== before) problems.push('refused, and something changed');
  try {
    methods.classesCreate('works again');
    methods.undo();
  } catch (error) {
    problems.push(`does not work again: ${String(error)}`);
  }
  await close();
  const left = new Set(namedBackups(project).map(({ id }) => id));
  if (backups.some(id => !left.has(id))) problems.push('a backup is gone');
  const reread = await reopened();
  if (isDone ? reread !== after : reread !== before) problems.push('after opening again it says something else');
  return [failed, problems];
}

/** Opening, closing, restoring, making a new project: what is on the disk is the project before or after. */
const wholes: Readonly<Record<string, () => Promise<void>>> = {
  async open() {
    openProject(project).close();
  },
  async close() {
    const { methods, close } = openMethods(project, () => undefined);
    try {
      methods.classesCreate('last');
    } finally {
      await close();
    }
  },
  async restore() {
    const { id } = namedBackups(project).at(-1)!;
    applyRestore({ folder: project, from: { kind: 'backup', id }, replay: true });
  },
  async 'restore without replay'() {
    const { id } = namedBackups(project).at(-1)!;
    applyRestore({ folder: project, from: { kind: 'backup', id }, replay: false });
  },
  async rebuild() {
    applyRestore({ folder: project, from: { kind: 'journal' }, replay: true });
  },
  async 'backup of another opener'() {
    const opened = openProject(project);
    try {
      backUpNow({ db: opened.db, folder: project }, nextBackup(project, 'migration'));
    } finally {
      opened.close();
    }
  },
  async create() {
    createProject(newFolder, facts);
  },
};

async function tryWhole(
  act: string,
  nth: number,
  fault: Fault,
  sticky: boolean,
  allowed: readonly string[],
): Promise<[number, string[]]> {
  freshProject();
  fs.rmSync(newFolder, { recursive: true, force: true });
  const problems: string[] = [];
  disk.failAt(nth, fault, sticky);
  try {
    await wholes[act]!();
  } catch (error) {
    if (!isKnown(error) && !isSystemError(error)) problems.push(`threw ${String(error)}`);
  }
  const failed = disk.heal();
  try {
    const now = await reopened();
    if (!allowed.includes(now)) problems.push('says neither what it said before nor what it would after');
    if (act === 'create') {
      if (!fs.existsSync(path.join(newFolder, 'project.fovea'))) createProject(newFolder, facts);
      openProject(newFolder).close();
    }
  } catch (error) {
    problems.push(`does not open: ${String(error)}`);
  }
  return [failed, problems];
}

/** The tasks of a thread turn the file system's errors into AppErrors at its end (task-worker.ts). */
const isSystemError = (error: unknown): boolean =>
  error instanceof Error && /^(E[A-Z]+|SQLITE_[A-Z_]+)$/.test((error as NodeJS.ErrnoException).code ?? '');

async function loop(act: string, fault: Fault, sticky: boolean): Promise<FaultReport> {
  fs.rmSync(newFolder, { recursive: true, force: true });
  const report: FaultReport = { act, fault: `${fault}${sticky ? ', and all after' : ''}`, points: 0, problems: [] };
  freshProject();
  const before = await reopened();
  let after: string;
  if (act in acts) {
    const opened = openMethods(project, () => undefined);
    await acts[act]!(opened);
    after = said(opened.methods);
    await opened.close();
  } else {
    await wholes[act]!();
    after = await reopened();
  }
  for (let nth = 1; nth < 2_000; nth++) {
    const [failed, problems] =
      act in acts
        ? await tryAct(act, nth, fault, sticky, after)
        : await tryWhole(act, nth, fault, sticky, [before, after]);
    report.problems.push(...problems.map(problem => `call ${nth}: ${problem}`));
    if (failed === 0) break;
    report.points++;
  }
  return report;
}

await makeTemplate();
const [, , , wanted = '', faultNames = 'ENOSPC'] = process.argv;
const names = wanted === '' ? [...Object.keys(acts), ...Object.keys(wholes)] : wanted.split(',');
for (const act of names) {
  for (const name of faultNames.split(',') as Fault[]) {
    // A full or a read-only disk stays so; an error of reading, writing or rights comes once.
    const report = await loop(act, name, name === 'ENOSPC' || name === 'EROFS');
    process.stdout.write(`${JSON.stringify(report)}\n`);
  }
}
process.exit();
