// Ops that treat every element alike, or every channel, run on blocked values as they stand; numbers per channel are laid beside the blocks.
import type { Value } from '../compile/onnx-graph.ts';
import type { Op } from '../ops/op.ts';
import type { Form } from './form.ts';
import type { Blocks } from './layout.ts';
import { asFiveAxes, channelsAsFiveAxes, channelsFromFiveAxes, fromFiveAxes, isPerChannel } from './layout.ts';

/** The op's own ONNX nodes, on blocked values of one shape, scalars and numbers per channel. */
export function elementwise<A>(op: Op<A>): Form<A> {
  return {
    reads(inputs) {
      const x = inputs.find(input => input.isBlocked);
      if (!x) return null;
      const fits = inputs.every(input => isScalar(input) || isPerChannel(input, x) || hasShapeOf(input, x));
      return fits ? inputs.map(input => (isScalar(input) || isPerChannel(input, x) ? 'plain' : 'blocked')) : null;
    },
    forward(blocks, inputs, attributes, shape) {
      const values = spread(blocks, inputs);
      const outputShape = op.outputShape(
        values.map(value => value.shape),
        attributes,
      );
      const result = op.forward(blocks.onnx, values, attributes, outputShape);
      return gather(blocks, result, shape[1]!);
    },
    gradient(blocks, { inputs, output, attributes, gradient, wanted }) {
      const values = spread(blocks, inputs);
      const isSpread = values.some(value => value.shape.length === 5);
      const wide = (value: Value): Value => (isSpread ? asFiveAxes(blocks, value) : value);
      const at = { inputs: values, output: wide(output), attributes, gradient: wide(gradient), wanted };
      return op.gradient(blocks.onnx, at).map((part, place) => {
        const input = inputs[place]!;
        if (!part || !wanted[place]) return undefined;
        if (input.isBlocked) return gather(blocks, part, input.shape[1]!);
        return isScalar(input) ? part : channelsFromFiveAxes(blocks, part, input.shape);
      });
    },
  };
}

/** An op of x and of numbers per channel, whose attributes name the axes 0, 2 and 3 alone: they are the same in blocks. */
export function perChannel<A>(op: Op<A>): Form<A> {
  const five = (blocks: Blocks, value: Value): Value =>
    value.isBlocked ? asFiveAxes(blocks, value) : channelsAsFiveAxes(blocks, value);
  const back = (blocks: Blocks, value: Value, like: Pick<Value, 'shape' | 'isBlocked'>): Value =>
    like.isBlocked ? fromFiveAxes(blocks, value, like.shape[1]!) : channelsFromFiveAxes(blocks, value, like.shape);
  return {
    reads([x, ...others]) {
      if (!x!.isBlocked || !others.every(other => isPerChannel(other, x!))) return null;
      return ['blocked', ...others.map(() => 'plain' as const)];
    },
    forward(blocks, inputs, attributes, shape) {
      const values = inputs.map(input => five(blocks, input));
      const outputShape = op.outputShape(
        values.map(value => value.shape),
        attributes,
      );
      const result = op.forward(blocks.onnx, values, attributes, outputShape);
      const isWhole = shape.join() === inputs[0]!.shape.join();
      return back(blocks, result, { shape, ...(isWhole ? { isBlocked: true } : {}) });
    },
    gradient(blocks, { inputs, output, attributes, gradient, wanted }) {
      const at = {
        inputs: inputs.map(input => five(blocks, input)),
        output: five(blocks, output),
        attributes,
        gradient: five(blocks, gradient),
        wanted,
      };
      return op
        .gradient(blocks.onnx, at)
        .map((part, place) => (part && wanted[place] ? back(blocks, part, inputs[place]!) : undefined));
    },
  };
}

const isScalar = (value: Value): boolean => value.shape.length === 0;

const hasShapeOf = (value: Value, x: Value): boolean => value.shape.join() === x.shape.join();

/** Blocked values keep their four axes unless a number per channel is among them. */
function spread(blocks: Blocks, inputs: readonly Value[]): Value[] {
  if (inputs.every(input => isScalar(input) || input.isBlocked)) return [...inputs];
  return inputs.map(input => {
    if (isScalar(input)) return input;
    return input.isBlocked ? asFiveAxes(blocks, input) : channelsAsFiveAxes(blocks, input);
  });
}

function gather(blocks: Blocks, value: Value, channels: number): Value {
  return value.shape.length === 5 ? fromFiveAxes(blocks, value, channels) : { ...value, isBlocked: true };
}
