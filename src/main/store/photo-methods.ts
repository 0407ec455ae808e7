// Reading photos: the grid, the counts, single photos, their files, everything annotated.
import path from 'node:path';
import type { PhotoId } from '../../shared/records/ids.ts';
import type {
  PhotoCounts,
  PhotoDetail,
  PhotoFilter,
  PhotoNote,
  PhotoPage,
  Prediction,
} from '../../shared/records/photo.ts';
import type { HealthRow, StoreMethods, TurnedFile } from './api.ts';
import type { Classes } from './classes.ts';
import type { Derived } from './derived.ts';
import type { PhotoEntry, PhotoIndex } from './photo-index.ts';
import { countPhotos, queryPhotos, type Likeliest, type Predicted } from './photo-query.ts';
import { toAnnotation } from './tables/annotation.ts';
import type { Tables } from './tables/index.ts';

const toFile = ({ id, path: place, hash, widthPx, heightPx, orientation }: PhotoEntry): TurnedFile => ({
  id,
  path: place,
  hash,
  widthPx,
  heightPx,
  orientation,
});

const noteOf = ({ note }: { readonly note: string | null }): PhotoNote | null =>
  note === null ? null : (JSON.parse(note) as PhotoNote);

export function photoMethods(tables: Tables, index: PhotoIndex, classes: Classes, derived: Derived) {
  let predicted: Predicted | null = null;

  /** What the newest run says; classes that were deleted since say nothing. */
  function newestPredictions(): Predicted {
    if (predicted) return predicted;
    const run = tables.run.newestWithModel();
    const alive = new Set(classes.order());
    const found = new Map<PhotoId, Likeliest>();
    for (const { photoId, classId, probability } of run === null ? [] : derived.likeliest(run)) {
      if (alive.has(classId)) found.set(photoId, { classId, probability });
    }
    return (predicted = found);
  }
  function predictionOf(id: PhotoId): Prediction | null {
    const run = tables.run.newestWithModel();
    const all = run === null ? null : derived.top(run, id);
    if (run === null || !all) return null;
    const alive = new Set(classes.order());
    const top = all.filter(({ classId }) => alive.has(classId));
    return top.length > 0 ? { runId: run, top } : null;
  }
  function toDetail(id: PhotoId): PhotoDetail[] {
    const entry = index.get(id);
    const row = tables.photo.read(id);
    if (!entry || !row) return [];
    return [
      {
        ...toFile(entry),
        name: path.posix.basename(entry.path),
        bytes: row.bytes,
        split: entry.split,
        excluded: entry.excluded,
        problem: entry.problem,
        note: noteOf(row),
        annotations: tables.annotation.ofPhoto(id).map(toAnnotation),
        prediction: predictionOf(id),
      },
    ];
  }

  return {
    /** Predictions, runs or classes changed. */
    forgetPredictions(): void {
      predicted = null;
    },
    methods: {
      photosQuery: (
        filter: PhotoFilter,
        sort: Parameters<StoreMethods['photosQuery']>[1],
        group: Parameters<StoreMethods['photosQuery']>[2],
      ): PhotoPage => queryPhotos(index.byName(), { filter, sort, group }, classes.order(), newestPredictions()),
      photosCounts: (): PhotoCounts =>
        countPhotos(
          { entries: index.byName(), twins: index.twins() },
          classes.order(),
          newestPredictions(),
          tables.skipped.count(),
        ),
      /** Ids that are not there any more are left out. */
      photosRead: (ids: readonly PhotoId[]): PhotoDetail[] => ids.flatMap(toDetail),
      /** null: all photos without a problem, by name. */
      photosFiles: (ids: readonly PhotoId[] | null): TurnedFile[] =>
        ids === null
          ? index
              .byName()
              .filter(entry => entry.problem === null)
              .map(toFile)
          : ids.flatMap(id => index.get(id) ?? []).map(toFile),
      photosHealth: (): HealthRow[] =>
        [...tables.photo.iterateAll()].flatMap(row => {
          const entry = index.get(row.id);
          if (!entry) return [];
          const { bytes, takenMs, nearHash } = row;
          const { split, group, labels, excluded, problem } = entry;
          const classId = labels.length === 1 ? labels[0]! : null;
          const read = { isRead: row.contentRead === 1, note: noteOf(row), takenMs, nearHash };
          return [{ ...toFile(entry), bytes, split, group, classId, excluded, problem, ...read }];
        }),
      annotationsAll: (): ReturnType<StoreMethods['annotationsAll']> =>
        [...index.byName()]
          .filter(entry => entry.photoState + entry.thingsState > 0)
          .sort((one, other) => (one.path < other.path ? -1 : 1))
          .map(entry => ({
            photo: { ...toFile(entry), split: entry.split, excluded: entry.excluded },
            annotations: tables.annotation.ofPhoto(entry.id).map(toAnnotation),
          })),
    },
  };
}
