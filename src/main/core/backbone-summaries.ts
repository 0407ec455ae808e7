// What a run can start from, described: the built-in network, fetched and imported ones by their cards, models of a project by their
// graphs, bare networks. No weights are read for it.
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { blocksOf, defaultUnfreeze } from '../../engine/blocks.ts';
import { takesAnySide, withoutTop } from '../../engine/features.ts';
import { readModel } from '../../engine/graph.ts';
import type { Model } from '../../engine/model.ts';
import { efficientnetLite0 } from '../../engine/zoo/efficientnet-lite0.ts';
import { networks } from '../../engine/zoo/networks.ts';
import type { ZooNetwork } from '../../engine/zoo/networks.ts';
import { AppError, invariant } from '../../shared/errors.ts';
import type { BackboneSummary } from '../../shared/records/backbone.ts';
import { importedModel } from '../../shared/records/imported-model.ts';
import type { ImportedModel } from '../../shared/records/imported-model.ts';
import { backboneId } from '../../shared/records/recipe.ts';
import type { ModelCard } from '../../shared/records/run.ts';
import { builtInBackbone, builtInPreprocessing, readBuiltInCard } from '../formats/models/built-in.ts';
import { readModelHead } from '../formats/models/model-folder.ts';
import type { PretrainedFile } from '../formats/models/pretrained-manifest.ts';
import { systemCode } from './disk.ts';

const pretrainedRecipes = ['one-click', 'textbook'] as const;
/** Ids of networks that are there with pretrained weights too. */
const scratchEnding = '-scratch';
const classesOfNoModel = 2;
/** Of a dense layer on 2,048 features, as Xception and both ResNets have it. */
const imageNetTopParameters = (2_048 + 1) * 1_000;

type Parts = Pick<BackboneSummary, 'parameters' | 'blocks' | 'unfreeze'>;

function partsOf(model: Model): Parts {
  const blocks = blocksOf(withoutTop(model, new Map()).model);
  return {
    parameters: blocks.reduce((sum, { parameters }) => sum + parameters, 0),
    blocks: blocks.map(({ name, parameters }) => ({ name, parameters })),
    unfreeze: defaultUnfreeze(blocks),
  };
}

/** Planned once: they never change. */
const partsOfNetworks = new Map<string, Parts>();

function partsOfNetwork({ id, build, sidePx }: ZooNetwork): Parts {
  const known = partsOfNetworks.get(id) ?? partsOf(build({ classes: classesOfNoModel, sizePx: sidePx }));
  partsOfNetworks.set(id, known);
  return known;
}

export async function builtInSummary(resourcesFolder: string): Promise<BackboneSummary> {
  const { name, bytes, pretrained, licence } = await readBuiltInCard(resourcesFolder);
  return {
    id: builtInBackbone.name,
    name,
    source: 'built-in',
    isHere: true,
    recipes: pretrainedRecipes,
    bytes,
    sidePx: builtInPreprocessing.heightPx,
    takesAnySide: true,
    classes: pretrained.classes,
    pretrained: pretrained.dataset,
    licence: licence.weights,
    ...partsOfNetwork(networkOf(builtInBackbone.name)),
  };
}

function networkOf(id: string): ZooNetwork {
  const network = networks.find(one => one.id === id);
  invariant(network, `the network ${id} is in the zoo`);
  return network;
}

/** One of the manifest that is not on this computer. */
export function absentSummary({
  id,
  name,
  bytes,
  network,
  sidePx,
  pretrained,
  licence,
}: PretrainedFile): BackboneSummary {
  const zoo = networkOf(network);
  const parts = partsOfNetwork(zoo);
  return {
    id,
    name,
    source: 'download',
    isHere: false,
    recipes: pretrainedRecipes,
    // Where no size is published: four bytes for each parameter, and for those of the top.
    bytes: bytes ?? 4 * (parts.parameters + imageNetTopParameters),
    sidePx,
    takesAnySide: zoo.takesAnySide,
    classes: 1_000,
    pretrained,
    licence,
    ...parts,
  };
}

/** The architectures without weights, to be trained from scratch; `taken` are ids of pretrained ones. */
export function networkSummaries(taken: ReadonlySet<string>): readonly BackboneSummary[] {
  return networks.map(network => ({
    id: taken.has(network.id) ? network.id + scratchEnding : network.id,
    name: network.name,
    source: 'network' as const,
    isHere: true,
    recipes: ['scratch'] as const,
    bytes: 0,
    sidePx: network.sidePx,
    takesAnySide: network.takesAnySide,
    classes: 0,
    pretrained: null,
    licence: null,
    ...partsOfNetwork(network),
  }));
}

/** The zoo's id of what `networkSummaries` lists. */
export const zooIdOf = (id: string): string => (id.endsWith(scratchEnding) ? id.slice(0, -scratchEnding.length) : id);

export type ImportedFolder = {
  readonly id: string;
  readonly folder: string;
  readonly card: ImportedModel;
  readonly bytes: number;
};

/** Fetched and imported model folders, in the order of their ids. A folder that is none of ours, or damaged, is passed over. */
export async function importedFolders(modelsFolder: string): Promise<readonly ImportedFolder[]> {
  const ids = await readdir(modelsFolder).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  });
  // Folders that are being written or removed have names of another form.
  const own = ids.filter(id => backboneId.safeParse(id).success).toSorted();
  const found = await Promise.all(own.map(id => importedFolder(modelsFolder, id)));
  return found.flatMap(one => one ?? []);
}

export async function importedFolder(modelsFolder: string, id: string): Promise<ImportedFolder | null> {
  const folder = path.join(modelsFolder, id);
  try {
    const card = importedModel.safeParse(JSON.parse(await readFile(path.join(folder, 'card.json'), 'utf8')));
    return card.success ? { id, folder, card: card.data, bytes: await bytesIn(folder) } : null;
  } catch (error) {
    if (error instanceof SyntaxError || systemCode(error) !== '') return null;
    throw error;
  }
}

export async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder);
  const sizes = await Promise.all(names.map(async name => (await stat(path.join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

export function importedSummary({ id, card, bytes }: ImportedFolder, isFetched: boolean): BackboneSummary {
  const { parameters, sidePx, takesAnySide: takesAny, blocks, unfreeze, pretrained } = card.imported;
  return {
    id,
    name: card.name,
    source: isFetched ? 'download' : 'imported',
    isHere: true,
    recipes: pretrainedRecipes,
    parameters,
    bytes,
    sidePx,
    takesAnySide: takesAny,
    classes: card.classes.length,
    pretrained,
    licence: card.backbone.licence,
    blocks,
    unfreeze,
  };
}

/** A model of a project; null for one on a backbone that this Fovea does not have, and for a damaged one. */
export async function projectSummary(folder: string): Promise<BackboneSummary | null> {
  try {
    const { graph, backbone, preprocessing, classes, card } = await readModelHead(folder);
    if (backbone !== null && backbone.sha256 !== builtInBackbone.sha256) return null;
    const model = backbone === null ? readModel(graph) : efficientnetLite0({ classes: classesOfNoModel });
    const { name, backbone: from } = card as unknown as ModelCard;
    return {
      id: path.basename(folder),
      name,
      source: 'project',
      isHere: true,
      recipes: pretrainedRecipes,
      bytes: await bytesIn(folder),
      sidePx: preprocessing.heightPx,
      takesAnySide: takesAnySide(withoutTop(model, new Map()).model, preprocessing.heightPx),
      classes: classes.length,
      pretrained: null,
      licence: from.licence,
      ...partsOf(model),
    };
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
