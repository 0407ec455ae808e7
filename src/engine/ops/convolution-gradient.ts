// The two gradients of a grouped, strided, dilated convolution in portable ONNX ops: with respect to its input and to its kernel.
import { invariant } from '../../shared/errors.ts';
import type { OnnxGraph, Shape, Value } from '../compile/onnx-graph.ts';
import { binary, pad, reduce, reshape, slice, transpose } from '../compile/onnx-math.ts';
import { depthwiseKernelGradient } from './depthwise-kernel-gradient.ts';
import { windowAttributes } from './op.ts';
import type { Window } from './op.ts';
import { padOrCut } from './pad.ts';

export type Convolution = { readonly window: Window; readonly groups: number };

/**
 * d loss / d input of a convolution: dy [N, O, h, w] with zeros put between its rows and columns, convolved with the
 * kernel that `mirroredKernel` gives. The answer has `shape` [N, I, H, W].
 */
export function inputGradient(
  onnx: OnnxGraph,
  dy: Value,
  weights: Value,
  shape: Shape,
  { window, groups }: Convolution,
): Value {
  const spread = insertZeros(onnx, dy, window.strides);
  const sides = ([0, 1] as const).map(axis => {
    const extent = (window.kernel[axis] - 1) * window.dilations[axis] + 1;
    const before = extent - 1 - window.padBefore[axis];
    return { before, after: shape[axis + 2]! + extent - 1 - spread.shape[axis + 2]! - before };
  });
  const pair = (of: (side: { before: number; after: number }) => number): [number, number] => [
    of(sides[0]!),
    of(sides[1]!),
  ];
  const cut = padOrCut(
    onnx,
    spread,
    pair(side => Math.min(0, side.before)),
    pair(side => Math.min(0, side.after)),
  );
  const mirrored: Window = {
    kernel: window.kernel,
    strides: [1, 1],
    dilations: window.dilations,
    padBefore: pair(side => Math.max(0, side.before)),
    padAfter: pair(side => Math.max(0, side.after)),
  };
  return onnx.node('Conv', [cut, weights], shape, { ...windowAttributes(mirrored), group: groups });
}

/**
 * d loss / d kernel of a convolution with input x [N, I, H, W] and output gradient dy [N, O, h, w]: for each place of the
 * kernel the product of dy with the part of x that this place saw. The answer has `shape` [kh, kw, I / groups, O].
 */
export function kernelGradient(
  onnx: OnnxGraph,
  x: Value,
  dy: Value,
  shape: Shape,
  { window, groups }: Convolution,
): Value {
  const [kernelHeight, kernelWidth, inputsPerGroup, outputs] = shape as [number, number, number, number];
  const [batch, , height, width] = dy.shape as [number, number, number, number];
  invariant(batch !== null, 'a kernel gradient needs a fixed batch size');
  const isDepthwise = inputsPerGroup === 1 && groups > 1;
  if (isDepthwise && outputs === groups) return depthwiseKernelGradient(onnx, x, dy, shape, window);
  const padded = padOrCut(onnx, x, window.padBefore, window.padAfter);
  const multiplier = outputs / groups;
  const [perPhoto, places] = [height * width, batch * height * width];
  // Many places and few channels: the products of the photos are small and spare transposed copies.
  const isByPhoto = groups === 1 && perPhoto > outputs;
  const source = isDepthwise || isByPhoto ? padded : transpose(onnx, padded, [1, 0, 2, 3]);
  const target = targetOf();

  function targetOf(): Value {
    if (isDepthwise) return reshape(onnx, dy, [batch, groups, multiplier, height, width]);
    if (isByPhoto) return transpose(onnx, reshape(onnx, dy, [batch, outputs, perPhoto]), [0, 2, 1]);
    const turned = transpose(onnx, dy, [1, 0, 2, 3]);
    return reshape(onnx, turned, groups === 1 ? [outputs, places] : [groups, multiplier, places]);
  }

  const taps: Value[] = [];
  for (let row = 0; row < kernelHeight; row++) {
    for (let column = 0; column < kernelWidth; column++) {
      const starts = [row * window.dilations[0], column * window.dilations[1]];
      const ends = [
        starts[0]! + (height - 1) * window.strides[0] + 1,
        starts[1]! + (width - 1) * window.strides[1] + 1,
      ];
      const seen = slice(onnx, source, [2, 3], { starts, ends, steps: window.strides });
      taps.push(reshape(onnx, product(target, seen), [1, inputsPerGroup, outputs]));
    }
  }

  /** One place of the kernel, as [I / groups, O]. */
  function product(gradient: Value, seen: Value): Value {
    if (isDepthwise) {
      const spread = reshape(onnx, seen, [batch, groups, 1, height, width]);
      return reduce(onnx, 'ReduceSum', binary(onnx, 'Mul', gradient, spread), [0, 3, 4], false);
    }
    if (isByPhoto) {
      const rows = reshape(onnx, seen, [batch, inputsPerGroup, perPhoto]);
      const products = onnx.node('MatMul', [rows, gradient], [batch, inputsPerGroup, outputs]);
      return reduce(onnx, 'ReduceSum', products, [0], false);
    }
    if (groups === 1) {
      const columns = reshape(onnx, seen, [inputsPerGroup, places]);
      return onnx.node('Gemm', [columns, gradient], [inputsPerGroup, outputs], { transB: 1 });
    }
    const columns = transpose(onnx, gradient, [0, 2, 1]);
    const rows = reshape(onnx, seen, [groups, inputsPerGroup, places]);
    const perGroup = onnx.node('MatMul', [rows, columns], [groups, inputsPerGroup, multiplier]);
    return transpose(onnx, perGroup, [1, 0, 2]);
  }

  const count = kernelHeight * kernelWidth;
  const stacked = count === 1 ? taps[0]! : onnx.node('Concat', taps, [count, inputsPerGroup, outputs], { axis: 0 });
  return reshape(onnx, stacked, shape);
}

/** Puts strides - 1 zeros after each row and column: [N, C, H, W] → [N, C, H · strides, W · strides]. */
function insertZeros(onnx: OnnxGraph, x: Value, strides: readonly [number, number]): Value {
  if (strides[0] === 1 && strides[1] === 1) return x;
  const [batch, channels, height, width] = x.shape as [number | null, number, number, number];
  const apart = reshape(onnx, x, [batch, channels, height, 1, width, 1]);
  const spread = pad(onnx, apart, [0, 0, 0, 0, 0, 0], [0, 0, 0, strides[0] - 1, 0, strides[1] - 1]);
  return reshape(onnx, spread, [batch, channels, height * strides[0], width * strides[1]]);
}
