// ResNet-50 and ResNet-152 (He et al. 2015): bottleneck units, a 1 × 1 convolution before and after each 3 × 3 one.
// Layer names and their order are those of keras.applications.ResNet50, so its weight files fit.
import type { Model } from '../model.ts';
import { createModelBuilder } from './builder.ts';

type Options = { readonly classes: number; readonly sizePx?: number };

/** `units` per stage; each stage has half the sides and twice the filters of the one before. */
const stages50 = [3, 4, 6, 3];
const stages152 = [3, 8, 36, 3];
const firstStageFilters = 64;
/** The last convolution of a unit has this many times the filters of the others. */
const expansion = 4;
const epsilon = 1.001e-5;

/**
 * The input is [N, sizePx, sizePx, 3], 224 × 224 by default. With `classes` 0 the model ends in the global average
 * pooling `avg_pool` [N, 2048]; otherwise in softmax over the classes.
 */
export const resnet50 = (options: Options): Model => resnet('resnet50', stages50, options);

/** As `resnet50`, deeper. */
export const resnet152 = (options: Options): Model => resnet('resnet152', stages152, options);

function resnet(modelName: string, stages: readonly number[], { classes, sizePx = 224 }: Options): Model {
  const builder = createModelBuilder();
  const pad = (name: string, x: string, rows: number): string =>
    builder.add(
      name,
      'ZeroPadding2D',
      {
        padding: [
          [rows, rows],
          [rows, rows],
        ],
      },
      [x],
    );
  const convolve = (name: string, x: string, filters: number, size: number, stride = 1): string =>
    builder.convolve(name, x, { filters, size, stride, padding: size === 3 ? 'same' : 'valid', hasBias: true });
  const normalise = (name: string, x: string): string => builder.normalise(name, x, { epsilon });
  const activate = (name: string, x: string): string => builder.activate(name, x, 'relu');

  function unit(name: string, start: string, filters: number, stride: number, isFirst: boolean): string {
    let x = convolve(`${name}_1_conv`, start, filters, 1, stride);
    x = activate(`${name}_1_relu`, normalise(`${name}_1_bn`, x));
    x = convolve(`${name}_2_conv`, x, filters, 3);
    x = activate(`${name}_2_relu`, normalise(`${name}_2_bn`, x));
    // Only the first unit of a stage changes the shape, so only its way around needs a convolution.
    const way = isFirst ? convolve(`${name}_0_conv`, start, expansion * filters, 1, stride) : start;
    x = convolve(`${name}_3_conv`, x, expansion * filters, 1);
    const around = isFirst ? normalise(`${name}_0_bn`, way) : start;
    x = builder.add(`${name}_add`, 'Add', {}, [around, normalise(`${name}_3_bn`, x)]);
    return activate(`${name}_out`, x);
  }

  let x = builder.input('input_layer', [sizePx, sizePx, 3]);
  x = convolve('conv1_conv', pad('conv1_pad', x, 3), firstStageFilters, 7, 2);
  x = activate('conv1_relu', normalise('conv1_bn', x));
  x = builder.maxPool('pool1_pool', pad('pool1_pad', x, 1), { size: 3, stride: 2, padding: 'valid' });
  stages.forEach((units, stage) => {
    for (let place = 0; place < units; place++) {
      const stride = stage > 0 && place === 0 ? 2 : 1;
      x = unit(`conv${stage + 2}_block${place + 1}`, x, firstStageFilters * 2 ** stage, stride, place === 0);
    }
  });
  x = builder.globalAveragePool('avg_pool', x);
  if (classes > 0) x = builder.dense('predictions', x, { units: classes, activation: 'softmax' });
  return builder.model(modelName, x);
}
