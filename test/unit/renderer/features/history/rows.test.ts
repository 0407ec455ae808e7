// The rows of the history panel: what can be redone, what was overtaken, sittings, runs.
import { expect, test } from 'vitest';
import {
  historyRows,
  rowKey,
  runCounts,
  targetOf,
  type HistoryRow,
  type RowsOptions,
} from '../../../../../src/renderer/features/history/rows.ts';
import { blockAt, blocksToRead } from '../../../../../src/renderer/features/history/blocks.ts';
import type { HistoryEntry } from '../../../../../src/shared/records/project.ts';

const minute = (minutes: number): string => new Date(Date.UTC(2026, 10, 28, 12, minutes)).toISOString();

/** Labels `photos` photos; everything can be said otherwise. */
function entry(sequence: number, given: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    sequence,
    kind: 'labels-set',
    details: { class: 'ants' },
    photos: 2,
    at: minute(sequence),
    state: 'done',
    target: null,
    photo: `photo ${sequence}.jpg`,
    ...given,
  };
}
const options: RowsOptions = {
  position: 0,
  expanded: new Set(),
  blockSize: 200,
  hasMoreUndone: false,
  isComplete: true,
};
const rowsOf = (entries: readonly HistoryEntry[], given: Partial<RowsOptions>): HistoryRow[] =>
  historyRows([...entries].reverse(), { ...options, ...given });
/** "undone g3 here s… g1": what the rows are, sittings without their time. */
const shape = (rows: readonly HistoryRow[]): string =>
  rows.map(row => (row.kind === 'sitting' ? 'sitting' : rowKey(row))).join(' ');

test('undone gestures stand above the line with the next redo nearest to it, and their undos are not named', () => {
  const entries = [
    entry(1),
    entry(2, { state: 'redoable' }),
    entry(3, { state: 'redoable' }),
    entry(4, { kind: 'undo', target: 3 }),
    entry(5, { kind: 'undo', target: 2 }),
  ];
  expect(shape(rowsOf(entries, { position: 1 }))).toBe('undone g3 g2 here sitting g1 beginning');
});

test('an undone gesture that was overtaken stays below the line with the time of its undo, which is named', () => {
  const entries = [entry(1), entry(2, { state: 'undone' }), entry(3, { kind: 'undo', target: 2 }), entry(4)];
  const rows = rowsOf(entries, { position: 4 });
  expect(shape(rows)).toBe('here sitting g4 g3 g2 g1 beginning');
  expect(rows.find(row => rowKey(row) === 'g2')).toMatchObject({ undoneAt: minute(3) });
});

test('an undo that was redone leaves no row, and of two undos of one gesture only the last is named', () => {
  const entries = [entry(1), entry(2, { kind: 'undo', target: 1 }), entry(3, { kind: 'redo', target: 1 })];
  expect(shape(rowsOf(entries, { position: 1 }))).toBe('here sitting g1 beginning');
  const again = [
    entry(1, { state: 'undone' }),
    entry(2, { kind: 'undo', target: 1 }),
    entry(3, { kind: 'redo', target: 1 }),
    entry(4, { kind: 'undo', target: 1 }),
    entry(5),
  ];
  expect(shape(rowsOf(again, { position: 5 }))).toBe('here sitting g5 g4 g1 beginning');
});

test('undos whose gestures are not read yet are left out above the line and shown below it', () => {
  const entries = [entry(500, { kind: 'undo', target: 3 }), entry(501), entry(502, { kind: 'undo', target: 2 })];
  expect(shape(rowsOf(entries, { position: 501, isComplete: false }))).toBe('here sitting g501 g500');
});

test('a pause of more than half an hour begins a new sitting', () => {
  const entries = [entry(1, { at: minute(0) }), entry(2, { at: minute(30) }), entry(3, { at: minute(61) })];
  expect(shape(rowsOf(entries, { position: 3 }))).toBe('here sitting g3 sitting g2 g1 beginning');
});

test('four single keys or more are one row that counts the classes; three are shown as they are', () => {
  const keys = (count: number) => Array.from({ length: count }, (_, place) => entry(place + 1, { photos: 1 }));
  expect(shape(rowsOf(keys(3), { position: 3 }))).toBe('here sitting g3 g2 g1 beginning');
  expect(shape(rowsOf(keys(4), { position: 4 }))).toBe('here sitting r1 beginning');
  expect(shape(rowsOf(keys(4), { position: 4, expanded: new Set([1]) }))).toBe(
    'here sitting r1 g4i g3i g2i g1i beginning',
  );
  const mixed = keys(4).map((key, place) => (place < 3 ? key : { ...key, details: { class: 'bees' } }));
  expect(runCounts(mixed)).toEqual([
    { name: 'ants', count: 3 },
    { name: 'bees', count: 1 },
  ]);
});

test('a run never holds gestures of two states, and ends with its block', () => {
  const keys = Array.from({ length: 10 }, (_, place) =>
    entry(place + 196, { photos: 1, state: place < 5 ? 'done' : 'redoable' }),
  );
  expect(shape(rowsOf(keys, { position: 200, isComplete: false }))).toBe('undone r201 here sitting r196');
  const done = keys.map(key => ({ ...key, state: 'done' as const }));
  expect(shape(rowsOf(done, { position: 205, isComplete: false }))).toBe('here sitting r201 r196');
});

test('boxes drawn one after the other on one photo are one row with all their shapes counted', () => {
  const boxes = Array.from({ length: 4 }, (_, place) =>
    entry(place + 1, { kind: 'things-added', photos: 1, photo: 'one.jpg', details: { class: 'RBC', things: 2 } }),
  );
  const rows = rowsOf(boxes, { position: 4 });
  expect(shape(rows)).toBe('here sitting r1 beginning');
  expect(runCounts(boxes)).toEqual([{ name: 'RBC', count: 8 }]);
});

test('a row leads to its newest gesture; the place itself, headings and overtaken gestures lead nowhere', () => {
  const gesture = (one: HistoryEntry): HistoryRow => ({
    kind: 'gesture',
    entry: one,
    undoneAt: null,
    isInside: false,
  });
  expect(targetOf(gesture(entry(3)), 5)).toBe(3);
  expect(targetOf(gesture(entry(5)), 5)).toBeNull();
  expect(targetOf(gesture(entry(3, { state: 'undone' })), 5)).toBeNull();
  expect(targetOf(gesture(entry(4, { kind: 'undo', target: 3 })), 5)).toBeNull();
  expect(targetOf({ kind: 'run', of: 'labels', entries: [entry(4), entry(3)], isExpanded: false }, 9)).toBe(4);
  expect(targetOf({ kind: 'beginning' }, 5)).toBe(0);
  expect(targetOf({ kind: 'beginning' }, 0)).toBeNull();
  expect(targetOf({ kind: 'here' }, 5)).toBeNull();
});

test('blocks are read around the place where a person is, not from the newest on', () => {
  expect([1, 200, 201, 0].map(sequence => blockAt(sequence, 200))).toEqual([0, 0, 1, 0]);
  expect(blocksToRead({ position: 57, last: 57 }, { older: 0, newer: 0 })).toEqual([0]);
  expect(blocksToRead({ position: 90_000, last: 100_000 }, { older: 1, newer: 0 })).toEqual([450, 449, 448]);
  expect(blocksToRead({ position: 0, last: 2_000 }, { older: 5, newer: 2 })).toEqual([3, 2, 1, 0]);
});
