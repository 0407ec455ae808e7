// LayerNormalization: each photo by its own mean and variance over some axes (the last by default), then · gamma + beta of those axes' shape.
import type { Shape, Value } from '../compile/onnx-graph.ts';
import { add } from '../ops/add.ts';
import { multiply } from '../ops/multiply.ts';
import { reshape } from '../ops/reshape.ts';
import { onnxAxis, toOnnxOrder } from './axes.ts';
import type { LayerClass, WeightSpec } from './layer.ts';
import { standardise } from './standardise.ts';

export const layerNormalization: LayerClass = {
  className: 'LayerNormalization',
  read(config) {
    const epsilon = config.number('epsilon', 1e-3, 0);
    const hasScale = config.boolean('scale', true);
    const hasCentre = config.boolean('center', true);
    if (config.boolean('rms_scaling', false)) throw config.invalid('rms_scaling: false', true);
    const given = config.has('axis') ? config.numbers('axis') : [-1];
    /** In rising order, counted from the start. */
    const axesOf = (rank: number): number[] =>
      given.map(axis => (axis < 0 ? axis + rank : axis)).toSorted((a, b) => a - b);
    return {
      outputShape([shape]) {
        const rank = shape?.length ?? 0;
        const isRight = axesOf(rank).every((axis, at, all) => axis >= 1 && axis < rank && axis !== all[at - 1]);
        if (!isRight || given.some(axis => !Number.isInteger(axis) || shape!.at(axis) === null))
          throw config.invalid('axis: fixed axes after the first', given);
        return shape!;
      },
      weights([shape]) {
        const sizes = axesOf(shape!.length).map(axis => shape![axis]!);
        const spec = (name: string, key: string, fallback: string): WeightSpec => {
          return { name, shape: sizes, initializer: config.initializer(key, fallback), isTrainable: true };
        };
        return [
          ...(hasScale ? [spec('gamma', 'gamma_initializer', 'Ones')] : []),
          ...(hasCentre ? [spec('beta', 'beta_initializer', 'Zeros')] : []),
        ];
      },
      lower([x], { tape, weight }) {
        const rank = x!.shape.length;
        const axes = axesOf(rank);
        const wide = (value: Value): Value => {
          const sizes = [...value.shape];
          const shape: Shape = Array.from({ length: rank }, (_, axis) => (axes.includes(axis) ? sizes.shift()! : 1));
          return toOnnxOrder(tape, tape.apply(reshape, [value], { shape }));
        };
        const standard = standardise(
          tape,
          x!,
          axes.map(axis => onnxAxis(axis, rank)),
          epsilon,
        );
        const scaled = hasScale ? tape.apply(multiply, [standard, wide(weight('gamma'))], {}) : standard;
        return hasCentre ? tape.apply(add, [scaled, wide(weight('beta'))], {}) : scaled;
      },
    };
  },
};
