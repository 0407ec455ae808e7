// Opening a project from anywhere on the page: a chosen folder, a dropped one, a recent project, the sample.
import { useSyncExternalStore } from 'react';
import type { OpenResult } from '../../../shared/calls/project.ts';
import type { ClassFolderQuestion, ProjectSummary, WorkStatus } from '../../../shared/records/project.ts';
import type { GrantId, WorkId } from '../../../shared/records/ids.ts';
import { fromErrorRecord, type ErrorRecord } from '../../../shared/errors.ts';
import { asGrant, desktop } from '../../api/desktop.ts';
import { clearNotes, showError } from '../../api/notices.ts';
import { giveUpUnsaved } from '../../api/saving.ts';
import { queries } from '../../api/query.ts';
import { call } from '../../api/transport.ts';
import { isRestorable, lookAtBrokenProject } from './broken-project.ts';
import { mayLeave } from './may-leave.ts';
import { navigate } from '../places.ts';

/** What it is for: a folder opened as a project, the photo folder that was moved, one used by a place (predictions); a model's file; or files and folders that hold annotations. */
export type ChoosePurpose = 'open' | 'find' | 'use' | 'model' | 'annotations';
export type ChooseOptions = { readonly purpose?: ChoosePurpose; readonly isDrop?: boolean };

export type Opening =
  | { readonly state: 'idle' }
  /** The chooser that the page draws where there is no system dialog. */
  | {
      readonly state: 'choosing';
      readonly purpose: ChoosePurpose;
      /** Because a browser hides where a dropped folder is. */
      readonly isDrop: boolean;
      readonly answer: (grant: GrantId | null) => void;
    }
  | { readonly state: 'opening' }
  | { readonly state: 'making-sample'; readonly work: WorkId }
  | { readonly state: 'question'; readonly project: ProjectSummary; readonly question: ClassFolderQuestion };

let opening: Opening = { state: 'idle' };
const listeners = new Set<() => void>();

function set(next: Opening): void {
  opening = next;
  for (const listener of listeners) listener();
}

export function useOpening(): Opening {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => opening,
  );
}

/** Lets the person choose a folder, or a model's file: the system's dialog, or the chooser of the page. Null when they gave up. */
export async function chooseFolder({ purpose = 'use', isDrop = false }: ChooseOptions = {}): Promise<GrantId | null> {
  if (desktop) {
    const grant = await (purpose === 'model' ? desktop.chooseModelFile() : desktop.chooseFolder());
    return grant === null ? null : asGrant(grant);
  }
  if (opening.state === 'choosing') opening.answer(null);
  // No event tells of folders outside the project: what an earlier chooser saw may be out of date.
  queries.removeQueries({ queryKey: ['folders:list'] });
  return new Promise(resolve => {
    set({
      state: 'choosing',
      purpose,
      isDrop,
      answer: grant => {
        set({ state: 'idle' });
        resolve(grant);
      },
    });
  });
}

/** `from`: what the system's dialog asks for; the chooser of the page takes both. */
export type AnnotationChoice = {
  readonly from?: 'files' | 'folder';
  readonly isDrop?: boolean;
  /** Into a project that is made of the photos the files speak of. */
  readonly isNewProject?: boolean;
};

/** Lets the person choose what holds annotations. Empty when they gave up. */
export async function chooseAnnotations({
  from = 'files',
  isDrop = false,
}: AnnotationChoice): Promise<readonly GrantId[]> {
  if (desktop && from === 'files') return (await desktop.chooseAnnotationFiles()).map(asGrant);
  const grant = await chooseFolder({ purpose: 'annotations', isDrop });
  return grant === null ? [] : [grant];
}

/** Chooses a folder and opens it. Errors are shown. */
export async function openFolder({ isDrop = false } = {}): Promise<void> {
  try {
    const grant = await chooseFolder({ purpose: 'open', isDrop });
    if (grant !== null) await openGrant(grant);
  } catch (error) {
    showError(error);
  }
}

/** Opens what a grant stands for. Errors are shown. */
export function openGrant(grant: GrantId): Promise<void> {
  return open(() => call('project:open', { grant }));
}

