// A path typed or pasted into the folder chooser, walked folder by folder: the page only ever names places that the core listed.
import type { FolderListing } from '../../../shared/calls/app.ts';
import { rowsOf, type ChooserRow } from './chooser-rows.ts';

/** `folder` null lists the roots. */
export type ListFolder = (folder: string | null) => Promise<FolderListing>;

export type Walked =
  | { readonly kind: 'arrived'; readonly folder: string; readonly chosen: ChooserRow | null }
  /** The walk ended in the folder `within`, which holds no `name`. */
  | { readonly kind: 'missing'; readonly name: string; readonly within: string }
  /** An absolute path that begins at none of the roots. */
  | { readonly kind: 'elsewhere' };

const separator = /[/\\]+/;

/** Holds a folder's separator, or is the home folder's sign: no name that is looked for. */
export const isPath = (typed: string): boolean => separator.test(typed) || typed.trim() === '~';

const parts = (path: string): string[] => path.split(separator).filter(part => part !== '' && part !== '.');

/** Walks from `here`, or from a root where the path says so. Rejects with AppError where a folder on the way cannot be read. */
export async function walkPath(typed: string, here: string, list: ListFolder): Promise<Walked> {
  const path = typed.trim().replace(/^["'](.*)["']$/, '$1');
  const start = await startOf(path, here, list);
  if (start === null) return { kind: 'elsewhere' };
  let at = await list(start.folder);
  for (const [place, part] of start.parts.entries()) {
    const row = named(rowsOf(at), part);
    const isFile = row !== undefined && row.bytes !== null;
    if (isFile && place === start.parts.length - 1) return { kind: 'arrived', folder: folderOf(at), chosen: row };
    const next = part === '..' ? at.parents.at(-1)?.id : isFile ? undefined : row?.id;
    if (next === undefined) return { kind: 'missing', name: part, within: at.folder?.name ?? '' };
    at = await list(next);
  }
  return { kind: 'arrived', folder: folderOf(at), chosen: null };
}

const folderOf = ({ folder }: FolderListing): string => folder?.id ?? '';

/** As it is written; else the one that differs only by upper and lower case. */
function named(rows: readonly ChooserRow[], name: string): ChooserRow | undefined {
  const alike = rows.filter(row => row.name.toLowerCase() === name.toLowerCase());
  return rows.find(row => row.name === name) ?? (alike.length === 1 ? alike[0] : undefined);
}

async function startOf(
  path: string,
  here: string,
  list: ListFolder,
): Promise<{ readonly folder: string; readonly parts: readonly string[] } | null> {
  const given = parts(path);
  if (!/^(?:[/\\~]|[a-z]:)/i.test(path)) return { folder: here, parts: given };
  const [home, ...drives] = (await list(null)).entries;
  if (given[0] === '~') return home ? { folder: home.id, parts: given.slice(1) } : null;
  for (const drive of drives) {
    const own = parts((await list(drive.id)).folder?.display ?? drive.name);
    const isBelow = own.every((part, place) => part.toLowerCase() === given[place]?.toLowerCase());
    if (isBelow) return { folder: drive.id, parts: given.slice(own.length) };
  }
  // Where the home folder lies is not told to the page, only its name.
  const at = home === undefined ? -1 : given.indexOf(home.name);
  return home && at >= 0 ? { folder: home.id, parts: given.slice(at + 1) } : null;
}
