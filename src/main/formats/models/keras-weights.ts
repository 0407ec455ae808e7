// One weight of a model out of a dataset of a Keras file: there, of the right shape, of numbers.
import type { ModelWeight } from '../../../engine/plan.ts';
import { isFiniteTensor } from '../../../engine/weights.ts';
import { float32Tensor, toFloat32 } from '../../../engine/tensor.ts';
import type { Tensor } from '../../../engine/tensor.ts';
import type { Hdf5Dataset, Hdf5Group } from './hdf5.ts';
import { modelInvalid } from './model-error.ts';

/** A tensor as the engine has weights: halves widen, and counters, which Keras keeps as whole numbers, become floats. */
function asFloats(tensor: Tensor): Tensor {
  if (tensor.dtype === 'float16') return float32Tensor(tensor.shape, toFloat32(tensor));
  if (tensor.dtype === 'float32') return tensor;
  return float32Tensor(tensor.shape, Float32Array.from(tensor.data, Number));
}

/** @throws AppError `model-invalid`: `fields-wrong` where there is no dataset, `shape-mismatch`, `not-a-number`, or as the dataset throws. */
export function readWeight(spec: ModelWeight, dataset: Hdf5Dataset | undefined, file: string): Tensor {
  const wanted = `${spec.key} [${spec.shape.join(', ')}]`;
  if (!dataset) throw modelInvalid(file, 'fields-wrong', `${wanted} is not in the file`);
  if (dataset.shape.join() !== spec.shape.join())
    throw modelInvalid(file, 'shape-mismatch', `${wanted} is [${dataset.shape.join(', ')}] in ${dataset.path}`);
  return finite(asFloats(dataset.tensor()), spec.key, file);
}

/** Every dataset of the group and the groups in it by its path in the file. */
export function readUnnamed(group: Hdf5Group, file: string): Map<string, Tensor> {
  const own = [...group.datasets.values()].map(dataset => {
    const name = dataset.path.slice(1);
    return [name, finite(asFloats(dataset.tensor()), name, file)] as const;
  });
  return new Map([...own, ...[...group.groups.values()].flatMap(inside => [...readUnnamed(inside, file)])]);
}

function finite(tensor: Tensor, name: string, file: string): Tensor {
  if (!isFiniteTensor(tensor)) throw modelInvalid(file, 'not-a-number', name);
  return tensor;
}

/** The dataset at a path below a group. */
export function datasetAt(group: Hdf5Group, path: string): Hdf5Dataset | undefined {
  const names = path.split('/');
  const last = names.pop()!;
  let inside: Hdf5Group | undefined = group;
  for (const name of names) inside = inside?.groups.get(name);
  return inside?.datasets.get(last);
}
