// A model file that can be run, whatever its format: its inputs and outputs, and its results for given inputs.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { compileInference } from '../../engine/compile/inference.ts';
import type { Model } from '../../engine/model.ts';
import { normalisedModel } from '../../engine/normalised-model.ts';
import { planModel } from '../../engine/plan.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { modelInvalid } from '../formats/models/model-error.ts';
import type { ModelFile, ModelSource, WholeModel } from '../formats/models/model-file.ts';
import { formatOf, modelSource, readModelFile } from '../formats/models/model-formats.ts';
import { readOnnxFile } from '../formats/models/onnx-file.ts';
import { openSession } from '../runtime/onnx.ts';
import { readNetwork } from './classifier.ts';

export type RunnableTensor = {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly (number | null)[];
};

export type RunnableModel = {
  readonly inputs: readonly RunnableTensor[];
  readonly outputs: readonly RunnableTensor[];
  /** Results in the order of `outputs`, for inputs in the order of `inputs`. @throws AppError `engine-failed`. */
  run(inputs: readonly Tensor[]): Promise<Tensor[]>;
  dispose(): Promise<void>;
};

/** A file, a model folder, or `built-in`; `like`: the graph that a file of weights alone is for. */
export type ModelPlace = { readonly file: string; readonly like?: Model; readonly resourcesFolder: string };

/** Where the weights lie alone and nothing says what they are for, `model` is null. */
export type FoundModel = ModelFile & { readonly format: string };

/**
 * The model at a place. A model folder's and the built-in one take values of 0 to 255: their normalisation is a layer.
 * @throws AppError `file-missing`, `model-missing`, `model-damaged`, `model-invalid`.
 */
export async function findModel({ file, like, resourcesFolder }: ModelPlace): Promise<FoundModel> {
  const isBuiltIn = file === 'built-in';
  if (!isBuiltIn && !(await isFolder(file))) return readModelFile(await modelSource(file), like);
  const { model, weights, preprocessing } = await readNetwork(isBuiltIn ? null : file, resourcesFolder);
  return { format: 'fovea', model: normalisedModel(model, preprocessing), weights };
}

/** The same, where a graph is needed. @throws AppError as `findModel`, `model-invalid` for weights alone. */
export async function findWhole(place: ModelPlace): Promise<WholeModel> {
  const { model, weights } = await findModel(place);
  const name = path.basename(place.file);
  if (!model) throw modelInvalid(name, 'graph-missing');
  return { model, weights };
}

/** @throws AppError as `findWhole`. */
export async function openModelAt(place: ModelPlace, threads: number): Promise<RunnableModel> {
  const onnx = await onnxAt(place.file);
  if (!onnx) return openModel(await findWhole(place), threads);
  const { inputs, outputs } = readOnnxFile(onnx.bytes, onnx.name);
  return open(onnx.bytes, threads, { inputs, outputs });
}

/** The file where it is an ONNX file. */
export async function onnxAt(file: string): Promise<ModelSource | undefined> {
  if (file === 'built-in' || (await isFolder(file))) return undefined;
  const source = await modelSource(file);
  return formatOf(source).id === 'onnx' ? source : undefined;
}

async function isFolder(file: string): Promise<boolean> {
  return stat(file).then(
    found => found.isDirectory(),
    () => false,
  );
}

/** A model in memory. */
export function openModel({ model, weights }: WholeModel, threads: number): Promise<RunnableModel> {
  const plan = planModel(model);
  const described = (values: typeof plan.inputs): RunnableTensor[] =>
    values.map(({ layer, shape }) => ({ name: layer, dtype: 'float32', shape }));
  return open(compileInference({ model, weights }), threads, {
    inputs: described(plan.inputs),
    outputs: described(plan.outputs),
  });
}

async function open(
  onnx: Uint8Array,
  threads: number,
  described: Pick<RunnableModel, 'inputs' | 'outputs'>,
): Promise<RunnableModel> {
  const session = await openSession(onnx, { threads });
  return {
    ...described,
    async run(inputs) {
      const results = await session.run(Object.fromEntries(session.inputs.map((name, at) => [name, inputs[at]!])));
      return session.outputs.map(name => results[name]!);
    },
    dispose: () => session.dispose(),
  };
}
