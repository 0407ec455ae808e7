// Calls about the application itself: what it is, settings, long work, the cache.
import { availableParallelism } from 'node:os';
import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { ProjectSummary } from '../../shared/records/project.ts';
import { enginesHere } from '../training/engines.ts';
import { cacheBytes, clearCache } from './cache.ts';
import type { Context } from './context.ts';
import { threadsOf } from './settings.ts';
import { openStarts } from './starts.ts';

type Names =
  | 'app:info'
  | 'app:stop'
  | 'app:leave-safe-mode'
  | 'settings:write'
  | 'work:list'
  | 'work:cancel'
  | 'cache:size'
  | 'cache:clear';

export function appHandlers({ options, settings, projects, works, events }: Context): Pick<Handlers, Names> {
  let { safeMode } = options;
  async function announcedProject(): Promise<ProjectSummary | null> {
    const project = projects.peek();
    return project === null || project.asked !== null ? null : project.summary();
  }
  return {
    'app:info': async () => ({
      version: options.version,
      shell: options.shell,
      platform: process.platform,
      cores: availableParallelism(),
      threads: threadsOf(settings.read()),
      settings: settings.read(),
      // A project whose sub-folders are asked about is not there for the page yet: `project:question` tells of it.
      project: await announcedProject(),
      safeMode,
      engines: enginesHere(options.dataFolder),
    }),
    'app:stop'() {
      const { onStop } = options;
      if (onStop === undefined) throw new AppError('not-allowed', { reason: 'this Fovea is not ended by its page' });
      setImmediate(onStop); // the answer goes first
      return null;
    },
    'app:leave-safe-mode'() {
      openStarts(options.dataFolder, options.log).well();
      safeMode = false;
      events.emit('data:changed', { subjects: ['settings'], photos: null });
      return null;
    },
    async 'settings:write'(next) {
      const written = await settings.write(next);
      events.emit('data:changed', { subjects: ['settings'], photos: null });
      return written;
    },
    'work:list': () => works.list(),
    'work:cancel'({ id }) {
      works.cancel(id);
      return null;
    },
    'cache:size': async () => ({ bytes: await cacheBytes(projects.peek()) }),
    async 'cache:clear'() {
      await clearCache(projects.current());
      events.emit('data:changed', { subjects: ['photos', 'counts', 'runs'], photos: null });
      return { bytes: await cacheBytes(projects.peek()) };
    },
  };
}
