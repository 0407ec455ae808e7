// Calls about models: the built-in one and those in the project's models/ folder; list, card, delete.
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { ModelId, RunId } from '../../shared/records/ids.ts';
import type { ModelCard, ModelSummary } from '../../shared/records/run.ts';
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
      if (id === builtInModelId) return builtInCard(options.resourcesFolder);
      return cardOf(await presentModel(projects.current(), id));
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

/** What is read of resources/models/<built-in>/card.json. */
type BuiltInFile = {
  readonly name: string;
  readonly pretrained: { readonly on: string; readonly by: string };
  readonly licence: { readonly weights: string };
  readonly source: { readonly package: string };
  readonly files: Readonly<Record<string, string>>;
  readonly bytes: number;
  readonly preprocessing: { readonly heightPx: number; readonly widthPx: number; mean: number[]; std: number[] };
};

const builtInFolder = (resourcesFolder: string): string => path.join(resourcesFolder, 'models', backboneName);

async function readBuiltInFile<Value>(resourcesFolder: string, name: string): Promise<Value> {
  const file = path.join(builtInFolder(resourcesFolder), name);
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Value;
  } catch (error) {
    const reason = systemCode(error) || String(error);
    throw new AppError('built-in-model-damaged', { file, reason }, { cause: error });
  }
}

async function builtInCard(resourcesFolder: string): Promise<ModelCard> {
  const card = await readBuiltInFile<BuiltInFile>(resourcesFolder, 'card.json');
  const classes = await readBuiltInFile<string[]>(resourcesFolder, 'classes.json');
  const { heightPx, widthPx, mean, std } = card.preprocessing;
  return {
    name: card.name,
    createdAt: '',
    task: 'classification',
    classes,
    backbone: {
      name: card.name,
      origin: `pretrained on ${card.pretrained.on}, by ${card.pretrained.by}; package ${card.source.package}`,
      licence: card.licence.weights,
      sha256: card.files['weights.safetensors'] ?? '',
    },
    trainedOn: { photos: 0, perClass: {}, seed: 0 },
    score: null,
    scoredOn: '',
    preprocessing: `Resized to ${widthPx} × ${heightPx} pixels, then (value - ${mean[0]}) / ${std[0]}.`,
    limits: ['It knows the 1,000 classes of ImageNet and names one of them for every photo.'],
    files: card.files,
  };
}

async function builtInSummary(resourcesFolder: string): Promise<ModelSummary> {
  const { name, bytes } = await readBuiltInFile<BuiltInFile>(resourcesFolder, 'card.json');
  const classes = await readBuiltInFile<string[]>(resourcesFolder, 'classes.json');
  return { id: builtInModelId, name, runId: null, builtIn: true, createdAt: '', classes, score: null, bytes };
}
