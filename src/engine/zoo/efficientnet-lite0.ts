// EfficientNet-Lite0 (Tan and Le 2019; the Lite form of 2020: no squeeze and excitation, relu6, stem and top not scaled), 224 × 224.
// Layer names are those of Keras' EfficientNet: stage number and letter of the block.
import type { Model } from '../model.ts';
import { createModelBuilder } from './builder.ts';

export const efficientnetLite0SizePx = 224;
/** Channels of the pooled features. */
export const efficientnetLite0Features = 1280;

// prettier-ignore
const stages = [
  { stage: 1, blocks: 1, kernel: 3, stride: 1, expand: 1, filters: 16 },
  { stage: 2, blocks: 2, kernel: 3, stride: 2, expand: 6, filters: 24 },
  { stage: 3, blocks: 2, kernel: 5, stride: 2, expand: 6, filters: 40 },
  { stage: 4, blocks: 3, kernel: 3, stride: 2, expand: 6, filters: 80 },
  { stage: 5, blocks: 3, kernel: 5, stride: 1, expand: 6, filters: 112 },
  { stage: 6, blocks: 4, kernel: 5, stride: 2, expand: 6, filters: 192 },
  { stage: 7, blocks: 1, kernel: 3, stride: 1, expand: 6, filters: 320 },
] as const;

const stemFilters = 32;
const topDropout = 0.2;

/** With `classes` 0 the model ends in the global average pooling `avg_pool` [N, 1280]; otherwise in softmax over the classes. */
export function efficientnetLite0({ classes }: { readonly classes: number }): Model {
  const builder = createModelBuilder();
  const { normalise } = builder;
  const activate = (name: string, x: string): string => builder.activate(name, x, 'relu6');
  const convolve = (name: string, filters: number, size: number, stride: number, x: string): string =>
    builder.convolve(name, x, { filters, size, stride });

  function* blocks(): Generator<{
    name: string;
    kernel: number;
    stride: number;
    expanded: number;
    inputs: number;
    filters: number;
  }> {
    let inputs = stemFilters;
    for (const { stage, blocks: count, kernel, stride, expand, filters } of stages) {
      for (let place = 0; place < count; place++) {
        const name = `block${stage}${String.fromCharCode(97 + place)}`;
        yield { name, kernel, stride: place === 0 ? stride : 1, expanded: inputs * expand, inputs, filters };
        inputs = filters;
      }
    }
  }

  let x = builder.input('input', [efficientnetLite0SizePx, efficientnetLite0SizePx, 3]);
  x = activate('stem_activation', normalise('stem_bn', convolve('stem_conv', stemFilters, 3, 2, x)));
  for (const { name, kernel, stride, expanded, inputs, filters } of blocks()) {
    const start = x;
    if (expanded !== inputs) {
      x = convolve(`${name}_expand_conv`, expanded, 1, 1, x);
      x = activate(`${name}_expand_activation`, normalise(`${name}_expand_bn`, x));
    }
    x = builder.depthwise(`${name}_dwconv`, x, { size: kernel, stride });
    x = activate(`${name}_activation`, normalise(`${name}_bn`, x));
    x = normalise(`${name}_project_bn`, convolve(`${name}_project_conv`, filters, 1, 1, x));
    if (stride === 1 && inputs === filters) x = builder.add(`${name}_add`, 'Add', {}, [x, start]);
  }
  x = activate('top_activation', normalise('top_bn', convolve('top_conv', efficientnetLite0Features, 1, 1, x)));
  x = builder.globalAveragePool('avg_pool', x);
  if (classes > 0) {
    x = builder.dropout('top_dropout', x, topDropout);
    x = builder.dense('predictions', x, { units: classes, activation: 'softmax' });
  }
  return builder.model('efficientnet-lite0', x);
}
