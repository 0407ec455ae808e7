// Gestures, the changes each of them made, and the journal lines that say the same in plain text. Nothing is ever removed here.
import type { GestureSummary } from '../../../shared/records/project.ts';
import type { Connection } from '../connection.ts';

/** `target`: the gesture that an undo or redo is about. */
export type GestureRow = GestureSummary & { readonly target: number | null };
/** `before` and `after` are the row as JSON; null where there was or is none. */
export type ChangeRow = {
  readonly tableName: string;
  readonly key: number;
  readonly before: string | null;
  readonly after: string | null;
  /** The photo that the row is about; null where it is about none or several. */
  readonly photoId: number | null;
};

type Columns = { sequence: number; kind: string; details: string; photos: number; at: string };
type FoundParams = {
  readonly before: number;
  readonly from: number;
  readonly kinds: string;
  readonly like: string;
  readonly limit: number;
};
type ListedColumns = Columns & { target: number | null; photo: string | null };

type ListedGesture = GestureRow & { readonly photo: string | null };
type GestureSearch = {
  readonly text: string;
  readonly kinds: readonly string[];
  readonly from: number;
  readonly before: number;
  readonly limit: number;
};

const toSummary = (row: Columns): GestureSummary => ({
  ...row,
  details: JSON.parse(row.details) as GestureSummary['details'],
});

const toListed = ({ target, photo, ...row }: ListedColumns): ListedGesture => ({ ...toSummary(row), target, photo });

export function gestureTable(db: Connection) {
  const fields = 'sequence, kind, details, photos, at';
  const highest = db.prepare<[], number>('SELECT coalesce(max(sequence), 0) FROM gesture').pluck();
  const insert = db.prepare(
    'INSERT INTO gesture (sequence, kind, details, photos, at, target) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const insertChange = db.prepare(
    'INSERT INTO change (gesture, ordinal, table_name, key, before, after, photo_id) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const insertLine = db.prepare('INSERT INTO journal_line (sequence, line) VALUES (?, ?)');
  const select = db.prepare<[number], Columns>(`SELECT ${fields} FROM gesture WHERE sequence = ?`);
  const listed = `${fields}, target, (SELECT p.path FROM change c JOIN photo p ON p.id = c.photo_id WHERE c.gesture = g.sequence
    ORDER BY c.ordinal LIMIT 1) AS photo`;
  const selectBefore = db.prepare<[number, number], ListedColumns>(
    `SELECT ${listed} FROM gesture g WHERE sequence < ? ORDER BY sequence DESC LIMIT ?`,
  );
  const selectFound = db.prepare<[FoundParams], ListedColumns>(
    `SELECT ${listed} FROM gesture g WHERE sequence < $before AND sequence >= $from AND kind <> 'redo' AND (
       kind IN (SELECT value FROM json_each($kinds)) OR details ->> 'of' IN (SELECT value FROM json_each($kinds))
       OR EXISTS (SELECT 1 FROM json_each(details) WHERE value LIKE $like ESCAPE '\\')
       OR (photos = 1 AND EXISTS (SELECT 1 FROM change c JOIN photo p ON p.id = c.photo_id
         WHERE c.gesture = g.sequence AND p.path LIKE $like ESCAPE '\\')))
     ORDER BY sequence DESC LIMIT $limit`,
  );
  const count = db.prepare<[], number>('SELECT count(*) FROM gesture').pluck();
  const ofPhoto = db.prepare<[number], ChangeRow & { gesture: number; at: string; kind: string }>(
    `SELECT c.gesture, g.at, g.kind, c.table_name AS tableName, c.key, c.before, c.after, c.photo_id AS photoId
     FROM change c JOIN gesture g ON g.sequence = c.gesture WHERE c.photo_id = ? ORDER BY c.gesture, c.ordinal`,
  );
  const steps = db.prepare<[], { sequence: number; kind: string; target: number | null }>(
    'SELECT sequence, kind, target FROM gesture ORDER BY sequence',
  );
  const changes = db.prepare<[number], ChangeRow>(
    'SELECT table_name AS tableName, key, before, after, photo_id AS photoId FROM change WHERE gesture = ? ORDER BY ordinal',
  );
  const movesPhotos = db
    .prepare<[number], 0 | 1>(
      "SELECT EXISTS (SELECT 1 FROM change WHERE gesture = ? AND table_name IN ('photo_listed', 'source'))",
    )
    .pluck();
  const line = db.prepare<[number], string>('SELECT line FROM journal_line WHERE sequence = ?').pluck();
  const linesAfter = db.prepare<[number], { sequence: number; line: string }>(
    'SELECT sequence, line FROM journal_line WHERE sequence > ? ORDER BY sequence',
  );
  return {
    lastSequence: (): number => highest.get()!,
    insert(gesture: GestureRow, made: readonly ChangeRow[], journalLine: string): void {
      const { sequence, kind, details, photos, at, target } = gesture;
      insert.run(sequence, kind, JSON.stringify(details), photos, at, target);
      made.forEach((change, ordinal) =>
        insertChange.run(sequence, ordinal, change.tableName, change.key, change.before, change.after, change.photoId),
      );
      insertLine.run(sequence, journalLine);
    },
    read: (sequence: number): GestureSummary => toSummary(select.get(sequence)!),
    /** Newest first, those before `before`. */
    list: (before: number, limit: number): ListedGesture[] => selectBefore.all(before, limit).map(toListed),
    /** Those of `from` up to `before` that are of one of the kinds, or name the text: a class, a file, the one photo they changed. */
    find: ({ text, kinds, ...range }: GestureSearch): ListedGesture[] =>
      selectFound
        .all({ ...range, kinds: JSON.stringify(kinds), like: `%${text.replace(/[\\%_]/g, sign => `\\${sign}`)}%` })
        .map(toListed),
    count: (): number => count.get()!,
    /** What changed of one photo, oldest first. */
    changesOfPhoto: (photoId: number): (ChangeRow & { gesture: number; at: string; kind: string })[] =>
      ofPhoto.all(photoId),
    iterateSteps: (): IterableIterator<{ sequence: number; kind: string; target: number | null }> => steps.iterate(),
    changes: (sequence: number): ChangeRow[] => changes.all(sequence),
    /** Whether it brought photos or folders into the project. */
    movesPhotos: (sequence: number): boolean => movesPhotos.get(sequence) === 1,
    journalLine: (sequence: number): string | null => line.get(sequence) ?? null,
    iterateLinesAfter: (sequence: number): IterableIterator<{ sequence: number; line: string }> =>
      linesAfter.iterate(sequence),
  };
}
