// Opens the folder a person chose: a project folder, a photo folder that has a project already, or one that gets a new project.
import { realpath } from 'node:fs/promises';
import { randomInt } from 'node:crypto';
import type { OpenResult } from '../../shared/calls/project.ts';
import { AppError } from '../../shared/errors.ts';
import type { ClassFolderQuestion } from '../../shared/records/project.ts';
import { classFolderQuestion, scanFolder, type FolderScan } from '../photos/scan.ts';
import type { NewProject, ScannedPhoto } from '../store/api.ts';
import { openStore } from '../store/index.ts';
import type { Context } from './context.ts';
import type { Grant } from './grants.ts';
import { rememberProject, type OpenProject } from './open-project.ts';
import {
  chosenFolder,
  isProjectFolder,
  makeNamedFolder,
  makeProjectFolder,
  namesakes,
  projectName,
  removeMadeProject,
} from './project-place.ts';
import { beginScan, shownFirst, startScan, type Listed } from './scan-project.ts';

const examplesPerFolder = 4;

/** Opens what the grant names. Errors leave the project that was open before as it is, except those of the store itself. */
export async function openChosen(context: Context, grant: Grant): Promise<OpenResult> {
  const folder = await chosenFolder(grant.path);
  if (grant.projectFolder !== null) return openNew(context, folder, { projectFolder: grant.projectFolder });
  if (await isProjectFolder(folder)) return openProjectFolder(context, folder);
  const known = await projectOf(context, folder);
  return known === null ? openNew(context, folder, {}) : openProjectFolder(context, known);
}

/** Opens a project folder and looks for new photos in the background; a project whose question was never answered asks it again. */
export async function openProjectFolder(context: Context, folder: string): Promise<OpenResult> {
  const { projects } = context;
  const open = projects.peek();
  if (open !== null && open.folder === (await realpath(folder))) return askedOrOpened(open);
  refuseWhileTraining(context);
  const project = await projects.open(await chosenFolder(folder));
  const summary = await project.summary();
  if (summary.photosFolderMissing || summary.readOnly || !(await mayAsk(project, summary.photos))) {
    // The photos come first: everything else that opening does waits until they are seen.
    context.events.emit('project:changed', summary);
    project.rememberSoon();
    if (!summary.photosFolderMissing) await startScan(context, project, null);
    return { kind: 'opened', project: summary, found: summary.photos };
  }
  let listed: Listed;
  try {
    const scan = await scanFolder(project.facts().photosFolder);
    const question = questionOf(scan);
    listed = await beginScan(project, scan, question?.examples);
    project.asked = question && (await question.withIds(project));
  } finally {
    // It is open also where its folder could not be listed.
    await announceOpened(context, project);
  }
  await startScan(context, project, listed);
  return askedOrOpened(project);
}

/**
 * Whether the class-folder question may have to be asked before a page sees the project, for which its folder must be listed. A large project
 * without such folders is shown at once: those that came since are asked about at the opening after they were found.
 */
async function mayAsk({ facts, store }: OpenProject, photos: number): Promise<boolean> {
  return facts().classFolders === null && (photos <= shownFirst || (await store.classFoldersSeen()));
}

/** Makes a project for a folder of photos. Nothing is left behind where there is none. */
export async function openNew(
  context: Context,
  photosFolder: string,
  options: { readonly projectFolder?: string; readonly sample?: boolean; readonly name?: string },
): Promise<OpenResult> {
  refuseWhileTraining(context);
  const scan = await scanFolder(photosFolder);
  if (scan.found.length === 0) {
    throw new AppError('folder-empty', { folder: photosFolder, skipped: scan.skipped.length });
  }
  const name = options.name ?? projectName(photosFolder);
  const folder =
    options.projectFolder === undefined
      ? await makeProjectFolder(context.options.documentsFolder, name)
      : await makeNamedFolder(options.projectFolder);
  const project = await openMade(context, folder, {
    name,
    photosFolder,
    seed: randomInt(2 ** 31),
    sample: options.sample ?? false,
  });
  let listed: Listed;
  try {
    // The names of the sample's folders are classes: nobody is asked.
    const question = options.sample === true ? null : questionOf(scan);
    listed = await beginScan(project, scan, question?.examples);
    project.asked = question && (await question.withIds(project));
  } catch (error) {
    await context.projects.close({ remember: false });
    await removeMadeProject(folder);
    throw error;
  }
  await announceOpened(context, project);
  await startScan(context, project, listed);
  return askedOrOpened(project, scan.found.length);
}

