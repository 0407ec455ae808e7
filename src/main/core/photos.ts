// Calls about photos and what a person annotates on them: each gesture goes to the store and is announced when it is on disk.
import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import { revealFile } from '../photos/reveal.ts';
import type { Context } from './context.ts';

type Names = Extract<keyof Handlers, `photos:${string}` | `labels:${string}` | `things:${string}`>;

export function photosHandlers({ projects }: Context): Pick<Handlers, Names> {
  return {
    'photos:query': ({ filter, sort, group }) => projects.current().store.photosQuery(filter, sort, group),
    'photos:counts': () => projects.current().store.photosCounts(),
    'photos:read': ({ ids }) => projects.current().store.photosRead(ids),
    'photos:skipped': () => projects.current().store.skippedList(),
    async 'photos:exclude'({ ids, excluded }) {
      const { store, announce } = projects.current();
      const done = await store.photosExclude(ids, excluded);
      announce(done);
      return { gesture: done.sequence };
    },
    async 'photos:set-split'({ ids, split }) {
      const { store, announce } = projects.current();
      return announce(await store.photosSetSplit(ids, split));
    },
    async 'photos:reveal'({ id }) {
      const { store, fileOf } = projects.current();
      const [file] = await store.photosFiles([id]);
      if (file === undefined) throw new AppError('not-found', { what: `photo ${id}` });
      if (!(await revealFile(fileOf(file.path)))) {
        throw new AppError('not-allowed', { reason: 'there is no file manager here' });
      }
      return null;
    },
    async 'labels:set'({ ids, classId, how }) {
      const { store, announce } = projects.current();
      return announce(await store.labelsSet(ids, classId, how));
    },
    async 'labels:clear'({ ids, kind }) {
      const { store, announce } = projects.current();
      return announce(await store.annotationsClear(ids, kind));
    },
    async 'labels:nothing'({ ids, kind }) {
      const { store, announce } = projects.current();
      return announce(await store.annotationsNothing(ids, kind));
    },
    async 'things:add'({ photoId, things }) {
      const { store, announce } = projects.current();
      return announce(await store.thingsAdd(photoId, things));
    },
    async 'things:update'({ id, classId, shape }) {
      const { store, announce } = projects.current();
      const changes = { ...(classId === undefined ? {} : { classId }), ...(shape === undefined ? {} : { shape }) };
      return announce(await store.thingsUpdate(id, changes));
    },
    async 'things:delete'({ ids }) {
      const { store, announce } = projects.current();
      return announce(await store.thingsDelete(ids));
    },
  };
}
