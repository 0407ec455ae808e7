// y = x where x > 0, else slope · x, with a trained slope that broadcasts over x; d slope = Σ dy · min(x, 0). At 0 no gradient passes, as in Keras.
import { binary, isPositive, sumToShape, unary } from '../compile/onnx-math.ts';
import type { NoAttributes, Op } from './op.ts';

export const prelu: Op<NoAttributes> = {
  name: 'prelu',
  outputShape: ([x]) => x!,
  forward: (onnx, [x, slope], _, shape) => onnx.node('PRelu', [x, slope], shape),
  gradient(onnx, { inputs: [x, slope], gradient, wanted }) {
    const passed = (): ReturnType<typeof onnx.node> => {
      const below = binary(onnx, 'Mul', slope!, isPositive(onnx, unary(onnx, 'Neg', x!)));
      return binary(onnx, 'Mul', gradient, binary(onnx, 'Add', isPositive(onnx, x!), below));
    };
    const toSlope = (): ReturnType<typeof onnx.node> =>
      sumToShape(onnx, binary(onnx, 'Mul', gradient, binary(onnx, 'Min', x!, onnx.scalar(0))), slope!.shape);
    return [wanted[0] ? passed() : undefined, wanted[1] ? toSlope() : undefined];
  },
};
