// What became of long work, for commands that wait for it.
import { fromErrorRecord, type ErrorRecord } from '../../../shared/errors.ts';
import type { WorkStatus } from '../../../shared/records/project.ts';

/** Ended work that did not succeed, as the error it ended with. */
export function throwFailure({ state, error }: WorkStatus): void {
  if (state === 'failed' && error !== null) throw fromErrorRecord(error as ErrorRecord);
  if (state === 'cancelled') throw fromErrorRecord({ code: 'cancelled', details: {} });
}
