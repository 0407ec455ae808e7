// The textbook's convolutional network for Fashion-MNIST: the filters double after each pooling.
import type { Model } from '../model.ts';
import { createModelBuilder } from './builder.ts';

// prettier-ignore
const stages = [
  { stage: 1, filters: 64, size: 7, convolutions: ['conv1'] },
  { stage: 2, filters: 128, size: 3, convolutions: ['conv2a', 'conv2b'] },
  { stage: 3, filters: 256, size: 3, convolutions: ['conv3a', 'conv3b'] },
] as const;
const denseUnits = [128, 64];
const dropRate = 0.5;

/** The input is one photo [N, 28, 28, channels], grey by default; it ends in softmax over the classes. */
export function fashionCnn({ classes, channels = 1 }: { readonly classes: number; readonly channels?: number }): Model {
  const { input, add, convolve, maxPool, dense, dropout, model } = createModelBuilder();
  let x = input('input_layer', [28, 28, channels]);
  for (const { stage, filters, size, convolutions } of stages) {
    for (const name of convolutions) x = convolve(name, x, { filters, size, hasBias: true, activation: 'relu' });
    x = maxPool(`pool${stage}`, x, { size: 2, stride: 2, padding: 'valid' });
  }
  x = add('flatten', 'Flatten', {}, [x]);
  denseUnits.forEach((units, place) => {
    x = dropout(`drop${place + 1}`, dense(`fc${place + 1}`, x, { units, activation: 'relu' }), dropRate);
  });
  return model('fashion_cnn', dense('out', x, { units: classes, activation: 'softmax' }));
}
