// Keras 3's store of weights (`.weights.h5`, and inside `.keras`): layers by class in snake case with a counter, weights by number.
// Source: Keras 3.15, `saving_lib.py`, `_save_container_state`.
import type { Model, ModelLayer } from '../../../engine/model.ts';
import type { ModelWeight } from '../../../engine/plan.ts';
import type { Tensor, Weights } from '../../../engine/tensor.ts';
import type { Hdf5Group } from './hdf5.ts';
import type { Hdf5Content } from './hdf5-write.ts';
import { kerasOrder, weightsByLayer } from './keras-order.ts';
import { datasetAt, readUnnamed, readWeight } from './keras-weights.ts';
import { modelInvalid } from './model-error.ts';

/** The group of the layers; Keras 2.12 and 2.13 used the second name. */
const layersNames = ['layers', '_layer_checkpoint_dependencies'];

/** The group of layers of a store, whichever name it has. */
export const storeOf = (root: Hdf5Group): Hdf5Group | undefined =>
  layersNames.map(name => root.groups.get(name)).find(group => group !== undefined);

/** Keras' `to_snake_case` (`utils/naming.py`). */
const snakeCase = (className: string): string =>
  className
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();

type Naming = (layer: ModelLayer) => string;

/** A nested model is stored by its own class, but a model of ours was Sequential once and is Functional when written again. */
const asNamed: Naming = ({ className, nested }) =>
  nested && className !== 'Sequential' ? 'functional' : snakeCase(className);
const asWritten: Naming = layer => (layer.nested ? 'functional' : snakeCase(layer.className));

/** The layers of a model beside the names of their groups. */
function* named(model: Model, naming: Naming): Generator<{ readonly layer: ModelLayer; readonly name: string }> {
  const counts = new Map<string, number>();
  for (const layer of kerasOrder(model)) {
    const name = naming(layer);
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    yield { layer, name: count === 0 ? name : `${name}_${count}` };
  }
}

/**
 * The weights of a store for a model; without one, by the datasets' paths.
 * @throws AppError `model-invalid` {file, reason, detail}.
 */
export function readStore(root: Hdf5Group, model: Model | null, file: string): Map<string, Tensor> {
  const layers = storeOf(root);
  if (!layers) throw modelInvalid(file, 'not-this-format', 'no layers');
  if (!model) return readUnnamed(layers, file);
  const byLayer = weightsByLayer(model);
  const found = new Map<string, Tensor>();
  const read = (inside: Model, group: Hdf5Group): void => {
    const isNamed = [...named(inside, asNamed)].every(({ layer, name }) => !layer.nested || group.groups.has(name));
    for (const { layer, name } of named(inside, isNamed ? asNamed : asWritten)) {
      const stored = group.groups.get(name);
      if (layer.nested) readNested(layer, layer.nested, stored);
      else readLayer(byLayer.get(layer.name) ?? [], stored);
    }
  };
  const readNested = (layer: ModelLayer, nested: Model, stored: Hdf5Group | undefined): void => {
    const inside = stored && storeOf(stored);
    if (!inside) throw modelInvalid(file, 'fields-wrong', `the layers of ${layer.name} are not in the file`);
    read(nested, inside);
  };
  const readLayer = (specs: readonly ModelWeight[], stored: Hdf5Group | undefined): void => {
    for (const [place, spec] of specs.entries())
      found.set(spec.key, readWeight(spec, stored && datasetAt(stored, `vars/${place}`), file));
  };
  read(model, layers);
  return found;
}

/** What a store of the model's weights holds; each group of weights also says its layer's name, as Keras writes it. */
export function storeContent(model: Model, weights: Weights): Hdf5Content {
  const byLayer = weightsByLayer(model);
  const content = (inside: Model, name: string): Hdf5Content => ({
    groups: new Map([
      ['layers', { groups: new Map([...named(inside, asWritten)].map(item => [item.name, layerContent(item.layer)])) }],
      ['vars', { attributes: new Map([['name', name]]) }],
    ]),
  });
  const layerContent = (layer: ModelLayer): Hdf5Content => {
    if (layer.nested) return content(layer.nested, layer.name);
    const datasets = (byLayer.get(layer.name) ?? []).map(
      ({ key }, place) => [String(place), weights.get(key)!] as const,
    );
    const vars: Hdf5Content = { attributes: new Map([['name', layer.name]]), datasets: new Map(datasets) };
    return { groups: new Map([['vars', vars]]) };
  };
  return content(model, model.name);
}
