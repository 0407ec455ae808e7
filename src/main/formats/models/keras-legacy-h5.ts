// The weights of whole-model files and of legacy weight files: layers and weights listed by attributes, from Keras 1 to Keras 3.
// Source: Keras 3.15, `legacy_h5_format.py`.
import type { Model } from '../../../engine/model.ts';
import type { ModelWeight } from '../../../engine/plan.ts';
import type { Tensor, Weights } from '../../../engine/tensor.ts';
import type { Hdf5Dataset, Hdf5Group } from './hdf5.ts';
import type { Hdf5Content } from './hdf5-write.ts';
import { legacyOrder } from './keras-order.ts';
import { datasetAt, readUnnamed, readWeight } from './keras-weights.ts';
import { modelInvalid } from './model-error.ts';

type FileWeight = { readonly name: string; readonly dataset: Hdf5Dataset };
type FileLayer = { readonly name: string; readonly weights: readonly FileWeight[] };

/** Names of Keras 1; `running_std` holds the variance, whatever it is called. */
const keras1Names: ReadonlyMap<string, string> = new Map([
  ['W', 'kernel'],
  ['b', 'bias'],
  ['running_mean', 'moving_mean'],
  ['running_std', 'moving_variance'],
]);

/** A list too long for one attribute is cut into `name0`, `name1`, … */
function listed(group: Hdf5Group, attribute: string): readonly string[] | undefined {
  const whole = group.texts(attribute);
  if (whole) return whole;
  const parts: string[][] = [];
  for (let part = group.texts(`${attribute}0`); part; part = group.texts(`${attribute}${parts.length}`))
    parts.push([...part]);
  return parts.length === 0 ? undefined : parts.flat();
}

/** Whether a group lists layers as these files do. */
export const listsLayers = (group: Hdf5Group): boolean => listed(group, 'layer_names') !== undefined;

/** The layers of the file that have weights, in the order of its lists, which is not the order of its groups. */
function layersOf(group: Hdf5Group, file: string): readonly FileLayer[] {
  const names = listed(group, 'layer_names') ?? [];
  const twice = names.find((name, place) => names.indexOf(name) < place);
  if (twice !== undefined) throw modelInvalid(file, 'name-twice', twice.slice(0, 200));
  const layers = names.map(name => {
    const layer = group.groups.get(name);
    if (!layer) throw modelInvalid(file, 'header-broken', `layer ${name.slice(0, 200)} is listed and not there`);
    const weights = (listed(layer, 'weight_names') ?? []).map(weight => {
      const dataset = datasetAt(layer, weight);
      if (!dataset) throw modelInvalid(file, 'header-broken', `${weight.slice(0, 200)} is listed and not there`);
      return { name: weight, dataset };
    });
    return { name, weights };
  });
  return layers.filter(({ weights }) => weights.length > 0);
}

/**
 * The weights of such a file for a model; without one, by the datasets' paths. Layers are matched by name where the file has all of
 * them, else by place as Keras does, which wants as many layers as the model has.
 * @throws AppError `model-invalid` {file, reason, detail}.
 */
export function readLegacy(group: Hdf5Group, model: Model | null, file: string): Map<string, Tensor> {
  const layers = layersOf(group, file);
  if (!model) return new Map(layers.flatMap(({ name }) => [...readUnnamed(group.groups.get(name)!, file)]));
  const wanted = legacyOrder(model).filter(({ weights }) => weights.length > 0);
  const byName = new Map(layers.map(layer => [layer.name, layer]));
  const isNamed = wanted.every(({ name }) => byName.has(name));
  if (!isNamed && wanted.length !== layers.length) {
    const missing = wanted.find(({ name }) => !byName.has(name))!.name;
    throw modelInvalid(
      file,
      'fields-wrong',
      `${layers.length} layers with weights for ${wanted.length}; no ${missing}`,
    );
  }
  return new Map(
    wanted.flatMap(({ name, weights }, place) => {
      const layer = isNamed ? byName.get(name)! : layers[place]!;
      if (layer.weights.length !== weights.length)
        throw modelInvalid(
          file,
          'fields-wrong',
          `${layer.name}: ${layer.weights.length} weights for ${weights.length} of ${name}`,
        );
      return weights.map((spec, index) => {
        const { dataset } = matching(layer, spec) ?? layer.weights[index]!;
        return [spec.key, readWeight(spec, dataset, file)] as const;
      });
    }),
  );
}

/**
 * The one weight of the file's layer that has the wanted name, as `layer/kernel:0`, `layer_W:0` or `kernel`. Names come before
 * places, because a layer that was frozen when its file was written lists its weights in another order.
 */
function matching(layer: FileLayer, spec: ModelWeight): FileWeight | undefined {
  const found = layer.weights.filter(({ name }) => {
    const clean = name.replace(/:\d+$/, '');
    const last = clean.slice(clean.lastIndexOf('/') + 1);
    const own = last.startsWith(`${layer.name}_`) ? last.slice(layer.name.length + 1) : last;
    return clean === spec.key || clean.endsWith(`/${spec.key}`) || (keras1Names.get(own) ?? own) === spec.name;
  });
  return found.length === 1 ? found[0] : undefined;
}

/** The content of a group with the model's weights, as `layer/layer/weight:0`. */
export function legacyContent(model: Model, weights: Weights, about: ReadonlyMap<string, string>): Hdf5Content {
  const layers = legacyOrder(model);
  const groups = layers.map(layer => [layer.name, layerContent(layer.weights, weights)] as const);
  return {
    attributes: new Map<string, string | readonly string[]>([
      ['layer_names', layers.map(({ name }) => name)],
      ...about,
    ]),
    groups: new Map([...groups, ['top_level_model_weights', layerContent([], weights)]]),
  };
}

function layerContent(specs: readonly ModelWeight[], weights: Weights): Hdf5Content {
  const names = specs.map(({ key }) => `${key}:0`);
  const groups = Map.groupBy(specs, ({ key }) => key.slice(0, key.lastIndexOf('/')));
  const inside = [...groups].map(([name, own]) => {
    const datasets = own.map(spec => [`${spec.name}:0`, weights.get(spec.key)!] as const);
    return [name, { datasets: new Map(datasets) }] as const;
  });
  return { attributes: new Map([['weight_names', names]]), groups: new Map(inside) };
}
