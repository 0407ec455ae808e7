// The history as a person walks through it: every gesture with its state, the way back to any of them, and the past of one photo.
import { AppError } from '../../shared/errors.ts';
import type { AnnotationId, ClassId, PhotoId } from '../../shared/records/ids.ts';
import type { HistoryEntry, HistoryFound, HistorySearch, PhotoPast } from '../../shared/records/project.ts';
import type { Done } from './api.ts';
import { photoList, type Gestures, type TrackedName, type TrackedRows } from './gestures.ts';
import { toAnnotation, type AnnotationRow } from './tables/annotation.ts';
import type { Tables } from './tables/index.ts';

const mostPhotos = 5000;
/** Gestures that one search looks at before others are answered again. */
const lookedThrough = 20_000;

/** Gestures between now and the moment after `sequence`, in the order in which they would be taken back or done again. */
type Way = { readonly kind: 'undo' | 'redo'; readonly steps: readonly number[] };

export function historyMethods(tables: Tables, gestures: Gestures) {
  /** @throws AppError not-found for a gesture that was undone and overtaken, or never was. */
  function wayTo(sequence: number): Way {
    const { undoable, redoable } = gestures.stacks;
    const place = sequence === 0 ? -1 : undoable.lastIndexOf(sequence);
    if (place >= 0 || sequence === 0) return { kind: 'undo', steps: undoable.slice(place + 1).reverse() };
    const ahead = redoable.lastIndexOf(sequence);
    if (ahead < 0) throw new AppError('not-found', { what: `gesture ${sequence}` });
    return { kind: 'redo', steps: redoable.slice(ahead).reverse() };
  }

  /** What was stated of a photo after each gesture that changed it, oldest first; the first is what was there before any. */
  function past(photoId: PhotoId): {
    readonly sequence: number;
    readonly at: string | null;
    readonly kind: string;
    readonly rows: Map<AnnotationId, AnnotationRow>;
    readonly excluded: boolean;
  }[] {
    const changes = tables.gesture.changesOfPhoto(photoId);
    const states = [
      {
        sequence: 0,
        at: null as string | null,
        kind: '',
        rows: new Map<AnnotationId, AnnotationRow>(),
        excluded: false,
      },
    ];
    for (const { gesture, at, kind, tableName, key, after } of changes) {
      let state = states.at(-1)!;
      if (state.sequence !== gesture) {
        state = { sequence: gesture, at, kind, rows: new Map(state.rows), excluded: state.excluded };
        states.push(state);
      }
      const row = after === null ? null : (JSON.parse(after) as TrackedRows[TrackedName]);
      if (tableName === 'photo') state.excluded = (row as TrackedRows['photo'] | null)?.excluded ?? false;
      if (tableName !== 'annotation') continue;
      if (row === null) state.rows.delete(key as AnnotationId);
      else state.rows.set(key as AnnotationId, row as AnnotationRow);
    }
    return states;
  }

  /** A class that was deleted since must come back first: what is annotated with it would have no name. */
  function requireLiving(id: ClassId | null): void {
    const row = id === null ? null : tables.class.tracked.read(id);
    if (row?.deleted) throw new AppError('conflict', { what: row.name });
  }

  const withState = <Row extends { readonly sequence: number; readonly kind: string }>(row: Row) => ({
    ...row,
    state: gestures.stateOf(row.sequence, row.kind),
  });

  return {
    historyState: gestures.history,
    historyList: (before: number | null, limit: number): HistoryEntry[] =>
      tables.gesture.list(before ?? Number.MAX_SAFE_INTEGER, limit).map(withState),
    historyFind({ text, kinds, before, limit }: HistorySearch): HistoryFound {
      const end = Math.min(before ?? Infinity, tables.gesture.lastSequence() + 1);
      const from = Math.max(1, end - lookedThrough);
      const found = tables.gesture.find({ text, kinds, from, before: end, limit });
      const isFull = found.length === limit;
      const next = isFull ? found.at(-1)!.sequence : from;
      return { entries: found.map(withState), next: next <= 1 ? null : next };
    },
    historyCount: (): { readonly gestures: number; readonly redoable: number } => ({
      gestures: tables.gesture.count(),
      redoable: gestures.stacks.redoable.length,
    }),

    historyGoTo(sequence: number): Done {
      const { kind, steps } = wayTo(sequence);
      const touched = gestures.together(() => steps.forEach(() => gestures[kind]()));
      const history = gestures.history();
      const last = steps.length === 0 ? null : history.last!.sequence;
      return { result: null, sequence: last, history, photos: photoList(touched) };
    },

    historyMovesPhotos(to: 'undo' | 'redo' | number): boolean {
      const { undoable, redoable } = gestures.stacks;
      const steps = to === 'undo' ? undoable.slice(-1) : to === 'redo' ? redoable.slice(-1) : wayTo(to).steps;
      return steps.some(tables.gesture.movesPhotos);
    },

    historyWouldChange(sequence: number) {
      const photos = new Set<PhotoId>();
      const { steps } = wayTo(sequence);
      for (const step of steps) {
        for (const { tableName, key, before, after } of tables.gesture.changes(step)) {
          const row = JSON.parse((after ?? before)!) as TrackedRows[TrackedName];
          for (const id of gestures.touchedBy(tableName as TrackedName, key, row)) photos.add(id);
        }
      }
      return { photos: [...photos].slice(0, mostPhotos), photoCount: photos.size, gestures: steps.length };
    },

    historyOfPhoto: (photoId: PhotoId): PhotoPast[] =>
      past(photoId)
        .map(({ rows, ...state }) => ({
          ...state,
          annotations: [...rows].map(([id, row]) => toAnnotation({ id, ...row })),
        }))
        .reverse(),

    historyRestorePhoto(photoId: PhotoId, sequence: number): Done {
      const photo = tables.photo.read(photoId);
      const then = past(photoId).findLast(state => state.sequence <= sequence);
      if (!photo || !then) throw new AppError('not-found', { what: `photo ${photoId}` });
      return gestures.run('photo-restored', recorder => {
        for (const { id } of tables.annotation.ofPhoto(photoId)) {
          if (!then.rows.has(id)) recorder.write('annotation', id, null);
        }
        for (const [id, row] of then.rows) {
          requireLiving(row.classId);
          recorder.write('annotation', id, row);
        }
        recorder.write('photo', photoId, { excluded: then.excluded });
        return { result: null, details: { photo: photo.path } };
      });
    },
  };
}
