// Between Keras' order of axes (batch, height, width, channels) and ONNX's (batch, channels, height, width). Only rank 4 differs.
import type { Value } from '../compile/onnx-graph.ts';
import type { Tape } from '../compile/tape.ts';
import { transpose } from '../ops/transpose.ts';

const toOnnx = [0, 3, 1, 2] as const;
const toKeras = [0, 2, 3, 1] as const;

/** The ONNX axis of a Keras axis, which may count from the end. */
export function onnxAxis(axis: number, rank: number): number {
  const place = axis < 0 ? axis + rank : axis;
  return rank === 4 ? toOnnx.indexOf(place as 0) : place;
}

export function toOnnxOrder(tape: Tape, x: Value): Value {
  return x.shape.length === 4 ? tape.apply(transpose, [x], { permutation: toOnnx }) : x;
}

export function toKerasOrder(tape: Tape, x: Value): Value {
  return x.shape.length === 4 ? tape.apply(transpose, [x], { permutation: toKeras }) : x;
}
