// Running means of the gradient and of its square, as Adam and Nadam keep them.
import type { OnnxGraph, Value } from '../compile/onnx-graph.ts';
import { binary } from '../compile/onnx-math.ts';

/** mean + (value - mean) · share. */
export function towards(onnx: OnnxGraph, mean: Value, value: Value, share: number): Value {
  return binary(onnx, 'Add', mean, binary(onnx, 'Mul', binary(onnx, 'Sub', value, mean), onnx.scalar(share)));
}

/** 1 - beta^step: the part of a running mean that its start at 0 does not hold. */
export function missing(onnx: OnnxGraph, beta: number, step: Value): Value {
  return binary(onnx, 'Sub', onnx.scalar(1), binary(onnx, 'Pow', onnx.scalar(beta), step));
}
