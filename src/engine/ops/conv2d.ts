// 2-D convolution of x [N, C, H, W] with a kernel [kh, kw, C / groups, O], as Keras keeps it, and an optional bias [O]. Depthwise when groups is C.
import { reduce } from '../compile/onnx-math.ts';
import { inputGradient, kernelGradient } from './convolution-gradient.ts';
import type { Convolution } from './convolution-gradient.ts';
import { mirroredKernel, onnxKernel } from './kernel-layout.ts';
import { windowAttributes, windowedSize } from './op.ts';
import type { Op } from './op.ts';

export const conv2d: Op<Convolution> = {
  name: 'conv2d',
  outputShape: ([x, kernel], { window }) => [
    x![0]!,
    kernel![3]!,
    windowedSize(x![2]!, window, 0),
    windowedSize(x![3]!, window, 1),
  ],
  forward: (onnx, [x, kernel, bias], { window, groups }, shape) =>
    onnx.node('Conv', [x, onnxKernel(onnx, kernel!), bias], shape, {
      ...windowAttributes(window),
      group: groups,
    }),
  gradient: (onnx, { inputs: [x, kernel, bias], attributes, gradient, wanted }) => [
    wanted[0]
      ? inputGradient(onnx, gradient, mirroredKernel(onnx, kernel!, attributes.groups), x!.shape, attributes)
      : undefined,
    wanted[1] ? kernelGradient(onnx, x!, gradient, kernel!.shape, attributes) : undefined,
    bias && wanted[2] ? reduce(onnx, 'ReduceSum', gradient, [0, 2, 3], false) : undefined,
  ],
};
