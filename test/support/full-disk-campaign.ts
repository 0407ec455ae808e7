// A small disk that is full at different moments of everything that writes to it: each time the disk is named, nothing is lost, and it works
// once there is room.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createCore, type Core } from '../../src/main/core/index.ts';
import { namedBackups } from '../../src/main/store/backup-files.ts';
import { openMethods } from '../../src/main/store/methods.ts';
import { createProject } from '../../src/main/store/open-project.ts';
import { madePhotoPng } from '../../src/main/training/made-photo.ts';
import { AppError } from '../../src/shared/errors.ts';
import { errorText } from '../../src/shared/messages.ts';
import { killActs } from './kill-steps-runner.ts';
import { plainPhotos } from './plain-photos.ts';
import { smallDisk, type SmallDisk } from './small-disk.ts';

type FullDiskReport = {
  act: string;
  megabytes: number;
  /** How often it was refused, of how many tries. */
  refused: number;
  tries: number;
  problems: string[];
};

type Place = { readonly disk: SmallDisk; readonly project: string };
type Opened = {
  readonly act: () => unknown;
  /** What is said, while it is open. */
  readonly said: () => Promise<string> | string;
  readonly close: () => Promise<void>;
};
type Act = {
  /** Room left while it is done, where that is not `roomLeft`. */
  readonly roomLeft?: readonly number[];
  /** The state before, on the disk. */
  readonly prepare: (place: Place) => Promise<unknown>;
  readonly open: (place: Place) => Promise<Opened>;
};

/** Room left while it is done, in bytes: from nothing to enough. */
const roomLeft = [0, 8_192, 40_000, 120_000, 300_000, 800_000];
const photos = 200;
const facts = { name: 'Full', photosFolder: '/away', seed: 1, sample: false };

function makeProject({ project }: Place): Promise<void> {
  createProject(project, facts);
  const { methods, close } = openMethods(project, () => undefined);
  methods.scanApply(plainPhotos(photos), [], false);
  for (const name of ['ant', 'bee']) methods.classesCreate(name);
  return close();
}

const sayings = ({ methods }: Pick<ReturnType<typeof openMethods>, 'methods'>): string =>
  JSON.stringify([methods.annotationsAll(), methods.classesList()]);

/** An act on the open project. */
const onOpen = (act: (opened: ReturnType<typeof openMethods>) => unknown): Act => ({
  prepare: makeProject,
  open({ project }) {
    const opened = openMethods(project, () => undefined);
    return Promise.resolve({ act: () => act(opened), said: () => sayings(opened), close: opened.close });
  },
});

const idsOf = ({ methods }: ReturnType<typeof openMethods>) => methods.photosFiles(null).map(photo => photo.id);

async function openCore(home: string): Promise<Core> {
  return createCore({
    resourcesFolder: path.resolve(import.meta.dirname, '../../resources'),
    dataFolder: path.join(home, 'data'),
    documentsFolder: path.join(home, 'documents'),
    shell: 'cli',
    version: '0.0.0',
    safeMode: false,
    log: () => undefined,
    threads: 1,
  });
}

/** The export itself is on the small disk; the photos are not. */
const exporting: Act = {
  // It is of some 10 KB, and each try starts a core.
  roomLeft: [0, 8_192],
  async prepare({ disk }) {
    const home = path.join(disk.folder, 'photos');
    fs.mkdirSync(home);
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      fs.writeFileSync(path.join(home, `${seed}.png`), madePhotoPng({ widthPx: 64, heightPx: 48, kind: 'disc', seed }));
    }
  },
  async open({ disk }) {
    const home = fs.mkdtempSync(path.join(os.tmpdir(), 'fovea-full-disk-'));
    const core = await openCore(home);
    await core.call('project:open', { grant: core.grants.add(path.join(disk.folder, 'photos')) });
    for (const { id, kind } of await core.call('work:list', null)) if (kind === 'scan') await core.workEnded(id);
    const { id: classId } = await core.call('classes:create', { name: 'ant' });
    const { columns } = await core.call('photos:query', { filter: {}, sort: 'name', group: 'none' });
    await core.call('labels:set', { ids: [...columns.id], classId, how: 'replace' });
    const out = path.join(disk.folder, 'export');
    const wish = { format: 'coco', frame: 'upright', photos: 'copy' } as const;
    return {
      act: () => core.exportAnnotations(wish, out, () => undefined),
      said: () =>
        fs.existsSync(out) ? `whole, ${fs.readdirSync(out, { recursive: true }).length} entries` : 'not there',
      async close() {
        await core.close();
        fs.rmSync(home, { recursive: true, force: true });
      },
    };
  },
};

