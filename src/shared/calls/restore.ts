// Calls about bringing a project back. Nothing is deleted by them: what is replaced is kept under another name.
import { z } from 'zod';
import {
  restoreFrom,
  type Backup,
  type RestoreOutcome,
  type RestorePreview,
  type RestoreState,
} from '../records/restore.ts';
import { call } from './call.ts';
import type { OpenResult } from './project.ts';

export const restoreCalls = {
  /** Of the project that could not be opened last, or of the one that is open; null where there is neither. */
  'restore:state': call(z.null()).returns<RestoreState | null>(),
  /** Makes a recent project the one in question without opening it: in safe mode opening may be what goes wrong. */
  'restore:look': call(z.object({ id: z.string().max(64) })).returns<null>(),
  'restore:preview': call(z.object({ from: restoreFrom, replay: z.boolean() })).returns<RestorePreview>(),
  /** Closes the project where it is open, keeps its file under another name, restores, checks, opens. */
  'restore:apply': call(z.object({ from: restoreFrom, replay: z.boolean() })).returns<
    OpenResult & { readonly restored: RestoreOutcome }
  >(),
  /** Away from a project that cannot be opened. */
  'restore:leave': call(z.null()).returns<null>(),
  'backups:list': call(z.null()).returns<readonly Backup[]>(),
  'backups:make': call(z.null()).returns<Backup>(),
};
