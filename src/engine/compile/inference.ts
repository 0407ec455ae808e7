// A model as an ONNX graph for inference: weights constant, batch norms folded, preprocessing inside where asked for.
import { invariant } from '../../shared/errors.ts';
import { toKerasOrder, toOnnxOrder } from '../layers/axes.ts';
import type { Model } from '../model.ts';
import { layerOutput, planModel } from '../plan.ts';
import type { Plan, PlanValue } from '../plan.ts';
import type { Preprocessing } from '../preprocessing.ts';
import { float32Tensor, toFloat32 } from '../tensor.ts';
import type { Weights } from '../tensor.ts';
import { checkWeights } from '../weights.ts';
import { foldBatchNorms } from './folding.ts';
import { lower } from './lower.ts';
import { OnnxGraph } from './onnx-graph.ts';
import type { Value } from './onnx-graph.ts';
import { photoInput, preprocess } from './preprocessing.ts';
import { Tape } from './tape.ts';

export type InferenceOptions = {
  readonly model: Model;
  readonly weights: Weights;
  /** With it the graph reads `photo`, uint8 [batch, H, W, 3] of any H and W; without it the model's inputs, float32. */
  readonly preprocessing?: Preprocessing;
  /** Layers whose outputs to give; without it the model's own. */
  readonly outputs?: readonly string[];
  /** Photos at once; 1 by default with preprocessing, otherwise any number. */
  readonly batch?: number | 'any';
  /** Key-value properties written into the file. */
  readonly metadata?: Readonly<Record<string, string>>;
};

/**
 * ONNX ModelProto bytes. A model with one input reads `input` (with several: their layer names), float32 in Keras' order
 * (NHWC). Outputs have the names of their layers, in Keras' order; the only output of a model that ends in softmax is
 * called `probabilities`.
 * @throws AppError `model-invalid` where weights are missing or do not fit, or an output layer does not exist.
 */
export function compileInference({
  model,
  weights,
  preprocessing,
  outputs,
  batch,
  metadata,
}: InferenceOptions): Uint8Array {
  checkWeights(planModel(model).weights, weights);
  const folded = foldBatchNorms(model, weights, new Set(outputs));
  const plan = planModel(folded.model);
  const wanted = outputs ? outputs.map(name => layerOutput(plan, name)) : plan.outputs;
  const onnx = new OnnxGraph();
  const tape = new Tape(onnx);
  const size = batch === 'any' ? null : (batch ?? (preprocessing ? 1 : null));
  const values = lower({
    plan,
    tape,
    inputs: modelInputs(tape, plan, size, preprocessing),
    wanted: wanted.map(value => value.key),
    weight: key => {
      const tensor = folded.weights.get(key)!;
      return onnx.constant(float32Tensor(tensor.shape, toFloat32(tensor)), key);
    },
  });
  for (const { layer, key } of wanted) {
    const value = values.get(key)!;
    const isClassifier = !outputs && wanted.length === 1 && tape.madeBy(value)?.name === 'softmax';
    onnx.output(isClassifier ? 'probabilities' : layer, toKerasOrder(tape, value));
  }
  return onnx.toBytes(model.name, metadata);
}

function modelInputs(
  tape: Tape,
  plan: Plan,
  batch: number | null,
  preprocessing: Preprocessing | undefined,
): Map<string, Value> {
  const { onnx } = tape;
  if (preprocessing) {
    const [input] = plan.inputs;
    const size = [preprocessing.heightPx, preprocessing.widthPx, 3].join();
    invariant(
      plan.inputs.length === 1 && input!.shape.slice(1).join() === size,
      'the preprocessing gives what the model reads',
    );
    return new Map([[input!.key, toOnnxOrder(tape, preprocess(onnx, photoInput(onnx, batch), preprocessing))]]);
  }
  const name = ({ layer }: PlanValue): string => (plan.inputs.length === 1 ? 'input' : layer);
  return new Map(
    plan.inputs.map(input => {
      const value = onnx.input(name(input), 'float32', [batch, ...input.shape.slice(1)]);
      return [input.key, toOnnxOrder(tape, value)];
    }),
  );
}
