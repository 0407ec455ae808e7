// The rows of the panel, made from the gestures as the core lists them: what can be redone, the line "you are here", and below it
// sittings, with runs of single keys folded to one row.
import type { HistoryEntry } from '../../../shared/records/project.ts';
import { blockAt } from './blocks.ts';

export type RunOf = 'labels' | 'things' | 'undos';

export type HistoryRow =
  | { readonly kind: 'undone' | 'more' | 'here' | 'beginning' }
  | { readonly kind: 'sitting'; readonly from: string; readonly to: string }
  | {
      readonly kind: 'gesture';
      readonly entry: HistoryEntry;
      /** When it was undone; null where it was not, or that is further up. */
      readonly undoneAt: string | null;
      /** Shown because its run was unfolded. */
      readonly isInside: boolean;
    }
  | {
      readonly kind: 'run';
      readonly of: RunOf;
      /** Newest first. */
      readonly entries: readonly HistoryEntry[];
      readonly isExpanded: boolean;
    };

/** Between gestures further apart than this a new sitting begins. */
const sittingGapMs = 30 * 60_000;
/** Fewer single gestures than this are shown as they are. */
const fewestInRun = 4;

export type RowsOptions = {
  /** The last gesture that counts; 0 at the beginning. */
  readonly position: number;
  /** Runs to be shown one by one, by the sequence of their oldest gesture. */
  readonly expanded: ReadonlySet<number>;
  /** Runs end where a block of this many sequences ends, so that a run never grows without an end while more is loaded. */
  readonly blockSize: number;
  readonly hasMoreUndone: boolean;
  /** The first gesture of the project is among the entries. */
  readonly isComplete: boolean;
};

/** Rows from top to bottom. `entries` are newest first and without a gap. */
export function historyRows(entries: readonly HistoryEntry[], options: RowsOptions): HistoryRow[] {
  const { position, hasMoreUndone, isComplete } = options;
  const undos = latestUndos(entries);
  const shown = entries.filter(entry => isShown(entry, undos, position));
  const ahead = shown.filter(({ sequence }) => sequence > position);
  const behind = shown.filter(({ sequence }) => sequence <= position);
  const rows: HistoryRow[] = [];
  if (ahead.length > 0 || hasMoreUndone) rows.push({ kind: 'undone' });
  if (hasMoreUndone) rows.push({ kind: 'more' });
  rows.push(...folded(ahead, undos.at, options), { kind: 'here' });
  for (const sitting of sittingsOf(behind)) {
    rows.push({ kind: 'sitting', from: sitting.at(-1)!.at, to: sitting[0]!.at });
    rows.push(...folded(sitting, undos.at, options));
  }
  if (isComplete) rows.push({ kind: 'beginning' });
  return rows;
}

/** Rows of what was looked for: every gesture by itself, under its sitting. */
export function foundRows(entries: readonly HistoryEntry[]): HistoryRow[] {
  return sittingsOf(entries).flatMap(sitting => [
    { kind: 'sitting' as const, from: sitting.at(-1)!.at, to: sitting[0]!.at },
    ...sitting.map(entry => ({ kind: 'gesture' as const, entry, undoneAt: null, isInside: false })),
  ]);
}

type Undos = {
  /** When each undone gesture was undone last. */
  readonly at: ReadonlyMap<number, string>;
  /** The sequence of that undo. */
  readonly by: ReadonlyMap<number, number>;
  readonly states: ReadonlyMap<number, HistoryEntry['state']>;
};

function latestUndos(entries: readonly HistoryEntry[]): Undos {
  const at = new Map<number, string>();
  const by = new Map<number, number>();
  for (const { kind, target, sequence, at: when } of entries) {
    if (kind !== 'undo' || target === null || by.has(target)) continue;
    by.set(target, sequence);
    at.set(target, when);
  }
  return { at, by, states: new Map(entries.map(({ sequence, state }) => [sequence, state])) };
}

