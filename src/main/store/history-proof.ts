// Whether the history still says what it said: each gesture and its changes against the gesture's journal line, which carries a CRC32.
// A flip there changes nothing that is seen, until it is undone.
import type { Connection } from './connection.ts';
import { framedBytes, framedJson } from './journal-lines.ts';
import { afterGap } from './replay.ts';
import type { ChangeRow } from './tables/gesture.ts';

type StoredGesture = {
  readonly sequence: number;
  readonly kind: string;
  readonly details: string;
  readonly photos: number;
  readonly at: string;
  readonly target: number | null;
  readonly line: string | null;
};
type Line = {
  readonly sequence: number;
  readonly kind: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly at: string;
  readonly target: number | null;
  readonly photos: readonly unknown[];
  readonly changes: readonly {
    readonly table: string;
    readonly key: number;
    readonly before: unknown;
    readonly after: unknown;
  }[];
};
type StoredChange = Pick<ChangeRow, 'tableName' | 'key' | 'before' | 'after'>;

const fieldsOf = 'g.sequence, g.kind, g.details, g.photos, g.at, g.target, j.line';
const nameOf = (table: string, key: number, before: string | null, after: string | null): string =>
  `${table} ${key} ${before} ${after}`;
const toText = (row: unknown): string | null => (row === null ? null : JSON.stringify(row));

function isWhole(gesture: StoredGesture, changes: readonly StoredChange[]): boolean {
  const json = gesture.line === null ? null : framedJson(gesture.line);
  if (json === null) return false;
  const line = JSON.parse(json) as Line;
  const photos = typeof line.details['photos'] === 'number' ? line.details['photos'] : line.photos.length;
  const isNamed = gesture.kind === afterGap || (gesture.kind === line.kind && gesture.target === line.target);
  const isSame =
    line.sequence === gesture.sequence &&
    line.at === gesture.at &&
    photos === gesture.photos &&
    JSON.stringify(line.details) === gesture.details;
  if (!isNamed || !isSame) return false;
  const told = new Set(
    line.changes.map(({ table, key, before, after }) => nameOf(table, key, toText(before), toText(after))),
  );
  // Fewer than the line tells: one that was made again after a gap in its journal.
  return changes.every(({ tableName, key, before, after }) => told.has(nameOf(tableName, key, before, after)));
}

/** How a gesture and its changes begin its line (`journalText` in gesture-words.ts), put together of what the tables hold. */
const asTold = `concat('{"sequence":', g.sequence, ',"kind":', json_quote(g.kind), ',"details":', g.details, ',"photos":', g.photos,
  ',"at":', json_quote(g.at), ',"target":', coalesce(g.target, 'null'), ',"changes":[',
  (SELECT group_concat(concat('{"table":"', table_name, '","key":', key, ',"before":', coalesce(before, 'null'), ',"after":',
    coalesce(after, 'null'), '}'), ',') FROM (SELECT * FROM change WHERE gesture = g.sequence ORDER BY ordinal)), '],')`;
type Told = readonly [sequence: number, line: Buffer | null, told: Buffer];

/**
 * Whether a line is whole and begins with what the tables tell, compared as bytes: a tenth of the work of reading both. False also for
 * lines that say the same in another way.
 */
function isToldWordForWord([, line, told]: Told): boolean {
  const json = line === null ? null : framedBytes(line);
  return json !== null && json.length > told.length && json.subarray(0, told.length).equals(told);
}

export function historyProof(db: Connection) {
  const from = 'FROM gesture g LEFT JOIN journal_line j ON j.sequence = g.sequence';
  const all = db
    .prepare<[], Told>(`SELECT g.sequence, CAST(j.line AS BLOB), CAST(${asTold} AS BLOB) ${from} ORDER BY g.sequence`)
    .raw();
  const one = db.prepare<[number], StoredGesture>(`SELECT ${fieldsOf} ${from} WHERE g.sequence = ?`);
  const changesOf = db.prepare<[number], StoredChange>(
    'SELECT table_name AS tableName, key, before, after FROM change WHERE gesture = ? ORDER BY ordinal',
  );
  const isGestureWhole = (sequence: number): boolean => isWhole(one.get(sequence)!, changesOf.all(sequence));
  return {
    /** Whether a gesture can be undone and redone as it was made. */
    isGestureWhole,
    /** The first gesture that does not fit its line, in words; null where all do. */
    findDamage(): string | null {
      for (const told of all.iterate()) {
        const [sequence] = told;
        if (!isToldWordForWord(told) && !isGestureWhole(sequence)) {
          return `gesture ${sequence} does not fit its journal line`;
        }
      }
      return null;
    },
  };
}
