// The photos that Label goes through, in an order that stays while one works: a photo that was annotated keeps its place and gets its mark.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { AppError } from '../../../shared/errors.ts';
import type { ClassId, PhotoId } from '../../../shared/records/ids.ts';
import { placesById } from '../../../shared/places-by-id.ts';
import { photoProblems, photoStates, type AnnotationKind, type PhotoDetail } from '../../../shared/records/photo.ts';
import {
  columnNames,
  type Column,
  type ColumnName,
  type PhotoColumns,
  type PhotoPage,
} from '../../../shared/records/photo-page.ts';
import { useEvent } from '../../api/events.ts';
import { showError } from '../../api/notices.ts';
import { queries } from '../../api/query.ts';
import { call } from '../../api/transport.ts';
import { usePhotoListSpec } from '../../components/photo-list.ts';
import { kindOf } from './edits.ts';

/** Changes of more photos than this are read as a whole. */
const mostRead = 200;

export type LabelList = {
  readonly columns: PhotoColumns | null;
  readonly placeOf: (id: PhotoId) => number;
  readonly error: AppError | null;
  readonly retry: () => void;
};

/** What annotations say of one kind. */
export function stateOf(annotations: PhotoDetail['annotations'], kind: AnnotationKind): (typeof photoStates)[number] {
  const ofKind = annotations.filter(annotation => kindOf(annotation) === kind);
  if (ofKind.length === 0) return 'new';
  return ofKind.some(({ kind: form }) => form !== 'nothing') ? 'annotated' : 'nothing';
}

/** The list with what changed on some of its photos. */
export function withDetails(columns: PhotoColumns, details: readonly PhotoDetail[]): PhotoColumns {
  const placeOf = placesById(columns.id);
  const listed = details.filter(({ id }) => placeOf(id) >= 0);
  const labelSets = [...columns.labelSets];
  const setOf = (ids: readonly ClassId[]): number => {
    const at = labelSets.findIndex(set => set.join() === ids.join());
    return at >= 0 ? at : labelSets.push(ids) - 1;
  };
  const labelsOf = ({ annotations }: PhotoDetail): readonly ClassId[] =>
    annotations.flatMap(other => (other.kind === 'label' ? [other.classId] : []));
  const values: Partial<Record<ColumnName, (photo: PhotoDetail) => number>> = {
    photoState: photo => photoStates.indexOf(stateOf(photo.annotations, 'photo')),
    thingsState: photo => photoStates.indexOf(stateOf(photo.annotations, 'things')),
    labels: photo => setOf(labelsOf(photo)),
    boxes: photo => photo.annotations.filter(other => kindOf(other) === 'things' && other.kind !== 'nothing').length,
    excluded: photo => Number(photo.excluded),
    problem: photo => (photo.problem === null ? 0 : photoProblems.indexOf(photo.problem) + 1),
  };
  const next = columnNames.map(name => {
    const value = values[name];
    if (value === undefined) return [name, columns[name]] as const;
    const copy = columns[name].slice() as Column & { [place: number]: number };
    for (const photo of listed) copy[placeOf(photo.id)] = value(photo);
    return [name, copy] as const;
  });
  return { ...Object.fromEntries(next), labelSets } as unknown as PhotoColumns;
}

export function useLabelList(): LabelList {
  const { spec } = usePhotoListSpec();
  const key = useMemo(() => ['page:label-list', spec] as const, [spec]);
  const list = useQuery<PhotoPage, AppError>({
    queryKey: key,
    queryFn: ({ signal }) => call('photos:query', spec, signal),
    refetchOnMount: 'always',
  });
  useEvent('data:changed', ({ subjects, photos }) => {
    const page = queries.getQueryData<PhotoPage>(key);
    if (!page || !subjects.includes('photos')) return;
    if (photos === null || photos.length > mostRead) {
      void queries.invalidateQueries({ queryKey: key });
      return;
    }
    const placeOf = placesById(page.columns.id);
    const ids = photos.filter(id => placeOf(id) >= 0) as PhotoId[];
    if (ids.length === 0) return;
    call('photos:read', { ids })
      .then(details =>
        queries.setQueryData<PhotoPage>(key, old => old && { ...old, columns: withDetails(old.columns, details) }),
      )
      .catch(showError);
  });
  const columns = list.data?.columns ?? null;
  return useMemo(
    () => ({
      columns,
      placeOf: columns ? placesById(columns.id) : () => -1,
      error: list.data ? null : list.error,
      retry: () => void queries.invalidateQueries({ queryKey: key }),
    }),
    [columns, list.data, list.error, key],
  );
}
