// Other places link to photos of a kind: #/photos?class=3&state=new. The filter is set once and leaves the address.
import { useEffect } from 'react';
import type { ClassId } from '../../../shared/records/ids.ts';
import { filterProblems, photoStates, splits, type PhotoFilter } from '../../../shared/records/photo.ts';
import { everyPhoto, setPhotoFilter } from '../../components/photo-list.ts';
import { navigate, usePlace, type PlaceParams } from '../../components/places.ts';

/** The filter that an address names, or null where it names none. Values that mean nothing are left out. */
export function filterOf(params: PlaceParams): PhotoFilter | null {
  const state = photoStates.find(name => name === params.state);
  const split = splits.find(name => name === params.split);
  const problem = filterProblems.find(name => name === params.problem);
  const classId = Number(params.class);
  const agreement = params.agreement === 'agree' || params.agreement === 'disagree' ? params.agreement : 'any';
  const hasClass = Number.isInteger(classId) && classId > 0;
  const excluded = params.excluded === 'only' ? 'only' : 'without';
  const isNamed = state ?? split ?? problem ?? params.search;
  if (isNamed === undefined && !hasClass && agreement === 'any' && excluded === 'without') return null;
  return {
    ...everyPhoto,
    search: (params.search ?? '').slice(0, 200),
    states: state ? [state] : [],
    splits: split ? [split] : [],
    problems: problem ? [problem] : [],
    classIds: hasClass ? [classId as ClassId] : [],
    agreement,
    excluded,
  };
}

export function useFilterFromAddress(): void {
  const { name, params } = usePlace();
  useEffect(() => {
    const filter = name === 'photos' ? filterOf(params) : null;
    if (!filter) return;
    setPhotoFilter(filter);
    navigate('photos', {}, { replace: true });
  }, [name, params]);
}
