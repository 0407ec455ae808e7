// Facts about the application that most parts need: the open project, the settings, the shell.
import type { AppInfo } from '../../shared/calls/app.ts';
import type { ProjectSummary, Settings } from '../../shared/records/project.ts';
import { showError } from './notices.ts';
import { queries, useCall } from './query.ts';
import { call } from './transport.ts';

/** What the core says of itself; undefined until it answered. */
export function useAppInfo(): AppInfo | undefined {
  return useCall('app:info', null).data;
}

/** The open project, or null. */
export function useProject(): ProjectSummary | null {
  return useAppInfo()?.project ?? null;
}

/** The folder of the open project as the page knows it now, or null. */
export function openFolder(): string | null {
  return queries.getQueryData<AppInfo>(['app:info', null])?.project?.folder ?? null;
}

/** Changes settings at once on the screen and in the core; what the core refuses is taken back and said. */
export async function writeSettings(change: Partial<Settings>): Promise<void> {
  const before = queries.getQueryData<AppInfo>(['app:info', null]);
  if (!before) return;
  const settings = { ...before.settings, ...change };
  queries.setQueryData<AppInfo>(['app:info', null], { ...before, settings });
  try {
    await call('settings:write', settings);
  } catch (error) {
    showError(error);
  }
  await queries.invalidateQueries({ queryKey: ['app:info'] });
}
