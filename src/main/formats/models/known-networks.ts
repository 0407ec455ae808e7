// Weights that come without their network: of which of the pretrained architectures they are, by names and shapes.
import { blocksOf } from '../../../engine/blocks.ts';
import type { Model } from '../../../engine/model.ts';
import { endingAt } from '../../../engine/model-parts.ts';
import { layerOf } from '../../../engine/plan.ts';
import { elementCount } from '../../../engine/tensor.ts';
import type { Tensor, Weights } from '../../../engine/tensor.ts';
import { modelWeights } from '../../../engine/weights.ts';
import { networks } from '../../../engine/zoo/networks.ts';
import type { DeclaredPreprocessing } from '../../../shared/records/preprocessing.ts';

export type KnownNetwork = {
  readonly id: string;
  readonly name: string;
  readonly sidePx: number;
  /** As keras.applications teaches it. */
  readonly preprocessing: DeclaredPreprocessing;
  readonly build: (classes: number) => Model;
};

const taughtWith = new Map<string, DeclaredPreprocessing>([
  ['xception', 'minus-one-to-one'],
  ['mobilenet-v2', 'minus-one-to-one'],
  ['resnet-50', 'caffe'],
  ['resnet-152', 'caffe'],
]);

export const knownNetworks: readonly KnownNetwork[] = networks.flatMap(({ id, name, sidePx, build }) => {
  const preprocessing = taughtWith.get(id);
  return preprocessing === undefined
    ? []
    : [{ id, name, sidePx, preprocessing, build: (classes: number) => build({ classes, sizePx: sidePx }) }];
});

export type Recognised = {
  readonly network: KnownNetwork;
  readonly model: Model;
  readonly weights: Weights;
  /** Where the file holds the first blocks only. */
  readonly part: { readonly blocks: number; readonly of: number; readonly last: string } | null;
};

/** Fewer blocks than this say too little about which network they are of. */
const fewestBlocks = 2;

/** The network whose layers the weights name, or the first blocks of it; null where they are of none. */
export function recogniseByNames(weights: Weights): Recognised | null {
  const found = knownNetworks.flatMap(network => partIn(network, weights) ?? []);
  return found.toSorted((a, b) => b.weights.size - a.weights.size)[0] ?? null;
}

/**
 * The networks whose parameters are as many as the file's, with as many classes as that leaves for the top: their weights lie in the
 * file under other names, and a reader that goes by places finds them.
 */
export function networksOfSize(weights: Weights): readonly { readonly network: KnownNetwork; readonly model: Model }[] {
  const parameters = [...weights.values()].reduce((sum, { shape }) => sum + elementCount(shape), 0);
  return knownNetworks.flatMap(network => {
    const bare = network.build(0);
    const top = parameters - parametersOf(bare);
    if (top === 0) return [{ network, model: bare }];
    const classes = top / (parametersOf(network.build(1)) - parametersOf(bare));
    return Number.isInteger(classes) && classes > 1 ? [{ network, model: network.build(classes) }] : [];
  });
}

/** Whether a whole model is one of these networks, top and all. */
export function networkOf(model: Model): KnownNetwork | null {
  const own = new Map(
    modelWeights(model).map(({ key, shape }) => [key, { dtype: 'float32' as const, shape, data: none }]),
  );
  const found = recogniseByNames(own);
  return found && !found.part && found.weights.size === own.size ? found.network : null;
}
const none = new Float32Array(0);

const parametersOf = (model: Model): number =>
  modelWeights(model).reduce((sum, { shape }) => sum + elementCount(shape), 0);

