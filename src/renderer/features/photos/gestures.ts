// What can be done to the selected photos. Each is one gesture for all of them, seen at once and taken back when the core refuses.
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { CallArg } from '../../../shared/contract.ts';
import type { ClassId, PhotoId } from '../../../shared/records/ids.ts';
import { splits, type Split } from '../../../shared/records/photo.ts';
import { placesById } from '../../../shared/places-by-id.ts';
import { labelsAt, type PhotoPage } from '../../../shared/records/photo-page.ts';
import { showError } from '../../api/notices.ts';
import { useCall } from '../../api/query.ts';
import { call } from '../../api/transport.ts';
import { patchLists, patchNothing, patchPage } from './photo-page.ts';

export type Gestures = {
  readonly setClass: (ids: readonly PhotoId[], classId: ClassId) => void;
  readonly setNothing: (ids: readonly PhotoId[]) => void;
  readonly clear: (ids: readonly PhotoId[]) => void;
  readonly setSplit: (ids: readonly PhotoId[], split: Split) => void;
  readonly setExcluded: (ids: readonly PhotoId[], isExcluded: boolean) => void;
};

type GestureName = 'labels:set' | 'labels:nothing' | 'labels:clear' | 'photos:set-split' | 'photos:exclude';

export function usePhotoGestures(): Gestures {
  const queries = useQueryClient();
  const project = useCall('project:read', null);
  const how = project.data?.labelMode === 'several' ? 'toggle' : 'replace';
  return useMemo(() => {
    const perform = async <Name extends GestureName>(
      name: Name,
      arg: CallArg<Name>,
      change: (page: PhotoPage) => PhotoPage,
    ): Promise<void> => {
      const takeBack = await patchLists(queries, change);
      try {
        await call(name, arg);
      } catch (error) {
        takeBack();
        showError(error);
      }
    };
    return {
      setClass: (ids, classId) => {
        const chosen = new Set(ids);
        void perform('labels:set', { ids: [...ids], classId, how }, page => {
          if (how === 'replace') return patchPage(page, chosen, { labels: () => [classId] });
          const placeOf = placesById(page.columns.id);
          const isLacking = ids.some(id => placeOf(id) >= 0 && !labelsAt(page.columns, placeOf(id)).includes(classId));
          const without = (labels: readonly ClassId[]) => labels.filter(other => other !== classId);
          return patchPage(page, chosen, {
            labels: labels => (isLacking ? [...without(labels), classId] : without(labels)),
          });
        });
      },
      setNothing: ids => {
        const chosen = new Set(ids);
        void perform('labels:nothing', { ids: [...ids], kind: 'photo' }, page => patchNothing(page, chosen));
      },
      clear: ids => {
        const chosen = new Set(ids);
        void perform('labels:clear', { ids: [...ids], kind: 'photo' }, page =>
          patchPage(page, chosen, { labels: () => [] }),
        );
      },
      setSplit: (ids, split) => {
        const chosen = new Set(ids);
        void perform('photos:set-split', { ids: [...ids], split }, page =>
          patchPage(page, chosen, { split: splits.indexOf(split) }),
        );
      },
      setExcluded: (ids, isExcluded) => {
        const chosen = new Set(ids);
        void perform('photos:exclude', { ids: [...ids], excluded: isExcluded }, page =>
          patchPage(page, chosen, { isExcluded }),
        );
      },
    };
  }, [queries, how]);
}
