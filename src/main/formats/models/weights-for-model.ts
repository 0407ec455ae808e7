// Whether the weights of a file are those of a model: every name and shape, and nothing but finite floats.
import type { Model } from '../../../engine/model.ts';
import type { ModelWeight } from '../../../engine/plan.ts';
import type { Tensor, Weights } from '../../../engine/tensor.ts';
import { float32Tensor, toFloat32 } from '../../../engine/tensor.ts';
import { modelWeights } from '../../../engine/weights.ts';
import { modelInvalid } from './model-error.ts';
import { nonFiniteWeights } from './safetensors.ts';

/**
 * The model's weights in the order of its layers, float16 widened to float32. `file` is the file's name for the error.
 * @throws AppError `model-invalid` {file, reason, detail}: `fields-wrong` with the first weight that is missing and the first that
 * the model does not have, `shape-mismatch`, `type-unsupported`, `not-a-number`.
 */
export function weightsFor(model: Model, weights: Weights, file: string): Map<string, Tensor> {
  const specs = modelWeights(model);
  checkFit(specs, weights, file);
  const integers = specs.find(({ key }) => !isFloat(weights.get(key)!));
  if (integers) throw modelInvalid(file, 'type-unsupported', `${integers.key} is ${weights.get(integers.key)!.dtype}`);
  refuseNonFinite(weights, file);
  return new Map(
    specs.map(({ key }) => {
      const tensor = weights.get(key)!;
      return [key, tensor.dtype === 'float32' ? tensor : float32Tensor(tensor.shape, toFloat32(tensor))];
    }),
  );
}

/** @throws AppError `model-invalid` `not-a-number` naming the first weight that holds NaN or infinity. */
export function refuseNonFinite(weights: Weights, file: string): void {
  const [first, ...others] = nonFiniteWeights(weights);
  if (first === undefined) return;
  throw modelInvalid(file, 'not-a-number', `${shown(first)}${andMore(others.length)} holds NaN or infinity`);
}

/** All that is wrong at once: a weight under a wrong name is both missing and one too many. */
function checkFit(specs: readonly ModelWeight[], weights: Weights, file: string): void {
  const keys = new Set(specs.map(({ key }) => key));
  const missing = specs.filter(({ key }) => !weights.has(key)).map(({ key }) => key);
  const superfluous = [...weights.keys()].filter(key => !keys.has(key));
  const misshapen = specs
    .filter(({ key, shape }) => weights.has(key) && weights.get(key)!.shape.join() !== shape.join())
    .map(({ key, shape }) => `${key} [${weights.get(key)!.shape.join(', ')}], expected [${shape.join(', ')}]`);
  const faults = [
    ...faultOf('missing', missing),
    ...faultOf('not of this model', superfluous),
    ...faultOf('of another shape', misshapen),
  ];
  if (faults.length === 0) return;
  const reason = missing.length + superfluous.length > 0 ? 'fields-wrong' : 'shape-mismatch';
  throw modelInvalid(file, reason, faults.join('; '));
}

function faultOf(what: string, [first, ...others]: readonly string[]): string[] {
  return first === undefined ? [] : [`${what}: ${shown(first)}${andMore(others.length)}`];
}

const shown = (name: string): string => name.slice(0, 200);
const andMore = (count: number): string => (count === 0 ? '' : ` and ${count} more`);
const isFloat = ({ dtype }: Tensor): boolean => dtype === 'float32' || dtype === 'float16';
