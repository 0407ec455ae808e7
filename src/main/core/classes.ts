// Calls about classes.
import type { Handlers } from '../../shared/contract.ts';
import type { Context } from './context.ts';

type Names = Extract<keyof Handlers, `classes:${string}`>;

export function classesHandlers({ projects }: Context): Pick<Handlers, Names> {
  return {
    'classes:list': () => projects.current().store.classesList(),
    async 'classes:create'({ name }) {
      const { store, announce } = projects.current();
      return announce(await store.classesCreate(name), 'classes');
    },
    async 'classes:update'({ id, name, colour, key }) {
      const { store, announce } = projects.current();
      const changes = {
        ...(name === undefined ? {} : { name }),
        ...(colour === undefined ? {} : { colour }),
        ...(key === undefined ? {} : { key }),
      };
      return announce(await store.classesUpdate(id, changes), 'classes');
    },
    async 'classes:delete'({ id }) {
      const { store, announce } = projects.current();
      return announce(await store.classesDelete(id), 'classes');
    },
    async 'classes:merge'({ from, into }) {
      const { store, announce } = projects.current();
      return announce(await store.classesMerge(from, into), 'classes');
    },
    async 'classes:split'({ id, photos, name }) {
      const { store, announce } = projects.current();
      return announce(await store.classesSplit(id, photos, name), 'classes');
    },
  };
}
