// ResNet-34 (He et al. 2015) as the textbook's residual-unit code builds it: two 3 × 3 convolutions a unit, padding `same`,
// no biases, a strided 1 × 1 convolution around units that halve the sides. It is not torchvision's, which pads otherwise.
import type { Model } from '../model.ts';
import { createModelBuilder } from './builder.ts';

// prettier-ignore
const stages = [
  { units: 3, filters: 64 },
  { units: 4, filters: 128 },
  { units: 6, filters: 256 },
  { units: 3, filters: 512 },
] as const;

/**
 * The input is [N, sizePx, sizePx, 3], 224 × 224 by default. With `classes` 0 the model ends in the global average
 * pooling `gap` [N, 512]; otherwise in softmax over the classes.
 */
export function resnet34({ classes, sizePx = 224 }: { readonly classes: number; readonly sizePx?: number }): Model {
  const builder = createModelBuilder();
  const { convolve, normalise } = builder;
  const activate = (name: string, x: string): string => builder.add(name, 'ReLU', {}, [x]);

  function unit(name: string, start: string, filters: number, stride: number): string {
    let x = convolve(`${name}_conv1`, start, { filters, size: 3, stride });
    x = activate(`${name}_relu1`, normalise(`${name}_bn1`, x));
    x = convolve(`${name}_conv2`, x, { filters, size: 3 });
    if (stride === 1) return sum(name, normalise(`${name}_bn2`, x), start);
    const way = convolve(`${name}_skip_conv`, start, { filters, size: 1, stride });
    return sum(name, normalise(`${name}_bn2`, x), normalise(`${name}_skip_bn`, way));
  }
  const sum = (name: string, x: string, way: string): string =>
    activate(`${name}_relu2`, builder.add(`${name}_add`, 'Add', {}, [x, way]));

  let x = builder.input('input', [sizePx, sizePx, 3]);
  x = convolve('stem_conv', x, { filters: 64, size: 7, stride: 2 });
  x = activate('stem_relu', normalise('stem_bn', x));
  x = builder.maxPool('stem_pool', x, { size: 3, stride: 2, padding: 'same' });
  let number = 0;
  stages.forEach(({ units, filters }, stage) => {
    for (let place = 0; place < units; place++) {
      x = unit(`unit${++number}`, x, filters, stage > 0 && place === 0 ? 2 : 1);
    }
  });
  x = builder.globalAveragePool('gap', x);
  if (classes > 0) x = builder.dense('out', x, { units: classes, activation: 'softmax' });
  return builder.model('resnet34', x);
}
