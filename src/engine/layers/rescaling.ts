// Rescaling: x · scale + offset, each one number or one per channel.
import type { Value } from '../compile/onnx-graph.ts';
import type { Tape } from '../compile/tape.ts';
import { float32Tensor } from '../tensor.ts';
import { add } from '../ops/add.ts';
import { multiply } from '../ops/multiply.ts';
import { noWeights } from './layer.ts';
import type { LayerClass } from './layer.ts';

export const rescaling: LayerClass = {
  className: 'Rescaling',
  read(config) {
    const scale = config.numbers('scale');
    const offset = config.raw('offset') === undefined ? [0] : config.numbers('offset');
    return {
      outputShape([shape]) {
        const channels = shape?.at(-1);
        for (const values of [scale, offset]) {
          if (values.length !== 1 && values.length !== channels)
            throw config.invalid(`1 or ${channels} numbers`, values);
        }
        return shape!;
      },
      weights: noWeights,
      lower([x], { tape }) {
        const scaled = scale.every(value => value === 1)
          ? x!
          : tape.apply(multiply, [x!, perChannel(tape, x!, scale)], {});
        return offset.every(value => value === 0)
          ? scaled
          : tape.apply(add, [scaled, perChannel(tape, x!, offset)], {});
      },
    };
  },
};

/** One number, or one per channel in the shape that broadcasts over x. */
function perChannel(tape: Tape, x: Value, values: readonly number[]): Value {
  if (values.length === 1) return tape.onnx.scalar(values[0]!);
  return tape.onnx.constant(float32Tensor(x.shape.length === 4 ? [values.length, 1, 1] : [values.length], values));
}
