// The same values in another shape, C order. Constants are reshaped when compiling.
import { reshape as onnxReshape } from '../compile/onnx-math.ts';
import type { Shape } from '../compile/onnx-graph.ts';
import type { Op } from './op.ts';

export const reshape: Op<{ readonly shape: Shape }> = {
  name: 'reshape',
  outputShape: (_, { shape }) => shape,
  forward: (onnx, [x], { shape }) => onnxReshape(onnx, x!, shape),
  gradient: (onnx, { inputs: [x], gradient }) => [onnxReshape(onnx, gradient, x!.shape)],
};
