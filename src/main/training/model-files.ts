// Does what the command line asks of model files: says what is in them, converts, runs and compares them.
import path from 'node:path';
import { elementCount, float32Tensor, toFloat32 } from '../../engine/tensor.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { mulberry32 } from '../../shared/random.ts';
import type { DescribedTensor, ModelFileAnswer } from '../../shared/records/model-file.ts';
import { writeNewFiles } from '../formats/models/durable-folder.ts';
import { modelInvalid } from '../formats/models/model-error.ts';
import { modelSource, writeModelFile } from '../formats/models/model-formats.ts';
import { readNpy, writeNpy } from '../formats/models/npy.ts';
import type { ModelFileJob } from './api.ts';
import { modelFactsOf } from './model-facts.ts';
import { findWhole, openModel, openModelAt } from './open-model.ts';
import type { ModelPlace, RunnableModel } from './open-model.ts';

/** Inputs that two models are compared on, and the side of photos where a model takes any. */
const [samples, sideWherePhotosAreAny] = [4, 96];

/** @throws AppError `file-missing`, `model-invalid`, `conflict`, `engine-failed`, `disk-full`, `disk-failed`. */
export async function doModelFileJob({ request, threads, resourcesFolder }: ModelFileJob): Promise<ModelFileAnswer> {
  const like =
    request.like === null ? {} : { like: (await findWhole({ file: request.like, resourcesFolder }, threads)).model };
  const place = (file: string): ModelPlace => ({ file, resourcesFolder, ...like });
  switch (request.action) {
    case 'info':
      return { action: 'info', facts: await modelFactsOf(place(request.file)) };
    case 'convert':
      return convert(place(request.from), request.to, threads);
    case 'run':
      return run(place(request.file), request, threads);
    case 'verify': {
      const opened = (file: string) => () => openModelAt(place(file), threads);
      const name = path.basename(request.second);
      return {
        action: 'verify',
        samples,
        outputs: await compared(opened(request.first), opened(request.second), name),
      };
    }
  }
}

/** Writes, reads back and compares. */
async function convert(from: ModelPlace, to: string, threads: number): Promise<ModelFileAnswer> {
  const whole = await findWhole(from, threads);
  const files = await writeModelFile(whole, to);
  const outputs = await compared(
    () => openModel(whole, threads),
    () => openModelAt({ ...from, file: to, like: whole.model }, threads),
    path.basename(to),
  );
  return { action: 'convert', files, largest: Math.max(...outputs.map(({ largest }) => largest)) };
}

async function run(
  place: ModelPlace,
  { input, output }: { readonly input: string; readonly output: string },
  threads: number,
): Promise<ModelFileAnswer> {
  const model = await openModelAt(place, threads);
  const given = readNpy((await modelSource(input)).bytes, path.basename(input));
  const [wanted] = model.inputs;
  if (model.inputs.length !== 1) {
    const detail = `a model with ${model.inputs.length} inputs, one expected`;
    throw modelInvalid(path.basename(place.file), 'fields-wrong', detail);
  }
  const tensor = wanted!.dtype === 'float32' ? float32Tensor(given.shape, toFloat32(given)) : given;
  if (!fits(tensor.shape, wanted!.shape)) {
    const detail = `${shapeText(wanted!.shape)} expected, ${shapeText(tensor.shape)} received`;
    throw modelInvalid(path.basename(input), 'shape-mismatch', detail);
  }
  const [result] = await model.run([tensor]);
  await model.dispose();
  await writeNewFiles(path.dirname(output), new Map([[path.basename(output), writeNpy(result!)]]));
  return { action: 'run', output: { name: model.outputs[0]!.name, dtype: result!.dtype, shape: result!.shape } };
}

const fits = (shape: readonly number[], wanted: DescribedTensor['shape']): boolean =>
  shape.length === wanted.length && wanted.every((size, axis) => size === null || size === shape[axis]);
const shapeText = (shape: DescribedTensor['shape']): string => `[${shape.map(size => size ?? 'any').join(', ')}]`;

/**
 * The largest difference of each output on the same seeded inputs; one model is open at a time.
 * @throws AppError `model-invalid` where they have other inputs or outputs.
 */
async function compared(
  openFirst: () => Promise<RunnableModel>,
  openSecond: () => Promise<RunnableModel>,
  name: string,
): Promise<{ name: string; shape: readonly number[]; largest: number }[]> {
  const described = ({ inputs }: RunnableModel): string =>
    inputs.map(({ shape }) => shapeText(shape.slice(1))).join(' and ');
  const first = await openFirst();
  const inputs = madeInputs(first.inputs);
  const ours = await first.run(inputs);
  await first.dispose();
  const second = await openSecond();
  if (described(first) !== described(second))
    throw modelInvalid(name, 'shape-mismatch', `inputs ${described(first)} expected, ${described(second)} received`);
  const theirs = await second.run(inputs);
  await second.dispose();
  return ours.map((tensor, at) => {
    const other = theirs[at];
    if (other?.shape.join() !== tensor.shape.join())
      throw modelInvalid(
        name,
        'shape-mismatch',
        `output ${shapeText(tensor.shape)} expected, ${other ? shapeText(other.shape) : 'none'} received`,
      );
    const [a, b] = [toFloat32(tensor), toFloat32(other)];
    return {
      name: first.outputs[at]!.name,
      shape: tensor.shape,
      largest: a.reduce((largest, value, place) => Math.max(largest, Math.abs(value - b[place]!)), 0),
    };
  });
}

function madeInputs(inputs: readonly DescribedTensor[]): Tensor[] {
  const random = mulberry32(1);
  return inputs.map(({ dtype, shape }): Tensor => {
    const sizes = shape.map((size, axis) => size ?? (axis === 0 ? samples : sideWherePhotosAreAny));
    const length = elementCount(sizes);
    if (dtype === 'uint8') return { dtype, shape: sizes, data: Uint8Array.from({ length }, () => random() * 256) };
    return float32Tensor(
      sizes,
      Float32Array.from({ length }, () => random() * 2 - 1),
    );
  });
}
