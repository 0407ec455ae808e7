// Makes the photo rows agree with the files: what a scan saw, what reading the content found. None of this is a gesture.
import { invariant } from '../../shared/errors.ts';
import type { PhotoId } from '../../shared/records/ids.ts';
import type { SkippedFile } from '../../shared/records/photo.ts';
import type { PhotoContent, PhotoFileSize, ScannedPhoto, ScanOutcome } from './api.ts';
import { groupsForNewPhotos } from './clips.ts';
import { joinEqual } from './equal-content.ts';
import { likeliestOwner, openMovedContent } from './moved-content.ts';
import { naturalKeys } from './natural-order.ts';
import type { PhotoIndex } from './photo-index.ts';
import type { Tables } from './tables/index.ts';
import { openTakenBack } from './taken-back.ts';
import type { PhotoWithSplit } from './tables/photo.ts';

export type ScanSurroundings = {
  readonly tables: Tables;
  readonly transaction: <Result>(work: () => Result) => Result;
  readonly index: PhotoIndex;
};

/** A scan that goes on; what it has seen so far. */
type Scan = {
  readonly seen: Set<PhotoId>;
  /** Photos whose files turned out to be none, by path. */
  readonly rejected: ReadonlyMap<string, PhotoId>;
  added: number;
  changed: number;
};

/** From this many changed photos on the index is made again instead of photo by photo. */
const refreshedOneByOne = 20_000;

