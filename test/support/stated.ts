// Everything stated in a project, photo by photo, and what two projects state alike.
import type { Core } from '../../src/main/core/index.ts';
import { boundsOfShape } from '../../src/main/annotations/prepare.ts';
import { cornersOfRotatedBox, type Shape } from '../../src/shared/records/shape.ts';
import { plainColumns } from './plain-columns.ts';

export type Stated = { readonly class: string; readonly kind: string; readonly shape: Shape | null };
/** By content hash and, where photos are copies of each other, all of them together. */
export type StatedPhotos = ReadonlyMap<string, readonly Stated[]>;

export async function statedIn(core: Core, by: 'hash' | 'path' = 'hash'): Promise<StatedPhotos> {
  const classes = new Map((await core.call('classes:list', null)).map(({ id, name }) => [id, name]));
  const page = await core.call('photos:query', { filter: { excluded: 'with' }, sort: 'name', group: 'none' });
  const { id: ids } = plainColumns(page);
  const stated = new Map<string, Stated[]>();
  for (let from = 0; from < ids.length; from += 500) {
    for (const photo of await core.call('photos:read', { ids: ids.slice(from, from + 500) })) {
      const here = photo.annotations.map((one): Stated => {
        if (one.kind === 'nothing') return { class: '', kind: `nothing ${one.of}`, shape: null };
        const { id: _, classId, ...rest } = one;
        const { attributes: __, ...shape } = rest as { attributes?: unknown } & Shape;
        return { class: classes.get(classId)!, kind: one.kind, shape: one.kind === 'label' ? null : shape };
      });
      stated.set(photo[by], [...(stated.get(photo[by]) ?? []), ...here]);
    }
  }
  return stated;
}

export function countsIn(stated: StatedPhotos): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of [...stated.values()].flat()) counts[one.kind] = (counts[one.kind] ?? 0) + 1;
  return counts;
}

export type Likeness = {
  /** The same in both: class, kind and every corner within half a pixel. */
  readonly same: number;
  readonly largestPx: number;
  /** In the first alone and in the second alone, by kind. */
  readonly onlyFirst: Readonly<Record<string, number>>;
  readonly onlySecond: Readonly<Record<string, number>>;
};

export function likenessOf(first: StatedPhotos, second: StatedPhotos): Likeness {
  let [same, largestPx] = [0, 0];
  const onlyFirst: Record<string, number> = {};
  const onlySecond: Record<string, number> = {};
  for (const key of new Set([...first.keys(), ...second.keys()])) {
    const left = [...(second.get(key) ?? [])];
    for (const one of first.get(key) ?? []) {
      const px = left.map(other => distance(one, other));
      const best = px.indexOf(Math.min(...px));
      if (best === -1 || px[best]! > 0.5) {
        onlyFirst[one.kind] = (onlyFirst[one.kind] ?? 0) + 1;
        continue;
      }
      same++;
      largestPx = Math.max(largestPx, px[best]!);
      left.splice(best, 1);
    }
    for (const { kind } of left) onlySecond[kind] = (onlySecond[kind] ?? 0) + 1;
  }
  return { same, largestPx, onlyFirst, onlySecond };
}

function distance(one: Stated, other: Stated): number {
  if (one.class !== other.class || one.kind !== other.kind) return Infinity;
  const [points, others] = [pointsOf(one.shape), pointsOf(other.shape)];
  if (one.shape?.kind === 'mask' && other.shape?.kind === 'mask')
    return one.shape.mask.counts === other.shape.mask.counts ? 0 : Infinity;
  if (points.length !== others.length) return Infinity;
  return points.reduce((most, value, at) => Math.max(most, Math.abs(value - others[at]!)), 0);
}

function pointsOf(shape: Shape | null): readonly number[] {
  if (shape === null) return [];
  if (shape.kind === 'polygon') return shape.polygon.flat();
  return shape.kind === 'rotated-box' ? cornersOfRotatedBox(shape.rotatedBox) : boundsOfShape(shape);
}
