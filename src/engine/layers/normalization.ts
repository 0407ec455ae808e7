// Normalization over the last axis: (x - mean) / max(√variance, 1e-7) with numbers of the config, or with the adapted ones among
// the weights; inverted it is x · max(√variance, 1e-7) + mean.
import type { Value } from '../compile/onnx-graph.ts';
import { add } from '../ops/add.ts';
import { divide } from '../ops/divide.ts';
import { maximum } from '../ops/maximum.ts';
import { multiply } from '../ops/multiply.ts';
import { reshape } from '../ops/reshape.ts';
import { squareRoot } from '../ops/square-root.ts';
import { subtract } from '../ops/subtract.ts';
import { float32Tensor } from '../tensor.ts';
import type { LayerClass, WeightSpec } from './layer.ts';

/** Keras' own epsilon, which this layer has no setting for. */
const smallest = 1e-7;

export const normalization: LayerClass = {
  className: 'Normalization',
  read(config) {
    const isInverted = config.boolean('invert', false);
    const isFixed = config.has('mean') || config.has('variance');
    const fixed = isFixed && { mean: config.numbers('mean'), variance: config.numbers('variance') };
    return {
      outputShape([shape]) {
        config.requireLastAxis(shape?.length ?? 0);
        const channels = shape!.at(-1);
        const wrong = fixed && [fixed.mean, fixed.variance].find(({ length }) => length !== 1 && length !== channels);
        if (wrong) throw config.invalid(`1 or ${channels} numbers`, wrong);
        return shape!;
      },
      weights([shape]) {
        const spec = (name: string, sizes: readonly number[], className: string): WeightSpec => {
          return { name, shape: sizes, initializer: { className, config: {} }, isTrainable: false };
        };
        const channels = [shape!.at(-1)!];
        // `count` is what Keras keeps to adapt further; nothing is computed with it.
        return fixed
          ? []
          : [spec('mean', channels, 'Zeros'), spec('variance', channels, 'Ones'), spec('count', [], 'Zeros')];
      },
      lower([x], { tape, weight }) {
        const statistic = (name: 'mean' | 'variance'): Value => {
          const value = fixed
            ? tape.onnx.constant(float32Tensor([fixed[name].length], fixed[name]), name)
            : weight(name);
          return x!.shape.length === 4 ? tape.apply(reshape, [value], { shape: [value.shape[0]!, 1, 1] }) : value;
        };
        const mean = statistic('mean');
        const root = tape.apply(squareRoot, [statistic('variance')], {});
        const deviation = tape.apply(maximum, [root, tape.onnx.scalar(smallest)], {});
        return isInverted
          ? tape.apply(add, [tape.apply(multiply, [x!, deviation], {}), mean], {})
          : tape.apply(divide, [tape.apply(subtract, [x!, mean], {}), deviation], {});
      },
    };
  },
};
