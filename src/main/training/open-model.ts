// A model file that can be run, whatever its format: its inputs and outputs, and its results for given inputs.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { compileInference } from '../../engine/compile/inference.ts';
import type { Model } from '../../engine/model.ts';
import { normalisedModel } from '../../engine/normalised-model.ts';
import { planModel } from '../../engine/plan.ts';
import type { Plan, PlanValue } from '../../engine/plan.ts';
import type { Tensor } from '../../engine/tensor.ts';
import type { DescribedTensor } from '../../shared/records/model-file.ts';
import { modelInvalid } from '../formats/models/model-error.ts';
import type { ModelSource, WholeModel } from '../formats/models/model-file.ts';
import { formatOf, modelSource, readModelFile } from '../formats/models/model-formats.ts';
import type { ReadModelFile } from '../formats/models/model-formats.ts';
import { readOnnxFile } from '../formats/models/onnx-file.ts';
import { openSession } from '../runtime/onnx.ts';
import { readNetwork } from './classifier.ts';
import { readOnnxLayers } from './onnx-layers-proof.ts';

export type RunnableModel = {
  readonly inputs: readonly DescribedTensor[];
  readonly outputs: readonly DescribedTensor[];
  /** Results in the order of `outputs`, for inputs in the order of `inputs`. @throws AppError `engine-failed`. */
  run(inputs: readonly Tensor[]): Promise<Tensor[]>;
  dispose(): Promise<void>;
};

/** A file, a model folder, or `built-in`; `like`: the graph that a file of weights alone is for. */
export type ModelPlace = { readonly file: string; readonly like?: Model; readonly resourcesFolder: string };

/** An ONNX file, which is run as it is; or a model of layers, null where the weights lie alone and nothing says what they are for. */
export type FoundModel = { readonly onnx: ModelSource } | ({ readonly onnx: null } & ReadModelFile);

/**
 * The model at a place. A model folder's and the built-in one take values of 0 to 255: their normalisation is a layer.
 * @throws AppError `file-missing`, `model-missing`, `model-damaged`, `model-invalid`.
 */
export async function findModel({ file, like, resourcesFolder }: ModelPlace): Promise<FoundModel> {
  const isBuiltIn = file === 'built-in';
  if (isBuiltIn || (await isFolder(file))) {
    const { model, weights, preprocessing } = await readNetwork(isBuiltIn ? null : file, resourcesFolder);
    return { onnx: null, format: 'fovea', ...normalisedModel(model, weights, preprocessing) };
  }
  const source = await modelSource(file);
  if (formatOf(source).id === 'onnx') return { onnx: source };
  return { onnx: null, ...(await readModelFile(source, like)) };
}

/** The same, where a graph of layers is needed: that of an ONNX file is read, and proved. @throws AppError as `findModel`, `model-invalid` for weights alone. */
export async function findWhole(place: ModelPlace, threads: number): Promise<WholeModel> {
  const found = await findModel(place);
  return found.onnx ? readOnnxLayers(found.onnx, threads) : wholeOf(found, place);
}

function wholeOf({ model, weights }: Pick<ReadModelFile, 'model' | 'weights'>, { file }: ModelPlace): WholeModel {
  if (!model) throw modelInvalid(path.basename(file), 'graph-missing');
  return { model, weights };
}

/** @throws AppError as `findModel`, `model-invalid` for weights alone. */
export async function openModelAt(place: ModelPlace, threads: number): Promise<RunnableModel> {
  const found = await findModel(place);
  if (!found.onnx) return openModel(wholeOf(found, place), threads);
  const { inputs, outputs } = readOnnxFile(found.onnx.bytes, found.onnx.name);
  return open(found.onnx.bytes, threads, { inputs, outputs });
}

async function isFolder(file: string): Promise<boolean> {
  return stat(file).then(
    found => found.isDirectory(),
    () => false,
  );
}

/** A model in memory. */
export function openModel({ model, weights }: WholeModel, threads: number): Promise<RunnableModel> {
  return open(compileInference({ model, weights }), threads, endsOf(planModel(model)));
}

/** What goes in and comes out of a model of layers. */
export function endsOf({ inputs, outputs }: Plan): Pick<RunnableModel, 'inputs' | 'outputs'> {
  const described = ({ layer, shape }: PlanValue): DescribedTensor => ({ name: layer, dtype: 'float32', shape });
  return { inputs: inputs.map(described), outputs: outputs.map(described) };
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
