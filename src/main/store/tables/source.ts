// Sources: folders of photos beside the project's own photo folder. They come with an import and go when it is undone.
import type { PhotoSource } from '../api.ts';
import type { Connection } from '../connection.ts';

export function sourceTable(db: Connection) {
  const fields = 'prefix, folder';
  const all = db.prepare<[], PhotoSource & { id: number }>(`SELECT id, ${fields} FROM source ORDER BY id`);
  const highest = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM source').pluck();
  const select = db.prepare<[number], PhotoSource>(`SELECT ${fields} FROM source WHERE id = ?`);
  const upsert = db.prepare(
    `INSERT INTO source (id, ${fields}) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET prefix = excluded.prefix, folder = excluded.folder`,
  );
  const remove = db.prepare('DELETE FROM source WHERE id = ?');
  return {
    nextId: (): number => highest.get()! + 1,
    all: (): (PhotoSource & { readonly id: number })[] => all.all(),
    tracked: {
      read: (id: number): PhotoSource | null => select.get(id) ?? null,
      write(id: number, row: PhotoSource | null): void {
        if (row) upsert.run(id, row.prefix, row.folder);
        else remove.run(id);
      },
    },
  };
}
