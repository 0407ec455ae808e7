// The call that sets two runs beside each other.
import { z } from 'zod';
import type { RunComparison } from '../records/compare.ts';
import { runId } from '../records/ids.ts';
import { call } from './call.ts';

export const compareCalls = {
  /** Both must have a score (`not-found`). Only photos that both were scored on, with the same label, are compared. */
  'runs:compare': call(z.object({ a: runId, b: runId })).returns<RunComparison>(),
};
