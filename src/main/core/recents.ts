// Projects opened lately, with a few small pictures of each, in the data folder. Losing this file loses no project.
import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { RecentProject } from '../../shared/records/project.ts';
import { readJsonFile, systemCode, writeDurably } from './disk.ts';
import { isProjectFolder } from './project-place.ts';

const keptProjects = 20;
export const recentThumbnails = 7;

type Entry = Omit<RecentProject, 'missing'> & { readonly photosFolder: string };
/** What is known of a project when it is opened or closed, or a run of it ends. */
export type RecentFacts = Pick<
  Entry,
  'folder' | 'photosFolder' | 'name' | 'photos' | 'annotated' | 'classes' | 'bestScore'
>;

export type Recents = {
  list(): Promise<readonly RecentProject[]>;
  /** Puts the project first. Null thumbnails: those from before stay. */
  remember(facts: RecentFacts, thumbnailsJpeg: readonly Uint8Array[] | null): Promise<void>;
  forget(id: string): Promise<void>;
  /** The project folder; throws `not-found`. */
  folderOf(id: string): string;
  /** Project folders made for this photo folder, newest first. */
  projectsOf(photosFolder: string): readonly string[];
  thumbnail(id: string, place: number): Promise<Uint8Array>;
};

export async function openRecents(dataFolder: string): Promise<Recents> {
  const file = path.join(dataFolder, 'recents.json');
  const picture = (id: string, place: number): string => path.join(dataFolder, 'recents', id, `${place}.jpg`);
  let entries = readEntries(await readJsonFile(file));

  async function write(next: readonly Entry[]): Promise<void> {
    entries = next;
    await writeDurably(file, `${JSON.stringify(next, null, 2)}\n`);
  }
  function entryOf(id: string): Entry {
    const entry = entries.find(one => one.id === id);
    if (entry === undefined) throw new AppError('not-found', { what: 'recent project' });
    return entry;
  }

  return {
    list: () =>
      Promise.all(
        entries.map(async ({ photosFolder: _, ...shown }) => ({
          ...shown,
          missing: !(await isProjectFolder(shown.folder)),
        })),
      ),
    async remember(facts, thumbnailsJpeg) {
      const id = createHash('sha256').update(facts.folder).digest('hex').slice(0, 16);
      const before = entries.find(entry => entry.id === id);
      if (thumbnailsJpeg !== null) {
        await rm(path.dirname(picture(id, 0)), { recursive: true, force: true });
        for (const [place, bytes] of thumbnailsJpeg.entries()) await writeDurably(picture(id, place), bytes);
      }
      const thumbnails = thumbnailsJpeg?.length ?? before?.thumbnails ?? 0;
      const entry: Entry = { id, ...facts, openedAt: new Date().toISOString(), thumbnails };
      await write([entry, ...entries.filter(other => other.id !== id)].slice(0, keptProjects));
    },
    async forget(id) {
      const entry = entryOf(id);
      await rm(path.dirname(picture(entry.id, 0)), { recursive: true, force: true });
      await write(entries.filter(other => other !== entry));
    },
    folderOf: id => entryOf(id).folder,
    projectsOf: photosFolder => entries.filter(entry => entry.photosFolder === photosFolder).map(entry => entry.folder),
    async thumbnail(id, place) {
      const entry = entryOf(id);
      if (!(place >= 0 && place < entry.thumbnails)) throw new AppError('not-found', { what: 'thumbnail' });
      try {
        return await readFile(picture(entry.id, place));
      } catch (error) {
        if (systemCode(error) !== 'ENOENT') throw error;
        throw new AppError('not-found', { what: 'thumbnail' }, { cause: error });
      }
    },
  };
}

/** Entries that have every field; others (edited by hand, of a version that keeps something else) are left out. */
function readEntries(value: unknown): readonly Entry[] {
  if (!Array.isArray(value)) return [];
  return (value as unknown[])
    .map((item): Record<string, unknown> => ({ ...unknownYet, ...(Object(item) as object) }))
    .filter(isEntry);
}

/** For entries that were written before these were kept; the next opening of their project fills them. */
const unknownYet = { classes: 0, bestScore: null } as const;

function isEntry(item: unknown): item is Entry {
  const entry = item as Record<string, unknown>;
  const texts = ['id', 'folder', 'photosFolder', 'name', 'openedAt'].every(key => typeof entry[key] === 'string');
  const counts = ['photos', 'annotated', 'classes', 'thumbnails'].every(key => Number.isSafeInteger(entry[key]));
  const isScored = entry.bestScore === null || Number.isFinite(entry.bestScore);
  return texts && counts && isScored && /^[0-9a-f]{16}$/.test(entry.id as string);
}
