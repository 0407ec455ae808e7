// Beginning an import of annotations from anywhere on the page: files or a folder are chosen or dropped, and the place Import shows
// what they hold. Nothing is written here.
import { AppError } from '../../../shared/errors.ts';
import type { CallResult } from '../../../shared/contract.ts';
import type { DatasetFormatId } from '../../../shared/records/dataset-format.ts';
import type { GrantId, WorkId } from '../../../shared/records/ids.ts';
import type { ImportId, ImportPreview } from '../../../shared/records/import.ts';
import { showError } from '../../api/notices.ts';
import { queries } from '../../api/query.ts';
import { call } from '../../api/transport.ts';
import { navigate } from '../places.ts';
import { chooseAnnotations, openNewProject, type AnnotationChoice } from './open-project.ts';

export type CurrentImport = NonNullable<CallResult<'import:current'>>;

const currentKey = ['import:current', null] as const;
const previewKey = (id: ImportId) => ['import:read', { id }] as const;

/** What the newest import was asked of, so that it can be read again as another format. Gone when the page is loaded again. */
let newest: { readonly id: ImportId; readonly grants: readonly GrantId[] } | null = null;

export function grantsOf(id: ImportId): readonly GrantId[] | null {
  return newest?.id === id ? newest.grants : null;
}

/** The import as the page now knows it; `null` ends it. */
export function setCurrentImport(current: CurrentImport | null): void {
  queries.setQueryData(currentKey, current);
}

export function setPreview(preview: ImportPreview): void {
  queries.setQueryData(previewKey(preview.id), preview);
}

/** Shows the import that is being looked at, or lets the person choose what to import. Errors are shown. */
export async function importAnnotations(choice: AnnotationChoice = {}): Promise<void> {
  try {
    if ((await call('import:current', null)) !== null) {
      await queries.invalidateQueries({ queryKey: currentKey });
      navigate('import');
      return;
    }
    await begin(await chooseAnnotations(choice), choice.isNewProject ?? false);
  } catch (error) {
    showError(error);
  }
}

/**
 * What was granted already: dropped files, or those of an import that is read again. They come beside an import that is being looked at, so
 * that no choice made there is lost; else they start one. Errors are shown.
 */
export async function importGrants(
  grants: readonly GrantId[],
  {
    format = null,
    isNewProject = false,
  }: { readonly format?: DatasetFormatId | null; readonly isNewProject?: boolean } = {},
): Promise<void> {
  try {
    const current = await call('import:current', null);
    // Without a preview it is still being read for the first time, or could not be read: there is nothing to lose.
    const isLookedAt = current !== null && queries.getQueryData(previewKey(current.id)) !== undefined;
    if (!isLookedAt || grants.length === 0) return await begin(grants, isNewProject, format);
    await addGrants(current.id, grants);
    navigate('import');
  } catch (error) {
    showError(error);
  }
}

async function begin(
  grants: readonly GrantId[],
  isNewProject: boolean,
  format: DatasetFormatId | null = null,
): Promise<void> {
  if (grants.length === 0) return;
  const started = isNewProject
    ? await openNewProject(() => call('import:new-project', { grants: [...grants] }))
    : await call('import:start', { grants: [...grants], format });
  if (started === null) return;
  newest = { id: started.id, grants };
  await reading(started);
  navigate('import');
}

/** The work of reading is in the list before the place asks for it: what is not in it has ended. */
async function reading({ id, work }: { readonly id: ImportId; readonly work: WorkId }): Promise<void> {
  await queries.refetchQueries({ queryKey: ['work:list', null] });
  setCurrentImport({ id, work });
}

/** Another file or folder beside those of the import. Errors are shown. */
export async function addToImport(id: ImportId, choice: AnnotationChoice): Promise<void> {
  try {
    const grants = await chooseAnnotations(choice);
    if (grants.length > 0) await addGrants(id, grants);
  } catch (error) {
    showError(error);
  }
}

async function addGrants(id: ImportId, grants: readonly GrantId[]): Promise<void> {
  const { work } = await call('import:add', { id, grants: [...grants] });
  if (newest?.id === id) newest = { id, grants: [...newest.grants, ...grants] };
  await reading({ id, work });
}

/** Gives the import up: nothing was written. */
export async function giveUpImport({ id, work }: CurrentImport): Promise<void> {
  try {
    if (work !== null) await call('work:cancel', { id: work });
    await call('import:cancel', { id });
  } catch (error) {
    // It ended by itself, or with its project: that is what was asked for.
    if (!(error instanceof AppError && (error.code === 'import-gone' || error.code === 'not-found'))) showError(error);
  }
  endImport(id);
  navigate('photos');
}

/** Forgets an import that is done or given up. */
export function endImport(id: ImportId): void {
  setCurrentImport(null);
  queries.removeQueries({ queryKey: previewKey(id) });
}
