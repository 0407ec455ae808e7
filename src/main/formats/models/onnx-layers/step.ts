// One node as its translator sees it: what it reads, its attributes, and the layers it may add. Whatever does not fit is refused with the node's name.
import type { Tensor } from '../../../../engine/tensor.ts';
import { OnnxTensorError } from '../onnx-tensors.ts';
import type { LayerBuilder, NewLayer } from './builder.ts';
import { loadTensor } from './constants.ts';
import type { OnnxNode } from './graph-nodes.ts';
import { permuted } from './kernels.ts';
import { layerNameOf } from './names.ts';
import { onnxSizes } from './values.ts';
import type { Constant, Features, Sizes, Value } from './values.ts';

/** What a graph says of all its nodes. */
export type StepContext = {
  readonly builder: LayerBuilder;
  /** Of ONNX's own operators. */
  readonly opset: number;
  /** PyTorch pads by numbers whatever the size of the photo; others write down what `same` came to. */
  readonly isFromTorch: boolean;
  /** The number of photos, where the file fixes it. */
  readonly batch: number | null;
};

/** What a node gives for its first output. */
export type Translator = (step: Step) => Value;

export class Step {
  readonly context: StepContext;
  readonly node: OnnxNode;
  readonly inputs: readonly (Value | undefined)[];

  constructor(context: StepContext, node: OnnxNode, inputs: readonly (Value | undefined)[]) {
    this.context = context;
    this.node = node;
    this.inputs = inputs;
  }

  refuse(why: string): OnnxTensorError {
    const { opType, name, outputs } = this.node;
    return new OnnxTensorError('type-unsupported', `${opType} ${(name || outputs[0] || '').slice(0, 200)}: ${why}`);
  }

  /** What layers give. */
  features(place: number): Features {
    const value = this.inputs[place];
    if (value?.kind === 'features') return value;
    throw this.refuse(`its input ${place} is ${value ? `a ${value.kind}` : 'left out'} and not computed from a photo`);
  }

  /** A map of features [N, C, H, W]. */
  map(place = 0): Features {
    const value = this.features(place);
    if (value.layout === 'channels-first') return value;
    throw this.refuse(`its input is [N, ${onnxSizes(value).join(', ')}], expected a map [N, C, H, W]`);
  }

  /** Weights of a given rank, if one is given. */
  weights(place: number, rank?: number): Tensor {
    const value = this.inputs[place];
    if (value?.kind !== 'constant') throw this.refuse(`its input ${place} is not a weight of the file`);
    if (rank !== undefined && value.tensor.shape.length !== rank)
      throw this.refuse(`a weight of shape [${value.tensor.shape.join(', ')}]`);
    return value.tensor;
  }

  /** A bias and the like: one number for each of `count`. */
  vector(place: number, count: number): Tensor {
    const tensor = this.weights(place, 1);
    if (tensor.shape[0] === count) return tensor;
    throw this.refuse(`its input ${place} has ${tensor.shape[0]} numbers, expected ${count}`);
  }

  /** A copy of a weight with its axes in another order. */
  turned(tensor: Tensor, permutation: readonly number[]): Tensor {
    this.context.builder.take(4 * tensor.data.length);
    return permuted(tensor, permutation);
  }

  /** Whole numbers that are known; undefined where the input is left out. */
  sizes(place: number): Sizes | undefined {
    const value = this.inputs[place];
    if (value === undefined || value.kind === 'sizes') return value;
    throw this.refuse(`its input ${place} is not known before a photo is there`);
  }

  /** The same, without the number of photos. */
  wholeNumbers(place: number): readonly number[] | undefined {
    return this.sizes(place)?.sizes.map(size => {
      if (size === null) throw this.refuse('it needs the number of photos');
      return size;
    });
  }

  has(place: number): boolean {
    return this.inputs[place] !== undefined;
  }

  integer(name: string, fallback: number): number {
    return this.node.attributes.get(name)?.integer ?? fallback;
  }

  float(name: string, fallback: number): number {
    return this.node.attributes.get(name)?.float ?? fallback;
  }

  text(name: string, fallback: string): string {
    return this.node.attributes.get(name)?.text ?? fallback;
  }

  /** A list of whole numbers; undefined where there is none. */
  integers(name: string): readonly number[] | undefined {
    return this.node.attributes.get(name)?.integers;
  }

  /** A tensor among the attributes. */
  tensor(name: string): Constant | Sizes | undefined {
    const message = this.node.attributes.get(name)?.tensor;
    return message && loadTensor(message, name, this.context.builder.take);
  }

  /** An axis of a value, counted from 0; `rank` with the batch. */
  axis(axis: number, rank: number): number {
    const place = axis < 0 ? axis + rank : axis;
    if (Number.isInteger(place) && place >= 0 && place < rank) return place;
    throw this.refuse(`axis ${axis} of ${rank}`);
  }

  /** Adds a layer named after the weight at `weight`, or else after the node. */
  layer(layer: Omit<NewLayer, 'name'> & { readonly suffix?: string; readonly weight?: number }): Features {
    const { suffix = '', weight, ...rest } = layer;
    const named = weight === undefined ? undefined : (this.inputs[weight] as Constant | undefined)?.name;
    const { name, outputs, opType } = this.node;
    const wanted = layerNameOf([...(named === undefined ? [] : [named]), name, outputs[0] ?? ''], opType.toLowerCase());
    return this.context.builder.add({ ...rest, name: `${wanted}${suffix}` });
  }
}
