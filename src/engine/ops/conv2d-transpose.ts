// Transposed convolution: the input gradient of a convolution as a step of its own. x [N, I, h, w], kernel [kh, kw, O, I], as Keras keeps it → [N, O, H, W].
import type { Convolution } from './convolution-gradient.ts';
import { inputGradient, kernelGradient } from './convolution-gradient.ts';
import { windowAttributes } from './op.ts';
import { mirroredKernel, onnxKernel } from './kernel-layout.ts';
import type { Op } from './op.ts';

export const conv2dTranspose: Op<Convolution & { readonly size: readonly [number, number] }> = {
  name: 'conv2d-transpose',
  outputShape: ([x, kernel], { size }) => [x![0]!, kernel![2]!, ...size],
  forward: (onnx, [x, kernel], attributes, shape) =>
    inputGradient(onnx, x!, mirroredKernel(onnx, kernel!, 1), shape, attributes),
  gradient: (onnx, { inputs: [x, kernel], attributes, gradient, wanted }) => [
    wanted[0]
      ? onnx.node('Conv', [gradient, onnxKernel(onnx, kernel!)], x!.shape, {
          ...windowAttributes(attributes.window),
          group: 1,
        })
      : undefined,
    wanted[1] ? kernelGradient(onnx, gradient, x!, kernel!.shape, attributes) : undefined,
  ],
};
