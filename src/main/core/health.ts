// Calls about the health of the project's photos.
import type { Handlers } from '../../shared/contract.ts';
import type { Context } from './context.ts';
import { putRight } from './health-fixes.ts';
import { healthReport, lastHealthReport, shortened } from './health-report.ts';

type Names = Extract<keyof Handlers, `health:${string}`>;

export function healthHandlers(context: Context): Pick<Handlers, Names> {
  return {
    'health:integrity': () => context.projects.current().store.integrity(),
    async 'health:read'(choice) {
      const report = await healthReport(context, context.projects.current());
      return choice === null ? report : shortened(report, choice.most);
    },
    async 'health:put-right'({ what }) {
      const project = context.projects.current();
      const made = await putRight(project.store, await lastHealthReport(context, project), what);
      if (made !== null) project.announce(made.done);
      return { photos: made?.photos ?? 0, gesture: made?.done.sequence ?? null };
    },
    async 'health:keep-together'({ sets }) {
      const { store, announce } = context.projects.current();
      const done = await store.photosKeepTogether(sets);
      announce(done);
      return { gesture: done.sequence };
    },
  };
}
