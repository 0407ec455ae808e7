// Classes. A deleted class stays as a row, so that its id, its export position and the history keep their meaning.
import type { ClassRecord } from '../../../shared/records/class.ts';
import type { ClassId } from '../../../shared/records/ids.ts';
import { checkSum } from '../check-sums.ts';
import type { Connection } from '../connection.ts';

/** Everything of a class but its id. */
export type ClassRow = Omit<ClassRecord, 'id'> & { readonly deleted: boolean };

type Columns = {
  id: ClassId;
  name: string;
  colour: number;
  patterned: number;
  key: string | null;
  position: number;
  export_position: number;
  deleted: number;
};

function toRow(columns: Columns): ClassRow {
  return {
    name: columns.name,
    colour: columns.colour,
    patterned: columns.patterned === 1,
    key: columns.key,
    position: columns.position,
    exportPosition: columns.export_position,
    deleted: columns.deleted === 1,
  };
}

export function classTable(db: Connection) {
  const fields = 'id, name, colour, patterned, key, position, export_position, deleted';
  const select = db.prepare<[number], Columns>(`SELECT ${fields} FROM class WHERE id = ?`);
  const selectAll = db.prepare<[], Columns>(`SELECT ${fields} FROM class ORDER BY position, id`);
  const upsert = db.prepare(
    `INSERT INTO class (${fields}, check_sum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, colour = excluded.colour, patterned = excluded.patterned, key = excluded.key,
       position = excluded.position, export_position = excluded.export_position, deleted = excluded.deleted, check_sum = excluded.check_sum`,
  );

  function write(id: number, row: ClassRow | null): void {
    if (!row) return;
    const values = [
      id,
      row.name,
      row.colour,
      Number(row.patterned),
      row.key,
      row.position,
      row.exportPosition,
      Number(row.deleted),
    ] as const;
    upsert.run(...values, checkSum(values));
  }
  return {
    /** All classes in order, the deleted ones too. */
    all: (): (ClassRow & { readonly id: ClassId })[] => selectAll.all().map(row => ({ id: row.id, ...toRow(row) })),
    tracked: {
      read: (id: number): ClassRow | null => {
        const columns = select.get(id);
        return columns ? toRow(columns) : null;
      },
      write,
    },
  };
}
