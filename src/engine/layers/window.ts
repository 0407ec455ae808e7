// Sliding windows of convolutions and pooling as Keras' `padding` describes them.
import type { Shape } from '../compile/onnx-graph.ts';
import type { Window } from '../ops/op.ts';
import { windowedSize } from '../ops/op.ts';
import type { LayerConfig } from './config.ts';

export type WindowConfig = {
  readonly kernel: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  readonly padding: 'same' | 'valid';
};

export function readConvolutionWindow(config: LayerConfig): WindowConfig {
  config.requireChannelsLast();
  return {
    kernel: config.pair('kernel_size'),
    strides: config.pair('strides', [1, 1]),
    dilations: config.pair('dilation_rate', [1, 1]),
    padding: config.choice('padding', ['valid', 'same'], 'valid'),
  };
}

export function readPoolingWindow(config: LayerConfig): WindowConfig {
  config.requireChannelsLast();
  const kernel = config.pair('pool_size', [2, 2]);
  const strides = config.pair('strides', kernel);
  return { kernel, strides, dilations: [1, 1], padding: config.choice('padding', ['valid', 'same'], 'valid') };
}

/** The window for an input of this height and width. `same` puts the odd row or column of padding after, as TensorFlow does. */
export function windowFor({ padding, ...window }: WindowConfig, heightPx: number, widthPx: number): Window {
  const total = ([0, 1] as const).map(axis => {
    if (padding === 'valid') return 0;
    const size = axis === 0 ? heightPx : widthPx;
    const stride = window.strides[axis];
    const extent = (window.kernel[axis] - 1) * window.dilations[axis] + 1;
    return Math.max(0, (Math.ceil(size / stride) - 1) * stride + extent - size);
  });
  const [rows, columns] = total as [number, number];
  const before = [Math.floor(rows / 2), Math.floor(columns / 2)] as const;
  return { ...window, padBefore: before, padAfter: [rows - before[0], columns - before[1]] };
}

/** Height, width and channels of a photo-like input in Keras' order; anything else is refused. */
export function photoShape(
  config: LayerConfig,
  shape: Shape | undefined,
): { batch: number | null; height: number; width: number; channels: number } {
  const [batch, height, width, channels] = shape ?? [];
  if (shape?.length !== 4 || typeof height !== 'number' || typeof width !== 'number' || typeof channels !== 'number') {
    throw config.invalid('an input of fixed height, width and channels', shape ?? 'no input');
  }
  return { batch: batch ?? null, height, width, channels };
}

/** The output height and width; an input smaller than the kernel is refused. */
export function windowedShape(
  config: LayerConfig,
  window: WindowConfig,
  height: number,
  width: number,
): readonly [number, number] {
  const fixed = windowFor(window, height, width);
  const size = [windowedSize(height, fixed, 0), windowedSize(width, fixed, 1)] as const;
  if (size[0] < 1 || size[1] < 1)
    throw config.invalid(`an input of at least ${window.kernel.join(' × ')}`, `${height} × ${width}`);
  return size;
}
