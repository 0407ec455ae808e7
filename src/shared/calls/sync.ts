// Calls about programs that synchronise the folders of the open project.
import { z } from 'zod';
import type { SyncNotice } from '../records/sync.ts';
import { call } from './call.ts';

export const syncCalls = {
  /** What the person has not read yet. */
  'sync:notices': call(z.null()).returns<readonly SyncNotice[]>(),
  /** The person has read this one: it does not come again. */
  'sync:read': call(z.object({ key: z.string().min(1).max(64) })).returns<null>(),
};
