// Calls about models: the built-in one and those in the project's models/ folder; list, card, delete.
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { ModelId, RunId } from '../../shared/records/ids.ts';
import type { ModelFacts } from '../../shared/records/model-facts.ts';
import type { ModelCard, ModelSummary } from '../../shared/records/run.ts';
import { backboneFacts, builtInBackbone, readBuiltInCard, readBuiltInClasses } from '../formats/models/built-in.ts';
import { readModelFolder } from '../formats/models/model-folder.ts';
import type { Context } from './context.ts';
import { systemCode } from './disk.ts';
import type { OpenProject } from './open-project.ts';
import { modelFolderOf } from './run-folder.ts';
import { backboneName } from './training-jobs.ts';

type Names = 'models:list' | 'models:card' | 'models:delete';

export const builtInModelId = backboneName as ModelId;

export function modelsHandlers({ options, projects, events }: Context): Pick<Handlers, Names> {
  return {
    async 'models:list'() {
      const project = projects.peek();
      const builtIn = await builtInSummary(options.resourcesFolder);
      return project === null ? [builtIn] : [...(await trainedModels(project)), builtIn];
    },
    async 'models:card'({ id }) {
      if (id === builtInModelId) return builtInFacts(options.resourcesFolder);
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
  if (project.removeOnClose.has(folder) || !(await isModelFolder(folder))) {
    throw new AppError('not-found', { what: `model ${id}` });
  }
  return folder;
}

async function isModelFolder(folder: string): Promise<boolean> {
  try {
    return (await stat(path.join(folder, 'model.json'))).isFile();
  } catch (error) {
    if (systemCode(error) === '') throw error;
    return false;
  }
}

async function cardOf(folder: string): Promise<ModelCard> {
  return (await readModelFolder(folder)).card as unknown as ModelCard;
}

async function trainedFacts(folder: string, resourcesFolder: string): Promise<ModelFacts> {
  const { card, preprocessing, backbone } = await readModelFolder(folder);
  if (backbone?.sha256 !== builtInBackbone.sha256) {
    throw new AppError('model-invalid', { file: folder, reason: 'backbone-differs' });
  }
  const { name, classes, trainedOn, score } = card as unknown as ModelCard;
  const builtIn = await readBuiltInCard(resourcesFolder);
  return { name, classes, trainedOn, score, preprocessing, backbone: backboneFacts(builtIn) };
}

/** Newest first. A damaged model is left out of the list; opening it by its run says what is wrong with it. */
async function trainedModels(project: OpenProject): Promise<ModelSummary[]> {
  const runs = new Map((await project.store.runsList()).map(run => [run.modelId, run.id]));
  const names = await readdir(path.join(project.folder, 'models')).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  });
  const summaries = await Promise.all(
    names.map(async name => {
      const folder = modelFolderOf(project.folder, name);
      if (project.removeOnClose.has(folder) || !(await isModelFolder(folder))) return [];
      return summaryOf(folder, name as ModelId, runs.get(name) ?? null);
    }),
  );
  return summaries.flat().sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}

async function summaryOf(folder: string, id: ModelId, runId: RunId | null): Promise<ModelSummary[]> {
  try {
    const { name, createdAt, classes, score } = await cardOf(folder);
    return [{ id, name, runId, builtIn: false, createdAt, classes, score, bytes: await bytesIn(folder) }];
  } catch (error) {
    if (error instanceof AppError) return [];
    throw error;
  }
}

async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder);
  const sizes = await Promise.all(names.map(async name => (await stat(path.join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function builtInFacts(resourcesFolder: string): Promise<ModelFacts> {
  const [card, classes] = await Promise.all([readBuiltInCard(resourcesFolder), readBuiltInClasses(resourcesFolder)]);
  const { name, preprocessing } = card;
  return { name, classes, trainedOn: null, score: null, preprocessing, backbone: backboneFacts(card) };
}

async function builtInSummary(resourcesFolder: string): Promise<ModelSummary> {
  const [card, classes] = await Promise.all([readBuiltInCard(resourcesFolder), readBuiltInClasses(resourcesFolder)]);
  const { name, bytes } = card;
  return { id: builtInModelId, name, runId: null, builtIn: true, createdAt: '', classes, score: null, bytes };
}
