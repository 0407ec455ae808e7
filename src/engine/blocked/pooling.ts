// The blocked forms of pooling over windows and over the whole height and width.
import type { Value } from '../compile/onnx-graph.ts';
import { binary, pad, reshape, slice } from '../compile/onnx-math.ts';
import { averageShares } from '../ops/average-pool.ts';
import { windowAttributes } from '../ops/convolution-gradient.ts';
import type { NoAttributes, Window } from '../ops/op.ts';
import type { Form } from './form.ts';
import type { Blocks } from './layout.ts';
import { asFiveAxes, filled, fromFiveAxes } from './layout.ts';

/** Larger than any activation; its double is still finite. */
const highest = 1e38;

type Pooling = { readonly window: Window };

const readsBlocked = ([x]: readonly Value[]): readonly ['blocked'] | null => (x!.isBlocked ? ['blocked'] : null);

export const blockedMaxPool: Form<Pooling> = {
  reads: readsBlocked,
  forward: (blocks, [x], { window }, shape) => ({
    ...blocks.onnx.blockedNode('MaxPool', [x], shape, windowAttributes(window)),
    isBlocked: true,
  }),
  // Each window gives its gradient to its largest places. Equal largest ones each get it whole; Keras gives it to the first.
  gradient(blocks, { inputs: [x], output, attributes: { window }, gradient }) {
    const { onnx } = blocks;
    const perWindow = [
      { value: asFiveAxes(blocks, output), outside: highest },
      { value: asFiveAxes(blocks, gradient), outside: 0 },
    ];
    const share = (place: Value, [largest, of]: readonly Value[]): Value =>
      binary(onnx, 'Mul', of!, isEqual(blocks, place, largest!));
    return [toPlaces(blocks, x!, window, perWindow, share)];
  },
};

export const blockedAveragePool: Form<Pooling> = {
  reads: readsBlocked,
  forward: (blocks, [x], { window }, shape) => ({
    ...blocks.onnx.blockedNode('AveragePool', [x], shape, { ...windowAttributes(window), count_include_pad: 0 }),
    isBlocked: true,
  }),
  gradient(blocks, { inputs: [x], output, attributes: { window }, gradient }) {
    const { onnx } = blocks;
    const shares = averageShares(onnx, window, x!.shape, output.shape);
    const beside = reshape(onnx, shares, [1, 1, output.shape[2]!, output.shape[3]!, 1]);
    const value = binary(onnx, 'Mul', asFiveAxes(blocks, gradient), beside);
    return [toPlaces(blocks, x!, window, [{ value, outside: 0 }], (_, [share]) => share!)];
  },
};

export const blockedGlobalAveragePool: Form<NoAttributes> = {
  reads: readsBlocked,
  forward(blocks, [x], _, shape) {
    const { onnx, size } = blocks;
    const channels = shape[1]!;
    // One value per channel is the same in blocks as in a row.
    const mean = onnx.blockedNode('GlobalAveragePool', [x], [shape[0]!, filled(channels, size), 1, 1], {});
    return slice(onnx, mean, [1], { starts: [0], ends: [channels] });
  },
  gradient(blocks, { inputs: [x], gradient }) {
    const { onnx, size } = blocks;
    const [batch, channels, height, width] = x!.shape as [number, number, number, number];
    const missing = filled(channels, size) - channels;
    const whole = pad(onnx, gradient, [0, 0, 0, 0], [0, missing, 0, 0]);
    const share = binary(onnx, 'Mul', whole, onnx.scalar(1 / (height * width)));
    const count = filled(channels, size) / size;
    const five = reshape(onnx, share, [batch, count, 1, 1, size]);
    const shape = [batch, count, height, width, size];
    return [fromFiveAxes(blocks, onnx.node('Expand', [five, onnx.integers(shape)], shape), channels)];
  },
};

