// Calls about the health of the project's photos.
import type { Handlers } from '../../shared/contract.ts';
import type { Context } from './context.ts';
import { healthReport } from './health-report.ts';

type Names = Extract<keyof Handlers, `health:${string}`>;

export function healthHandlers(context: Context): Pick<Handlers, Names> {
  return {
    'health:integrity': () => context.projects.current().store.integrity(),
    'health:read': () => healthReport(context, context.projects.current()),
    async 'health:keep-together'({ sets }) {
      const { store, announce } = context.projects.current();
      return announce(await store.photosKeepTogether(sets));
    },
  };
}
