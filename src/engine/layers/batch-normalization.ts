// BatchNormalization over the last axis: (x - mean) / √(variance + epsilon) · gamma + beta.
// While training the batch's own statistics are used and the moving ones follow them; Keras stores the biased variance.
import type { Value } from '../compile/onnx-graph.ts';
import type { Tape } from '../compile/tape.ts';
import { add } from '../ops/add.ts';
import { conv2d } from '../ops/conv2d.ts';
import type { Convolution } from '../ops/convolution-gradient.ts';
import { batchVariance, normalizeBatch } from '../ops/batch-normalization.ts';
import { divide } from '../ops/divide.ts';
import { multiply } from '../ops/multiply.ts';
import { reduceMean } from '../ops/reduce-mean.ts';
import { reshape } from '../ops/reshape.ts';
import { squareRoot } from '../ops/square-root.ts';
import { subtract } from '../ops/subtract.ts';
import { float32Tensor } from '../tensor.ts';
import type { LayerClass, Lowering } from './layer.ts';

export const batchNormalization: LayerClass = {
  className: 'BatchNormalization',
  read(config) {
    const epsilon = config.number('epsilon', 1e-3, 0);
    const momentum = config.number('momentum', 0.99, 0);
    const hasScale = config.boolean('scale', true);
    const hasCentre = config.boolean('center', true);
    return {
      outputShape([shape]) {
        config.requireLastAxis(shape?.length ?? 0);
        return shape!;
      },
      weights([shape]) {
        const channels = shape!.at(-1)!;
        const spec = (name: string, key: string, fallback: string, isTrainable: boolean) => ({
          name,
          shape: [channels],
          initializer: config.initializer(key, fallback),
          isTrainable,
        });
        return [
          ...(hasScale ? [spec('gamma', 'gamma_initializer', 'Ones', true)] : []),
          ...(hasCentre ? [spec('beta', 'beta_initializer', 'Zeros', true)] : []),
          spec('moving_mean', 'moving_mean_initializer', 'Zeros', false),
          spec('moving_variance', 'moving_variance_initializer', 'Ones', false),
        ];
      },
      lower([x], lowering) {
        const { tape, weight } = lowering;
        const channels = x!.shape.length === 4 ? x!.shape[1]! : x!.shape.at(-1)!;
        const spread = x!.shape.length === 4 ? [channels, 1, 1] : [channels];
        const wide = (value: Value): Value => tape.apply(reshape, [value], { shape: spread });
        if (lowering.isTraining) {
          const axes = x!.shape.length === 4 ? [0, 2, 3] : x!.shape.map((_, axis) => axis).slice(0, -1);
          followStatistics(x!, axes, momentum, lowering);
          const all = (value: number): Value =>
            tape.onnx.constant(float32Tensor([channels], new Float32Array(channels).fill(value)));
          const beside = x!.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
          const [gamma, beta] = [hasScale ? weight('gamma') : all(1), hasCentre ? weight('beta') : all(0)].map(value =>
            tape.apply(reshape, [value], { shape: beside }),
          );
          return tape.apply(normalizeBatch, [x!, gamma!, beta!], { axes, epsilon });
        }
        const [mean, variance] = [weight('moving_mean'), weight('moving_variance')];
        const deviation = tape.apply(squareRoot, [tape.apply(add, [variance, tape.onnx.scalar(epsilon)], {})], {});
        const scale = tape.apply(divide, [hasScale ? weight('gamma') : tape.onnx.scalar(1), deviation], {});
        const moved = tape.apply(multiply, [mean, scale], {});
        const shift = tape.apply(subtract, [hasCentre ? weight('beta') : tape.onnx.scalar(0), moved], {});
        return (
          intoConvolution(tape, x!, scale, shift) ??
          tape.apply(add, [tape.apply(multiply, [x!, wide(scale)], {}), wide(shift)], {})
        );
      },
    };
  },
};

/** A convolution before takes scale and shift into its kernel and bias, which is two passes over all values less. */
function intoConvolution(tape: Tape, x: Value, scale: Value, shift: Value): Value | undefined {
  const made = tape.madeBy(x);
  if (made?.op !== conv2d) return undefined;
  const [input, kernel, bias] = made.inputs as [Value, Value, Value?];
  const scaled = tape.apply(multiply, [kernel, scale], {});
  const moved = bias ? tape.apply(add, [tape.apply(multiply, [bias, scale], {}), shift], {}) : shift;
  return tape.apply(conv2d, [input, scaled, moved], made.attributes as Convolution);
}

/** The moving statistics take a step towards the mean and the biased variance of the batch. */
function followStatistics(
  x: Value,
  axes: readonly number[],
  momentum: number,
  { tape, weight, update }: Lowering,
): void {
  const mean = tape.apply(reduceMean, [x], { axes });
  const variance = tape.apply(batchVariance, [x], { axes });
  for (const [name, value] of [
    ['moving_mean', mean],
    ['moving_variance', variance],
  ] as const) {
    const moving = weight(name);
    const found = tape.apply(reshape, [value], { shape: moving.shape });
    const kept = tape.apply(multiply, [moving, tape.onnx.scalar(momentum)], {});
    update(name, tape.apply(add, [kept, tape.apply(multiply, [found, tape.onnx.scalar(1 - momentum)], {})], {}));
  }
}
