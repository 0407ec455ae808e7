// The loss of a batch in TensorFlow, by the engine's own formula, with the engine's own gradient.
import { OnnxGraph } from '../../engine/compile/onnx-graph.ts';
import type { TrainingStep } from '../../engine/compile/training.ts';
import { batchLoss } from '../../engine/losses/batch-loss.ts';
import type { Loss } from '../../engine/losses/loss.ts';
import { lossFunction } from '../../engine/losses/registry.ts';
import type { Tf, TfTensor } from './tfjs-module.ts';
import { evaluate } from './tfjs-values.ts';

/** What the network gives (logits where the loss reads those) and the step's inputs to a scalar, which TensorFlow can differentiate. */
export function lossOf(
  tf: Tf,
  loss: Loss,
  { predictions, inputs }: TrainingStep,
): (output: TfTensor, given: Readonly<Record<string, TfTensor>>) => TfTensor {
  const onnx = new OnnxGraph();
  const value = onnx.input('value', 'float32', predictions.shape);
  const hasPhotoWeights = inputs.some(({ name }) => name === 'photo_weights');
  const photoWeights = hasPhotoWeights ? onnx.input('photo_weights', 'float32', [predictions.shape[0]!]) : undefined;
  const at = batchLoss(onnx, lossFunction(loss), value, photoWeights);
  return (output, given) =>
    tf.customGrad((x, save) => {
      const [total, gradient] = evaluate(tf, onnx, [at.loss, at.gradient], { ...given, value: x });
      save([gradient!]);
      return { value: total!, gradFunc: (dy, [kept]) => tf.mul(kept!, dy) };
    })(output);
}
