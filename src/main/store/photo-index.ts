// What the grid, its filters and the splits need of every photo, held in memory: the store is the only opener of the project file,
// so this can never disagree with it. Made from the tables at the first question, brought up to date after every change.
import type { PhotoId } from '../../shared/records/ids.ts';
import type { Split } from '../../shared/records/photo.ts';
import type { PerSplit } from '../../shared/splits.ts';
import type { PathText } from './path-text.ts';
import { toEntry, type PhotoEntry } from './photo-entry.ts';
import { addPhotos, loadIndex, type LoadedIndex } from './photo-index-load.ts';
import { writePhoto, writeSaid } from './photo-row-values.ts';
import type { PhotoRows } from './photo-rows.ts';
import { findTwins } from './twins.ts';
import type { Tables } from './tables/index.ts';

export function openPhotoIndex(tables: Tables) {
  let loaded: LoadedIndex | null = null;
  let twins: readonly (readonly number[])[] | null = null;
  let revision = 0;
  let filesRevision = 0;

  function all(): LoadedIndex {
    if (loaded === null) {
      twins = null;
      loaded = loadIndex(tables);
    }
    return loaded;
  }
  function rowOf(id: PhotoId): number {
    const { rows, placeOf } = all();
    const row = placeOf(id);
    return row >= 0 && rows.columns.listed[row] === 1 ? row : -1;
  }

  return {
    /** Rises with every change. */
    revision: (): number => revision,
    /** Rises when photos came, went or were read. */
    filesRevision: (): number => filesRevision,
    rows: (): PhotoRows => all().rows,
    text: (): PathText => all().text,
    rowOf,
    get(id: PhotoId): PhotoEntry | undefined {
      const row = rowOf(id);
      return row < 0 ? undefined : toEntry(all().rows, row);
    },
    /** Every photo, in the natural order of the paths. */
    *entries(): Generator<PhotoEntry> {
      const { rows } = all();
      for (let row = 0; row < rows.count; row++) if (rows.columns.listed[row] === 1) yield toEntry(rows, row);
    },
    /** Rows of equal content, set by set. */
    twins: (): readonly (readonly number[])[] => (twins ??= findTwins(all().rows)),
    size: (): number => all().sums.listed(),
    annotated: (): number => all().sums.annotated(),
    /** Photos with a side, per class. */
    perClass: (): ReadonlyMap<number, PerSplit> => all().sums.perClass,
    folderSplits: (): ReadonlySet<Split> => all().sums.folderSplits,
    /** Reads these photos again: what was said of them, their group, and with `files` what reading their content found. */
    refresh(ids: Iterable<PhotoId>, { files = false } = {}): void {
      revision++;
      if (files) {
        filesRevision++;
        twins = null;
      }
      if (!loaded) return;
      const { rows, sums } = loaded;
      for (const id of ids) {
        const row = rowOf(id);
        if (row < 0) continue;
        sums.count(rows, row, -1);
        const photo = tables.listing.photo(id);
        if (!photo) {
          rows.columns.listed[row] = 0;
          continue;
        }
        writePhoto(rows, row, photo);
        writeSaid(rows, row, tables.listing.saidOf(id));
        sums.count(rows, row, 1);
      }
    },
    /** Photos were added with ids above all before. Where their paths come after all others, nothing else is touched. */
    added(): void {
      revision++;
      filesRevision++;
      if (loaded && !addPhotos(tables, loaded)) loaded = null;
    },
    /** Files came and went in ways that the two above do not know: everything is made again at the next question. */
    invalidate(): void {
      revision++;
      filesRevision++;
      loaded = null;
    },
  };
}
export type PhotoIndex = ReturnType<typeof openPhotoIndex>;