export async function openMade(context: Context, folder: string, create: NewProject): Promise<OpenProject> {
  try {
    return await context.projects.open(await realpath(folder), create);
  } catch (error) {
    await removeMadeProject(folder);
    throw error;
  }
}

/** A project made for this photo folder before, by the list of recent projects or by its name; null where there is none. */
async function projectOf({ recents, options, projects }: Context, photosFolder: string): Promise<string | null> {
  const open = projects.peek();
  if (open?.facts().photosFolder === photosFolder) return open.folder;
  for (const folder of recents.projectsOf(photosFolder)) if (await isProjectFolder(folder)) return folder;
  for (const folder of await namesakes(options.documentsFolder, photosFolder)) {
    if (folder !== open?.folder && (await photosFolderOf(folder)) === photosFolder) return folder;
  }
  return null;
}

/** The photo folder of a project that is not open; null where it cannot be opened now (damaged, newer, open elsewhere): it is not ours to use. */
async function photosFolderOf(projectFolder: string): Promise<string | null> {
  try {
    const store = await openStore({ folder: projectFolder });
    try {
      return (await store.projectRead()).photosFolder;
    } finally {
      await store.close();
    }
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

export function refuseWhileTraining({ works }: Context): void {
  if (works.list().some(work => work.kind === 'train' && work.state === 'running')) throw new AppError('train-busy');
}

/** Pages are told of a project once nothing about it is asked any more. */
export async function announceOpened(context: Context, project: OpenProject): Promise<void> {
  const { events } = context;
  await rememberProject(project, context);
  if (project.asked === null) events.emit('project:changed', await project.summary());
  events.emit('data:changed', { subjects: ['recents'], photos: null });
}

/** `found`: photos in the folder, of which the store may know the first only. */
async function askedOrOpened(project: OpenProject, found?: number): Promise<OpenResult> {
  const summary = await project.summary();
  return project.asked === null
    ? { kind: 'opened', project: summary, found: found ?? summary.photos }
    : { kind: 'question', project: summary, question: project.asked };
}

/** What a person is asked about the sub-folders, with examples to look at; null where there is nothing to ask. */
function questionOf(scan: FolderScan): {
  readonly examples: readonly ScannedPhoto[];
  /** Once the store knows the examples. */
  readonly withIds: (project: OpenProject) => Promise<ClassFolderQuestion>;
} | null {
  const question = classFolderQuestion(scan.found);
  if (question === null) return null;
  const folders = question.folders.map(folder => ({ folder, photos: examplesOf(scan.found, folder.name) }));
  const examples = folders.flatMap(({ photos }) => photos);
  return {
    examples,
    async withIds({ store }) {
      const known = await store.photosAt(examples.map(({ path }) => path));
      const ids = new Map(known.map(({ path, id }) => [path, id]));
      const named = folders.map(({ folder, photos }) => ({
        ...folder,
        examples: photos.flatMap(({ path }) => ids.get(path) ?? []),
      }));
      return { ...question, folders: named, skipped: scan.skipped.length };
    },
  };
}

function examplesOf(found: readonly ScannedPhoto[], folderClass: string): ScannedPhoto[] {
  const inside = found.filter(photo => photo.folderClass === folderClass);
  const step = Math.max(1, Math.floor(inside.length / examplesPerFolder));
  return inside.filter((_, place) => place % step === 0).slice(0, examplesPerFolder);
}
