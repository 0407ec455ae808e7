// Every layer class the engine can compute, by Keras' class name. A new layer is one file and one line here.
import { activation } from './activation.ts';
import { batchNormalization } from './batch-normalization.ts';
import { concatenate } from './concatenate.ts';
import { conv2d } from './conv2d.ts';
import { conv2dTranspose } from './conv2d-transpose.ts';
import { cropping2d } from './cropping2d.ts';
import { dense } from './dense.ts';
import { depthwiseConv2d } from './depthwise-conv2d.ts';
import { dropout } from './dropout.ts';
import { elu } from './elu.ts';
import { flatten } from './flatten.ts';
import { globalAveragePooling2d, globalMaxPooling2d } from './global-pooling.ts';
import { groupNormalization } from './group-normalization.ts';
import { inputLayer } from './input-layer.ts';
import type { LayerClass } from './layer.ts';
import { layerNormalization } from './layer-normalization.ts';
import { leakyRelu } from './leaky-relu.ts';
import { add, average, maximum, multiply, subtract } from './merge.ts';
import { normalization } from './normalization.ts';
import { averagePooling2d, maxPooling2d } from './pooling.ts';
import { prelu } from './prelu.ts';
import { relu } from './relu.ts';
import { rescaling } from './rescaling.ts';
import { reshape } from './reshape.ts';
import { separableConv2d } from './separable-conv2d.ts';
import { softmax } from './softmax.ts';
import { upSampling2d } from './up-sampling2d.ts';
import { zeroPadding2d } from './zero-padding2d.ts';

const classes: readonly LayerClass[] = [
  activation,
  add,
  average,
  averagePooling2d,
  batchNormalization,
  concatenate,
  conv2d,
  conv2dTranspose,
  cropping2d,
  dense,
  depthwiseConv2d,
  dropout,
  elu,
  flatten,
  globalAveragePooling2d,
  globalMaxPooling2d,
  groupNormalization,
  inputLayer,
  layerNormalization,
  leakyRelu,
  maximum,
  maxPooling2d,
  multiply,
  normalization,
  prelu,
  relu,
  rescaling,
  reshape,
  separableConv2d,
  softmax,
  subtract,
  upSampling2d,
  zeroPadding2d,
];

export const layerClasses: ReadonlyMap<string, LayerClass> = new Map(classes.map(layer => [layer.className, layer]));
