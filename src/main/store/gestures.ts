// Gestures: one transaction writes the rows, what they were and became, and the journal line. Undo and redo are gestures too.
import { AppError, invariant } from '../../shared/errors.ts';
import type { PhotoId } from '../../shared/records/ids.ts';
import type { GestureSummary, HistoryState } from '../../shared/records/project.ts';
import type { Done, PhotoSource } from './api.ts';
import { openFit } from './gesture-fit.ts';
import { changedName, journalText } from './gesture-words.ts';
import { journalLine, longestGestureBytes, longestUndoBytes } from './journal-lines.ts';
import { openStacks } from './history-stacks.ts';
import type { Tables } from './tables/index.ts';
import type { AnnotationRow } from './tables/annotation.ts';
import type { ClassRow } from './tables/class.ts';
import type { ChangeRow } from './tables/gesture.ts';
import type { GroupRow } from './tables/photo-group.ts';
import type { PhotoHome, PhotoListed, PhotoMark } from './tables/photo.ts';
import type { ProjectAnswer } from './tables/project.ts';

/** Rows that gestures change, by table. */
export type TrackedRows = {
  readonly project: ProjectAnswer;
  readonly photo: PhotoMark;
  readonly photo_home: PhotoHome;
  readonly photo_listed: PhotoListed;
  readonly photo_group: GroupRow;
  readonly source: PhotoSource;
  readonly class: ClassRow;
  readonly annotation: AnnotationRow;
};
export type TrackedName = keyof TrackedRows;
type TrackedTable<Row> = {
  readonly read: (key: number) => Row | null;
  readonly write: (key: number, row: Row | null) => void;
};

/** Writes rows inside a gesture and remembers what they were. */
export type Recorder = {
  readonly write: <Name extends TrackedName>(table: Name, key: number, after: TrackedRows[Name] | null) => void;
};
export type GestureDetails = GestureSummary['details'];
type Outcome<Result> = { readonly result: Result; readonly details: GestureDetails };

/** Above this many a list of changed photos is not worth sending: everything is read again. */
const longestPhotoList = 5000;

/** null: too many to name. */
export const photoList = (touched: ReadonlySet<PhotoId>): readonly PhotoId[] | null =>
  touched.size > longestPhotoList ? null : [...touched];

export type Surroundings = {
  readonly tables: Tables;
  /** Runs `work` in one transaction that is on disk when it returns; nothing of it remains when it throws. */
  readonly transaction: <Result>(work: () => Result) => Result;
  /** Whether the history still says of a gesture what it said when it was made. */
  readonly isGestureWhole: (sequence: number) => boolean;
  /** A gesture is on disk. */
  readonly committed: (touched: ReadonlySet<PhotoId>, tables: ReadonlySet<TrackedName>) => void;
  /** How long what the journal says of a gesture may be. */
  readonly mostBytes?: number;
};

/** How the rows that gestures change are read and written. */
export function trackedTables(tables: Tables): { readonly [Name in TrackedName]: TrackedTable<TrackedRows[Name]> } {
  return {
    project: tables.project.tracked,
    photo: tables.photo.tracked,
    photo_home: tables.photo.home,
    photo_listed: tables.photo.listed,
    source: tables.source.tracked,
    photo_group: tables.group.tracked,
    class: tables.class.tracked,
    annotation: tables.annotation.tracked,
  };
}

