// The CRC32 that every row a person made carries, and the check of all of them when a project is opened.
import { crc32 } from 'node:zlib';
import type { Connection } from './connection.ts';
import { isDamage } from './failures.ts';

/** CRC32 of the columns' JSON text, in the order given. */
export function checkSum(columns: readonly (string | number | null)[]): number {
  return crc32(JSON.stringify(columns));
}

/** Columns under the check sum, per table, in order. A table's own file computes the sum over the same columns. */
const checkedColumns = {
  annotation: 'id, photo_id, kind, about, class_id, x, y, width, height, geometry, attributes',
  class: 'id, name, colour, patterned, key, position, export_position, deleted',
  photo: 'id, excluded',
  photo_group: 'id, split',
} as const;

/** Those of the columns that the file has: one of an older version lacks the newer ones, and its sums were made without them. */
function columnsIn(db: Connection, table: CheckedTable): string {
  const there = new Set((db.pragma(`table_info("${table}")`) as { name: string }[]).map(column => column.name));
  return checkedColumns[table]
    .split(', ')
    .filter(column => there.has(column))
    .join(', ');
}

type CheckedTable = keyof typeof checkedColumns;
export const checkedTables = Object.keys(checkedColumns) as CheckedTable[];

/** Tells of a table's rows, read whole, whether each is what was written. */
export function checkSumProof(db: Connection, table: CheckedTable) {
  const columns = columnsIn(db, table).split(', ');
  return (row: Readonly<Record<string, string | number | null>>): boolean =>
    row['check_sum'] === checkSum(columns.map(column => row[column] ?? null));
}

type CheckedRow = [sum: number, id: number, ...(string | number | null)[]];

/** Read as whole lists of so many rows: a tenth quicker than one by one. */
const rowsAtOnce = 2_000;

/** The first row whose content does not fit its check sum, as `table id`; null when all fit. */
export function findDamagedRow(db: Connection): string | null {
  for (const table of checkedTables) {
    const next = db
      .prepare<[number], CheckedRow>(
        `SELECT check_sum, ${columnsIn(db, table)} FROM "${table}" WHERE id > ? ORDER BY id LIMIT ${rowsAtOnce}`,
      )
      .raw();
    let last = -Infinity;
    for (let isMore = true; isMore;) {
      const rows = next.all(last);
      for (const [sum, ...values] of rows) {
        const id = values[0] as number;
        // Ids that do not rise are damage too, and would have the same rows read for ever.
        if (checkSum(values) !== sum || id <= last) return `${table} ${id}`;
        last = id;
      }
      isMore = rows.length === rowsAtOnce;
    }
  }
  return null;
}

/** A page that cannot be read is stepped over so many ids at a time, and so often. */
const stepOver = { ids: 64, times: 10_000 } as const;

type IntactRows = {
  readonly intact: number;
  /** As far as it can be known of a damaged file. */
  readonly total: number;
  /** Rows that do not fit and places that cannot be read, the first few; '' where there are none. */
  readonly detail: string;
};

/** Every row of a table, where all are known to fit. */
export function wholeRows(db: Connection, table: CheckedTable): IntactRows {
  const total = countRows(db, table);
  return { intact: total, total, detail: '' };
}

/** Counts the rows of a table that can be read and fit their check sum, also past damaged pages. */
export function countIntactRows(db: Connection, table: CheckedTable): IntactRows {
  const wrong: string[] = [];
  let intact = 0;
  let last = 0;
  let steps = 0;
  for (let isDone = false; !isDone;) {
    try {
      const rows = db
        .prepare(`SELECT check_sum, ${columnsIn(db, table)} FROM "${table}" WHERE id > ? ORDER BY id`)
        .raw()
        .iterate(last);
      for (const [sum, id, ...values] of rows as Iterable<CheckedRow>) {
        last = id;
        if (checkSum([id, ...values]) === sum) intact++;
        else wrong.push(`${table} ${id}`);
      }
      isDone = true;
    } catch (error) {
      if (!isDamage(error)) throw error;
      if (steps++ === 0) wrong.push(`${(error as Error).message} after ${table} ${last}`);
      last += stepOver.ids;
      isDone = steps >= stepOver.times || last > highestId(db, table);
    }
  }
  const total = Math.max(intact + wrong.length - Math.min(steps, 1), countRows(db, table));
  return { intact, total, detail: wrong.slice(0, 5).join(', ') };
}

function countRows(db: Connection, table: CheckedTable): number {
  try {
    return db.prepare<[], number>(`SELECT count(*) FROM "${table}"`).pluck().get()!;
  } catch (error) {
    if (!isDamage(error)) throw error;
    return 0;
  }
}

function highestId(db: Connection, table: CheckedTable): number {
  try {
    return db.prepare<[], number>(`SELECT coalesce(max(id), 0) FROM "${table}"`).pluck().get()!;
  } catch (error) {
    if (!isDamage(error)) throw error;
    return Infinity;
  }
}
