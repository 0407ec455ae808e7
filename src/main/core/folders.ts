// The folder chooser of the serve shell: a walk from a few roots by opaque ids. It gives names, counts and sizes, never contents.
import { randomBytes } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { readFile, readdir, realpath, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { FolderListing } from '../../shared/calls/app.ts';
import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { Context } from './context.ts';
import { folderError, systemCode } from './disk.ts';
import { offeredFiles } from './offered-files.ts';
import { inNaturalOrder, isFolderPassedOver, verdictOnName } from '../photos/file-names.ts';

/** Counting what is inside the entries stops after this long; the rest shows no counts. */
const countBudgetMs = 400;
/** Photos often lie in class folders (ants/), and those in split folders (train/ants/): counts look so far below an entry. */
const levelsBelow = 2;
/** One large tree among the entries must not keep the others from being counted. */
const belowBudgetMs = 60;

type Place = { readonly path: string; readonly name: string; readonly parent: string | null };
type Entry = FolderListing['entries'][number];

export function folderHandlers({ grants }: Context): Pick<Handlers, 'folders:list' | 'folders:grant'> {
  const places = new Map<string, Place>();
  const ids = new Map<string, string>();

  function idOf(folder: string, name: string, parent: string | null): string {
    const key = `${parent ?? ''}\0${folder}`;
    const known = ids.get(key);
    if (known !== undefined) return known;
    const id = randomBytes(12).toString('base64url');
    ids.set(key, id);
    places.set(id, { path: folder, name, parent });
    return id;
  }
  function placeOf(id: string): Place {
    const place = places.get(id);
    if (place === undefined) throw new AppError('not-found', { what: 'folder' });
    return place;
  }
  function parentsOf(place: Place): { id: string; name: string }[] {
    if (place.parent === null) return [];
    const parent = placeOf(place.parent);
    return [...parentsOf(parent), { id: place.parent, name: parent.name }];
  }

  return {
    async 'folders:list'({ folder, files }) {
      if (folder === null) {
        const roots = await listRoots();
        const entries = await describe(roots, root => idOf(root.path, root.name, null));
        return { folder: null, parents: [], entries, files: [] };
      }
      const place = placeOf(folder);
      const inside = await subFolders(place.path);
      const named = files === undefined ? [] : await offeredFiles(place.path, files);
      return {
        folder: { id: folder, name: place.name, display: shortened(place.path) },
        parents: parentsOf(place),
        entries: await describe(inside, entry => idOf(entry.path, entry.name, folder)),
        files: named.map(file => ({ id: idOf(file.path, file.name, folder), name: file.name, bytes: file.bytes })),
      };
    },
    'folders:grant': ({ folder }) => ({ grant: grants.add(placeOf(folder).path) }),
  };
}

/** `~/Pictures/ants` instead of the whole path. */
export function shortened(folder: string): string {
  const home = os.homedir();
  return folder === home || folder.startsWith(home + path.sep) ? `~${folder.slice(home.length)}` : folder;
}

/** Folders directly inside, in natural order; hidden ones are left out, links to folders are followed. */
async function subFolders(folder: string): Promise<{ path: string; name: string }[]> {
  try {
    const found: { path: string; name: string }[] = [];
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (isFolderPassedOver(entry.name)) continue;
      const inside = path.join(folder, entry.name);
      if (entry.isDirectory()) found.push({ path: inside, name: entry.name });
      else if (entry.isSymbolicLink()) {
        const target = await linkedFolder(inside);
        if (target !== null) found.push({ path: target, name: entry.name });
      }
    }
    return found.sort((a, b) => inNaturalOrder(a.name, b.name));
  } catch (error) {
    throw folderError(error, folder);
  }
}

async function linkedFolder(link: string): Promise<string | null> {
  try {
    const target = await realpath(link);
    return (await stat(target)).isDirectory() ? target : null;
  } catch (error) {
    if (systemCode(error) === '') throw error;
    return null; // a link that leads nowhere is no folder
  }
}

async function describe(
  folders: readonly { path: string; name: string }[],
  idOf: (folder: { path: string; name: string }) => string,
): Promise<Entry[]> {
  const untilMs = performance.now() + countBudgetMs;
  const entries: Entry[] = [];
  for (const folder of folders) {
    const base = { id: idOf(folder), name: folder.name };
    if (performance.now() > untilMs) {
      entries.push({ ...base, photos: null, folders: null, project: false, problem: null });
      continue;
    }
    try {
      const inside = await readdir(folder.path, { withFileTypes: true });
      entries.push({
        ...base,
        photos: await countPhotos(folder.path, inside, levelsBelow, performance.now() + belowBudgetMs),
        folders: inside.filter(entry => entry.isDirectory() && !isFolderPassedOver(entry.name)).length,
        project: inside.some(entry => entry.isFile() && entry.name === 'project.fovea'),
        problem: null,
      });
    } catch (error) {
      if (systemCode(error) === '') throw error;
      entries.push({ ...base, photos: null, folders: null, project: false, problem: 'unreadable' });
    }
  }
  return entries;
}

/** A name without an extension may be a photo, but a folder of programs is full of such. */
const isPhotoByName = (name: string): boolean => path.extname(name) !== '' && verdictOnName(name).kind === 'candidate';

/** Files that look like photos by name, in the folder and some levels below; null where there was no time to look everywhere. */
async function countPhotos(
  folder: string,
  inside: readonly Dirent[],
  levels: number,
  untilMs: number,
): Promise<number | null> {
  let photos = inside.filter(entry => entry.isFile() && isPhotoByName(entry.name)).length;
  if (levels === 0) return photos;
  for (const entry of inside) {
    if (!entry.isDirectory() || isFolderPassedOver(entry.name)) continue;
    if (performance.now() > untilMs) return null;
    const below = path.join(folder, entry.name);
    const found = await countPhotos(below, await readableEntries(below), levels - 1, untilMs);
    if (found === null) return null;
    photos += found;
  }
  return photos;
}

/** None where the folder cannot be read: opening it says why. */
async function readableEntries(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (systemCode(error) === '') throw error;
    return [];
  }
}

/** The person's own folder and the drives that are mounted for people. */
async function listRoots(): Promise<{ path: string; name: string }[]> {
  const home = { path: os.homedir(), name: path.basename(os.homedir()) };
  return [home, ...(await mountedDrives()).filter(drive => drive.path !== home.path)];
}

async function mountedDrives(): Promise<{ path: string; name: string }[]> {
  if (process.platform === 'win32') {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map(letter => `${letter}:\\`);
    const present = await Promise.all(letters.map(isFolder));
    return letters.filter((_, place) => present[place]).map(drive => ({ path: drive, name: drive }));
  }
  if (process.platform === 'darwin') return subFolders('/Volumes');
  const mounts = (await readFile('/proc/mounts', 'utf8')).split('\n').map(line => unescaped(line.split(' ')[1] ?? ''));
  const forPeople = mounts.filter(mount => /^\/(media|mnt|run\/media)(\/|$)/.test(mount));
  return [...new Set(forPeople)].map(mount => ({ path: mount, name: path.basename(mount) }));
}

/** /proc/mounts writes a blank as \040. */
function unescaped(mount: string): string {
  return mount.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
}

async function isFolder(folder: string): Promise<boolean> {
  try {
    return (await stat(folder)).isDirectory();
  } catch (error) {
    if (systemCode(error) === '') throw error;
    return false;
  }
}
