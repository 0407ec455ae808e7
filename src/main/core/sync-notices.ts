// Tells a person once that a project or its photos lie in a folder that a program synchronises, and of the second versions it made.
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Handlers } from '../../shared/contract.ts';
import type { SyncNotice } from '../../shared/records/sync.ts';
import { conflictCopies } from './conflict-copies.ts';
import type { Context } from './context.ts';
import { readJsonFile, writeDurably } from './disk.ts';
import type { OpenProject } from './open-project.ts';
import { syncServiceOf } from './sync-service.ts';

/** Keys of read notices that are kept; of more projects the oldest are told again. */
const keptKeys = 500;

export function syncHandlers({ options, projects }: Context): Pick<Handlers, 'sync:notices' | 'sync:read'> {
  const file = path.join(options.dataFolder, 'read-notices.json');
  let turn: Promise<unknown> = Promise.resolve();

  async function readKeys(): Promise<readonly string[]> {
    const stored = await readJsonFile(file);
    return Array.isArray(stored) ? stored.filter(key => typeof key === 'string') : [];
  }
  async function remember(key: string): Promise<void> {
    const keys = await readKeys();
    await writeDurably(file, `${JSON.stringify([key, ...keys.filter(other => other !== key)].slice(0, keptKeys))}\n`);
  }

  return {
    async 'sync:notices'() {
      const [notices, read] = await Promise.all([noticesOf(projects.current()), readKeys()]);
      return notices.filter(({ key }) => !read.includes(key));
    },
    async 'sync:read'({ key }) {
      const written = turn.then(() => remember(key));
      turn = written.catch(() => undefined); // whoever asked hears of it; the next one is written all the same
      await written;
      return null;
    },
  };
}

async function noticesOf(project: OpenProject): Promise<SyncNotice[]> {
  const { photosFolder } = project.facts();
  const [ofProject, ofPhotos] = await Promise.all([syncServiceOf(project.folder), syncServiceOf(photosFolder)]);
  const files = await conflictCopies(project.folder, ofProject !== null);
  const notices: SyncNotice[] = [];
  if (files.length > 0) {
    notices.push({ kind: 'conflict', folder: project.folder, files, key: keyOf('conflict', project.folder, ...files) });
  }
  if (ofProject !== null) {
    const key = keyOf('project', project.folder, ofProject);
    notices.push({ kind: 'project', service: ofProject, folder: project.folder, key });
  } else if (ofPhotos !== null && ofPhotos !== 'Syncthing') {
    // Syncthing keeps whole files on every computer; the others may keep some online only.
    notices.push({
      kind: 'photos',
      service: ofPhotos,
      folder: photosFolder,
      key: keyOf('photos', photosFolder, ofPhotos),
    });
  }
  return notices;
}

const keyOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
