// A model and its gradients as one ONNX graph: how Σ output · cotangent changes with the inputs and with every trainable weight.
import { toKerasOrder, toOnnxOrder } from '../layers/axes.ts';
import { modelInvalid } from '../layers/config.ts';
import type { Model } from '../model.ts';
import { planModel } from '../plan.ts';
import { OnnxGraph } from './onnx-graph.ts';
import { trainingGraph } from './training-graph.ts';
import type { GraphOptions, GraphValue } from './training-graph.ts';

export type GradientGraph = {
  readonly onnx: Uint8Array;
  /** Data inputs, then the noise, then the weights; besides them the graph reads `cotangent`, of the output's Keras shape. */
  readonly inputs: readonly GraphValue[];
  /** The output's shape in Keras' order. */
  readonly output: readonly number[];
};

/**
 * Writes `output`, `grad/<input>` and `grad/<layer/weight>`, all in Keras' order; in training mode also the moving
 * statistics as `after/<layer/weight>`.
 * @throws AppError `model-invalid` for a model with several outputs.
 */
export function compileGradients({ model, ...options }: GraphOptions & { readonly model: Model }): GradientGraph {
  const plan = planModel(model);
  const [output] = plan.outputs;
  if (plan.outputs.length !== 1) throw modelInvalid(model.name, 'one output', `${plan.outputs.length} outputs`);
  const onnx = new OnnxGraph();
  const graph = trainingGraph(onnx, plan, options);
  const { tape } = graph;
  const trainable = plan.weights.filter(weight => weight.isTrainable && graph.weights.has(weight.key));
  const outputShape = [options.batch, ...(output!.shape.slice(1) as number[])];
  const cotangent = toOnnxOrder(tape, onnx.input('cotangent', 'float32', outputShape));
  onnx.output('output', toKerasOrder(tape, graph.outputs[0]!));
  for (const [key, value] of graph.updates) onnx.output(`after/${key}`, value);
  const wanted = [...graph.inputValues, ...trainable.map(weight => graph.weights.get(weight.key)!)];
  const gradients = tape.gradients([{ value: graph.outputs[0]!, gradient: cotangent }], wanted);
  for (const value of wanted) {
    const gradient = gradients.get(value.name);
    if (gradient) onnx.output(`grad/${value.name}`, gradient);
  }
  const weights = [...graph.weights].map(([name, { dtype, shape }]) => ({ name, dtype, shape: shape as number[] }));
  return {
    onnx: onnx.toBytes(`${model.name} gradients`),
    inputs: [...graph.inputs, ...graph.noise, ...weights],
    output: outputShape,
  };
}
