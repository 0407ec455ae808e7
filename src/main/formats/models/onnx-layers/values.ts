// What a name of an ONNX graph stands for while the graph becomes layers: a constant, sizes, a photo not yet resized, or what a layer gives.
import type { Tensor } from '../../../../engine/tensor.ts';

/** Floats that are known: weights. */
export type Constant = { readonly kind: 'constant'; readonly tensor: Tensor; readonly name: string };

/** Whole numbers that are known: shapes, axes, pads. Null is the number of photos. */
export type Sizes = {
  readonly kind: 'sizes';
  readonly shape: readonly number[];
  readonly sizes: readonly (number | null)[];
};

/** uint8 pixels; our own exports read [N, H, W, 3]. Sides are null until a Resize gives them. */
export type Photo = {
  readonly kind: 'photo';
  readonly name: string;
  readonly sides: readonly [heightPx: number | null, widthPx: number | null];
  readonly channels: number;
  readonly layout: Layout;
};

/**
 * How the axes of the ONNX value lie in what the layer gives: `keras`: the same; `channels-first`: [N, C, H, W] of [N, H, W, C];
 * `flat`: a flattened map whose values ONNX has channel by channel and Keras place by place.
 */
export type Layout = 'keras' | 'channels-first' | 'flat';

/** What a layer gives. */
export type Features = {
  readonly kind: 'features';
  readonly layer: string;
  /** In Keras' order, without the batch. */
  readonly shape: readonly number[];
  readonly layout: Layout;
  /** Of a flattened map, otherwise 1. */
  readonly flatChannels: number;
  /** Whether more than one node reads it. */
  readonly isShared: boolean;
  /** Whether it is known that no value is below zero: then zeros around it never win a maximum. */
  readonly isNonNegative: boolean;
};

/** factor · erf(x / √2), or factor · (1 + erf(x / √2)): a part of a GELU that is not whole yet. */
export type GaussianShare = {
  readonly kind: 'gaussian';
  readonly x: Features;
  readonly factor: number;
  readonly hasOne: boolean;
};

export type Value = Constant | Sizes | Photo | Features | GaussianShare;

/** The sizes of one photo's values as ONNX has them. */
export function onnxSizes({ shape, layout }: Features): readonly number[] {
  return layout === 'channels-first' ? [shape[2]!, shape[0]!, shape[1]!] : shape;
}

/** The Keras axis, counted with the batch, of an ONNX axis from 0. */
export function kerasAxis({ layout }: Features, axis: number): number {
  return layout === 'channels-first' ? [0, 3, 1, 2][axis]! : axis;
}

/** The ONNX axis of the channels, which are Keras' last axis. */
export function channelAxis({ shape, layout }: Features): number {
  return layout === 'channels-first' ? 1 : shape.length;
}

/** Values that ONNX has channel by channel, place by place: what belongs to a flattened map. */
export function placeByPlace(values: Float32Array, channels: number): Float32Array {
  const places = values.length / channels;
  return values.map((_, at) => values[(at % channels) * places + Math.floor(at / channels)]!);
}
