// Files whose content is not what their photo's was: names that moved on, were swapped, or came a second time. Such content waits until
// everything is read; then each photo goes to the file that has its content now, so that what is said of it follows the picture, not the name.
import path from 'node:path';
import type { PhotoId } from '../../shared/records/ids.ts';
import type { PhotoContent } from './api.ts';
import { groupsForNewPhotos } from './clips.ts';
import type { Tables } from './tables/index.ts';
import { asidePath, type PhotoWithSplit } from './tables/photo.ts';

/** A file that was read, with the photo that has its path until now. */
type ReadFile = { readonly photo: PhotoWithSplit; readonly content: PhotoContent };
type Settled = {
  /** Photos that have their content now. */
  readonly read: readonly PhotoId[];
  /** Whether photos changed places. */
  readonly areMoved: boolean;
};

/** Which of the photos of one content a file is: the one of the same name, else the first. */
export function likeliestOwner(photos: readonly PhotoWithSplit[], file: string): PhotoWithSplit | undefined {
  const name = path.posix.basename(file);
  return photos.find(photo => path.posix.basename(photo.path) === name) ?? photos[0];
}

export function openMovedContent(tables: Tables, isUntouched: (photo: PhotoWithSplit) => boolean) {
  /** What was read, by photo. In the table these photos are unread, so that a scan that is cut short reads them again. */
  const waiting = new Map<PhotoId, PhotoContent>();
  /** Whether an unread photo had content before; null: not looked yet. Of the photos of a new folder none has. */
  let areChanged: boolean | null = null;

  function isSought(photo: PhotoWithSplit, hash: string): boolean {
    areChanged ??= tables.photo.hasChanged();
    return areChanged && tables.photo.isSought(hash, photo.id);
  }

  /** Files by the photo whose content they have now, where that is not the one that has their path. */
  function findOwners(files: readonly ReadFile[]): Map<ReadFile, PhotoWithSplit> {
    const sought = new Map<string, PhotoWithSplit[]>();
    for (const { content } of files) {
      if (!sought.has(content.hash)) sought.set(content.hash, tables.photo.missingOfHash(content.hash));
    }
    for (const { photo, content } of files) {
      if (photo.hash !== null && photo.hash !== content.hash) sought.get(photo.hash)?.push(photo);
    }
    const owners = new Map<ReadFile, PhotoWithSplit>();
    for (const file of files) {
      const { photo, content } = file;
      if (photo.hash === content.hash && !isUntouched(photo)) continue;
      const seeking = sought.get(content.hash)!;
      const owner = likeliestOwner(seeking, photo.path);
      if (!owner) continue;
      seeking.splice(seeking.indexOf(owner), 1);
      owners.set(file, owner);
    }
    return owners;
  }

  function write(id: PhotoId, { photo, content }: ReadFile): PhotoId {
    tables.photo.setFile(id, photo);
    tables.photo.setUnread(id);
    tables.photo.setContent({ ...content, id });
    return id;
  }

  /** Gives each file its owner. Photos whose file has gone to another get a file that is left over, or are missing. */
  function exchange(files: readonly ReadFile[], owners: ReadonlyMap<ReadFile, PhotoWithSplit>): PhotoId[] {
    const moving = new Set([...owners.values()].map(({ id }) => id));
    const free = files.filter(file => moving.has(file.photo.id) && !owners.has(file));
    const homeless = [...owners.keys()].map(({ photo }) => photo).filter(({ id }) => !moving.has(id));
    // No two photos may have one path, not even for a moment: all of them step aside first.
    for (const { id } of [...owners.values(), ...homeless]) tables.photo.setDeleted(id);
    const read = Array.from(owners, ([file, { id }]) => write(id, file));
    for (const photo of homeless) {
      if (!isUntouched(photo)) {
        // Its content is nowhere any more, and the name is another photo's.
        tables.photo.setAside(photo.id, asidePath(photo));
        tables.photo.listed.write(photo.id, { listed: true });
        continue;
      }
      const file = free.pop();
      if (file) read.push(write(photo.id, file));
    }
    const groupFor = groupsForNewPhotos(tables);
    for (const file of free) {
      read.push(write(tables.photo.create(file.photo, groupFor(file.photo.path)), file));
    }
    return read;
  }

  return {
    /** Another file has this photo's path: what was read of the last one counts for nothing. */
    fileChanged(id: PhotoId): void {
      waiting.delete(id);
      areChanged = null;
    },
    /** Keeps content that another photo may have had, or that is not what the photo's was. False where nothing speaks against it. */
    keep(photo: PhotoWithSplit, content: PhotoContent): boolean {
      const isOther = photo.hash !== null && photo.hash !== content.hash;
      if (!isOther && !isSought(photo, content.hash)) return false;
      // What has no picture yet is shown meanwhile; a photo keeps the hash by which it is looked for.
      if (!isOther) tables.photo.setContent(content);
      tables.photo.setMustBeRead(photo.id);
      waiting.set(photo.id, content);
      return true;
    },
    /** Once nothing else is unread: writes what waits, each content to the photo it belongs to. Null before that. */
    settle(): Settled | null {
      if (waiting.size === 0) return null;
      const last = tables.photo.lastPending();
      if (last !== null && !waiting.has(last)) return null;
      const pending = tables.photo.pending(waiting.size + 1);
      if (pending.some(({ id }) => !waiting.has(id))) return null;
      const files = pending.map(({ id }) => ({ photo: tables.photo.read(id)!, content: waiting.get(id)! }));
      const owners = findOwners(files);
      const read = exchange(files, owners);
      const moving = new Set([...owners.values()].map(({ id }) => id));
      for (const file of files) {
        if (!owners.has(file) && !moving.has(file.photo.id)) read.push(write(file.photo.id, file));
      }
      waiting.clear();
      areChanged = null;
      return { read, areMoved: owners.size > 0 };
    },
  };
}