/** An undo that can still be taken back is told by the line "you are here"; so is a redo. Those that were overtaken are named. */
function isShown({ kind, target, sequence }: HistoryEntry, undos: Undos, position: number): boolean {
  if (kind === 'redo') return false;
  if (kind !== 'undo' || target === null) return true;
  const state = undos.states.get(target);
  // Its gesture is not loaded yet: above the line it is one that can be redone.
  if (state === undefined) return sequence < position;
  return state === 'undone' && undos.by.get(target) === sequence;
}

function sittingsOf(entries: readonly HistoryEntry[]): HistoryEntry[][] {
  const sittings: HistoryEntry[][] = [];
  for (const entry of entries) {
    const newer = sittings.at(-1)?.at(-1);
    if (newer && Date.parse(newer.at) - Date.parse(entry.at) <= sittingGapMs) sittings.at(-1)!.push(entry);
    else sittings.push([entry]);
  }
  return sittings;
}

/** What a gesture may be folded with: single keys on photo after photo, shape after shape on one photo, undo after undo. */
function familyOf({ kind, photos, photo, state }: HistoryEntry): string | null {
  if (kind === 'undo') return 'undos';
  if ((kind === 'labels-set' || kind === 'nothing-here') && photos === 1) return `labels ${state}`;
  if (kind === 'box-added' || kind === 'things-added') return `things ${state} ${photo ?? ''}`;
  return null;
}

function folded(
  entries: readonly HistoryEntry[],
  undoneAt: ReadonlyMap<number, string>,
  { expanded, blockSize }: RowsOptions,
): HistoryRow[] {
  const rows: HistoryRow[] = [];
  const single = (entry: HistoryEntry, isInside: boolean): HistoryRow => {
    return { kind: 'gesture', entry, undoneAt: undoneAt.get(entry.sequence) ?? null, isInside };
  };
  for (let first = 0; first < entries.length;) {
    const family = familyOf(entries[first]!);
    const block = blockAt(entries[first]!.sequence, blockSize);
    let end = first + 1;
    while (
      family !== null &&
      end < entries.length &&
      familyOf(entries[end]!) === family &&
      blockAt(entries[end]!.sequence, blockSize) === block
    )
      end++;
    const members = entries.slice(first, end);
    first = end;
    if (family === null || members.length < fewestInRun) {
      rows.push(...members.map(entry => single(entry, false)));
      continue;
    }
    const isExpanded = expanded.has(members.at(-1)!.sequence);
    rows.push({ kind: 'run', of: family.split(' ')[0] as RunOf, entries: members, isExpanded });
    if (isExpanded) rows.push(...members.map(entry => single(entry, true)));
  }
  return rows;
}

/** The gesture that a row can be gone to; null where it cannot: headings, gestures that were overtaken, where one is already. */
export function targetOf(row: HistoryRow, position: number): number | null {
  if (row.kind === 'beginning') return position === 0 ? null : 0;
  const newest = row.kind === 'gesture' ? row.entry : row.kind === 'run' ? row.entries[0]! : null;
  if (newest === null || newest.state === 'undone' || newest.kind === 'undo') return null;
  return newest.sequence === position ? null : newest.sequence;
}

/** Counts of a run's classes, most first: "44 ants, 51 bees". */
export function runCounts(entries: readonly HistoryEntry[]): { readonly name: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { details } of entries) {
    const name = String(details['class'] ?? '');
    const count = Number(details['things'] ?? details['boxes'] ?? 1);
    counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count);
}

/** Of one row, whatever else changes. */
export function rowKey(row: HistoryRow): string {
  if (row.kind === 'gesture') return `g${row.entry.sequence}${row.isInside ? 'i' : ''}`;
  if (row.kind === 'run') return `r${row.entries.at(-1)!.sequence}`;
  return row.kind === 'sitting' ? `s${row.from}` : row.kind;
}
