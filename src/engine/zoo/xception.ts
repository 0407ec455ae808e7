// Xception (Chollet 2017): separable convolutions in 14 blocks, all but the first and the last with a way around them.
// Layer names and their order are those of keras.applications.Xception, so its weight files fit.
import type { Model } from '../model.ts';
import { createModelBuilder } from './builder.ts';

/** The side of the photos the published weights were trained on. */
const trainedSizePx = 299;
const middleFlowChannels = 728;

/** Blocks that halve the sides: their way around is a 1 × 1 convolution of stride 2. */
// prettier-ignore
const halvingBlocks = new Map([
  [2, { channels: [128, 128], activateFirst: false }],
  [3, { channels: [256, 256], activateFirst: true }],
  [4, { channels: [728, 728], activateFirst: true }],
  [13, { channels: [728, 1024], activateFirst: true }],
]);
const lastResidualBlock = 13;

/**
 * The input is [N, sizePx, sizePx, 3], at least 71 × 71 in Keras. With `classes` 0 the model ends in the global average
 * pooling `avg_pool` [N, 2048]; otherwise in softmax over the classes.
 */
export function xception({
  classes,
  sizePx = trainedSizePx,
}: {
  readonly classes: number;
  readonly sizePx?: number;
}): Model {
  const builder = createModelBuilder();
  const { add, convolve, normalise, activate } = builder;

  const separate = (name: string, x: string, filters: number): string =>
    add(
      name,
      'SeparableConv2D',
      { filters, kernel_size: [3, 3], strides: [1, 1], padding: 'same', depth_multiplier: 1, use_bias: false },
      [x],
    );
  // Keras numbers layers that its code does not name: the first has no number.
  const numbered = (name: string, place: number): string => (place === 0 ? name : `${name}_${place}`);
  let ways = 0;
  let sums = 0;

  /** A block whose output is half as large as its input. */
  function halve(block: number, start: string, channels: readonly number[], activateFirst: boolean): string {
    let x = start;
    channels.forEach((filters, place) => {
      const name = `block${block}_sepconv${place + 1}`;
      if (activateFirst || place > 0) x = activate(`${name}_act`, x, 'relu');
      x = normalise(`${name}_bn`, separate(name, x, filters));
    });
    const way = convolve(numbered('conv2d', ways), start, { filters: channels.at(-1)!, size: 1, stride: 2 });
    x = builder.maxPool(`block${block}_pool`, x, { size: 3, stride: 2, padding: 'same' });
    return sum([x, normalise(numbered('batch_normalization', ways++), way)]);
  }
  /** A block of the middle flow: three separable convolutions around which the input goes unchanged. */
  function keep(block: number, start: string): string {
    let x = start;
    for (const place of [1, 2, 3]) {
      const name = `block${block}_sepconv${place}`;
      x = normalise(`${name}_bn`, separate(name, activate(`${name}_act`, x, 'relu'), middleFlowChannels));
    }
    return sum([x, start]);
  }
  const sum = (inputs: readonly string[]): string => add(numbered('add', sums++), 'Add', {}, inputs);

  let x = builder.input('input_layer', [sizePx, sizePx, 3]);
  for (const { name, filters, stride } of [
    { name: 'block1_conv1', filters: 32, stride: 2 },
    { name: 'block1_conv2', filters: 64, stride: 1 },
  ]) {
    x = convolve(name, x, { filters, size: 3, stride, padding: 'valid' });
    x = activate(`${name}_act`, normalise(`${name}_bn`, x), 'relu');
  }
  for (let block = 2; block <= lastResidualBlock; block++) {
    const halving = halvingBlocks.get(block);
    x = halving ? halve(block, x, halving.channels, halving.activateFirst) : keep(block, x);
  }
  for (const { name, filters } of [
    { name: 'block14_sepconv1', filters: 1536 },
    { name: 'block14_sepconv2', filters: 2048 },
  ]) {
    x = activate(`${name}_act`, normalise(`${name}_bn`, separate(name, x, filters)), 'relu');
  }
  x = builder.globalAveragePool('avg_pool', x);
  if (classes > 0) x = builder.dense('predictions', x, { units: classes, activation: 'softmax' });
  return builder.model('xception', x);
}