const jpegBytes = 20_000;
const thumbnailsAtOnce = 20;

export const fullDiskActs: Readonly<Record<string, Act>> = {
  label: onOpen(opened => opened.methods.labelsSet(idsOf(opened), opened.methods.classesList()[0]!.id, 'replace')),
  import: onOpen(opened =>
    opened.call('importApply', [
      {
        newClasses: [{ name: 'wasp' }],
        sources: [],
        photos: idsOf(opened).map(photo => ({
          photo,
          split: null,
          nothing: [],
          annotations: [{ class: { newClass: 0 }, shape: null, attributes: { note: 'n'.repeat(500) } }],
        })),
        files: 'a.json',
      },
    ]),
  ),
  backup: onOpen(({ methods }) => methods.backupsMake('work')),
  thumbnail: onOpen(({ methods }) =>
    methods.thumbnailsWrite(
      Array.from({ length: thumbnailsAtOnce }, (_, place) => ({
        hash: String(place).padStart(64, '0'),
        jpeg: new Uint8Array(jpegBytes).fill(place),
      })),
    ),
  ),
  migration: {
    prepare: async ({ project }) => killActs['migration']!.prepare(project),
    open: ({ project }) => {
      const said = (): Promise<string> => killActs['migration']!.said(project);
      // Opening is the act; what it says before that is what it says afterwards.
      return Promise.resolve({ act: said, said: () => 'the same', close: () => Promise.resolve() });
    },
  },
  export: exporting,
};

/** Never enough room for a backup on these disks: a backup leaves 64 MiB free. */
const isAlwaysRefused = (act: string): boolean => act === 'backup';

/** @returns null where no small disk can be mounted. */
export async function fillDuring(act: string, megabytes: number): Promise<FullDiskReport | null> {
  const report: FullDiskReport = { act, megabytes, refused: 0, tries: 0, problems: [] };
  const { prepare, open, ...own } = fullDiskActs[act]!;
  for (const left of (own.roomLeft ?? roomLeft).filter(bytes => bytes < megabytes * 500_000)) {
    const disk = smallDisk(megabytes);
    if (!disk) return null;
    const problem = (text: string): void => void report.problems.push(`${left} bytes left: ${text}`);
    const place: Place = { disk, project: path.join(disk.folder, 'project') };
    try {
      await prepare(place);
      const { act: attempt, said, close } = await open(place);
      const before = await said();
      const empty = disk.fill(left);
      report.tries++;
      const refusal = await tried(attempt);
      if (refusal !== null) {
        report.refused++;
        const words = refusal instanceof AppError ? errorText('en', refusal) : String(refusal);
        if (!(refusal instanceof AppError) || refusal.code !== 'disk-full' || !words.includes('free some space')) {
          problem(`it was refused with "${words}"`);
        }
        if ((await said()) !== before) problem('it was refused, and something changed');
      }
      empty();
      const again = refusal === null ? null : await tried(attempt);
      if (again !== null && !isAlwaysRefused(act)) problem(`it does not work again: ${String(again)}`);
      if (again === null && isAlwaysRefused(act)) problem('a backup took the room that work needs');
      const after = await said();
      await close();
      const reopened = await open(place);
      if (act !== 'export' && (await reopened.said()) !== after)
        problem('after opening it again it says something else');
      await reopened.close();
      const half = fs.readdirSync(disk.folder, { recursive: true }).filter(name => String(name).includes('.writing'));
      if (half.length > 0) problem(`left behind: ${half.join(', ')}`);
      if (isAlwaysRefused(act) && namedBackups(place.project).length > 0) problem('there is a backup');
    } catch (error) {
      problem(error instanceof Error ? (error.stack ?? error.message) : String(error));
    } finally {
      disk.remove();
    }
  }
  return report;
}

async function tried(attempt: () => unknown): Promise<unknown> {
  try {
    await attempt();
    return null;
  } catch (error) {
    return error;
  }
}
