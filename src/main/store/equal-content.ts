// Photos of equal content belong to one group, so that a split never parts them.
import type { PhotoId } from '../../shared/records/ids.ts';
import type { Tables } from './tables/index.ts';
import type { PhotoWithSplit } from './tables/photo.ts';

/** Moves a group's photos to another; gives them. */
function move(tables: Tables, from: number, to: number): PhotoId[] {
  if (from === to) return [];
  const moved = tables.photo.ofGroup(from);
  tables.photo.moveGroup(from, to);
  return moved;
}

/**
 * Brings a photo and those of equal content into one group; gives those that were moved. Groups on different sides stay apart: adding
 * photos moves nobody. A photo without a side joins the first of the others: those without a side are in its group already, so that
 * 10,000 equal photos are no work of 10,000 squared.
 */
export function joinEqual(tables: Tables, { id, groupId, split }: PhotoWithSplit, hash: string): PhotoId[] {
  const first = tables.listing.firstEqual(hash, id);
  if (first === undefined) return [];
  if (split === null) return move(tables, groupId, first.groupId);
  return tables.photo.ofHash(hash).flatMap(other => {
    const isOurs = other.split === null || other.split === split;
    return isOurs && other.groupId !== groupId ? move(tables, other.groupId, groupId) : [];
  });
}
