// What is in a model file, for people and programs: inputs, outputs, layers, parameters.
import path from 'node:path';
import { layerOf, planModel } from '../../engine/plan.ts';
import { elementCount } from '../../engine/tensor.ts';
import type { DescribedTensor, ModelFacts } from '../../shared/records/model-file.ts';
import { readOnnxFile } from '../formats/models/onnx-file.ts';
import { endsOf, findModel } from './open-model.ts';
import type { ModelPlace } from './open-model.ts';

/** @throws AppError `model-invalid`. */
export async function modelFactsOf(place: ModelPlace): Promise<ModelFacts> {
  const nothing = {
    name: path.basename(place.file),
    inputs: [],
    outputs: [],
    layers: [],
    nodes: {},
    tensors: [],
    parameters: 0,
  };
  const found = await findModel(place);
  if (found.onnx) {
    const { inputs, outputs, nodes, parameters } = readOnnxFile(found.onnx.bytes, found.onnx.name);
    const described = ({ name, dtype, shape }: DescribedTensor): DescribedTensor => ({ name, dtype, shape });
    const ends = { inputs: inputs.map(described), outputs: outputs.map(described) };
    return { ...nothing, format: 'onnx', ...ends, nodes: Object.fromEntries(nodes), parameters };
  }
  const { format, model, weights } = found;
  const tensors = [...weights].map(([name, { dtype, shape }]) => ({ name, dtype, shape }));
  const parameters = tensors.reduce((sum, { shape }) => sum + elementCount(shape), 0);
  if (!model) return { ...nothing, format, tensors, parameters };
  const plan = planModel(model);
  const inLayer = new Map<string, number>();
  for (const { key, shape } of plan.weights)
    inLayer.set(layerOf(key), (inLayer.get(layerOf(key)) ?? 0) + elementCount(shape));
  const layers = plan.steps.map(({ layer, className, shape }) => ({
    name: layer,
    className,
    shape,
    parameters: inLayer.get(layer) ?? 0,
  }));
  return { ...nothing, format, name: model.name, ...endsOf(plan), layers, parameters };
}
