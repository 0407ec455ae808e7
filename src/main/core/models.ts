// Calls about models that name classes: the built-in one, fetched and imported ones, those in the project's models/ folder; list, card, delete.
import path from 'node:path';
import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { ModelId, RunId } from '../../shared/records/ids.ts';
import type { ModelFacts } from '../../shared/records/model-facts.ts';
import type { ModelCard, ModelSummary } from '../../shared/records/run.ts';
import { backboneFacts, builtInBackbone, readBuiltInCard, readBuiltInClasses } from '../formats/models/built-in.ts';
import { readModelHead } from '../formats/models/model-folder.ts';
import { isPublished, modelsFolderOf } from './backbones.ts';
import type { Context } from './context.ts';
import { bytesIn, importedFolder, importedFolders, type ImportedFolder } from './imported-models.ts';
import type { OpenProject } from './open-project.ts';
import { isPresent, projectModelFolders } from './project-models.ts';
import { modelFolderOf } from './run-folder.ts';

type Names = 'models:list' | 'models:card' | 'models:delete';

export const builtInModelId = builtInBackbone.name as ModelId;

export function modelsHandlers(context: Context): Pick<Handlers, Names> {
  const { options, projects, events } = context;
  return {
    async 'models:list'() {
      const project = projects.peek();
      const builtIn = await builtInSummary(options.resourcesFolder);
      const imported = (await importedFolders(modelsFolderOf(context))).filter(({ card }) => card.classes.length > 0);
      return [
        ...(project === null ? [] : await trainedModels(project)),
        builtIn,
        ...imported.map(one => importedSummary(one, isPublished(context, one.id))),
      ];
    },
    async 'models:card'({ id }) {
      if (id === builtInModelId) return builtInFacts(options.resourcesFolder);
      const imported = await importedFolder(modelsFolderOf(context), id);
      if (imported !== null) return importedFacts(imported);
      return trainedFacts(await presentModel(projects.current(), id), options.resourcesFolder);
    },
    async 'models:delete'({ id, deleted }) {
      if (id === builtInModelId) throw new AppError('not-allowed', { reason: 'the built-in model belongs to Fovea' });
      const project = projects.current();
      const folder = modelFolderOf(project.folder, id);
      if (deleted) project.removeOnClose.add(await presentModel(project, id));
      else project.removeOnClose.delete(folder);
      events.emit('data:changed', { subjects: ['models', 'runs'], photos: null });
      return null;
    },
  };
}

/** The folder of a model of the project; throws `not-found` for one that is not there or was deleted. */
export async function presentModel(project: OpenProject, id: ModelId): Promise<string> {
  const folder = modelFolderOf(project.folder, id);
  if (!(await isPresent(project, folder))) throw new AppError('not-found', { what: `model ${id}` });
  return folder;
}

/** The folder of any model but the built-in one, for which it is null. Throws `not-found`, `no-project-open`. */
export async function folderOfModel(context: Context, id: ModelId): Promise<string | null> {
  if (id === builtInModelId) return null;
  const imported = await importedFolder(modelsFolderOf(context), id);
  return imported?.folder ?? presentModel(context.projects.current(), id);
}

/** The fact that a model stands on the built-in network is told by it; other origins by the model's own card. */
async function trainedFacts(folder: string, resourcesFolder: string): Promise<ModelFacts> {
  const { card, preprocessing, backbone } = await readModelHead(folder);
  const { name, classes, trainedOn, score, backbone: from } = card as unknown as ModelCard;
  const facts = { name, classes, trainedOn, score, preprocessing };
  if (backbone === null) return { ...facts, backbone: { ...from, pretrained: null } };
  if (backbone.sha256 !== builtInBackbone.sha256)
    throw new AppError('model-invalid', { file: folder, reason: 'backbone-differs' });
  return { ...facts, backbone: backboneFacts(await readBuiltInCard(resourcesFolder)) };
}

async function importedFacts({ folder, card }: ImportedFolder): Promise<ModelFacts> {
  const { preprocessing } = await readModelHead(folder);
  const { name, classes, backbone, imported } = card;
  return {
    name,
    classes,
    trainedOn: null,
    score: null,
    preprocessing,
    backbone: { ...backbone, pretrained: null },
    imported,
  };
}

/** Newest first. A damaged model is left out of the list; opening it by its run says what is wrong with it. */
async function trainedModels(project: OpenProject): Promise<ModelSummary[]> {
  const runs = new Map((await project.store.runsList()).map(run => [run.modelId, run.id]));
  const folders = await projectModelFolders(project);
  const summaries = await Promise.all(
    folders.map(folder => summaryOf(folder, runs.get(path.basename(folder)) ?? null)),
  );
  return summaries.flat().sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}

async function summaryOf(folder: string, runId: RunId | null): Promise<ModelSummary[]> {
  try {
    const { name, createdAt, classes, score } = (await readModelHead(folder)).card as unknown as ModelCard;
    const id = path.basename(folder) as ModelId;
    return [{ id, name, runId, source: 'project', createdAt, classes, score, bytes: await bytesIn(folder) }];
  } catch (error) {
    if (error instanceof AppError) return [];
    throw error;
  }
}

function importedSummary({ id, card, bytes }: ImportedFolder, isFetched: boolean): ModelSummary {
  const { name, createdAt, classes } = card;
  const source = isFetched ? 'download' : 'imported';
  return { id: id as ModelId, name, runId: null, source, createdAt, classes, score: null, bytes };
}

async function builtInFacts(resourcesFolder: string): Promise<ModelFacts> {
  const [card, classes] = await Promise.all([readBuiltInCard(resourcesFolder), readBuiltInClasses(resourcesFolder)]);
  const { name, preprocessing } = card;
  return { name, classes, trainedOn: null, score: null, preprocessing, backbone: backboneFacts(card) };
}

async function builtInSummary(resourcesFolder: string): Promise<ModelSummary> {
  const [card, classes] = await Promise.all([readBuiltInCard(resourcesFolder), readBuiltInClasses(resourcesFolder)]);
  const { name, bytes } = card;
  return { id: builtInModelId, name, runId: null, source: 'built-in', createdAt: '', classes, score: null, bytes };
}