/** 1 where a, which is never above b, equals b; else 0. As a steep HardSigmoid: cheaper than a comparison and a cast. */
function isEqual({ onnx }: Blocks, a: Value, b: Value): Value {
  const difference = binary(onnx, 'Sub', a, b);
  return onnx.node('HardSigmoid', [difference], difference.shape, { alpha: { float: 1e30 }, beta: { float: 1 } });
}

type PerWindow = { readonly value: Value; readonly outside: number };

/**
 * What windows give back to the places they saw, [N, C / block, H, W, block] of `x` as a blocked value: for each place of the window
 * `share` of that place and of what is known per window, summed. Places are sorted by their remainder of the strides first, so that
 * they stand beside the windows without zeros between them.
 */
function toPlaces(
  blocks: Blocks,
  x: Value,
  { kernel, strides, padBefore, padAfter }: Window,
  perWindow: readonly PerWindow[],
  share: (place: Value, perWindow: readonly Value[]) => Value,
): Value {
  const { onnx, size } = blocks;
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const [rows, columns] = perWindow[0]!.value.shape.slice(2) as [number, number];
  const count = filled(channels, size) / size;
  const [down, across] = ([0, 1] as const).map(axis =>
    Math.ceil(([height, width][axis]! + padBefore[axis] + padAfter[axis]) / strides[axis]),
  ) as [number, number];
  const [tall, wide] = [down * strides[0], across * strides[1]];
  const whole = pad(
    onnx,
    asFiveAxes(blocks, x),
    [0, 0, padBefore[0], padBefore[1], 0],
    [0, 0, tall - height - padBefore[0], wide - width - padBefore[1], 0],
    -highest,
  );
  const apart = reshape(onnx, whole, [batch * count, down, strides[0], across, strides[1] * size]);
  const placesAt = (row: number, column: number): Value => {
    const range = { starts: [row, column * size], ends: [row + 1, (column + 1) * size] };
    return reshape(onnx, slice(onnx, apart, [2, 4], range), [batch, count, down, across, size]);
  };
  const shifted = new Map<string, readonly Value[]>();
  /** What is known of the window that stands so many windows before each place. */
  const windowsBefore = (back: number, left: number): readonly Value[] => {
    const key = `${back},${left}`;
    const known = shifted.get(key);
    if (known) return known;
    const [before, after] = [
      [0, 0, back, left, 0],
      [0, 0, down - rows - back, across - columns - left, 0],
    ];
    const values = perWindow.map(({ value, outside }) => pad(onnx, value, before, after, outside));
    shifted.set(key, values);
    return values;
  };

  const planes: Value[] = [];
  for (let row = 0; row < strides[0]; row++) {
    const cells: Value[] = [];
    for (let column = 0; column < strides[1]; column++) {
      const place = placesAt(row, column);
      const shares: Value[] = [];
      for (let top = row; top < kernel[0]; top += strides[0]) {
        for (let left = column; left < kernel[1]; left += strides[1]) {
          shares.push(share(place, windowsBefore((top - row) / strides[0], (left - column) / strides[1])));
        }
      }
      const sum = shares.reduce(
        (total: Value | undefined, one) => (total ? binary(onnx, 'Add', total, one) : one),
        undefined,
      );
      // A place that no window sees, where strides are wider than the window.
      cells.push(
        reshape(onnx, sum ?? binary(onnx, 'Mul', place, onnx.scalar(0)), [batch * count, down, 1, across, size]),
      );
    }
    planes.push(concat(onnx, cells, 4));
  }
  const together = reshape(onnx, concat(onnx, planes, 2), [batch, count, tall, wide, size]);
  const cut = slice(onnx, together, [2, 3], { starts: padBefore, ends: [padBefore[0] + height, padBefore[1] + width] });
  return fromFiveAxes(blocks, cut, channels);
}

function concat(onnx: Blocks['onnx'], values: readonly Value[], axis: number): Value {
  if (values.length === 1) return values[0]!;
  const shape = values[0]!.shape.map((length, place) => (place === axis ? length! * values.length : length));
  return onnx.node('Concat', values, shape, { axis });
}
