// ReLU and the sum of two values inside the blocked convolution before them: one pass over memory less each. The convolution
// without them stays in the graph only where something else reads it.
import type { Value } from '../compile/onnx-graph.ts';
import type { OnnxNode } from '../compile/onnx-proto.ts';
import { blockedDomain } from '../compile/onnx-proto.ts';
import { add } from '../ops/add.ts';
import type { NoAttributes } from '../ops/op.ts';
import { relu } from '../ops/relu.ts';
import { elementwise } from './elementwise.ts';
import type { Form } from './form.ts';
import type { Blocks } from './layout.ts';

const plainRelu = elementwise(relu);
const plainAdd = elementwise(add);

export const fusedRelu: Form<NoAttributes> = {
  ...plainRelu,
  forward(blocks, inputs, attributes, shape) {
    const convolution = openConvolution(blocks, inputs[0]!);
    if (!convolution) return plainRelu.forward(blocks, inputs, attributes, shape);
    return again(blocks, convolution, inputs[0]!, [], { activation: 'Relu' });
  },
};

export const fusedAdd: Form<NoAttributes> = {
  ...plainAdd,
  forward(blocks, inputs, attributes, shape) {
    return sumInto(blocks, inputs[0]!, inputs[1]!) ?? plainAdd.forward(blocks, inputs, attributes, shape);
  },
};

/** a + b where one of them comes from a convolution that can take the other in; undefined otherwise. */
export function sumInto(blocks: Blocks, a: Value, b: Value): Value | undefined {
  if (!a.isBlocked || !b.isBlocked || a.shape.join() !== b.shape.join()) return undefined;
  for (const [result, other] of [
    [b, a],
    [a, b],
  ] as const) {
    const convolution = openConvolution(blocks, result);
    if (convolution && convolution.inputs.length <= 3) return again(blocks, convolution, result, [other], {});
  }
  return undefined;
}

/** The blocked convolution that computes a value, where it has no activation yet. */
function openConvolution({ onnx }: Blocks, value: Value): OnnxNode | undefined {
  const node = onnx.nodeOf(value);
  const isOpen =
    node?.domain === blockedDomain && node.opType === 'Conv' && node.attributes['activation'] === undefined;
  return isOpen ? node : undefined;
}

function again(
  { onnx }: Blocks,
  { inputs, attributes }: OnnxNode,
  { shape }: Value,
  sum: readonly Value[],
  more: Readonly<Record<string, string>>,
): Value {
  const given = inputs.map(name => (name === '' ? undefined : onnx.valueOf(name)));
  const whole = sum.length > 0 ? [...given, ...Array<undefined>(3 - given.length), ...sum] : given;
  return { ...onnx.blockedNode('Conv', whole, shape, { ...attributes, ...more }), isBlocked: true };
}
