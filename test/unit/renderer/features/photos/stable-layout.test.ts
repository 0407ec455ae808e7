// The grid laid out anew while somebody looks at it: what is in sight stays where it is and as it is drawn.
import { describe, expect, test } from 'vitest';
import type { GridLayout, GridOptions } from '../../../../../src/renderer/features/photos/grid-layout.ts';
import { rectOf, rowsBetween } from '../../../../../src/renderer/features/photos/grid-lookup.ts';
import { StableLayout } from '../../../../../src/renderer/features/photos/stable-layout.ts';
import { mulberry32 } from '../../../../../src/shared/random.ts';
import type { PhotoId } from '../../../../../src/shared/records/ids.ts';

const options: GridOptions = {
  mode: 'justified',
  availablePx: 1000,
  rowPx: 120,
  gapPx: 6,
  headerPx: 32,
  groupGapPx: 8,
  collapsed: new Set(),
};
const [topPx, bottomPx] = [4000, 4900];

/** Photos 1 … count; sizes are known of those that `isKnown` names. */
function photos(count: number, isKnown: (id: number) => boolean, ids = Array.from({ length: count }, (_, i) => i + 1)) {
  const random = mulberry32(5);
  const widths = Array.from({ length: 4 * count }, () => 200 + Math.floor(random() * 800));
  return {
    id: ids as PhotoId[],
    widthPx: ids.map(id => (isKnown(id) ? widths[id % widths.length]! : 0)),
    heightPx: ids.map(id => (isKnown(id) ? 400 : 0)),
  };
}
/** Where the photos in sight are drawn, from the window's upper edge. */
function seen(layout: GridLayout, ids: readonly PhotoId[], fromPx: number): Record<number, string> {
  const { first, end } = rowsBetween(layout, fromPx, fromPx + bottomPx - topPx);
  const drawn: Record<number, string> = {};
  for (let place = layout.rowFirst[first]!; place < layout.rowEnd[end - 1]!; place++) {
    const rect = rectOf(layout, place)!;
    drawn[ids[place]!] = [rect.left, rect.top - fromPx, rect.right, rect.bottom - fromPx].join();
  }
  return drawn;
}
const oneGroup = (count: number) => [{ key: 'all', count }];

/** A grid of 2,000 photos of unknown size that is scrolled to its middle. */
function scrolled(mode: GridOptions['mode'] = 'justified') {
  const stable = new StableLayout();
  const before = photos(2000, () => false);
  const { layout } = stable.next(before, oneGroup(2000), { ...options, mode }, 'list');
  stable.see(topPx, bottomPx);
  return { stable, before, layout };
}

describe('what is in sight', () => {
  test('stays where it is, to the pixel, when the sizes of all photos become known; those around it are put right', () => {
    const { stable, before, layout } = scrolled();
    const now = photos(2000, () => true);
    const next = stable.next(now, oneGroup(2000), options, 'list');
    expect(next.shiftPx).not.toBe(0);
    const drawn = seen(layout, before.id, topPx);
    expect(Object.keys(drawn).length).toBeGreaterThan(30);
    expect(seen(next.layout, now.id, topPx + next.shiftPx)).toMatchObject(drawn);
    const first = rectOf(next.layout, 0)!;
    expect((first.right - first.left) / (first.bottom - first.top)).toBeCloseTo(now.widthPx[0]! / 400, 1);
  });

  test('is put right too once it was scrolled out of sight', () => {
    const { stable } = scrolled();
    const now = photos(2000, () => true);
    stable.next(now, oneGroup(2000), options, 'list');
    stable.see(0, 900);
    const again = stable.next({ ...now, widthPx: [...now.widthPx] }, oneGroup(2000), options, 'list');
    for (let place = 0; place < 2000; place++) {
      const rect = rectOf(again.layout, place)!;
      const aspect = Math.min(3, now.widthPx[place]! / 400);
      expect(Math.abs(rect.right - rect.left - aspect * (rect.bottom - rect.top))).toBeLessThan(3);
    }
  });

  test('stays when photos are added before it and behind it', () => {
    for (const mode of ['justified', 'square'] as const) {
      const { stable, before, layout } = scrolled(mode);
      const ids = [...Array.from({ length: 700 }, (_, place) => 3000 + place), ...before.id, 9000];
      const now = photos(ids.length, () => false, ids);
      const next = stable.next(now, oneGroup(ids.length), { ...options, mode }, 'list');
      const drawn = seen(layout, before.id, topPx);
      const rows = (all: Record<number, string>) => Object.values(all).map(rect => rect.split(',')[1]);
      if (mode === 'justified') expect(seen(next.layout, now.id, topPx + next.shiftPx)).toMatchObject(drawn);
      expect(rows(seen(next.layout, now.id, topPx + next.shiftPx))[0]).toBe(rows(drawn)[0]);
    }
  });

  test('is laid out anew in another list, another width, and where one of its photos left', () => {
    const plain = new StableLayout().next(
      photos(2000, () => true),
      oneGroup(2000),
      options,
      'list',
    ).layout;
    const now = photos(2000, () => true);
    expect(scrolled().stable.next(now, oneGroup(2000), options, 'another list').layout).toEqual(plain);
    const wide = { ...options, availablePx: 1200 };
    expect(scrolled().stable.next(now, oneGroup(2000), wide, 'list').shiftPx).toBe(0);
    const { stable, before, layout } = scrolled();
    const gone = layout.rowFirst[rowsBetween(layout, topPx, bottomPx).first]! + 20;
    const ids = before.id.filter((_, place) => place !== gone);
    const next = stable.next(
      photos(1999, () => false, ids),
      oneGroup(1999),
      options,
      'list',
    );
    expect(next.shiftPx).toBe(0);
  });

  test('every photo has its place once, in order, also around rows that stay and over several groups', () => {
    const stable = new StableLayout();
    const groups = [
      { key: 'a', count: 150 },
      { key: 'b', count: 40 },
      { key: 'c', count: 1810 },
    ];
    stable.next(
      photos(2000, () => false),
      groups,
      options,
      'list',
    );
    stable.see(1500, 3200);
    const { layout } = stable.next(
      photos(2000, id => id % 3 > 0),
      groups,
      options,
      'list',
    );
    const order: number[] = [];
    for (let row = 0; row < layout.rows; row++) {
      for (let place = layout.rowFirst[row]!; place < layout.rowEnd[row]!; place++) order.push(place);
    }
    expect(order).toEqual(Array.from({ length: 2000 }, (_, place) => place));
  });
});
