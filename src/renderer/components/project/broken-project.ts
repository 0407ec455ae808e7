// The project that could not be opened as it is (damaged, older than its journal), until it is restored or left.
import type { RestoreState } from '../../../shared/records/restore.ts';
import { useAppInfo, useProject } from '../../api/app-info.ts';
import { queries, useCall } from '../../api/query.ts';
import { call } from '../../api/transport.ts';

/** What is wrong and what is there to restore it from; null while a project is open or nothing is wrong. */
export function useBrokenProject(): RestoreState | null {
  const isOpen = useProject() !== null;
  const state = useCall('restore:state', null, { enabled: !isOpen }).data ?? null;
  return isOpen || state === null || state.problem === 'none' ? null : state;
}

/** A project is looked at for its backups without being open (safe mode). */
export function useIsLookedAt(): boolean {
  const info = useAppInfo();
  const enabled = info?.safeMode === true && info.project === null;
  const state = useCall('restore:state', null, { enabled }).data ?? null;
  return enabled && state !== null;
}

/** Asks the core again: an attempt to open a project failed. */
export function lookAtBrokenProject(): Promise<void> {
  return queries.invalidateQueries({ queryKey: ['restore:state'] });
}

/** Back to the start screen; the project stays as it is. */
export async function leaveBrokenProject(): Promise<void> {
  await call('restore:leave', null);
  await lookAtBrokenProject();
}

/** True for failures that the restore page explains better than a note. */
export function isRestorable(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return code === 'project-damaged' || code === 'journal-ahead';
}
