// The largest value under a sliding window; padding never wins. The gradient goes to the first largest place, as in Keras.
import { elementCount } from '../tensor.ts';
import { reshape } from '../compile/onnx-math.ts';
import { windowAttributes, windowedSize } from './op.ts';
import type { Op, Window } from './op.ts';

export const maxPool: Op<{ readonly window: Window }> = {
  name: 'max-pool',
  outputShape: ([x], { window }) => [x![0]!, x![1]!, windowedSize(x![2]!, window, 0), windowedSize(x![3]!, window, 1)],
  forward: (onnx, [x], { window }, shape) => onnx.node('MaxPool', [x], shape, windowAttributes(window)),
  gradient(onnx, { inputs: [x], output, attributes: { window }, gradient }) {
    const outputs = [
      { shape: output.shape, dtype: 'float32' },
      { shape: output.shape, dtype: 'int64' },
    ] as const;
    // The winners' places are asked for here and not in the forward node, so that inference graphs keep the plain form.
    const [, places] = onnx.nodeWithOutputs('MaxPool', [x], outputs, windowAttributes(window));
    const total = elementCount(x!.shape as number[]);
    const count = elementCount(output.shape as number[]);
    const zeros = onnx.node('ConstantOfShape', [onnx.integers([total])], [total]);
    const flat = [zeros, reshape(onnx, places!, [count]), reshape(onnx, gradient, [count])];
    return [reshape(onnx, onnx.node('ScatterElements', flat, [total], { axis: 0, reduction: 'add' }), x!.shape)];
  },
};
