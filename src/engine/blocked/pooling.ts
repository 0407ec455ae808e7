// The blocked forms of pooling over windows and over the whole height and width.
import type { Value } from '../compile/onnx-graph.ts';
import { binary, pad, reshape, slice } from '../compile/onnx-math.ts';
import { averageShares } from '../ops/average-pool.ts';
import { windowAttributes } from '../ops/convolution-gradient.ts';
import type { NoAttributes, Window } from '../ops/op.ts';
import type { Form } from './form.ts';
import type { Blocks } from './layout.ts';
import { asFiveAxes, filled, fromFiveAxes } from './layout.ts';

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
    const share = (seen: Value): Value =>
      binary(onnx, 'Mul', asFiveAxes(blocks, gradient), isEqual(blocks, seen, asFiveAxes(blocks, output)));
    return [scatterWindows(blocks, x!, window, share)];
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
    const perWindow = reshape(onnx, shares, [1, 1, output.shape[2]!, output.shape[3]!, 1]);
    const share = binary(onnx, 'Mul', asFiveAxes(blocks, gradient), perWindow);
    return [scatterWindows(blocks, x!, window, () => share)];
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

/**
 * What windows give back to the places they saw: for each place of the window, `share` of what it saw, laid over the others. With
 * strides, the places are gathered by their remainder first, so that no zeros are added.
 */
function scatterWindows(blocks: Blocks, x: Value, window: Window, share: (seen: Value) => Value): Value {
  const { onnx, size } = blocks;
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const count = filled(channels, size) / size;
  const { kernel, strides, padBefore, padAfter } = window;
  const lowest = -3e38;
  const [tall, wide] = ([0, 1] as const).map(axis => {
    const padded = [height, width][axis]! + padBefore[axis] + padAfter[axis];
    return Math.ceil(padded / strides[axis]) * strides[axis];
  }) as [number, number];
  const whole = pad(
    onnx,
    asFiveAxes(blocks, x),
    [0, 0, padBefore[0], padBefore[1], 0],
    [0, 0, tall - height - padBefore[0], wide - width - padBefore[1], 0],
    lowest,
  );
  const rows = Math.floor((height + padBefore[0] + padAfter[0] - kernel[0]) / strides[0]) + 1;
  const columns = Math.floor((width + padBefore[1] + padAfter[1] - kernel[1]) / strides[1]) + 1;
  const [down, across] = [tall / strides[0], wide / strides[1]];
  // [N, C / block, H / s, s, W / s, s, block]: a plane for each remainder.
  const apart = reshape(onnx, whole, [batch * count, down, strides[0], across, strides[1] * size]);
  const planes: Value[] = [];
  for (let row = 0; row < strides[0]; row++) {
    const cells: Value[] = [];
    for (let column = 0; column < strides[1]; column++) {
      const plane = reshape(
        onnx,
        slice(onnx, apart, [2, 4], { starts: [row, column * size], ends: [row + 1, (column + 1) * size] }),
        [batch, count, down, across, size],
      );
      let sum: Value | undefined;
      for (let top = row; top < kernel[0]; top += strides[0]) {
        for (let left = column; left < kernel[1]; left += strides[1]) {
          const at = [Math.floor(top / strides[0]), Math.floor(left / strides[1])] as const;
          const seen = slice(onnx, plane, [2, 3], { starts: at, ends: [at[0] + rows, at[1] + columns] });
          const part = pad(
            onnx,
            share(seen),
            [0, 0, at[0], at[1], 0],
            [0, 0, down - rows - at[0], across - columns - at[1], 0],
          );
          sum = sum ? binary(onnx, 'Add', sum, part) : part;
        }
      }
      const empty = (): Value => binary(onnx, 'Mul', plane, onnx.scalar(0));
      cells.push(reshape(onnx, sum ?? empty(), [batch * count, down, 1, across, size]));
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
