// The CRC32 that every row a person made carries, and the check of all of them when a project is opened.
import { crc32 } from 'node:zlib';
import type { Connection } from './connection.ts';

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

/** The first row whose content does not fit its check sum, as `table id`; null when all fit. */
export function findDamagedRow(db: Connection): string | null {
  for (const [table, columns] of Object.entries(checkedColumns)) {
    const rows = db.prepare(`SELECT check_sum, ${columns} FROM "${table}"`).raw().iterate();
    for (const row of rows as Iterable<[number, number, ...(string | number | null)[]]>) {
      const [sum, ...values] = row;
      if (checkSum(values) !== sum) return `${table} ${row[1]}`;
    }
  }
  return null;
}
