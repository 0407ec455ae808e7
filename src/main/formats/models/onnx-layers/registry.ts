// Every ONNX operator that becomes layers, by its name: a new one is one line here and one function in the file of its subject.
import * as activations from './activations.ts';
import { conv, convTranspose } from './convolution.ts';
import { gemm, matMul } from './dense.ts';
import { erf } from './gelu.ts';
import { cast } from './inputs.ts';
import { add, concat, divide, maximum, multiply, subtract, sum } from './merge.ts';
import { batchNormalization, instanceNormalization, layerNormalization } from './normalisation.ts';
import { gather, pad, resize, slice } from './places.ts';
import { averagePool, globalAveragePool, globalMaxPool, maxPool, reduceMax, reduceMean } from './pooling.ts';
import { flatten, reshape, squeeze, transpose, unsqueeze } from './shapes.ts';
import { productOfSizes, repeatedSize, shape } from './sizes.ts';
import type { Step, Translator } from './step.ts';
import type { Value } from './values.ts';

/** Nothing happens when a network is asked. */
function same(step: Step): Value {
  const [value] = step.inputs;
  if (value) return value;
  throw step.refuse('it reads nothing');
}

const { named } = activations;

export const translators: ReadonlyMap<string, Translator> = new Map<string, Translator>([
  ['Add', add],
  ['AveragePool', averagePool],
  ['BatchNormalization', batchNormalization],
  ['Cast', cast],
  ['Clip', activations.clip],
  ['Concat', concat],
  ['ConstantOfShape', repeatedSize],
  ['Conv', conv],
  ['ConvTranspose', convTranspose],
  ['Div', divide],
  ['Dropout', same],
  ['Elu', activations.elu],
  ['Erf', erf],
  ['Flatten', flatten],
  ['Gather', gather],
  ['Gelu', activations.gelu],
  ['Gemm', gemm],
  ['GlobalAveragePool', globalAveragePool],
  ['GlobalMaxPool', globalMaxPool],
  ['HardSigmoid', activations.hardSigmoid],
  ['HardSwish', named('hard_silu')],
  ['Identity', same],
  ['InstanceNormalization', instanceNormalization],
  ['LayerNormalization', layerNormalization],
  ['LeakyRelu', activations.leakyRelu],
  ['MatMul', matMul],
  ['Max', maximum],
  ['MaxPool', maxPool],
  ['Mul', multiply],
  ['PRelu', activations.prelu],
  ['Pad', pad],
  ['ReduceMax', reduceMax],
  ['ReduceMean', reduceMean],
  ['ReduceProd', productOfSizes],
  ['Relu', activations.relu],
  ['Reshape', reshape],
  ['Resize', resize],
  ['Selu', activations.selu],
  ['Shape', shape],
  ['Sigmoid', named('sigmoid', true)],
  ['Slice', slice],
  ['Softmax', activations.softmax],
  ['Softplus', named('softplus', true)],
  ['Squeeze', squeeze],
  ['Sub', subtract],
  ['Sum', sum],
  ['Tanh', named('tanh')],
  ['Transpose', transpose],
  ['Unsqueeze', unsqueeze],
  ['Upsample', resize],
]);
