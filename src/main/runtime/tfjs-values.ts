// Between Fovea's tensors and TensorFlow's, and the evaluation of small graphs: losses and optimizers are written once, in the engine, for both runtimes.
import type { OnnxGraph, Value } from '../../engine/compile/onnx-graph.ts';
import type { OnnxNode } from '../../engine/compile/onnx-proto.ts';
import { float32Tensor, toFloat32 } from '../../engine/tensor.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { AppError, invariant } from '../../shared/errors.ts';
import type { Tf, TfTensor } from './tfjs-module.ts';

/** A copy: TensorFlow takes values when they are first used, and the caller may have changed his by then. */
export function toTf(tf: Tf, { dtype, shape, data }: Tensor): TfTensor {
  return dtype === 'int32'
    ? tf.tensor(Int32Array.from(data as Int32Array), shape, 'int32')
    : tf.tensor(Float32Array.from(toFloat32({ dtype, shape, data })), shape, 'float32');
}

/** A copy of a float value. */
export function fromTf(value: TfTensor): Tensor {
  return float32Tensor([...value.shape], Float32Array.from(value.dataSync()));
}

/** What `work` gives; what TensorFlow throws becomes an error of ours. */
export function asEngineFailure<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw engineFailure(error);
  }
}

/** `engine-failed` with TensorFlow's own reason. */
export function engineFailure(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new AppError('engine-failed', { reason }, { cause: error });
}

/**
 * What `wanted` of a graph are for these values of its inputs. To be called inside `tidy`: all that was computed on the way
 * lives until it ends.
 */
export function evaluate(
  tf: Tf,
  onnx: OnnxGraph,
  wanted: readonly Value[],
  given: Readonly<Record<string, TfTensor>>,
): TfTensor[] {
  const known = new Map(Object.entries(given));
  const valueOf = (value: Value): TfTensor => {
    const found = known.get(value.name);
    if (found) return found;
    const node = onnx.nodeOf(value);
    invariant(node ?? value.constant, `a value for ${value.name}`);
    const computed = node
      ? apply(
          tf,
          node,
          value,
          node.inputs.map(name => onnx.valueOf(name)),
          valueOf,
        )
      : toTf(tf, value.constant!);
    known.set(value.name, computed);
    return computed;
  };
  return wanted.map(valueOf);
}

function apply(
  tf: Tf,
  node: OnnxNode,
  output: Value,
  inputs: readonly Value[],
  valueOf: (value: Value) => TfTensor,
): TfTensor {
  const [x, y] = inputs;
  const binary = binaryOps[node.opType];
  if (binary) return tf[binary](valueOf(x!), valueOf(y!));
  const unary = unaryOps[node.opType];
  if (unary) return tf[unary](valueOf(x!));
  const constant = (value: Value | undefined): number[] => Array.from(value!.constant!.data, Number);
  switch (node.opType) {
    case 'ReduceSum':
      return tf.sum(valueOf(x!), constant(y), node.attributes['keepdims'] === 1);
    case 'ReduceMean':
      return tf.mean(valueOf(x!), constant(y), node.attributes['keepdims'] === 1);
    case 'Clip':
      return tf.clipByValue(valueOf(x!), constant(y)[0]!, constant(inputs[2])[0]!);
    case 'LogSoftmax':
      return tf.logSoftmax(valueOf(x!), node.attributes['axis'] as number);
    case 'Reshape':
      return tf.reshape(valueOf(x!), output.shape as number[]);
    case 'Cast':
      return tf.cast(valueOf(x!), 'float32');
    default:
      throw new Error(`Broken invariant: TensorFlow computes no ${node.opType} here`);
  }
}

/** TensorFlow's names of ONNX' ops. */
const binaryOps: Readonly<Record<string, 'add' | 'sub' | 'mul' | 'div' | 'maximum' | 'minimum' | 'pow' | 'equal'>> = {
  Add: 'add',
  Sub: 'sub',
  Mul: 'mul',
  Div: 'div',
  Max: 'maximum',
  Min: 'minimum',
  Pow: 'pow',
  Equal: 'equal',
};
const unaryOps: Readonly<Record<string, 'neg' | 'sqrt' | 'exp' | 'abs' | 'sigmoid' | 'softplus' | 'relu'>> = {
  Neg: 'neg',
  Sqrt: 'sqrt',
  Exp: 'exp',
  Abs: 'abs',
  Sigmoid: 'sigmoid',
  Softplus: 'softplus',
  Relu: 'relu',
};
