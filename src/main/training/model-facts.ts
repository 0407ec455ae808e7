// What is in a model file, for people and programs: inputs, outputs, layers, parameters.
import path from 'node:path';
import { layerOf, planModel } from '../../engine/plan.ts';
import { elementCount } from '../../engine/tensor.ts';
import type { ModelFacts } from '../../shared/records/model-file.ts';
import { readOnnxFile } from '../formats/models/onnx-file.ts';
import { findModel, onnxAt } from './open-model.ts';
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
  const source = await onnxAt(place.file);
  if (source) {
    const { inputs, outputs, nodes, parameters } = readOnnxFile(source.bytes, source.name);
    const copied = (tensors: typeof inputs): ModelFacts['inputs'] =>
      tensors.map(({ name, dtype, shape }) => ({ name, dtype, shape: [...shape] }));
    const ends = { inputs: copied(inputs), outputs: copied(outputs) };
    return { ...nothing, format: 'onnx', ...ends, nodes: Object.fromEntries(nodes), parameters };
  }
  const { format, model, weights } = await findModel(place);
  const tensors = [...weights].map(([name, { dtype, shape }]) => ({ name, dtype, shape: [...shape] }));
  const parameters = tensors.reduce((sum, { shape }) => sum + elementCount(shape), 0);
  if (!model) return { ...nothing, format, tensors, parameters };
  const plan = planModel(model);
  const described = (values: typeof plan.inputs): ModelFacts['inputs'] =>
    values.map(({ layer, shape }) => ({ name: layer, dtype: 'float32', shape: [...shape] }));
  const inLayer = new Map<string, number>();
  for (const { key, shape } of plan.weights)
    inLayer.set(layerOf(key), (inLayer.get(layerOf(key)) ?? 0) + elementCount(shape));
  const layers = plan.steps.map(({ layer, className, shape }) => ({
    name: layer,
    className,
    shape: [...shape],
    parameters: inLayer.get(layer) ?? 0,
  }));
  return {
    ...nothing,
    format,
    name: model.name,
    inputs: described(plan.inputs),
    outputs: described(plan.outputs),
    layers,
    parameters,
  };
}