function partIn(network: KnownNetwork, weights: Weights): Recognised | null {
  const file = layersOf(weights);
  const bare = network.build(0);
  // Planning a deep network takes a while, and most files are of other networks.
  if (
    matching(
      bare.layers.map(({ name }) => name),
      [...file.keys()],
    ).size === 0
  )
    return null;
  const wanted = Map.groupBy(modelWeights(bare), ({ key }) => layerOf(key));
  const sameName = matching([...wanted.keys()], [...file.keys()]);
  const found = new Map<string, Tensor>();
  const isWhole = (layer: string): boolean => {
    const tensors = file.get(sameName.get(layer) ?? '');
    return wanted.get(layer)!.every(({ key, name, shape }) => {
      const tensor = tensors?.get(name) ?? (name === 'kernel' ? tensors?.get('depthwise_kernel') : undefined);
      if (tensor?.shape.join() !== shape.join()) return false;
      found.set(key, tensor);
      return true;
    });
  };
  const missing = new Set([...wanted.keys()].filter(layer => !isWhole(layer)));
  const known = new Set(sameName.values());
  const others = [...file.keys()].filter(layer => !known.has(layer) && !layer.startsWith('partial/'));
  const blocks = blocksOf(bare);
  if (missing.size === 0) {
    const model = withTop(network, others, file, found);
    return model && { network, model, weights: found, part: null };
  }
  const whole = blocks.findIndex((_, place) => holdsAny(endingAt(bare, blocks[place]!.end), missing));
  const last = blocks[whole - 1];
  if (whole < fewestBlocks || !last || others.length > 0) return null;
  const model = endingAt(bare, last.end);
  const keys = new Set(modelWeights(model).map(({ key }) => key));
  const own = new Map([...found].filter(([key]) => keys.has(key)));
  return { network, model, weights: own, part: { blocks: whole, of: blocks.length, last: last.name } };
}

const holdsAny = ({ layers }: Model, names: ReadonlySet<string>): boolean => layers.some(({ name }) => names.has(name));

/** The network with the one dense layer that is left over as its top; itself where nothing is; null where something else is. */
function withTop(
  network: KnownNetwork,
  others: readonly string[],
  file: Layers,
  found: Map<string, Tensor>,
): Model | null {
  const [top, ...more] = others;
  if (top === undefined) return network.build(0);
  const [kernel, bias] = [file.get(top)!.get('kernel'), file.get(top)!.get('bias')];
  if (more.length > 0 || kernel?.shape.length !== 2 || !bias) return null;
  const model = network.build(kernel.shape[1]!);
  const fits = modelWeights(model).every(({ key, name, shape }) => {
    if (found.has(key)) return true;
    const tensor = name === 'kernel' ? kernel : bias;
    found.set(key, tensor);
    return tensor.shape.join() === shape.join();
  });
  return fits ? model : null;
}

type Layers = ReadonlyMap<string, ReadonlyMap<string, Tensor>>;

/** By layer and weight: `layer/kernel`, and `layer/layer/kernel:0` as HDF5 files of Keras have it. */
function layersOf(weights: Weights): Layers {
  const layers = new Map<string, Map<string, Tensor>>();
  for (const [key, tensor] of weights) {
    const parts = key.replace(/:\d+$/, '').split('/');
    const weight = parts.pop()!;
    const layer = parts[0] === 'partial' ? parts.join('/') : (parts.at(-1) ?? '');
    if (!layers.has(layer)) layers.set(layer, new Map());
    layers.get(layer)!.set(weight, tensor);
  }
  return layers;
}

const numbered = /^(conv2d|batch_normalization)(?:_(\d+))?$/;

/** The file's name of each layer: its own, or for layers that Keras numbers itself, from any start, the one in the same place. */
function matching(wanted: readonly string[], present: readonly string[]): ReadonlyMap<string, string> {
  const kinds = (names: readonly string[]): Map<string, string[]> =>
    Map.groupBy(
      names
        .filter(name => numbered.test(name))
        .toSorted((a, b) => Number(numbered.exec(a)![2] ?? 0) - Number(numbered.exec(b)![2] ?? 0)),
      name => numbered.exec(name)![1]!,
    );
  const [ours, theirs] = [kinds(wanted), kinds(present)];
  const names = new Set(present);
  return new Map(
    wanted.flatMap(name => {
      const kind = numbered.exec(name)?.[1];
      const same = kind === undefined ? name : theirs.get(kind)?.[ours.get(kind)!.indexOf(name)];
      return same !== undefined && names.has(same) ? [[name, same] as const] : [];
    }),
  );
}
