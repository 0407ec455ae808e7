// Calls about what a run can start from: the list, fetching a pretrained network, bringing a model file in, removing one; and where one is.
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { BackboneSummary } from '../../shared/records/backbone.ts';
import type { WorkId } from '../../shared/records/ids.ts';
import { backboneId } from '../../shared/records/recipe.ts';
import type { RecipeName } from '../../shared/records/recipe.ts';
import { pretrainedFiles } from '../formats/models/pretrained-manifest.ts';
import type { PretrainedFile } from '../formats/models/pretrained-manifest.ts';
import type { BackbonePlace, ImportModelJob } from '../training/api.ts';
import { startJob } from '../training/supervise.ts';
import { absentSummary, builtInSummary, networkSummaries, projectSummary, zooIdOf } from './backbone-summaries.ts';
import type { Context } from './context.ts';
import { writeError } from './disk.ts';
import { importedFolder, importedFolders, importedSummary, removeUnfinished } from './imported-models.ts';
import { projectModelFolders } from './project-models.ts';
import { download } from './pretrained-download.ts';
import type { WorkHandle } from './work.ts';

type Names = 'backbones:list' | 'backbones:download' | 'backbones:import' | 'backbones:imported' | 'backbones:remove';

export const modelsFolderOf = ({ options }: Pick<Context, 'options'>): string =>
  path.join(options.dataFolder, 'models');
/** What a person names on the command line: a fetched or imported model by its name, else a folder. */
export function modelFolderFor(named: string, dataFolder: string): string {
  const own = path.join(dataFolder, 'models', named);
  return backboneId.safeParse(named).success && existsSync(own) ? own : path.resolve(named);
}

const filesOf = ({ options }: Pick<Context, 'options'>): readonly PretrainedFile[] =>
  options.pretrained ?? pretrainedFiles;
/** Whether it is one of the manifest. */
export const isPublished = (context: Pick<Context, 'options'>, id: string): boolean =>
  filesOf(context).some(file => file.id === id);

export function backbonesHandlers(context: Context): Pick<Handlers, Names> {
  const { options, works, grants, events } = context;
  const made = new Map<WorkId, string>();
  const fetching = new Map<string, WorkId>();

  async function importAs(
    job: Pick<ImportModelJob, 'file' | 'preprocessing' | 'published'>,
    work: WorkHandle,
  ): Promise<string> {
    const { resourcesFolder } = options;
    const modelsFolder = modelsFolderOf(context);
    await removeUnfinished(modelsFolder);
    const running = startJob({ kind: 'import-model', modelsFolder, resourcesFolder, threads: 1, ...job });
    work.signal.addEventListener('abort', running.cancel);
    if (work.signal.aborted) running.cancel();
    const { id } = await running.result;
    events.emit('data:changed', { subjects: ['models'], photos: null });
    return id;
  }
  async function fetchOne(published: PretrainedFile, work: WorkHandle): Promise<void> {
    const folder = path.join(modelsFolderOf(context), published.id);
    if ((await importedFolder(modelsFolderOf(context), published.id)) !== null) return;
    // What is there and is no model folder would keep its name from the new one.
    await rm(folder, { recursive: true, force: true });
    const { signal, progress } = work;
    const downloads = path.join(options.dataFolder, 'downloads');
    const file = await download(published, { folder: downloads, signal, onProgress: progress });
    await importAs({ file, preprocessing: published.preprocessing, published }, work);
    await rm(file, { force: true });
  }

  return {
    'backbones:list': () => listBackbones(context),
    'backbones:download'({ id }) {
      const published = filesOf(context).find(file => file.id === id);
      if (published === undefined) throw new AppError('not-found', { what: `backbone ${id}` });
      const going = fetching.get(id);
      if (going !== undefined && works.isRunning(going)) return { work: going };
      const work = works.start('download', handle => fetchOne(published, handle));
      fetching.set(id, work);
      return { work };
    },
    'backbones:import'({ grant, preprocessing }) {
      const { path: file } = grants.read(grant);
      const work = works.start('import', async handle => {
        const id = await importAs({ file, preprocessing: preprocessing ?? null, published: null }, handle);
        made.set(handle.id, id);
      });
      return { work };
    },
    'backbones:imported'({ work }) {
      const id = made.get(work);
      if (id === undefined) throw new AppError('not-found', { what: 'import' });
      return { id };
    },
    async 'backbones:remove'({ id }) {
      const found = await importedFolder(modelsFolderOf(context), id);
      if (found === null) throw new AppError('not-found', { what: `backbone ${id}` });
      const leaving = `${found.folder}.removing`;
      try {
        // Gone under its name at once: half a model folder is never met.
        await rm(leaving, { recursive: true, force: true });
        await rename(found.folder, leaving);
        await rm(leaving, { recursive: true, force: true });
      } catch (error) {
        throw writeError(error, found.folder);
      }
      events.emit('data:changed', { subjects: ['models'], photos: null });
      return null;
    },
  };
}

async function listBackbones(context: Context): Promise<readonly BackboneSummary[]> {
  const files = filesOf(context);
  const imported = await importedFolders(modelsFolderOf(context));
  const here = new Map(imported.map(one => [one.id, importedSummary(one, isPublished(context, one.id))]));
  const builtIn = await builtInSummary(context.options.resourcesFolder);
  const project = context.projects.peek();
  const own = project === null ? [] : await Promise.all((await projectModelFolders(project)).map(projectSummary));
  return [
    builtIn,
    ...files.map(file => here.get(file.id) ?? absentSummary(file)),
    ...[...here.values()].filter(({ id }) => !isPublished(context, id)),
    ...own.flatMap(summary => summary ?? []),
    ...networkSummaries(new Set([builtIn.id, ...files.map(({ id }) => id)])),
  ];
}

/** A backbone of the list; with the recipe `scratch` the id of a pretrained network means its architecture. @throws AppError `not-found`. */
export async function findBackbone(context: Context, id: string, recipe?: RecipeName): Promise<BackboneSummary> {
  const all = await listBackbones(context);
  const isScratch = recipe === 'scratch';
  const summary =
    (isScratch ? all.find(one => one.source === 'network' && zooIdOf(one.id) === zooIdOf(id)) : undefined) ??
    all.find(one => one.id === id);
  if (summary === undefined) throw new AppError('not-found', { what: `backbone ${id}` });
  return summary;
}

/** Where the engine worker finds it. @throws AppError `backbone-missing` {name} for one that is not on this computer. */
export async function backbonePlace(context: Context, summary: BackboneSummary): Promise<BackbonePlace> {
  if (!summary.isHere) throw new AppError('backbone-missing', { name: summary.name });
  switch (summary.source) {
    case 'built-in':
      return { kind: 'built-in' };
    case 'network':
      return { kind: 'network', network: zooIdOf(summary.id) };
    case 'project': {
      const folders = await projectModelFolders(context.projects.current());
      return { kind: 'folder', folder: folders.find(folder => path.basename(folder) === summary.id)! };
    }
    case 'download':
    case 'imported':
      return { kind: 'folder', folder: path.join(modelsFolderOf(context), summary.id) };
  }
}
