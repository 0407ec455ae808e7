// ReLU: x from the threshold on, at most max_value, and negative_slope · (x - threshold) below it.
import type { Value } from '../compile/onnx-graph.ts';
import type { Tape } from '../compile/tape.ts';
import { add } from '../ops/add.ts';
import { clip } from '../ops/clip.ts';
import { multiply } from '../ops/multiply.ts';
import { relu as reluOp } from '../ops/relu.ts';
import { threshold as thresholdOp } from '../ops/threshold.ts';
import { noWeights } from './layer.ts';
import type { LayerClass } from './layer.ts';

const lowest = -3.4028234663852886e38;

export const relu: LayerClass = {
  className: 'ReLU',
  read(config) {
    const maxValue = config.has('max_value') ? config.number('max_value', 0, 0) : undefined;
    const slope = config.number('negative_slope', 0, 0);
    const limit = config.number('threshold', 0, 0);
    return {
      outputShape: ([shape]) => shape!,
      weights: noWeights,
      lower([x], { tape }) {
        if (limit === 0 && slope === 0) {
          return maxValue === undefined
            ? tape.apply(reluOp, [x!], {})
            : tape.apply(clip, [x!], { min: 0, max: maxValue });
        }
        const above = limit === 0 ? tape.apply(reluOp, [x!], {}) : tape.apply(thresholdOp, [x!], { limit });
        const capped = maxValue === undefined ? above : tape.apply(clip, [above], { min: lowest, max: maxValue });
        return slope === 0 ? capped : tape.apply(add, [capped, below(tape, x!, limit, slope)], {});
      },
    };
  },
};

/** slope · min(x - limit, 0), as relu turned round. */
function below(tape: Tape, x: Value, limit: number, slope: number): Value {
  const distance = tape.apply(add, [tape.apply(multiply, [x, tape.onnx.scalar(-1)], {}), tape.onnx.scalar(limit)], {});
  return tape.apply(multiply, [tape.apply(reluOp, [distance], {}), tape.onnx.scalar(-slope)], {});
}
