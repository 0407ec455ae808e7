// Activation: one activation function by name.
import { readActivation } from './activations.ts';
import { noWeights } from './layer.ts';
import type { LayerClass } from './layer.ts';

export const activation: LayerClass = {
  className: 'Activation',
  read(config) {
    const apply = readActivation(config);
    return { outputShape: ([shape]) => shape!, weights: noWeights, lower: ([x], { tape }) => apply(tape, x!) };
  },
};
