// The model of layers under construction: each layer with its config, what it reads and its weights, its shape checked as it is added.
import { LayerConfig } from '../../../../engine/layers/config.ts';
import { layerClasses } from '../../../../engine/layers/registry.ts';
import { invariant } from '../../../../shared/errors.ts';
import type { Model, ModelLayer } from '../../../../engine/model.ts';
import type { Tensor } from '../../../../engine/tensor.ts';
import { ProtobufError } from '../protobuf-reader.ts';
import { createNames } from './names.ts';
import type { Features, Layout } from './values.ts';

type Config = Readonly<Record<string, unknown>>;

export type NewLayer = {
  readonly className: string;
  readonly name: string;
  readonly config?: Config;
  readonly inputs: readonly Features[];
  readonly weights?: Readonly<Record<string, Tensor>>;
  /** That of the first input by default. */
  readonly layout?: Layout;
  /** Whether the values are at least zero whatever goes in. */
  readonly isNonNegative?: boolean;
};

type Draft = { readonly className: string; config: Config; readonly inputs: readonly string[] };

/** Values of one photo in one layer. */
const maxValues = 2 ** 31;

export class LayerBuilder {
  readonly #layers = new Map<string, Draft>();
  readonly #weights = new Map<string, Tensor>();
  readonly #freeName = createNames();
  #bytesLeft: number;

  /** `bytes`: the file's. All weights together may take a few times as much: halves grow, and files share weights between layers. */
  constructor(bytes: number) {
    this.#bytesLeft = 8 * bytes + 2 ** 20;
  }

  /** Before memory is taken for weights. @throws ProtobufError `too-large`. */
  readonly take = (bytes: number): void => {
    this.#bytesLeft -= bytes;
    if (this.#bytesLeft < 0) throw new ProtobufError('too-large', 'more values than the file can hold weights');
  };

  /** @throws AppError `model-invalid` where the engine does not compute it for such an input. */
  add({ className, name: wanted, config = {}, inputs, weights = {}, ...rest }: NewLayer): Features {
    const name = this.#freeName(wanted);
    const layer: Draft = {
      className,
      config: { name, trainable: true, ...config },
      inputs: inputs.map(input => input.layer),
    };
    const shape = shapeOf(name, layer, inputs);
    this.#layers.set(name, layer);
    for (const [weight, tensor] of Object.entries(weights)) this.#weights.set(`${name}/${weight}`, tensor);
    const [first] = inputs;
    const { layout = first?.layout ?? 'keras', isNonNegative = false } = rest;
    const flatChannels = layout === 'flat' ? (first?.flatChannels ?? 1) : 1;
    return { kind: 'features', layer: name, shape, layout, flatChannels, isShared: false, isNonNegative };
  }

  /** Adds a bias [C] to what a layer without one gives, if it alone is read there. Whether that could be. */
  addBias({ layer, isShared }: Features, bias: Tensor): boolean {
    const draft = this.#layers.get(layer)!;
    if (isShared || draft.config['use_bias'] !== false) return false;
    draft.config = { ...draft.config, use_bias: true };
    this.#weights.set(`${layer}/bias`, bias);
    return true;
  }

  /** What a multiplication with one number read, and that number; other values as they are. */
  beforeRescaling(x: Features): { readonly input: Features; readonly scale: number } {
    const { className, config, inputs } = this.#layers.get(x.layer)!;
    const { scale, offset } = config;
    if (className !== 'Rescaling' || typeof scale !== 'number' || offset !== 0) return { input: x, scale: 1 };
    return { input: { ...x, layer: inputs[0]!, isShared: true }, scale };
  }

  finish(name: string, outputs: readonly Features[]): { model: Model; weights: Map<string, Tensor> } {
    const used = this.#leadingTo(outputs);
    const reference = (layer: string) => ({ layer, call: 0, tensor: 0 });
    const layers = [...this.#layers].flatMap(([layer, { className, config, inputs }]): ModelLayer[] =>
      used.has(layer) ? [{ name: layer, className, config, calls: [{ inputs: inputs.map(reference) }] }] : [],
    );
    const inputs = layers.filter(({ className }) => className === 'InputLayer');
    const model: Model = {
      name,
      layers,
      inputs: inputs.map(layer => reference(layer.name)),
      outputs: outputs.map(({ layer }) => reference(layer)),
    };
    const weights = [...this.#weights].filter(([key]) => used.has(key.slice(0, key.lastIndexOf('/'))));
    return { model, weights: new Map(weights) };
  }

  /** A node may have become layers that nothing reads. */
  #leadingTo(outputs: readonly Features[]): ReadonlySet<string> {
    const used = new Set<string>();
    const open = outputs.map(({ layer }) => layer);
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (used.has(next)) continue;
      used.add(next);
      open.push(...this.#layers.get(next)!.inputs);
    }
    return used;
  }
}

function shapeOf(name: string, { className, config }: Draft, inputs: readonly Features[]): readonly number[] {
  const known = layerClasses.get(className);
  invariant(known, `a layer class ${className}`);
  const layer = new LayerConfig(name, config);
  const [, ...shape] = known.read(layer).outputShape(inputs.map(input => [null, ...input.shape]));
  const count = shape.reduce<number>((product, size) => product * size!, 1);
  if (count > maxValues || shape.length > 3) throw layer.invalid(`at most 3 axes and ${maxValues} values`, shape);
  return shape as number[];
}
