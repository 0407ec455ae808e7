// Calls about bringing a project back, and about its backups. The work on the files is the store's, in a thread of its own.
import type { Handlers } from '../../shared/contract.ts';
import { AppError, toErrorRecord } from '../../shared/errors.ts';
import type { RestoreFrom, RestoreOutcome, RestoreState } from '../../shared/records/restore.ts';
import type { OpenResult } from '../../shared/calls/project.ts';
import { runTask } from '../store/index.ts';
import type { Context } from './context.ts';
import { openProjectFolder, refuseWhileTraining } from './open-folder.ts';

type Names = Extract<keyof Handlers, `restore:${string}` | `backups:${string}`>;
type Restored = OpenResult & { readonly restored: RestoreOutcome };
type Choice = { readonly from: RestoreFrom; readonly replay: boolean };

export function restoreHandlers(context: Context): Pick<Handlers, Names> {
  const { projects, recents } = context;

  /** The project that could not be opened last, else the one that is open. */
  function folderInQuestion(): string | null {
    return projects.broken() ?? projects.peek()?.folder ?? null;
  }
  function requireFolder(): string {
    const folder = folderInQuestion();
    if (folder === null) throw new AppError('no-project-open');
    return folder;
  }

  let seen: RestoreState | null = null;
  let restoring: Promise<Restored> | null = null;

  async function look(): Promise<RestoreState | null> {
    const folder = folderInQuestion();
    if (folder === null) return null;
    const open = projects.broken() === null ? projects.peek() : null;
    const state = await runTask({ kind: 'restore-state', folder, isOpen: open !== null });
    if (open === null) return state;
    return {
      ...state,
      projectName: open.facts().name,
      findings: [...(await open.store.integrity()), ...state.findings],
    };
  }
  /** A second press, or another page, gets the outcome of the first. */
  function restoreOnce(choice: Choice): Promise<Restored> {
    restoring ??= projects
      .inTurn(() => restoreProject(context, requireFolder(), choice))
      .finally(() => {
        restoring = null;
        // Pages that only watched look again; the one that asked has the answer.
        context.events.emit('data:changed', { subjects: ['recents'], photos: null });
      });
    return restoring;
  }

  return {
    async 'restore:state'() {
      // Its files are being exchanged: what was seen before is told.
      if (restoring !== null) return seen && { ...seen, isRestoring: true };
      return (seen = await look());
    },
    'restore:look'({ id }) {
      projects.lookAt(recents.folderOf(id));
      return null;
    },
    'restore:preview': choice => runTask({ kind: 'restore-preview', folder: requireFolder(), ...choice }),
    'restore:apply': restoreOnce,
    'restore:leave'() {
      projects.leaveBroken();
      return null;
    },
    'backups:list': () => runTask({ kind: 'list-backups', folder: requireFolder() }),
    'backups:make': () => projects.current().store.backupsMake('work'),
  };
}

/**
 * Restores the project in `folder` and opens it. Where it was open it is closed before, after a backup of it as it is; where the restore
 * fails it is opened again as it was.
 */
async function restoreProject(context: Context, folder: string, choice: Choice): Promise<Restored> {
  const { projects, events } = context;
  refuseWhileTraining(context);
  const open = projects.peek();
  const wasOpen = open?.folder === folder;
  if (open !== null && wasOpen) {
    // Where there is no room for it, the file itself is still kept under another name.
    await open.store.backupsMake('restore').catch((error: unknown) => events.emit('save:failed', toErrorRecord(error)));
  }
  await projects.close();
  try {
    const restored = await runTask({ kind: 'restore-apply', folder, ...choice });
    return { ...(await openProjectFolder(context, folder)), restored };
  } catch (error) {
    if (wasOpen && projects.peek() === null) await openProjectFolder(context, folder);
    throw error;
  }
}
