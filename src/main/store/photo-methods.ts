// Reading photos: the grid, the counts, single photos, their files, everything annotated.
import path from 'node:path';
import type { PhotoId } from '../../shared/records/ids.ts';
import type { FoundProblem, PhotoCounts, PhotoDetail, PhotoFilter, PhotoNote } from '../../shared/records/photo.ts';
import type { PhotoGroup, PhotoPage, PhotoSort } from '../../shared/records/photo-page.ts';
import type { AnnotatedRow, HealthRow, StoredFile, TurnedFile } from './api.ts';
import type { Classes } from './classes.ts';
import type { Derived } from './derived.ts';
import { openLikeliest } from './likeliest.ts';
import { countPhotos } from './photo-counts.ts';
import type { PhotoIndex } from './photo-index.ts';
import { queryPhotos } from './photo-query.ts';
import { toAnnotation } from './tables/annotation.ts';
import type { Tables } from './tables/index.ts';
import type { PhotoRow } from './tables/photo.ts';

const toFile = ({ id, path: place, hash, widthPx, heightPx, orientation }: PhotoRow): TurnedFile => ({
  id,
  path: place,
  hash: hash ?? '',
  widthPx,
  heightPx,
  orientation,
});

const toStoredFile = (row: PhotoRow): StoredFile => ({ ...toFile(row), isRead: row.contentRead === 1 });

const noteOf = ({ note }: { readonly note: string | null }): PhotoNote | null =>
  note === null ? null : (JSON.parse(note) as PhotoNote);

/** So many are read from the tables at once where everything annotated is wanted. */
const annotatedAtOnce = 2_000;

export function photoMethods(tables: Tables, index: PhotoIndex, classes: Classes, derived: Derived) {
  const likeliest = openLikeliest(index, derived, tables.run.newestWithModel, classes.order);

  let problems: Readonly<Partial<Record<FoundProblem, readonly PhotoId[]>>> = {};
  const found = (problem: FoundProblem): number[] =>
    (problems[problem] ?? []).map(id => index.rowOf(id)).filter(row => row >= 0);
  const asked = () => ({
    rows: index.rows(),
    text: index.text(),
    predictions: likeliest.predictions(),
    classOrder: classes.order(),
  });
  function fileOf(id: PhotoId): StoredFile[] {
    const row = index.rowOf(id) < 0 ? null : tables.photo.read(id);
    return row ? [toStoredFile(row)] : [];
  }
  function toDetail(id: PhotoId): PhotoDetail[] {
    const entry = index.get(id);
    const row = tables.photo.read(id);
    if (!entry || !row) return [];
    return [
      {
        ...toFile(row),
        name: path.posix.basename(row.path),
        bytes: row.bytes,
        split: entry.split,
        excluded: entry.excluded,
        problem: entry.problem,
        note: noteOf(row),
        annotations: tables.annotation.ofPhoto(id).map(toAnnotation),
        prediction: likeliest.top(id),
      },
    ];
  }
  /** All photos without a problem, by name. */
  function allFiles(): StoredFile[] {
    const files: (StoredFile | undefined)[] = Array.from({ length: index.rows().count });
    for (const row of tables.photo.iterateAll()) {
      const place = row.damaged + row.missing > 0 ? -1 : index.rowOf(row.id);
      if (place >= 0) files[place] = toStoredFile(row);
    }
    return files.filter(file => file !== undefined);
  }
  function annotationsPage(after: string, limit: number): AnnotatedRow[] {
    return tables.listing.annotatedAfter(after, limit).flatMap(id => {
      const entry = index.get(id);
      const row = tables.photo.read(id);
      if (!entry || !row) return [];
      const photo = { ...toFile(row), split: entry.split, excluded: entry.excluded };
      return [{ photo, annotations: tables.annotation.ofPhoto(id).map(toAnnotation) }];
    });
  }

  return {
    classesChanged: likeliest.classesChanged,
    runsChanged: likeliest.runsChanged,
    methods: {
      photosQuery: (filter: PhotoFilter, sort: PhotoSort, group: PhotoGroup): PhotoPage =>
        queryPhotos({ ...asked(), found, order: likeliest.orderOf(sort) }, filter, group),
      photosFound(given: typeof problems): void {
        problems = given;
      },
      photosCounts: (): PhotoCounts => countPhotos(asked(), index.twins(), tables.skipped.count()),
      photosRead: (ids: readonly PhotoId[]): PhotoDetail[] => ids.flatMap(toDetail),
      photosFiles: (ids: readonly PhotoId[] | null): StoredFile[] => (ids === null ? allFiles() : ids.flatMap(fileOf)),
      photosAt: (paths: readonly string[]): TurnedFile[] =>
        paths.flatMap(place => {
          const id = tables.photo.ofPath(place);
          return id === null ? [] : fileOf(id);
        }),
      photosSpread(count: number): TurnedFile[] {
        const { columns, count: total } = index.rows();
        const seen: number[] = [];
        for (let row = 0; row < total; row++) {
          const isRead = (columns.hashHigh[row]! | columns.hashLow[row]!) !== 0;
          if (columns.listed[row] === 1 && columns.problem[row] === 0 && isRead) seen.push(row);
        }
        const step = Math.max(1, Math.floor(seen.length / count));
        const chosen = seen.filter((_, place) => place % step === 0).slice(0, count);
        return chosen.flatMap(row => fileOf(columns.id[row] as PhotoId));
      },
      photosHealth: (): HealthRow[] =>
        [...tables.photo.iterateAll()].flatMap(row => {
          const entry = index.get(row.id);
          if (!entry) return [];
          const { bytes, takenMs, nearHash } = row;
          const { split, group, labels, excluded, problem } = entry;
          const classId = labels.length === 1 ? labels[0]! : null;
          const read = { isRead: row.contentRead === 1, note: noteOf(row), takenMs, nearHash };
          return [{ ...toFile(row), bytes, split, group, classId, excluded, problem, ...read }];
        }),
      annotationsPage,
      annotationsAll(): AnnotatedRow[] {
        const all: AnnotatedRow[] = [];
        for (;;) {
          const page = annotationsPage(all.at(-1)?.photo.path ?? '', annotatedAtOnce);
          for (const row of page) all.push(row);
          if (page.length < annotatedAtOnce) return all;
        }
      },
    },
  };
}
