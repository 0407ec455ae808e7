// GroupNormalization over the last axis: the channels in equal groups, each photo's group by its own mean and variance, then · gamma + beta per channel.
import type { Value } from '../compile/onnx-graph.ts';
import { add } from '../ops/add.ts';
import { multiply } from '../ops/multiply.ts';
import { reshape } from '../ops/reshape.ts';
import type { LayerClass, WeightSpec } from './layer.ts';
import { standardise } from './standardise.ts';

export const groupNormalization: LayerClass = {
  className: 'GroupNormalization',
  read(config) {
    const epsilon = config.number('epsilon', 1e-3, 0);
    const hasScale = config.boolean('scale', true);
    const hasCentre = config.boolean('center', true);
    /** -1 is a group for each channel. */
    const groups = config.raw('groups') === -1 ? undefined : config.count('groups', 32);
    return {
      outputShape([shape]) {
        const rank = shape?.length ?? 0;
        const axis = config.number('axis', -1);
        if (axis !== -1 && axis !== rank - 1) throw config.invalid('axis: the last one', axis);
        const channels = shape?.at(-1);
        if (rank < 2 || shape!.slice(1).some(size => size === null))
          throw config.invalid('an input of a fixed shape', shape ?? 'no input');
        if (groups && channels! % groups !== 0) throw config.invalid(`groups: a divisor of ${channels}`, groups);
        return shape!;
      },
      weights([shape]) {
        const spec = (name: string, key: string, fallback: string): WeightSpec => {
          return { name, shape: [shape!.at(-1)!], initializer: config.initializer(key, fallback), isTrainable: true };
        };
        return [
          ...(hasScale ? [spec('gamma', 'gamma_initializer', 'Ones')] : []),
          ...(hasCentre ? [spec('beta', 'beta_initializer', 'Zeros')] : []),
        ];
      },
      lower([x], { tape, weight }) {
        const { shape } = x!;
        const channelAxis = shape.length === 4 ? 1 : shape.length - 1;
        const channels = shape[channelAxis]!;
        const count = groups ?? channels;
        const apart = [...shape.slice(0, channelAxis), count, channels / count, ...shape.slice(channelAxis + 1)];
        const axes = apart.flatMap((_, axis) => (axis === 0 || axis === channelAxis ? [] : [axis]));
        const grouped = standardise(tape, tape.apply(reshape, [x!], { shape: apart }), axes, epsilon);
        const standard = tape.apply(reshape, [grouped], { shape });
        const wide = (value: Value): Value =>
          shape.length === 4 ? tape.apply(reshape, [value], { shape: [channels, 1, 1] }) : value;
        const scaled = hasScale ? tape.apply(multiply, [standard, wide(weight('gamma'))], {}) : standard;
        return hasCentre ? tape.apply(add, [scaled, wide(weight('beta'))], {}) : scaled;
      },
    };
  },
};
