// AlexNet (Krizhevsky, Sutskever and Hinton 2012) by the lecture's table: one path instead of two graphics cards' halves, and
// no local response normalisation, which the table does not list. torchvision's AlexNet is another network (64, 192 … filters).
import type { Model } from '../model.ts';
import { createModelBuilder } from './builder.ts';

// prettier-ignore
const rows = [
  { name: 'c1', filters: 96,  size: 11, stride: 4, padding: 'valid' }, // 55 × 55
  { name: 's2', pool: 3,                stride: 2 },                   // 27 × 27
  { name: 'c3', filters: 256, size: 5,  stride: 1, padding: 'same' },
  { name: 's4', pool: 3,                stride: 2 },                   // 13 × 13
  { name: 'c5', filters: 384, size: 3,  stride: 1, padding: 'same' },
  { name: 'c6', filters: 384, size: 3,  stride: 1, padding: 'same' },
  { name: 'c7', filters: 256, size: 3,  stride: 1, padding: 'same' },
  { name: 's8', pool: 3,                stride: 2 },                   // 6 × 6
] as const;
const denseRows = ['9', '10'] as const;
const denseUnits = 4096;
const dropRate = 0.5;
// Without batch normalisation the signal keeps its size through the ReLUs only if the weights start as He et al. 2015 say.
const initializer = 'he_normal';

/** The input is [N, 227, 227, 3]; it ends in softmax over the classes. */
export function alexnet({ classes }: { readonly classes: number }): Model {
  const { input, add, convolve, maxPool, dense, dropout, model } = createModelBuilder();
  let x = input('input_layer', [227, 227, 3]);
  for (const row of rows) {
    x =
      'pool' in row
        ? maxPool(row.name, x, { size: row.pool, stride: row.stride, padding: 'valid' })
        : convolve(row.name, x, { ...row, hasBias: true, activation: 'relu', initializer });
  }
  x = add('flatten', 'Flatten', {}, [x]);
  for (const row of denseRows) {
    x = dense(`f${row}`, x, { units: denseUnits, activation: 'relu', initializer });
    x = dropout(`drop${row}`, x, dropRate);
  }
  return model('alexnet', dense('out', x, { units: classes, activation: 'softmax' }));
}
