// Makes the photo rows agree with the files: what a scan saw, what reading the content found. None of this is a gesture.
import path from 'node:path';
import type { PhotoId } from '../../shared/records/ids.ts';
import type { SkippedFile } from '../../shared/records/photo.ts';
import type { PhotoContent, ScannedPhoto, ScanOutcome } from './api.ts';
import { groupsForNewPhotos } from './clips.ts';
import type { Tables } from './tables/index.ts';
import type { PhotoWithSplit } from './tables/photo.ts';

export type ScanSurroundings = {
  readonly tables: Tables;
  readonly transaction: <Result>(work: () => Result) => Result;
  /** Photos came, went or changed. */
  readonly changed: () => void;
};

export function scanMethods({ tables, transaction, changed }: ScanSurroundings) {
  const isSameFile = (photo: PhotoWithSplit, file: ScannedPhoto): boolean =>
    photo.bytes === file.bytes && photo.modifiedMs === file.modifiedMs;

  function isUntouched(photo: PhotoWithSplit): boolean {
    return photo.excluded === 0 && tables.annotation.ofPhoto(photo.id).length === 0;
  }

  /** A file with the content of a photo whose file is gone is that photo, moved: it keeps its annotations. */
  function relink(arrived: PhotoWithSplit): void {
    if (!arrived.hash || !isUntouched(arrived)) return;
    const gone = tables.photo.ofHash(arrived.hash).filter(photo => photo.missing === 1 && photo.id !== arrived.id);
    const name = path.posix.basename(arrived.path);
    const moved = gone.find(photo => path.posix.basename(photo.path) === name) ?? gone[0];
    if (!moved) return;
    tables.photo.setDeleted(arrived.id);
    tables.photo.setFile(moved.id, arrived);
  }

  /** Equal content belongs to one group. Groups on different sides stay apart: adding photos moves nobody. */
  function joinGroups(hash: string): void {
    const photos = tables.photo.ofHash(hash);
    for (const photo of photos) {
      const now = tables.photo.read(photo.id)!;
      const home =
        photos.find(other => other.split !== null && (now.split === null || other.split === now.split)) ?? photos[0]!;
      const target = tables.photo.read(home.id)!;
      if (target.groupId === now.groupId || (now.split !== null && now.split !== target.split)) continue;
      tables.photo.moveGroup(now.groupId, target.groupId);
    }
  }

  return {
    scanApply(found: readonly ScannedPhoto[], skipped: readonly SkippedFile[], partial: boolean): ScanOutcome {
      return transaction(() => {
        const known = new Map<string, PhotoWithSplit>();
        for (const photo of tables.photo.iterateAll()) known.set(photo.path, photo);
        const rejected = tables.skipped.rejected();
        const groupFor = groupsForNewPhotos(tables);
        const seen = new Set<string>();
        let added = 0;
        let modified = 0;
        for (const file of [...found].sort((one, other) => (one.path < other.path ? -1 : 1))) {
          if (seen.has(file.path)) continue;
          seen.add(file.path);
          const rejectedId = rejected.get(file.path);
          const photo = known.get(file.path) ?? (rejectedId && tables.photo.read(rejectedId));
          if (!photo) {
            tables.photo.create(file, groupFor(file.path));
            added++;
            continue;
          }
          const isChanged = !isSameFile(photo, file);
          const isRefiled = photo.folderClass !== file.folderClass || photo.folderSplit !== file.folderSplit;
          if (photo.missing === 1 || isChanged || isRefiled) tables.photo.setFile(photo.id, file);
          if (!isChanged) continue;
          tables.photo.setUnread(photo.id);
          tables.skipped.remove(file.path);
          modified++;
        }
        if (!partial) {
          for (const photo of known.values()) {
            if (!seen.has(photo.path) && photo.missing === 0) tables.photo.setMissing(photo.id);
          }
          for (const gone of rejected.keys()) if (!seen.has(gone)) tables.skipped.remove(gone);
        }
        tables.skipped.clearScanned();
        for (const file of skipped) tables.skipped.write(file, null);
        changed();
        let missing = 0;
        let total = 0;
        for (const photo of tables.photo.iterateAll()) {
          total++;
          missing += photo.missing;
        }
        return { added, missing, changed: modified, total };
      });
    },

    scanPending: (limit: number): { readonly id: PhotoId; readonly path: string }[] => tables.photo.pending(limit),

    scanContent(contents: readonly PhotoContent[]): void {
      transaction(() => {
        for (const content of contents) {
          const photo = tables.photo.read(content.id);
          if (!photo || photo.deleted === 1) continue;
          tables.photo.setContent(content);
          if (content.problem === 'missing' || !tables.photo.isShared(content.hash)) continue;
          relink({ ...photo, hash: content.hash });
          joinGroups(content.hash);
        }
        changed();
      });
    },

    scanReject(rejected: readonly { readonly id: PhotoId; readonly file: SkippedFile }[]): void {
      transaction(() => {
        for (const { id, file } of rejected) {
          const photo = tables.photo.read(id);
          if (!photo) continue;
          // A photo that something is said of stays visible: its annotations must not vanish with a bad copy of the file.
          if (tables.annotation.ofPhoto(id).length > 0) tables.photo.setDamaged(id);
          else {
            tables.photo.setDeleted(id);
            tables.skipped.write(file, id);
          }
        }
        changed();
      });
    },

    skippedList: (): SkippedFile[] => tables.skipped.all(),
  };
}
