// Photo groups: photos that always stay on one side of the split. Empty groups stay, because the history names them.
import type { Split } from '../../../shared/records/photo.ts';
import { checkSum } from '../check-sums.ts';
import type { Connection } from '../connection.ts';

export type GroupRow = { readonly split: Split | null };

export function photoGroupTable(db: Connection) {
  const insert = db.prepare('INSERT INTO photo_group (id, split, check_sum) VALUES (?, NULL, ?)');
  const highest = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM photo_group').pluck();
  const select = db.prepare<[number], GroupRow>('SELECT split FROM photo_group WHERE id = ?');
  const update = db.prepare('UPDATE photo_group SET split = ?, check_sum = ? WHERE id = ?');
  const make = (id: number): void => void insert.run(id, checkSum([id, null]));
  return {
    /** A new group without a split. */
    create(): number {
      const id = highest.get()! + 1;
      make(id);
      return id;
    },
    /** The same with the id it has in a journal. */
    make,
    tracked: {
      read: (id: number): GroupRow | null => select.get(id) ?? null,
      write(id: number, row: GroupRow | null): void {
        const split = row?.split ?? null;
        update.run(split, checkSum([id, split]), id);
      },
    },
  };
}
