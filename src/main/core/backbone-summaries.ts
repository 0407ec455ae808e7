// What a run can start from, described: the built-in network, those of the manifest, models of a project by their graphs, bare
// networks. No weights are read for it. (Fetched and imported ones: imported-models.ts.)
import { stat } from 'node:fs/promises';
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
import type { ModelCard } from '../../shared/records/run.ts';
import { builtInBackbone, builtInPreprocessing, readBuiltInCard } from '../formats/models/built-in.ts';
import { readModelHead } from '../formats/models/model-folder.ts';
import type { PretrainedFile } from '../formats/models/pretrained-manifest.ts';
import { bytesIn, recipesOfPretrained } from './imported-models.ts';

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
    recipes: recipesOfPretrained,
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
    recipes: recipesOfPretrained,
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

/** Model folders never change: planned once each, because a plan of a run asks for the list with every choice. */
const projectSummaries = new Map<string, Promise<BackboneSummary | null>>();

/** A model of a project; null for one on a backbone that this Fovea does not have, and for a damaged one. */
export async function projectSummary(folder: string): Promise<BackboneSummary | null> {
  const facts = await stat(path.join(folder, 'model.json')).catch(() => null); // gone meanwhile: reading says so
  const key = `${folder} ${facts?.mtimeMs} ${facts?.ino}`;
  const known = projectSummaries.get(key) ?? readProjectSummary(folder);
  projectSummaries.set(key, known);
  return known;
}

async function readProjectSummary(folder: string): Promise<BackboneSummary | null> {
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
      recipes: recipesOfPretrained,
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
