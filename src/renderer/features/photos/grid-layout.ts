// Where every photo of the grid stands: justified rows or squares, cut into groups under a header. Plain numbers, computed once
// per list and width, so that scrolling through 100,000 photos only looks things up.
import type { Column } from '../../../shared/records/photo-page.ts';

/** Room around the rows. */
export const gridPaddingPx = 16;

export type GridMode = 'justified' | 'square';

export type GridOptions = {
  readonly mode: GridMode;
  /** Room for the rows, without the padding at the sides. */
  readonly availablePx: number;
  /** Height that a row is near to (justified) or has (square). */
  readonly rowPx: number;
  readonly gapPx: number;
  /** Height of a group's header; 0 where the list has no groups. */
  readonly headerPx: number;
  /** Room under the last row of a group. */
  readonly groupGapPx: number;
  readonly collapsed: ReadonlySet<string>;
};

export type GroupBand = {
  readonly key: string;
  readonly first: number;
  readonly count: number;
  readonly topPx: number;
  readonly heightPx: number;
  readonly firstRow: number;
  /** Exclusive. */
  readonly endRow: number;
  readonly isCollapsed: boolean;
};

/** Row r holds the photos rowFirst[r] … rowEnd[r]-1. `left` and `width` are per photo; photos of collapsed groups have width 0. */
export type GridLayout = {
  readonly heightPx: number;
  readonly bands: readonly GroupBand[];
  readonly rows: number;
  readonly rowFirst: Int32Array;
  readonly rowEnd: Int32Array;
  readonly rowTop: Float64Array;
  readonly rowHeight: Float64Array;
  readonly left: Float64Array;
  readonly width: Float64Array;
};

/** A row that stays as it was drawn, whatever its photos' sizes are; `first` and `end` are places in the list. */
export type HeldRow = {
  readonly first: number;
  readonly end: number;
  readonly heightPx: number;
  /** Of its photos, in order. */
  readonly left: Float64Array;
  readonly width: Float64Array;
};

/** A panorama or a tall strip would take a row to itself or vanish: drawn cut to these limits. */
const narrowest = 0.4;
const widest = 3;
/** Photos whose size is not known yet take the place of a 4:3 photo. */
const assumedAspect = 4 / 3;
/** A row that is not full keeps the asked height; a full one may exceed it by this. */
const tallestRow = 1.5;

export function aspectOf(widthPx: number, heightPx: number): number {
  if (!(widthPx > 0 && heightPx > 0)) return assumedAspect;
  return Math.min(widest, Math.max(narrowest, widthPx / heightPx));
}

type Sizes = { readonly widthPx: Column; readonly heightPx: Column };

export function layoutGrid(
  sizes: Sizes,
  groups: readonly { readonly key: string; readonly count: number }[],
  options: GridOptions,
  held: readonly HeldRow[] = [],
): GridLayout {
  const total = sizes.widthPx.length;
  const { gapPx, headerPx, collapsed } = options;
  const availablePx = Math.max(1, Math.floor(options.availablePx));
  const rowFirst = new Int32Array(total);
  const rowEnd = new Int32Array(total);
  const rowTop = new Float64Array(total);
  const rowHeight = new Float64Array(total);
  const left = new Float64Array(total);
  const width = new Float64Array(total);
  const bands: GroupBand[] = [];
  const columns = Math.max(1, Math.floor((availablePx + gapPx) / (options.rowPx + gapPx)));
  let rows = 0;
  let y = 0;

  const placeRow = (first: number, end: number, height: number, widthOf: (index: number) => number): void => {
    let x = 0;
    for (let index = first; index < end; index++) {
      // Edges are rounded, not widths: so gaps stay equal and a full row ends exactly at the right edge.
      const from = Math.round(x);
      const to = Math.max(from + 1, Math.round(x + widthOf(index)));
      left[index] = from;
      width[index] = Math.min(to, availablePx) - from;
      x += widthOf(index) + gapPx;
    }
    addRow(first, end, height);
  };
  const addRow = (first: number, end: number, height: number): void => {
    rowFirst[rows] = first;
    rowEnd[rows] = end;
    rowTop[rows] = y;
    rowHeight[rows] = height;
    rows++;
    y += height + gapPx;
  };
  const placeAround = (first: number, end: number): void => {
    let start = first;
    for (const row of held) {
      if (row.first < start || row.end > end) continue;
      placeJustified(start, row.first);
      left.set(row.left, row.first);
      width.set(row.width, row.first);
      addRow(row.first, row.end, row.heightPx);
      start = row.end;
    }
    placeJustified(start, end);
  };

  const placeJustified = (first: number, end: number): void => {
    let start = first;
    let sum = 0;
    for (let index = first; index < end; index++) {
      const aspect = aspectOf(sizes.widthPx[index]!, sizes.heightPx[index]!);
      const heightWithout = sum > 0 ? (availablePx - gapPx * (index - start - 1)) / sum : Infinity;
      const heightWith = (availablePx - gapPx * (index - start)) / (sum + aspect);
      if (heightWith <= options.rowPx) {
        const isCloserWithout = heightWithout - options.rowPx < options.rowPx - heightWith;
        if (isCloserWithout) {
          closeRow(start, index, heightWithout);
          start = index;
          sum = aspect;
        } else {
          closeRow(start, index + 1, heightWith);
          start = index + 1;
          sum = 0;
        }
      } else {
        sum += aspect;
      }
    }
    if (start < end) {
      const height = (availablePx - gapPx * (end - start - 1)) / sum;
      closeRow(start, end, height <= options.rowPx * 1.15 ? height : options.rowPx);
    }
  };
  const closeRow = (start: number, end: number, height: number): void => {
    const shown = Math.min(height, options.rowPx * tallestRow);
    placeRow(start, end, Math.round(shown), index =>
      Math.min(availablePx, aspectOf(sizes.widthPx[index]!, sizes.heightPx[index]!) * shown),
    );
  };
  const placeSquares = (first: number, end: number): void => {
    const side = (availablePx - gapPx * (columns - 1)) / columns;
    for (let start = first; start < end; start += columns) {
      placeRow(start, Math.min(end, start + columns), Math.round(side), () => side);
    }
  };

  let first = 0;
  for (const { key, count } of groups) {
    const topPx = y;
    const firstRow = rows;
    const isCollapsed = collapsed.has(key);
    y += headerPx;
    if (!isCollapsed && count > 0) {
      if (options.mode === 'square') placeSquares(first, first + count);
      else placeAround(first, first + count);
    }
    y += options.groupGapPx;
    bands.push({ key, first, count, topPx, heightPx: y - topPx, firstRow, endRow: rows, isCollapsed });
    first += count;
  }
  return {
    heightPx: y,
    bands,
    rows,
    rowFirst: rowFirst.subarray(0, rows),
    rowEnd: rowEnd.subarray(0, rows),
    rowTop: rowTop.subarray(0, rows),
    rowHeight: rowHeight.subarray(0, rows),
    left,
    width,
  };
}
