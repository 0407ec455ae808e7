// Which photos are looked at, and in what order: chosen in Photos, followed by Label. The filter belongs to the open project and is
// forgotten with it; order and grouping are remembered.
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { CallArg } from '../../shared/contract.ts';
import { photoGroups, photoSorts, type PhotoFilter } from '../../shared/records/photo.ts';
import { queries } from '../api/query.ts';
import { useRemembered } from '../api/remembered.ts';

export type PhotoListSpec = CallArg<'photos:query'> & { readonly filter: PhotoFilter };
type Sort = (typeof photoSorts)[number];
type Group = (typeof photoGroups)[number];

export const everyPhoto: PhotoFilter = {
  search: '',
  states: [],
  classIds: [],
  splits: [],
  agreement: 'any',
  excluded: 'without',
  problems: [],
};

const filterKey = ['page:photo-filter'] as const;

export function setPhotoFilter(filter: PhotoFilter): void {
  queries.setQueryData(filterKey, filter);
}

/** True where the filter leaves photos out that are not excluded. */
export function isFiltering(filter: PhotoFilter): boolean {
  const { search, states, classIds, splits, agreement, excluded, problems } = filter;
  const chosen = states.length + classIds.length + splits.length + problems.length;
  return search.trim() !== '' || chosen > 0 || agreement !== 'any' || excluded !== 'without';
}

export function usePhotoListSpec(): {
  readonly spec: PhotoListSpec;
  readonly setSort: (sort: Sort) => void;
  readonly setGroup: (group: Group) => void;
} {
  const { data: filter } = useQuery({
    queryKey: filterKey,
    queryFn: () => everyPhoto,
    enabled: false,
    initialData: everyPhoto,
    gcTime: Infinity,
  });
  const [sortText, setSort] = useRemembered('photos.sort', 'name');
  const [groupText, setGroup] = useRemembered('photos.group', 'state-class');
  const sort = photoSorts.find(name => name === sortText) ?? 'name';
  const group = photoGroups.find(name => name === groupText) ?? 'state-class';
  const spec = useMemo(() => ({ filter, sort, group }), [filter, sort, group]);
  return {
    spec,
    setSort: useCallback((next: Sort) => setSort(next), [setSort]),
    setGroup: useCallback((next: Group) => setGroup(next), [setGroup]),
  };
}
