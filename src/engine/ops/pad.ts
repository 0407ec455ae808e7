// Rows and columns of zeros around [N, C, H, W]; a negative count cuts instead. The gradient is cut or padded back.
import { pad as onnxPad, slice } from '../compile/onnx-math.ts';
import type { OnnxGraph, Value } from '../compile/onnx-graph.ts';
import type { Op } from './op.ts';

type Sides = readonly [number, number];

export const pad: Op<{ readonly before: Sides; readonly after: Sides }> = {
  name: 'pad',
  outputShape: ([x], { before, after }) => [
    x![0]!,
    x![1]!,
    x![2]! + before[0] + after[0],
    x![3]! + before[1] + after[1],
  ],
  forward: (onnx, [x], { before, after }) => padOrCut(onnx, x!, before, after),
  gradient: (onnx, { attributes: { before, after }, gradient }) => [
    padOrCut(onnx, gradient, [-before[0], -before[1]], [-after[0], -after[1]]),
  ],
};

/** Pads height and width with zeros where the counts are positive and cuts where they are negative. */
export function padOrCut(onnx: OnnxGraph, x: Value, before: Sides, after: Sides): Value {
  const cut = slice(onnx, x, [2, 3], {
    starts: before.map(count => Math.max(0, -count)),
    ends: after.map((count, place) => x.shape[place + 2]! - Math.max(0, -count)),
  });
  const grow = (counts: Sides): number[] => [0, 0, Math.max(0, counts[0]), Math.max(0, counts[1])];
  return onnxPad(onnx, cut, grow(before), grow(after));
}
