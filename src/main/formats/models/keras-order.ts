// In which order Keras itself has a model's layers and weights: HDF5 files of Keras are matched by place, not by name.
import type { Model, ModelLayer, TensorReference } from '../../../engine/model.ts';
import type { ModelWeight } from '../../../engine/plan.ts';
import { layerOf } from '../../../engine/plan.ts';
import { modelWeights } from '../../../engine/weights.ts';

type Node = {
  readonly key: string;
  readonly layer: ModelLayer;
  readonly inputs: readonly TensorReference[];
  /** How many of the inputs have been followed. */
  followed: number;
};

const keyOf = ({ layer, call }: TensorReference): string => `${layer}:${call}`;

/**
 * The layers as Keras' `model.layers` has them: by depth from the outputs, the deepest first, and within a depth as a walk back
 * from the outputs meets them. Layers that no output needs are left out. Source: Keras 3.15, `ops/function.py`, `map_graph`.
 */
export function kerasOrder(model: Model): readonly ModelLayer[] {
  const { nodes, met } = walk(model);
  const depthOfNode = new Map<string, number>();
  const depthOfLayer = new Map<ModelLayer, number>();
  for (const { key, layer, inputs } of nodes.toReversed()) {
    const depth = Math.max(depthOfNode.get(key) ?? 0, depthOfLayer.get(layer) ?? 0);
    depthOfLayer.set(layer, depth);
    for (const input of inputs) {
      const before = depthOfNode.get(keyOf(input)) ?? 0;
      depthOfNode.set(keyOf(input), Math.max(depth + 1, before));
    }
  }
  const unused = model.layers.filter(layer => layer.className === 'InputLayer' && !depthOfLayer.has(layer));
  return [...unused.map(layer => ({ layer, depth: 0, place: -1 })), ...[...met].map(placed)]
    .sort((a, b) => b.depth - a.depth || a.place - b.place)
    .map(({ layer }) => layer);

  function placed(layer: ModelLayer, place: number): { layer: ModelLayer; depth: number; place: number } {
    return { layer, depth: depthOfLayer.get(layer)!, place };
  }
}

/** The calls, each after those it reads, and the layers as met; without recursion, because a file says how deep the graph is. */
function walk(model: Model): { readonly nodes: readonly Node[]; readonly met: ReadonlySet<ModelLayer> } {
  const layers = new Map(model.layers.map(layer => [layer.name, layer]));
  const met = new Set<ModelLayer>();
  const seen = new Set<string>();
  const nodes: Node[] = [];
  const waiting: Node[] = [];
  const enter = (reference: TensorReference): void => {
    const key = keyOf(reference);
    if (seen.has(key)) return;
    seen.add(key);
    const layer = layers.get(reference.layer)!;
    met.add(layer);
    waiting.push({ key, layer, inputs: layer.calls[reference.call]!.inputs, followed: 0 });
  };
  for (const output of model.outputs) {
    enter(output);
    for (let node = waiting.at(-1); node; node = waiting.at(-1)) {
      const input = node.inputs[node.followed++];
      if (input) enter(input);
      else nodes.push(waiting.pop()!);
    }
  }
  return { nodes, met };
}

/** The weights of each layer by the layer's name, layers of nested models included. */
export function weightsByLayer(model: Model): ReadonlyMap<string, readonly ModelWeight[]> {
  return Map.groupBy(modelWeights(model), ({ key }) => layerOf(key));
}

/**
 * The layers of the model that have weights, and these weights in the order of whole-model files and legacy ones: what can be
 * trained first, then the rest; a nested model counts as one layer. Source: Keras 3.15, `legacy_h5_format.py`, `_legacy_weights`.
 */
export function legacyOrder(
  model: Model,
): readonly { readonly name: string; readonly weights: readonly ModelWeight[] }[] {
  const byLayer = weightsByLayer(model);
  const weightsOf = (layer: ModelLayer): readonly ModelWeight[] =>
    layer.nested ? kerasOrder(layer.nested).flatMap(weightsOf) : (byLayer.get(layer.name) ?? []);
  return kerasOrder(model).map(layer => {
    const weights = weightsOf(layer);
    const isTrainable = (weight: ModelWeight): boolean => weight.isTrainable;
    return {
      name: layer.name,
      weights: [...weights.filter(isTrainable), ...weights.filter(weight => !isTrainable(weight))],
    };
  });
}
