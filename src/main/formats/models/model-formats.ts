// Every format of model files: one line each. Reads a file by what it is and writes one by what its name says.
import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Model } from '../../../engine/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { writeNewFiles } from './durable-folder.ts';
import { kerasH5Format } from './keras-h5.ts';
import { kerasWeightsFormat } from './keras-weights-h5.ts';
import { kerasFormat } from './keras-zip.ts';
import { modelInvalid } from './model-error.ts';
import type { ModelFile, ModelFormat, ModelSource, WholeModel } from './model-file.ts';
import { onnxFormat } from './onnx-export.ts';
import { safetensorsFormat } from './safetensors-format.ts';
import { teachableMachineFormat } from './teachable-machine.ts';
import { tfjsFormat } from './tfjs.ts';
import { torchFormat } from './torch-format.ts';

/** The first one that recognises a file reads it. */
const formats: readonly ModelFormat[] = [
  kerasFormat,
  kerasWeightsFormat,
  kerasH5Format,
  teachableMachineFormat,
  tfjsFormat,
  safetensorsFormat,
  onnxFormat,
  torchFormat,
];

/** What Node reads in one piece. */
const maxFileBytes = 2 ** 31 - 1;

export type ReadModelFile = ModelFile & { readonly format: string };

/** A file and, for formats of several files, what lies beside it. @throws AppError `file-missing` {file}, `model-invalid`. */
export async function modelSource(file: string): Promise<ModelSource> {
  return {
    name: path.basename(file),
    bytes: await bytesOf(file),
    beside(name) {
      if (name !== path.basename(name) || name === '..' || name === '.' || name.includes('\\'))
        throw modelInvalid(path.basename(file), 'offsets-broken', `a part called ${name}`);
      return bytesOf(path.join(path.dirname(file), name));
    },
  };
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      if (size > maxFileBytes) throw modelInvalid(path.basename(file), 'too-large', `${size} bytes`);
    } finally {
      await handle.close();
    }
    return await readFile(file);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('file-missing', { file }, { cause: error });
  }
}

/** The format of a file. @throws AppError `model-invalid` where it is none that Fovea knows. */
export function formatOf(source: ModelSource): ModelFormat {
  const format = formats.find(({ recognises }) => recognises(source));
  if (!format) throw modelInvalid(source.name, 'not-this-format');
  return format;
}

/**
 * The model and weights of a file; `like` is the model that a file of weights
 * alone is for. @throws AppError `model-invalid`.
 */
export async function readModelFile(source: ModelSource, like?: Model): Promise<ReadModelFile> {
  const format = formatOf(source);
  if (!format.read) throw modelInvalid(source.name, 'type-unsupported', `${format.id} is written and run, not read`);
  return { format: format.id, ...(await format.read(source, like)) };
}

/**
 * Writes a model in the format that the file's name says, whole or not at all. Gives each file's name and size.
 * @throws AppError `conflict` where a file is there already, `disk-full`, `disk-failed`, `model-invalid` for an unknown ending.
 */
export async function writeModelFile(model: WholeModel, file: string): Promise<{ name: string; bytes: number }[]> {
  const files = await modelFileBytes(model, path.basename(file));
  await writeNewFiles(path.dirname(file), files);
  return [...files].map(([each, { byteLength }]) => ({ name: each, bytes: byteLength }));
}

/** The same, not written to a disk: the bytes by file name, the first one called `name`. @throws AppError `model-invalid`. */
export async function modelFileBytes(model: WholeModel, name: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const format = formats.find(({ write, recognises }) => write && recognises({ name, bytes: new Uint8Array(0) }));
  if (!format) throw modelInvalid(name, 'ending-unknown');
  return format.write!(model, name);
}
