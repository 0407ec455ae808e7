// What a layer is: a Keras layer class that reads its config and then knows its output shape, its weights and how it becomes ops.
import type { Shape, Value } from '../compile/onnx-graph.ts';
import type { Tape } from '../compile/tape.ts';
import type { LayerConfig } from './config.ts';

/** A weight a layer needs; the key is `layer/name`. `initializer` is Keras' serialised initialiser. */
export type WeightSpec = {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initializer: Initializer;
  /** False for statistics that no gradient changes. */
  readonly isTrainable: boolean;
};
export type Initializer = { readonly className: string; readonly config: Readonly<Record<string, unknown>> };

/** What a layer may use while it becomes ops. */
export type Lowering = {
  readonly tape: Tape;
  /** Whether this call computes as in training: batch statistics, dropout. */
  readonly isTraining: boolean;
  /** A weight of this layer in its Keras shape. */
  weight(name: string): Value;
  /** Says what a statistic becomes after this step; only while training. */
  update(name: string, value: Value): void;
  /** Uniform noise in [0, 1) of this shape, fresh each step; only while training. */
  noise(shape: Shape): Value;
};

/**
 * A layer with its config read. Shapes are in Keras' order (batch, height, width, channels; the batch is null); values
 * are in ONNX's order: rank 4 is batch, channels, height, width, everything else is as in Keras.
 */
export type Layer = {
  outputShape(inputs: readonly Shape[]): Shape;
  weights(inputs: readonly Shape[]): readonly WeightSpec[];
  lower(inputs: readonly Value[], lowering: Lowering): Value;
};

/** A Keras layer class. `read` throws `model-invalid` where the config is not one this class can compute. */
export type LayerClass = { readonly className: string; read(config: LayerConfig): Layer };

/** For layers without weights. */
export const noWeights = (): readonly WeightSpec[] => [];
