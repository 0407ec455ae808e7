// The project's classes by id.
import { useMemo } from 'react';
import type { ClassRecord } from '../../../shared/records/class.ts';
import type { ClassId } from '../../../shared/records/ids.ts';
import { useCall } from '../../api/query.ts';

const none: readonly ClassRecord[] = [];

export type ClassLookup = { readonly list: readonly ClassRecord[]; readonly byId: ReadonlyMap<ClassId, ClassRecord> };

/** Empty until the classes are read. */
export function useClasses(): ClassLookup {
  const { data } = useCall('classes:list', null);
  const list = data ?? none;
  return useMemo(() => ({ list, byId: new Map(list.map(record => [record.id, record])) }), [list]);
}
