// What the folder chooser shows of a listing: the rows that answer what is typed, and where the choice goes from there.
import type { FolderListing } from '../../../shared/calls/app.ts';
import { rank } from '../overlays/matching.ts';

export type FolderEntry = FolderListing['entries'][number];
/** Files that may be chosen beside folders. */
export type ChooserFiles = 'models' | 'annotations';
/** A folder, or a file with its size. */
export type ChooserRow = FolderEntry & { readonly bytes: number | null };

/** Folders first, then files. */
export function rowsOf({ entries, files }: FolderListing): readonly ChooserRow[] {
  const asRow = { photos: 0, folders: 0, project: false, problem: null };
  return [...entries.map(entry => ({ ...entry, bytes: null })), ...files.map(file => ({ ...asRow, ...file }))];
}

/** Typing selects, it does not hide: the place of the best match, or -1. */
export function bestMatch(entries: readonly FolderEntry[], query: string): number {
  let best = -1;
  let bestRank = Infinity;
  entries.forEach((entry, index) => {
    const found = rank(entry.name, query);
    if (found < bestRank) [best, bestRank] = [index, found];
  });
  return best;
}

/** How many rows answer what is typed. */
export function matchCount(entries: readonly FolderEntry[], query: string): number {
  return entries.filter(entry => rank(entry.name, query) < Infinity).length;
}
