// GoogLeNet by table 1 of "Going deeper with convolutions" (Szegedy et al. 2014): nine inception modules, biases, ReLU. Left out
// are what the table does not list (local response normalisation) and the two side classifiers, which only training used.
// torchvision's GoogLeNet is another network: batch normalisation instead of biases, and 3 × 3 where the paper has 5 × 5.
import type { Model } from '../model.ts';
import { createModelBuilder } from './builder.ts';

/** Filters of each branch; `pool` is the 1 × 1 convolution behind the pooling. A pooling that halves stands before 4a and 5a. */
// prettier-ignore
const modules = [
  { name: '3a', one: 64,  threeReduce: 96,  three: 128, fiveReduce: 16, five: 32,  pool: 32 },
  { name: '3b', one: 128, threeReduce: 128, three: 192, fiveReduce: 32, five: 96,  pool: 64 },
  { name: '4a', one: 192, threeReduce: 96,  three: 208, fiveReduce: 16, five: 48,  pool: 64 },
  { name: '4b', one: 160, threeReduce: 112, three: 224, fiveReduce: 24, five: 64,  pool: 64 },
  { name: '4c', one: 128, threeReduce: 128, three: 256, fiveReduce: 24, five: 64,  pool: 64 },
  { name: '4d', one: 112, threeReduce: 144, three: 288, fiveReduce: 32, five: 64,  pool: 64 },
  { name: '4e', one: 256, threeReduce: 160, three: 320, fiveReduce: 32, five: 128, pool: 128 },
  { name: '5a', one: 256, threeReduce: 160, three: 320, fiveReduce: 32, five: 128, pool: 128 },
  { name: '5b', one: 384, threeReduce: 192, three: 384, fiveReduce: 48, five: 128, pool: 128 },
] as const;
const halvingBefore: ReadonlyMap<string, string> = new Map([
  ['4a', 'pool3'],
  ['5a', 'pool4'],
]);
const dropRate = 0.4;
// Without batch normalisation the signal keeps its size through the ReLUs only if the weights start as He et al. 2015 say.
const initializer = 'he_normal';

/**
 * The input is [N, sizePx, sizePx, 3], 224 × 224 by default. With `classes` 0 the model ends in the global average
 * pooling `avg_pool` [N, 1024]; otherwise in softmax over the classes.
 */
export function googlenet({ classes, sizePx = 224 }: { readonly classes: number; readonly sizePx?: number }): Model {
  const builder = createModelBuilder();
  const convolve = (name: string, x: string, filters: number, size: number, stride = 1): string =>
    builder.convolve(name, x, { filters, size, stride, hasBias: true, activation: 'relu', initializer });
  const pool = (name: string, x: string, stride: number): string =>
    builder.maxPool(name, x, { size: 3, stride, padding: 'same' });

  function inception({ name: place, ...filters }: (typeof modules)[number], x: string): string {
    const name = `inception_${place}`;
    const branches = [
      convolve(`${name}_1x1`, x, filters.one, 1),
      convolve(`${name}_3x3`, convolve(`${name}_3x3_reduce`, x, filters.threeReduce, 1), filters.three, 3),
      convolve(`${name}_5x5`, convolve(`${name}_5x5_reduce`, x, filters.fiveReduce, 1), filters.five, 5),
      convolve(`${name}_pool_proj`, pool(`${name}_pool`, x, 1), filters.pool, 1),
    ];
    return builder.add(name, 'Concatenate', { axis: -1 }, branches);
  }

  let x = builder.input('input_layer', [sizePx, sizePx, 3]);
  x = pool('pool1', convolve('conv1', x, 64, 7, 2), 2);
  x = convolve('conv2', convolve('conv2_reduce', x, 64, 1), 192, 3);
  x = pool('pool2', x, 2);
  for (const module of modules) {
    const halving = halvingBefore.get(module.name);
    x = inception(module, halving ? pool(halving, x, 2) : x);
  }
  x = builder.globalAveragePool('avg_pool', x);
  if (classes > 0) {
    x = builder.dropout('dropout', x, dropRate);
    x = builder.dense('predictions', x, { units: classes, activation: 'softmax' });
  }
  return builder.model('googlenet', x);
}
