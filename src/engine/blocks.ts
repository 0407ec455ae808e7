// A network as the blocks that people speak of, from the photo on: what can stay frozen and what learns.
import { layerOf, planModel } from './plan.ts';
import type { Model, ModelLayer, TensorReference } from './model.ts';
import { callsInOrder, withoutNesting } from './model-parts.ts';
import { elementCount } from './tensor.ts';

export type Block = {
  readonly name: string;
  readonly parameters: number;
  /** The first layer of the block that has weights, in the order of `callsInOrder`. */
  readonly firstLayer: string;
  /** The value that everything passes through after it. */
  readonly end: TensorReference;
};

const mostBlocks = 20;
/** Names that say which block of a network a layer belongs to: block11_sepconv1, conv2_block1_1_conv, block4a_bn, block_3_expand, unit7_conv1. */
const blockName = /^(?:expanded_conv|.*?(?:block|unit|stage|inception|mixed)_?\d+[a-z]?)(?=_|$)/;

type Part = { readonly layers: readonly ModelLayer[]; readonly parameters: number; readonly end: TensorReference };

/**
 * The blocks of a network, each between two places where everything passes through one value, at most twenty: neighbours of one
 * name, parts without weights and normalisations alone belong to the block before, and small neighbours of deep networks are put
 * together. @throws AppError `model-invalid` as planning does.
 */
export function blocksOf(model: Model): readonly Block[] {
  const flat = withoutNesting(model);
  const parametersOf = countParameters(flat);
  const weighted = (layers: readonly ModelLayer[]): readonly ModelLayer[] =>
    layers.filter(({ name }) => parametersOf.has(name));
  const blocks: Growing[] = [];
  for (const { layers, parameters, end } of partsOf(flat, parametersOf)) {
    const own = weighted(layers);
    if (own.length === 0) {
      if (blocks.length > 0) blocks.at(-1)!.end = end;
      continue;
    }
    const named = own.map(({ name }) => blockName.exec(name)?.[0]).find(name => name !== undefined);
    const before = blocks.at(-1);
    const isNormalisation = named === undefined && own.every(({ className }) => /Normalization$/.test(className));
    if (before && (isNormalisation || before.name === named)) grow(before, parameters, end);
    else
      blocks.push({
        name: named ?? own[0]!.name.replace(/_conv$/, ''),
        parameters,
        firstLayer: own[0]!.name,
        end,
      });
  }
  while (blocks.length > mostBlocks) mergeSmallest(blocks);
  return blocks;
}

type Growing = { readonly name: string; parameters: number; readonly firstLayer: string; end: TensorReference };

function grow(block: Growing, parameters: number, end: TensorReference): void {
  block.parameters += parameters;
  block.end = end;
}

function mergeSmallest(blocks: Growing[]): void {
  const sums = blocks.slice(1).map(({ parameters }, place) => parameters + blocks[place]!.parameters);
  const place = sums.indexOf(Math.min(...sums));
  const [merged] = blocks.splice(place + 1, 1);
  grow(blocks[place]!, merged!.parameters, merged!.end);
}

/** The parameters of each layer that has weights, nested models' counted to them; statistics count, as in Keras' summary. */
function countParameters(model: Model): ReadonlyMap<string, number> {
  const owner = new Map<string, string>();
  const own = (layer: ModelLayer, name: string): void => {
    owner.set(layer.name, name);
    layer.nested?.layers.forEach(inner => own(inner, name));
  };
  model.layers.forEach(layer => own(layer, layer.name));
  const counts = new Map<string, number>();
  for (const { key, shape } of planModel(model).weights) {
    const layer = owner.get(layerOf(key))!;
    counts.set(layer, (counts.get(layer) ?? 0) + elementCount(shape));
  }
  return counts;
}

/** The layers between cuts: after a cut, one value alone is still to be read. */
function* partsOf(model: Model, parametersOf: ReadonlyMap<string, number>): Generator<Part> {
  const keyOf = ({ layer, call, tensor }: TensorReference): string => `${layer}:${call}:${tensor}`;
  const calls = callsInOrder(model);
  const references = new Map<string, TensorReference>();
  const readers = new Map<string, number>();
  for (const reference of [...calls.flatMap(({ inputs }) => inputs), ...model.outputs]) {
    references.set(keyOf(reference), reference);
    readers.set(keyOf(reference), (readers.get(keyOf(reference)) ?? 0) + 1);
  }
  const open = new Map<string, number>();
  const seen = new Set<string>();
  let layers: ModelLayer[] = [];
  for (const { layer, index, inputs } of calls) {
    for (const key of inputs.map(keyOf)) {
      const left = open.get(key)! - 1;
      if (left > 0) open.set(key, left);
      else open.delete(key);
    }
    const tensors = layer.nested?.outputs.length ?? 1;
    for (let tensor = 0; tensor < tensors; tensor++) {
      const key = keyOf({ layer: layer.name, call: index, tensor });
      if (readers.has(key)) open.set(key, readers.get(key)!);
    }
    // A layer that is used again belongs to where it is used first.
    if (!seen.has(layer.name)) layers.push(layer);
    seen.add(layer.name);
    if (open.size > 1) continue;
    yield partOf(layers, references.get([...open.keys()][0]!)!);
    layers = [];
  }
  if (layers.length > 0) yield partOf(layers, model.outputs[0]!);

  function partOf(own: readonly ModelLayer[], end: TensorReference): Part {
    return { layers: own, parameters: own.reduce((sum, { name }) => sum + (parametersOf.get(name) ?? 0), 0), end };
  }
}

/** From where a network learns unless a person says otherwise: the last blocks, which together hold at most half of it. */
export function defaultUnfreeze(blocks: readonly Pick<Block, 'name' | 'parameters'>[]): string | null {
  const half = blocks.reduce((sum, { parameters }) => sum + parameters, 0) / 2;
  let chosen = blocks.at(-1)?.name ?? null;
  let held = 0;
  for (const { name, parameters } of blocks.toReversed()) {
    held += parameters;
    if (held > half) break;
    chosen = name;
  }
  return chosen;
}

/**
 * The layers that stay as they are when a network learns from `unfreeze` on, a block's name or a layer's: all that run before it.
 * Null where there is no such block or layer.
 */
export function layersBefore(model: Model, unfreeze: string): ReadonlySet<string> | null {
  const first = blocksOf(model).find(({ name }) => name === unfreeze)?.firstLayer ?? unfreeze;
  const names = callsInOrder(withoutNesting(model)).map(({ layer }) => layer.name);
  const place = names.indexOf(first);
  return place < 0 ? null : new Set(names.slice(0, place));
}
