// The photos that Label goes through, in an order that stays while one works: a photo that was annotated keeps its place and gets its mark.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { AppError } from '../../../shared/errors.ts';
import type { PhotoId } from '../../../shared/records/ids.ts';
import {
  photoStates,
  type AnnotationKind,
  type PhotoColumns,
  type PhotoDetail,
  type PhotoPage,
} from '../../../shared/records/photo.ts';
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
  const byId = new Map(details.map(detail => [detail.id, detail]));
  const mapped = <T>(values: readonly T[], value: (detail: PhotoDetail) => T): readonly T[] =>
    values.map((old, place) => {
      const detail = byId.get(columns.id[place]!);
      return detail ? value(detail) : old;
    });
  return {
    ...columns,
    photoState: mapped(columns.photoState, photo => photoStates.indexOf(stateOf(photo.annotations, 'photo'))),
    thingsState: mapped(columns.thingsState, photo => photoStates.indexOf(stateOf(photo.annotations, 'things'))),
    labels: mapped(columns.labels, photo =>
      photo.annotations.flatMap(other => (other.kind === 'label' ? [other.classId] : [])),
    ),
    boxes: mapped(columns.boxes, photo => photo.annotations.filter(other => other.kind === 'box').length),
    excluded: mapped(columns.excluded, photo => photo.excluded),
    problem: mapped(columns.problem, photo => photo.problem),
  };
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
    const listed = new Set<number>(page.columns.id);
    const ids = photos.filter(id => listed.has(id)) as PhotoId[];
    if (ids.length === 0) return;
    call('photos:read', { ids })
      .then(details =>
        queries.setQueryData<PhotoPage>(key, old => old && { ...old, columns: withDetails(old.columns, details) }),
      )
      .catch(showError);
  });
  const columns = list.data?.columns ?? null;
  const places = useMemo(() => new Map(columns?.id.map((id, place) => [id, place])), [columns?.id]);
  return useMemo(
    () => ({
      columns,
      placeOf: id => places.get(id) ?? -1,
      error: list.data ? null : list.error,
      retry: () => void queries.invalidateQueries({ queryKey: key }),
    }),
    [columns, places, list.data, list.error, key],
  );
}
