// MobileNetV2 (Sandler et al. 2018), width 1.0: inverted residuals, a depthwise convolution between two 1 × 1 ones.
// Layer names and their order are those of keras.applications.MobileNetV2, so its weight files fit.
import type { Model } from '../model.ts';
import { createModelBuilder } from './builder.ts';

// prettier-ignore
const stages = [
  { blocks: 1, expand: 1, filters: 16, stride: 1 },
  { blocks: 2, expand: 6, filters: 24, stride: 2 },
  { blocks: 3, expand: 6, filters: 32, stride: 2 },
  { blocks: 4, expand: 6, filters: 64, stride: 2 },
  { blocks: 3, expand: 6, filters: 96, stride: 1 },
  { blocks: 3, expand: 6, filters: 160, stride: 2 },
  { blocks: 1, expand: 6, filters: 320, stride: 1 },
] as const;

const stemFilters = 32;
const topFilters = 1280;
const momentum = 0.999;

/**
 * The input is [N, sizePx, sizePx, 3], 224 × 224 by default. With `classes` 0 the model ends in the global average
 * pooling `global_average_pooling2d` [N, 1280]; otherwise in softmax over the classes.
 */
export function mobilenetV2({ classes, sizePx = 224 }: { readonly classes: number; readonly sizePx?: number }): Model {
  const builder = createModelBuilder();
  const { convolve } = builder;
  const normalise = (name: string, x: string): string => builder.normalise(name, x, { momentum });
  const activate = (name: string, x: string): string => builder.add(name, 'ReLU', { max_value: 6 }, [x]);
  const halved = (sidePx: number): number => Math.ceil(sidePx / 2);
  let sidePx = halved(sizePx);

  /** A depthwise convolution of stride 2 pads by a layer of its own: what `same` would add, so nothing above even sides. */
  function depthwise(name: string, start: string, stride: number): string {
    if (stride === 1) return builder.depthwise(`${name}_depthwise`, start, { size: 3 });
    const before = sidePx % 2;
    const x = builder.add(
      `${name}_pad`,
      'ZeroPadding2D',
      {
        padding: [
          [before, 1],
          [before, 1],
        ],
      },
      [start],
    );
    sidePx = halved(sidePx);
    return builder.depthwise(`${name}_depthwise`, x, { size: 3, stride, padding: 'valid' });
  }

  let x = builder.input('input_layer', [sizePx, sizePx, 3]);
  x = convolve('Conv1', x, { filters: stemFilters, size: 3, stride: 2 });
  x = activate('Conv1_relu', normalise('bn_Conv1', x));
  let number = 0;
  let inputs = stemFilters;
  for (const { blocks, expand, filters, stride: firstStride } of stages) {
    for (let place = 0; place < blocks; place++) {
      const name = number === 0 ? 'expanded_conv' : `block_${number}`;
      const stride = place === 0 ? firstStride : 1;
      const start = x;
      if (expand > 1) {
        x = convolve(`${name}_expand`, x, { filters: expand * inputs, size: 1 });
        x = activate(`${name}_expand_relu`, normalise(`${name}_expand_BN`, x));
      }
      x = depthwise(name, x, stride);
      x = activate(`${name}_depthwise_relu`, normalise(`${name}_depthwise_BN`, x));
      x = normalise(`${name}_project_BN`, convolve(`${name}_project`, x, { filters, size: 1 }));
      if (stride === 1 && inputs === filters) x = builder.add(`${name}_add`, 'Add', {}, [start, x]);
      inputs = filters;
      number++;
    }
  }
  x = convolve('Conv_1', x, { filters: topFilters, size: 1, padding: 'valid' });
  x = activate('out_relu', normalise('Conv_1_bn', x));
  x = builder.globalAveragePool('global_average_pooling2d', x);
  if (classes > 0) x = builder.dense('predictions', x, { units: classes, activation: 'softmax' });
  return builder.model('mobilenetv2', x);
}
