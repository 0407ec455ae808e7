// Pooling over windows and over whole maps. Keras' padding never wins a maximum and is never counted in a mean; zeros do and are.
import type { Step } from './step.ts';
import { onnxSizes } from './values.ts';
import type { Features } from './values.ts';
import { hasPadding, isSameHere, meansSame, windowOf, withZeros } from './window.ts';
import type { OnnxWindow } from './window.ts';

export function maxPool(step: Step): Features {
  const x = step.map();
  const window = poolingWindow(step, x);
  if (!hasPadding(window) || meansSame(step, window, x)) return pooled(step, 'MaxPooling2D', x, window);
  if (x.isNonNegative) return pooled(step, 'MaxPooling2D', withZeros(step, window, x), { ...window, ...unpadded });
  if (isSameHere(window, x)) return pooled(step, 'MaxPooling2D', x, { ...window, isSame: true });
  throw step.refuse('padding around values that may be below zero, where a zero would win');
}

export function averagePool(step: Step): Features {
  const x = step.map();
  const window = poolingWindow(step, x);
  if (!hasPadding(window)) return pooled(step, 'AveragePooling2D', x, window);
  if (step.integer('count_include_pad', 0) === 0) {
    if (isSameHere(window, x)) return pooled(step, 'AveragePooling2D', x, { ...window, isSame: true });
    throw step.refuse('padding that is not counted and is not that of `same`');
  }
  if (window.added.some(count => count > 0)) throw step.refuse('ceil_mode with padding that is counted');
  return pooled(step, 'AveragePooling2D', withZeros(step, window, x), { ...window, ...unpadded });
}

const unpadded = { before: [0, 0], after: [0, 0], isSame: false } as const;

function poolingWindow(step: Step, x: Features): OnnxWindow {
  const window = windowOf(step, x);
  if (window.dilations.some(dilation => dilation !== 1)) throw step.refuse('dilations');
  return window;
}

function pooled(step: Step, className: string, x: Features, window: OnnxWindow): Features {
  const { kernel, strides } = window;
  if (kernel.join() === '1,1' && strides.join() === '1,1') return x;
  const padding = hasPadding(window) || window.isSame ? 'same' : 'valid';
  const config = { pool_size: kernel, strides, padding, data_format: 'channels_last' };
  return step.layer({ className, config, inputs: [x], isNonNegative: x.isNonNegative });
}

const global = (className: string) => (step: Step) => overMap(step, className, step.map(), true);
export const globalAveragePool = global('GlobalAveragePooling2D');
export const globalMaxPool = global('GlobalMaxPooling2D');

const reduced = (className: string) => (step: Step) => {
  const x = step.features(0);
  const rank = onnxSizes(x).length + 1;
  const given = step.integers('axes') ?? step.wholeNumbers(1) ?? [];
  const axes = given.map(axis => step.axis(axis, rank)).toSorted((a, b) => a - b);
  const overPlaces = x.layout === 'channels-first' ? '2,3' : '1,2';
  if (rank !== 4 || axes.join() !== overPlaces) throw step.refuse(`over the axes [${given.join(', ')}] of ${rank}`);
  return overMap(step, className, x, step.integer('keepdims', 1) === 1);
};
export const reduceMean = reduced('GlobalAveragePooling2D');
export const reduceMax = reduced('GlobalMaxPooling2D');

function overMap(step: Step, className: string, x: Features, keepdims: boolean): Features {
  const { isNonNegative } = x;
  const layout = keepdims ? x.layout : 'keras';
  return step.layer({
    className,
    config: { data_format: 'channels_last', keepdims },
    inputs: [x],
    layout,
    isNonNegative,
  });
}