export function startGestures({
  tables,
  transaction,
  isGestureWhole,
  committed,
  mostBytes = longestGestureBytes,
}: Surroundings) {
  const tracked = trackedTables(tables);
  const { lists, step, read: readSteps, stateOf } = openStacks(tables);
  const { undoable, redoable } = lists;

  /** What gestures of one transaction have changed so far; null outside of one. */
  let gathered: { readonly touched: Set<PhotoId>; readonly tables: Set<TrackedName> } | null = null;

  /** Several gestures in one transaction: all of them are on disk when it returns, or none is. Gives the photos they changed. */
  function together(work: () => void): ReadonlySet<PhotoId> {
    const gathering = { touched: new Set<PhotoId>(), tables: new Set<TrackedName>() };
    gathered = gathering;
    try {
      transaction(work);
    } catch (error) {
      readSteps();
      throw error;
    } finally {
      gathered = null;
    }
    if (gathering.tables.size > 0) committed(gathering.touched, gathering.tables);
    return gathering.touched;
  }

  const summaryOf = (sequence: number | undefined): GestureSummary | null =>
    sequence === undefined || sequence === 0 ? null : tables.gesture.read(sequence);

  function history(): HistoryState {
    return {
      last: summaryOf(tables.gesture.lastSequence()),
      undo: summaryOf(undoable.at(-1)),
      redo: summaryOf(redoable.at(-1)),
    };
  }

  /** Photos that a changed row is about. */
  function touchedBy(table: TrackedName, key: number, row: TrackedRows[TrackedName] | null): readonly PhotoId[] {
    if (table === 'photo' || table === 'photo_home' || table === 'photo_listed') return [key as PhotoId];
    if (table === 'photo_group') return tables.photo.ofGroup(key);
    return table === 'annotation' ? [(row as AnnotationRow).photoId] : [];
  }

  function record<Result>(
    kind: string,
    target: number | null,
    build: (recorder: Recorder) => Outcome<Result>,
  ): Done<Result> {
    const changes: ChangeRow[] = [];
    const touched = new Set<PhotoId>();
    const changedTables = new Set<TrackedName>();
    const outcome = transaction(() => {
      const { result, details } = build({
        write(table, key, after) {
          const row = tracked[table].read(key);
          const before = row && JSON.stringify(row);
          const text = after && JSON.stringify(after);
          if (before === text) return;
          tracked[table].write(key, after);
          const photos = touchedBy(table, key, after ?? row);
          const photoId = table === 'photo_group' ? null : (photos[0] ?? null);
          changes.push({ tableName: table, key, before, after: text, photoId });
          changedTables.add(table);
          for (const id of photos) touched.add(id);
        },
      });
      // A step back or forth counts also where scans left it nothing to write: the next one is about the gesture before.
      if (changes.length === 0 && target === null) return { result, sequence: null };
      const sequence = tables.gesture.lastSequence() + 1;
      const photos = typeof details['photos'] === 'number' ? details['photos'] : touched.size;
      const gesture = { sequence, kind, details, photos, at: new Date().toISOString(), target };
      const most = target === null ? mostBytes : longestUndoBytes;
      tables.gesture.insert(gesture, changes, journalLine(journalText(tables, gesture, changes, touched, most)));
      return { result, sequence };
    });
    if (outcome.sequence !== null) {
      step(kind, outcome.sequence, target);
      if (gathered === null) committed(touched, changedTables);
      else {
        for (const id of touched) gathered.touched.add(id);
        for (const name of changedTables) gathered.tables.add(name);
      }
    }
    return { ...outcome, history: history(), photos: photoList(touched) };
  }

  /** Writes one side of a gesture's changes where the rows still equal the other side. */
  function replay(target: number, kind: 'undo' | 'redo'): Done {
    if (!isGestureWhole(target)) {
      throw new AppError('project-damaged', { file: 'project.fovea', reason: `gesture ${target} is not what it was` });
    }
    const summary = tables.gesture.read(target);
    const changes = tables.gesture.changes(target);
    const fitOf = openFit(tables, tracked, changes);
    return record(kind, target, recorder => {
      for (const change of kind === 'undo' ? changes.reverse() : changes) {
        invariant(change.tableName in tracked, `no tracked table ${change.tableName}`);
        const table = change.tableName as TrackedName;
        const [from, to] = kind === 'undo' ? [change.after, change.before] : [change.before, change.after];
        const fit = fitOf(table, change.key, from, to);
        if (fit === 'settled') continue;
        if (fit === 'conflict') {
          throw new AppError('conflict', {
            what: changedName(tables, table, change.key, change.after ?? change.before),
          });
        }
        recorder.write(table, change.key, to === null ? null : (JSON.parse(to) as TrackedRows[TrackedName]));
      }
      const details = { ...summary.details, of: summary.kind, photos: summary.photos };
      return { result: null, details };
    });
  }

  return {
    /** One gesture of `kind`. Where `build` changes no row, none is recorded. */
    run: <Result>(kind: string, build: (recorder: Recorder) => Outcome<Result>): Done<Result> =>
      record(kind, null, build),
    history,
    together,
    stacks: lists,
    stateOf,
    touchedBy,
    undo(expected: number | null = null): Done {
      const target = undoable.at(-1);
      if (expected !== null && expected !== target) throw new AppError('not-the-last-gesture');
      if (target === undefined) throw new AppError('nothing-to-undo');
      return replay(target, 'undo');
    },
    redo(): Done {
      const target = redoable.at(-1);
      if (target === undefined) throw new AppError('nothing-to-redo');
      return replay(target, 'redo');
    },
  };
}
export type Gestures = ReturnType<typeof startGestures>;
