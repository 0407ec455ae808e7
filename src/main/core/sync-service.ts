// Which program keeps a folder the same on several computers: known by the names of the folders above it and by what the program
// leaves in its root.
import type { Dirent } from 'node:fs';
import { open, opendir } from 'node:fs/promises';
import path from 'node:path';
import type { SyncService } from '../../shared/records/sync.ts';

/** A program's marks lie among the first names of its root, or it is passed over: a root may hold very many files. */
const looksAt = 5_000;
const desktopIniBytes = 4_096;

/** Names of folders anywhere above. Folders of `Library/CloudStorage` on macOS begin with the service: `OneDrive-Personal`. */
const byFolder: readonly (readonly [RegExp, SyncService])[] = [
  [/^dropbox(?: \(.+\))?$/i, 'Dropbox'],
  [/^onedrive(?: - .+)?$/i, 'OneDrive'],
  [/^(?:mobile documents|com~apple~clouddocs|icloud ?drive)$/i, 'iCloud Drive'],
  [/^google ?drive$/i, 'Google Drive'],
];
const inCloudStorage: readonly (readonly [RegExp, SyncService])[] = [
  [/^dropbox/i, 'Dropbox'],
  [/^onedrive/i, 'OneDrive'],
  [/^icloud/i, 'iCloud Drive'],
  [/^google ?drive/i, 'Google Drive'],
  [/^nextcloud|^owncloud/i, 'Nextcloud'],
];
/** What OneDrive says of its folders to the programs of a person, on Windows. */
const oneDriveVariables = ['OneDrive', 'OneDriveConsumer', 'OneDriveCommercial'];

/** The service that keeps `folder`, an absolute path, on other computers too; null where none is seen. Never throws: what cannot be read marks nothing. */
export async function syncServiceOf(
  folder: string,
  environment: Readonly<NodeJS.ProcessEnv> = process.env,
): Promise<SyncService | null> {
  const named = serviceByPath(folder, environment);
  if (named !== null) return named;
  for (let above = folder; ; above = path.dirname(above)) {
    const marked = await serviceByMarks(above);
    if (marked !== null || above === path.dirname(above)) return marked;
  }
}

function serviceByPath(folder: string, environment: Readonly<NodeJS.ProcessEnv>): SyncService | null {
  const isBelow = (root: string | undefined): boolean => {
    if (root === undefined || root === '') return false;
    const relative = path.relative(root, folder);
    return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
  };
  if (oneDriveVariables.some(name => isBelow(environment[name]))) return 'OneDrive';
  const parts = folder.split(/[\\/]/);
  const storage = parts.findIndex((part, place) => part === 'CloudStorage' && parts[place - 1] === 'Library');
  if (storage > 0) return first(inCloudStorage, parts[storage + 1] ?? '');
  // The root of Google's own drive on Windows.
  if (/^[a-z]:$/i.test(parts[0]!) && parts[1] === 'My Drive') return 'Google Drive';
  return parts.map(part => first(byFolder, part)).find(service => service !== null) ?? null;
}

const first = (table: readonly (readonly [RegExp, SyncService])[], name: string): SyncService | null =>
  table.find(([pattern]) => pattern.test(name))?.[1] ?? null;

/** What lies in a service's root. Dropbox's settings are a folder `.dropbox` in a person's own folder, which marks nothing. */
const marks: readonly (readonly [(entry: Dirent) => boolean, SyncService])[] = [
  [entry => entry.name === '.dropbox' && entry.isFile(), 'Dropbox'],
  [entry => entry.name === '.dropbox.cache' && entry.isDirectory(), 'Dropbox'],
  [entry => entry.name === '.stfolder', 'Syncthing'],
  [entry => /^\.tmp\.drive(?:up|down)load$/.test(entry.name), 'Google Drive'],
  [entry => /^\._?sync_[0-9a-f]+\.db$/.test(entry.name), 'Nextcloud'],
  [entry => /^\.(?:own|next)cloudsync\.log$/.test(entry.name), 'Nextcloud'],
];
/** Programs whose picture a folder of Windows shows. */
const byIcon: readonly (readonly [RegExp, SyncService])[] = [
  [/onedrive\.exe/i, 'OneDrive'],
  [/dropbox\.exe/i, 'Dropbox'],
  [/googledrivefs\.exe/i, 'Google Drive'],
  [/icloud\w*\.exe/i, 'iCloud Drive'],
];

async function serviceByMarks(folder: string): Promise<SyncService | null> {
  try {
    let looked = 0;
    for await (const entry of await opendir(folder, { bufferSize: 256 })) {
      const service = marks.find(([isMark]) => isMark(entry))?.[1];
      if (service !== undefined) return service;
      if (entry.name.toLowerCase() === 'desktop.ini' && entry.isFile()) {
        const shown = first(byIcon, await beginningOf(path.join(folder, entry.name)));
        if (shown !== null) return shown;
      }
      if (++looked === looksAt) return null;
    }
    return null;
  } catch {
    return null; // A folder above that this person may not list marks nothing.
  }
}

/** The first kilobytes of a small text, which Windows may write with two bytes a character. */
async function beginningOf(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(desktopIniBytes), 0, desktopIniBytes, 0);
    return buffer.toString('latin1', 0, bytesRead).replaceAll('\0', '');
  } finally {
    await handle.close();
  }
}
