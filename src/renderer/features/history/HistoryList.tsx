// The rows of the history, only those near the window; walked with the arrow keys, gone to with Enter.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { closeHistory, useHistoryFocus } from '../../components/history-view.ts';
import type { HistoryEntries } from './history-entries.ts';
import { HistoryRowView } from './HistoryRowView.tsx';
import classes from './page.module.css';
import { rowKey, targetOf, type HistoryRow } from './rows.ts';
import { useWouldChange } from './would-change.ts';

const rowPx = { undone: 28, more: 32, here: 36, sitting: 28, gesture: 40, run: 40, beginning: 40 } as const;
/** A row that can be gone to, while it is looked at. */
const offerPx = 32;
const pageRows = 8;
/** Rows above the line that are seen when the panel opens. */
const rowsAbove = 3;

export type HistoryListProps = {
  readonly label: string;
  readonly rows: readonly HistoryRow[];
  readonly position: number;
  readonly redoable: readonly number[];
  readonly source: HistoryEntries;
  /** On the way to another gesture; with thousands between it takes a while. */
  readonly isGoing: boolean;
  readonly onGo: (sequence: number) => void;
  readonly onExpand: (oldest: number) => void;
};

export function HistoryList({ label, rows, position, redoable, source, isGoing, onGo, onExpand }: HistoryListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState<string | null>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const [hasFocus, setHasFocus] = useState(false);
  const keys = useMemo(() => rows.map(rowKey), [rows]);
  const activeKey = hovered ?? (hasFocus ? focused : null);
  const active = activeKey === null ? -1 : keys.indexOf(activeKey);
  const target = active < 0 ? null : targetOf(rows[active]!, position);
  const change = useWouldChange(target);
  const here = rows.findIndex(row => row.kind === 'here');
  const stop =
    focused !== null && keys.includes(focused)
      ? keys.indexOf(focused)
      : Math.max(0, here >= 0 ? here : rows.findIndex(canFocus));

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: index => rowPx[rows[index]!.kind] + (index === active && target !== null ? offerPx : 0),
    getItemKey: index => keys[index]!,
    overscan: 10,
    paddingStart: 4,
    paddingEnd: 8,
  });
  useLayoutEffect(() => virtual.measure(), [virtual, rows, active, target]);
  const items = virtual.getVirtualItems();

  const lastShown = items.at(-1)?.index ?? 0;
  const { isComplete, isLoading, loadOlder } = source;
  useEffect(() => {
    if (lastShown >= rows.length - 5 && !isComplete && !isLoading) loadOlder();
  }, [lastShown, rows.length, isComplete, isLoading, loadOlder]);

  // The line is where a person is: the panel opens there, however much can be redone above it, and follows it.
  const placedAt = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (here < 0 || placedAt.current === position) return;
    const isFirst = placedAt.current === null;
    placedAt.current = position;
    if (!isFirst) virtual.scrollToIndex(here, { align: 'auto' });
    else if (here > rowsAbove + 1) virtual.scrollToIndex(here - rowsAbove, { align: 'start' });
  }, [here, position, virtual]);

  const focusRow = useCallback(
    (index: number): void => {
      const key = keys[index];
      if (key === undefined) return;
      setFocused(key);
      virtual.scrollToIndex(index, { align: 'auto' });
      // The row exists once it was scrolled to.
      requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-row="${key}"]`)?.focus());
    },
    [keys, virtual],
  );
  useHistoryFocus(useCallback(() => focusRow(stop), [focusRow, stop]));

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target instanceof HTMLButtonElement) return;
    const row = rows[stop];
    const next = nextRow(rows, stop, event.key);
    if (next !== null) focusRow(next);
    else if (event.key === 'Enter' && row !== undefined) {
      const to = targetOf(row, position);
      if (to !== null && !isGoing) onGo(to);
    } else if (event.key === 'Escape') closeHistory();
    else if (row?.kind === 'run' && event.key === (row.isExpanded ? 'ArrowLeft' : 'ArrowRight'))
      onExpand(row.entries.at(-1)!.sequence);
    else return;
    event.preventDefault();
  };

  const firstSitting = rows.findIndex(row => row.kind === 'sitting');
  return (
    <div ref={scroller} className={classes.list} onPointerLeave={() => setHovered(null)}>
      <ul
        className={classes.rows}
        style={{ height: virtual.getTotalSize() }}
        aria-label={label}
        onKeyDown={onKeyDown}
        onFocus={() => setHasFocus(true)}
        onBlur={() => setHasFocus(false)}
      >
        {items.map(({ key, index, start, size }) => {
          const row = rows[index]!;
          return (
            <li
              key={key}
              data-row={key}
              className={classes.row}
              style={{ transform: `translateY(${start}px)`, height: size }}
              tabIndex={canFocus(row) ? (index === stop ? 0 : -1) : undefined}
              onFocus={() => setFocused(String(key))}
              onPointerMove={() => setHovered(String(key))}
            >
              <HistoryRowView
                row={row}
                position={position}
                redoable={redoable.length}
                isActive={index === active}
                isTaken={isBetween(row, target, position)}
                isNewestSitting={index === firstSitting}
                change={change}
                isGoing={isGoing}
                onGo={onGo}
                onRedoAll={() => onGo(Math.max(...redoable))}
                onExpand={onExpand}
                onMore={source.loadNewer}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

const canFocus = ({ kind }: HistoryRow): boolean =>
  kind === 'gesture' || kind === 'run' || kind === 'here' || kind === 'beginning';

/** Where an arrow key leads from a row, or null where the key means something else. */
function nextRow(rows: readonly HistoryRow[], from: number, key: string): number | null {
  const places = rows.flatMap((row, index) => (canFocus(row) ? [index] : []));
  const at = places.indexOf(from);
  const steps: Readonly<Record<string, number>> = {
    ArrowUp: at - 1,
    ArrowDown: at + 1,
    PageUp: at - pageRows,
    PageDown: at + pageRows,
    Home: 0,
    End: places.length - 1,
  };
  const step = steps[key];
  return step === undefined ? null : (places[Math.min(places.length - 1, Math.max(0, step))] ?? null);
}

/** Gestures that are taken back, or done again, on the way to the target. */
function isBetween(row: HistoryRow, target: number | null, position: number): boolean {
  if (target === null || (row.kind !== 'gesture' && row.kind !== 'run')) return false;
  const { sequence, state } = row.kind === 'gesture' ? row.entry : row.entries[0]!;
  if (state === 'undone') return false;
  return target < position ? sequence > target && sequence <= position : sequence > position && sequence <= target;
}
