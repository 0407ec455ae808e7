// Groups of photos that should lie on one side of the split: found sets become what the health page shows.
import type { PhotoId } from '../../shared/records/ids.ts';
import type { AlikeGroup, HealthPhoto } from '../../shared/records/health.ts';
import type { HealthRow } from '../store/api.ts';

/** A set that was found; `alike` is the likeness of the least alike pair that ties it together. */
export type FoundSet = {
  readonly kind: AlikeGroup['kind'];
  readonly alike: number;
  readonly rows: readonly HealthRow[];
};

export function healthPhoto({ id, path, hash, widthPx, heightPx, split, classId }: HealthRow): HealthPhoto {
  return { id, name: path.slice(path.lastIndexOf('/') + 1), path, hash, widthPx, heightPx, split, classId };
}

export function alikeGroup({ kind, alike, rows }: FoundSet): AlikeGroup {
  const sides = new Set(rows.flatMap(({ split }) => split ?? []));
  const groups = new Set(rows.map(({ group }) => group));
  const ids = rows.map(({ id }) => id);
  return { kind, alike, ids, photos: rows.map(healthPhoto), across: sides.size > 1, together: groups.size === 1 };
}

/** Photos of equal content, two and more. */
export function copies(rows: readonly HealthRow[]): FoundSet[] {
  return [...Map.groupBy(rows.filter(isThere), ({ hash }) => hash).values()]
    .filter(same => same.length > 1)
    .map(same => ({ kind: 'copy', alike: 1, rows: same }));
}

/** Whether a photo's content can be compared: it was read, and training may meet it. */
export const isThere = ({ hash, problem, excluded, isRead }: HealthRow): boolean =>
  isRead && hash !== '' && problem === null && !excluded;

/** Sets of things tied by pairs. */
export function createTies(): {
  readonly areTied: (one: PhotoId, other: PhotoId) => boolean;
  readonly tie: (one: PhotoId, other: PhotoId, alike: number) => void;
  /** Everything that was tied, with the smallest `alike` of each set. */
  readonly sets: () => readonly { readonly alike: number; readonly ids: readonly PhotoId[] }[];
} {
  const above = new Map<PhotoId, PhotoId>();
  const least = new Map<PhotoId, number>();
  const top = (id: PhotoId): PhotoId => {
    let at = id;
    for (let next = above.get(at); next !== undefined && next !== at; next = above.get(at)) {
      above.set(at, above.get(next)!);
      at = next;
    }
    return at;
  };
  return {
    areTied: (one, other) => top(one) === top(other),
    tie(one, other, alike) {
      const [from, to] = [top(one), top(other)];
      for (const id of [from, to]) if (!above.has(id)) above.set(id, id);
      least.set(to, Math.min(alike, least.get(from) ?? 1, least.get(to) ?? 1));
      above.set(from, to);
    },
    sets() {
      const bySet = Map.groupBy(above.keys(), top);
      return Array.from(bySet, ([of, ids]) => ({ alike: least.get(of) ?? 1, ids }));
    },
  };
}
