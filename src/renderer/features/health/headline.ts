// The one thing to fix: what does most harm comes first, because one sentence is read and four are not.
import type { AlikeGroup, HealthReport } from '../../../shared/records/health.ts';
import { splits, type Split } from '../../../shared/records/photo.ts';

export type Headline =
  | {
      readonly kind: 'across';
      readonly pairs: number;
      /** The two sides they lie on; null where there are three. */
      readonly sides: readonly [Split, Split] | null;
      /** Photos held out whose twin is in train. */
      readonly photos: number;
      readonly score: HealthReport['scoreWithout'];
    }
  | { readonly kind: 'missing' | 'damaged'; readonly photos: number }
  | { readonly kind: 'unread'; readonly done: number; readonly total: number }
  | { readonly kind: 'good' };

/** Twins across the splits make a score wrong; photos that are gone or damaged only make it poorer. */
export function headlineOf(report: HealthReport): Headline {
  const { across, totals, read, photos, scoreWithout } = report;
  if (across.length > 0) {
    const sides = sidesOf(across.flatMap(group => group.photos.map(({ split }) => split)));
    return {
      kind: 'across',
      pairs: totals.across,
      sides: sides.length === 2 ? [sides[0]!, sides[1]!] : null,
      photos: scoreWithout ? scoreWithout.ofNow - scoreWithout.of : 0,
      score: scoreWithout,
    };
  }
  if (totals.missing > 0) return { kind: 'missing', photos: totals.missing };
  if (totals.damaged > 0) return { kind: 'damaged', photos: totals.damaged };
  return read < photos ? { kind: 'unread', done: read, total: photos } : { kind: 'good' };
}

/** In the order train, validation, test. */
export function sidesOf(given: readonly (Split | null)[]): Split[] {
  return splits.filter(split => given.includes(split));
}

/** Where a group goes when it is kept together: what was trained on must never be judged, so train wins, then validation, as in the store. */
export function sideKept({ photos }: AlikeGroup): Split | null {
  return sidesOf(photos.map(({ split }) => split))[0] ?? null;
}

/** Bounds of bar `place` of `count`, in pixels: bars are of equal width on a root scale. */
export function barBounds(
  { smallestPx, largestPx }: { readonly smallestPx: number; readonly largestPx: number },
  place: number,
  count: number,
): { readonly from: number; readonly to: number } {
  const low = Math.sqrt(smallestPx);
  const step = (Math.sqrt(largestPx) - low) / count;
  const at = (edge: number): number => Math.round((low + edge * step) ** 2);
  return { from: at(place), to: at(place + 1) };
}

/** A class that has less than half of an equal share of the photos, the scarcest first; null where none. */
export function scarcestClass(balance: HealthReport['balance']): HealthReport['balance'][number] | null {
  const photos = ({ counts }: HealthReport['balance'][number]): number =>
    splits.reduce((sum, split) => sum + counts[split], 0);
  const total = balance.reduce((sum, part) => sum + photos(part), 0);
  const least = [...balance].sort((a, b) => photos(a) - photos(b))[0];
  return least && balance.length > 1 && photos(least) < total / balance.length / 2 ? least : null;
}