export function openRecent(id: string): Promise<void> {
  return open(() => call('project:open-recent', { id }));
}

/**
 * Makes and opens a project that begins with an import. Null where the person stays; the question about sub-folders is shown where it
 * is asked, and the import waits behind it. Rejects with AppError.
 */
export async function openNewProject<Started extends { readonly opened: OpenResult }>(
  ask: () => Promise<Started>,
): Promise<Started | null> {
  if (!(await mayLeave())) return null;
  set({ state: 'opening' });
  try {
    const started = await ask();
    const { opened } = started;
    set(opened.kind === 'question' ? { state: 'question', ...opened } : { state: 'idle' });
    clearNotes();
    await queries.invalidateQueries({ queryKey: ['app:info'] });
    await queries.invalidateQueries({ queryKey: ['recents:list'] });
    return started;
  } catch (error) {
    set({ state: 'idle' });
    throw error;
  }
}

async function open(ask: () => Promise<OpenResult>): Promise<void> {
  try {
    if (!(await mayLeave())) return;
    set({ state: 'opening' });
    await showOpened(await ask());
  } catch (error) {
    set({ state: 'idle' });
    if (isRestorable(error)) await showBroken();
    else showError(error);
  }
}

/** Shows what was opened: its photos, or the question that comes first. */
export async function showOpened(result: OpenResult): Promise<void> {
  if (result.kind === 'question') {
    set({ state: 'question', project: result.project, question: result.question });
    return;
  }
  set({ state: 'idle' });
  await arrive();
}

/** Shows the way to bring a project back that could not be opened. */
async function showBroken(): Promise<void> {
  clearNotes();
  navigate('photos');
  await queries.invalidateQueries({ queryKey: ['app:info'] });
  await lookAtBrokenProject();
}

/** Shows a question that was asked before this page was loaded. */
export async function resumeQuestion(): Promise<void> {
  const pending = await call('project:question', null);
  if (pending !== null && opening.state === 'idle') set({ state: 'question', ...pending });
}

/** Answers the question about sub-folders: are their names classes? */
export async function answerClassFolders(use: boolean): Promise<void> {
  await call('project:answer-class-folders', { use });
  set({ state: 'idle' });
  await arrive();
}

/** Gives the question up: the project is closed again. */
export async function giveUpOpening(): Promise<void> {
  set({ state: 'idle' });
  await close();
}

/** Starts making the sample; `sampleEnded` is called when its work has ended. */
export async function openSample(): Promise<void> {
  try {
    if (!(await mayLeave())) return;
    set({ state: 'opening' });
    const { work } = await call('project:open-sample', null);
    set({ state: 'making-sample', work });
  } catch (error) {
    set({ state: 'idle' });
    showError(error);
  }
}

export async function sampleEnded(work: WorkStatus): Promise<void> {
  set({ state: 'idle' });
  if (work.error) showError(fromErrorRecord(work.error as ErrorRecord));
  if (work.state === 'done') await arrive();
}

/** The photo folder of the open project was moved: here it is. */
export async function relink(): Promise<void> {
  try {
    const grant = await chooseFolder({ purpose: 'find' });
    if (grant !== null) await call('project:relink', { grant });
  } catch (error) {
    showError(error);
  }
}

/** Asks first where something could not be saved. Errors are shown. */
export async function closeProject(): Promise<void> {
  try {
    if (await mayLeave()) await close();
  } catch (error) {
    showError(error);
  }
}

async function close(): Promise<void> {
  try {
    await call('project:close', null);
    giveUpUnsaved();
    clearNotes();
    navigate('photos');
    await queries.invalidateQueries({ queryKey: ['app:info'] });
  } catch (error) {
    showError(error);
  }
}

async function arrive(): Promise<void> {
  clearNotes();
  // First: an event shows the project at once, and who goes on from there must not be brought back.
  navigate('photos');
  await queries.invalidateQueries({ queryKey: ['app:info'] });
  await queries.invalidateQueries({ queryKey: ['recents:list'] });
}