export function scanMethods({ tables, transaction, index }: ScanSurroundings) {
  let going: Scan | null = null;
  /** Whether a photo's file is gone, so that a new file may be that photo; null: not looked yet. */
  let areMissing: boolean | null = null;
  const takenBack = openTakenBack(tables);

  function tell(changed: ReadonlySet<PhotoId>): void {
    if (changed.size > refreshedOneByOne) index.invalidate();
    else if (changed.size > 0) index.refresh(changed, { files: true });
  }

  function isUntouched(photo: PhotoWithSplit): boolean {
    return photo.excluded === 0 && tables.annotation.ofPhoto(photo.id).length === 0;
  }
  const movedContent = openMovedContent(tables, isUntouched);

  /** A file with the content of a photo whose file is gone is that photo, moved: it keeps its annotations. True where it was. */
  function relink(arrived: PhotoWithSplit, content: PhotoContent): boolean {
    areMissing ??= tables.listing.sums().missing > 0;
    if (!areMissing || !isUntouched(arrived)) return false;
    const gone = tables.photo.missingOfHash(content.hash).filter(({ id }) => id !== arrived.id);
    const moved = likeliestOwner(gone, arrived.path);
    if (!moved) return false;
    tables.photo.setDeleted(arrived.id);
    tables.photo.setFile(moved.id, arrived);
    tables.photo.setContent({ ...content, id: moved.id });
    return true;
  }

  /** Writes the content that waits, where nothing is unread any more; else tells of what changed. While files are listed more may come. */
  function settle(changed: Set<PhotoId>, isMoved: boolean): void {
    const settled = going === null ? movedContent.settle() : null;
    for (const id of settled?.read ?? []) {
      const photo = tables.photo.read(id)!;
      changed.add(id);
      for (const other of joinEqual(tables, photo, photo.hash!)) changed.add(other);
    }
    if (isMoved || settled?.areMoved) {
      areMissing = null;
      index.invalidate();
    } else tell(changed);
  }

  function add(scan: Scan, found: readonly ScannedPhoto[]): void {
    const groupFor = groupsForNewPhotos(tables);
    const changed = new Set<PhotoId>();
    let cameBack = false;
    const before = scan.added;
    const { prefixes, photos } = takenBack.read();
    const wanted = found.filter(file => !prefixes.some(prefix => file.path.startsWith(prefix)));
    const keys = naturalKeys(wanted.map(file => file.path));
    const inOrder = wanted
      .map((file, place) => ({ file, key: keys[place]! }))
      .sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0));
    for (const { file } of inOrder) {
      const rejected = scan.rejected.get(file.path);
      const known = tables.listing.fileAt(file.path) ?? (rejected && tables.photo.read(rejected));
      const back = photos.get(file.path);
      if (!known && back !== undefined) {
        // Found in the photo folder, though its import was undone: that photo, so that the import can come back to it.
        tables.photo.setFile(back, file);
        tables.photo.setUnread(back);
        movedContent.fileChanged(back);
        scan.seen.add(back);
        scan.added++;
        cameBack = true;
        continue;
      }
      if (!known) {
        scan.seen.add(tables.photo.create(file, groupFor(file.path)));
        scan.added++;
        continue;
      }
      scan.seen.add(known.id);
      const isChanged = known.bytes !== file.bytes || known.modifiedMs !== file.modifiedMs;
      const isRefiled = known.folderClass !== file.folderClass || known.folderSplit !== file.folderSplit;
      if (known.missing === 1 || isChanged || isRefiled) {
        tables.photo.setFile(known.id, file);
        changed.add(known.id);
      }
      if (!isChanged) continue;
      tables.photo.setUnread(known.id);
      movedContent.fileChanged(known.id);
      tables.skipped.remove(file.path);
      cameBack ||= known.deleted === 1;
      scan.changed++;
    }
    if (cameBack) index.invalidate();
    else {
      tell(changed);
      if (scan.added > before) index.added();
    }
  }

  function end(scan: Scan, skipped: readonly SkippedFile[], partial: boolean): ScanOutcome {
    if (!partial) {
      const gone = new Set(tables.listing.present().filter(id => !scan.seen.has(id)));
      for (const id of gone) tables.photo.setMissing(id);
      tell(gone);
      for (const [place, id] of scan.rejected) if (!scan.seen.has(id)) tables.skipped.remove(place);
    }
    tables.skipped.clearScanned();
    for (const file of skipped) tables.skipped.write(file, null);
    const { missing, total } = tables.listing.sums();
    areMissing = missing > 0;
    settle(new Set(), false);
    return { added: scan.added, missing, changed: scan.changed, total };
  }

  function started(): Scan {
    takenBack.begin();
    return { seen: new Set(), rejected: tables.skipped.rejected(), added: 0, changed: 0 };
  }
  function requireScan(): Scan {
    invariant(going, 'a scan is begun before anything is added to it');
    return going;
  }
  /** The index must hold nothing that a failed transaction took back. */
  function write<Result>(work: () => Result): Result {
    try {
      return transaction(work);
    } catch (error) {
      index.invalidate();
      throw error;
    }
  }

  return {
    scanApply(found: readonly ScannedPhoto[], skipped: readonly SkippedFile[], partial: boolean): ScanOutcome {
      return write(() => {
        const scan = started();
        add(scan, found);
        return end(scan, skipped, partial);
      });
    },
    scanBegin(): void {
      going = started();
    },
    scanAdd(found: readonly ScannedPhoto[]): void {
      const scan = requireScan();
      write(() => add(scan, found));
    },
    scanEnd(skipped: readonly SkippedFile[], partial: boolean): ScanOutcome {
      const scan = requireScan();
      going = null;
      return write(() => end(scan, skipped, partial));
    },

    scanPending: (limit: number): { readonly id: PhotoId; readonly path: string }[] => tables.photo.pending(limit),

    scanUnsized: (limit: number): { readonly id: PhotoId; readonly path: string }[] => tables.listing.unsized(limit),

    scanSizes(sizes: readonly PhotoFileSize[]): void {
      write(() => {
        for (const { id, widthPx, heightPx } of sizes) tables.listing.setSize(id, widthPx, heightPx);
        tell(new Set(sizes.map(({ id }) => id)));
      });
    },

    scanContent(contents: readonly PhotoContent[]): void {
      write(() => {
        const changed = new Set<PhotoId>();
        let isMoved = false;
        for (const content of contents) {
          const photo = tables.photo.read(content.id);
          if (!photo || photo.deleted === 1) continue;
          changed.add(photo.id);
          if (content.problem !== 'missing' && movedContent.keep(photo, content)) continue;
          tables.photo.setContent(content);
          if (content.problem === 'missing') {
            areMissing = true;
            continue;
          }
          isMoved = relink(photo, content) || isMoved;
          for (const id of joinEqual(tables, photo, content.hash)) changed.add(id);
        }
        settle(changed, isMoved);
      });
    },

    scanReject(rejected: readonly { readonly id: PhotoId; readonly file: SkippedFile }[]): void {
      write(() => {
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
        settle(new Set(rejected.map(({ id }) => id)), false);
      });
    },

    skippedList: (): SkippedFile[] => tables.skipped.all(),
  };
}
