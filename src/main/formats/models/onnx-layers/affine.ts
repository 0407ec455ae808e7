// Values times and plus numbers of the file: one number, or one for each channel. A bias joins the layer before where that has none.
import { float32Tensor, toFloat32 } from '../../../../engine/tensor.ts';
import type { Tensor } from '../../../../engine/tensor.ts';
import type { Step } from './step.ts';
import { channelAxis, onnxSizes, placeByPlace } from './values.ts';
import type { Features } from './values.ts';

/** More numbers than colours are weights, which a training may change. */
const mostColours = 4;

export function rescaled(step: Step, x: Features, scale: number, offset: number, suffix = ''): Features {
  const isNonNegative = x.isNonNegative && scale >= 0 && offset >= 0;
  return step.layer({ className: 'Rescaling', config: { scale, offset }, inputs: [x], suffix, isNonNegative });
}

/** x + numbers. */
export function shifted(step: Step, x: Features, numbers: Float32Array): Features {
  const channels = x.shape.at(-1)!;
  const bias = float32Tensor([channels], numbers.length === 1 ? new Float32Array(channels).fill(numbers[0]!) : numbers);
  if (x.layout !== 'flat' && step.context.builder.addBias(x, bias)) return { ...x, isNonNegative: false };
  return scaledAndShifted(step, x, Float32Array.of(1), numbers);
}

/** x · numbers. */
export function scaled(step: Step, x: Features, numbers: Float32Array): Features {
  if (numbers.length > 1) return scaledAndShifted(step, x, numbers, undefined);
  // Two multiplications are one, and a half of the double is nothing.
  const { input, scale } = step.context.builder.beforeRescaling(x);
  const factor = scale * numbers[0]!;
  return factor === 1 ? input : rescaled(step, input, factor, 0);
}

function scaledAndShifted(step: Step, x: Features, scale: Float32Array, offset: Float32Array | undefined): Features {
  const count = Math.max(scale.length, offset?.length ?? 1);
  const channels = x.shape.at(-1)!;
  const isNonNegative =
    x.isNonNegative && scale.every(value => value >= 0) && (offset ?? scale).every(value => value >= 0);
  if (x.shape.length === 3 && count > mostColours) return pixelwise(step, x, scale, offset);
  const plain = (values: Float32Array): number | number[] => (values.length === 1 ? values[0]! : [...values]);
  if (count !== 1 && count !== channels) throw step.refuse(`${count} numbers for ${channels} channels`);
  const config = { scale: plain(scale), offset: plain(offset ?? Float32Array.of(0)) };
  return step.layer({ className: 'Rescaling', config, inputs: [x], isNonNegative });
}

/** A depthwise convolution of one pixel. */
function pixelwise(step: Step, x: Features, scale: Float32Array, offset: Float32Array | undefined): Features {
  const channels = x.shape[2]!;
  const kernel = float32Tensor(
    [1, 1, channels, 1],
    scale.length === 1 ? new Float32Array(channels).fill(scale[0]!) : scale,
  );
  const config = {
    kernel_size: [1, 1],
    strides: [1, 1],
    padding: 'valid',
    data_format: 'channels_last',
    dilation_rate: [1, 1],
    depth_multiplier: 1,
    activation: 'linear',
    use_bias: offset !== undefined,
  };
  const weights = { kernel, ...(offset && { bias: float32Tensor([channels], offset) }) };
  return step.layer({ className: 'DepthwiseConv2D', config, inputs: [x], weights });
}

/** The numbers of a constant beside features: one, or one for each value of Keras' last axis. */
export function numbersFor(step: Step, x: Features, tensor: Tensor): Float32Array {
  const values = toFloat32(tensor);
  const sizes = onnxSizes(x);
  const rank = sizes.length + 1;
  const shape = [...new Array<number>(Math.max(0, rank - tensor.shape.length)).fill(1), ...tensor.shape];
  const axis = channelAxis(x);
  const fits =
    shape.length === rank && shape.every((size, at) => size === 1 || (at === axis && size === x.shape.at(-1)));
  if (!fits) throw step.refuse(`numbers of shape [${tensor.shape.join(', ')}] beside [N, ${sizes.join(', ')}]`);
  return x.layout === 'flat' && values.length > 1 ? placeByPlace(values, x.flatChannels) : values;
}
