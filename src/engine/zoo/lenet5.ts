// LeNet-5 (LeCun et al. 1998) in the textbook's form: tanh everywhere, softmax instead of radial basis functions.
import type { Model } from '../model.ts';
import { createModelBuilder } from './builder.ts';

/**
 * The input is one digit [N, 28, 28, channels], grey by default, padded to 32 × 32 as the paper has it; it ends in softmax
 * over the classes.
 */
export function lenet5({ classes, channels = 1 }: { readonly classes: number; readonly channels?: number }): Model {
  const { input, add, convolve, averagePool, dense, model } = createModelBuilder();
  const convolution = (name: string, x: string, filters: number): string =>
    convolve(name, x, { filters, size: 5, padding: 'valid', hasBias: true, activation: 'tanh' });
  const pool = (name: string, x: string): string => averagePool(name, x, { size: 2, stride: 2, padding: 'valid' });

  let x = add(
    'pad',
    'ZeroPadding2D',
    {
      padding: [
        [2, 2],
        [2, 2],
      ],
    },
    [input('input_layer', [28, 28, channels])],
  );
  x = pool('s2', convolution('c1', x, 6));
  x = pool('s4', convolution('c3', x, 16));
  x = add('flatten', 'Flatten', {}, [convolution('c5', x, 120)]);
  x = dense('f6', x, { units: 84, activation: 'tanh' });
  return model('lenet5', dense('out', x, { units: classes, activation: 'softmax' }));
}
