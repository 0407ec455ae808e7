// Takes a trained model away in the format that was asked for, with everything it needs beside it, and proves it: the file is read back
// and compared with the app's own answers. A failure leaves the trained model, and an older export, as they were.
import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { compileInference } from '../../engine/compile/inference.ts';
import { normalisedModel } from '../../engine/normalised-model.ts';
import { AppError } from '../../shared/errors.ts';
import { mulberry32, shuffled } from '../../shared/random.ts';
import type { ExportFormat } from '../../shared/records/model-export.ts';
import type { ModelCard } from '../../shared/records/run.ts';
import { sha256, writeDurably } from '../formats/models/durable-folder.ts';
import { checksumLines, exportBundle } from '../formats/models/export-bundle.ts';
import { modelFileBytes } from '../formats/models/model-formats.ts';
import { onnxClassesKey } from '../formats/models/onnx-classes.ts';
import type { ExportJob, JobOutcome } from './api.ts';
import { readNetwork, type Network } from './classifier.ts';
import { agreementOf, answersOf, openOwnWay, openWritten, type Asking } from './export-proof.ts';
import type { JobContext } from './job-context.ts';
import { progressOf } from './progress.ts';

type Outcome = Extract<JobOutcome, { kind: 'export' }>;
type Files = ReadonlyMap<string, string | Uint8Array>;

/** Does an export job. Throws AppError export-failed {file, reason}, disk-full, what reading the model or writing the format throws. */
export async function exportModel(job: ExportJob, context: JobContext): Promise<Outcome> {
  const { file, format, photos, threads } = job;
  const progress = progressOf(context);
  progress('preparing', 0, 1);
  const folder = path.dirname(file);
  const temporary = path.join(folder, `.writing-${randomUUID().slice(0, 8)}`);
  try {
    await mkdir(temporary);
    let done = 0;
    // Of every class some, where not all are asked about.
    const asked = shuffled(photos, mulberry32(photos.length));
    const asking = { photos: asked, context, onPhoto: () => progress('scoring', ++done, 2 * asked.length) };
    const { names, bytes, own, preprocessing } = await writeAndAsk(temporary, job, asking);
    let agreement: Outcome['agreement'] = { photos: 0, same: 0, largest: 0 };
    if (format !== 'card') {
      const written = path.join(temporary, path.basename(file));
      const open = () => openWritten(written, format, preprocessing, threads);
      agreement = agreementOf(own, await answersOf(open, preprocessing, asking), file);
    }
    for (const name of names) await rename(path.join(temporary, name), path.join(folder, name));
    return { kind: 'export', file, bytes, agreement };
  } catch (error) {
    throw asExportError(error, file);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Reads the model, writes it and asks it. A function of its own, so that its weights are gone before the file is read back. */
async function writeAndAsk(folder: string, job: ExportJob, asking: Asking) {
  const network = await readNetwork(job.modelFolder, job.resourcesFolder);
  const { preprocessing } = network;
  const { names, bytes } = await writeFiles(folder, job, network);
  const open = () => openOwnWay(network, job.threads);
  const own = job.format === 'card' ? new Map<number, Float32Array>() : await answersOf(open, preprocessing, asking);
  return { names, bytes, own, preprocessing };
}

/** Writes the model and what belongs beside it; `bytes` of the model alone. */
async function writeFiles(
  folder: string,
  job: ExportJob,
  network: Network,
): Promise<{ names: string[]; bytes: number }> {
  const { format, stem } = job;
  const name = path.basename(job.file);
  const { trained, classes, preprocessing } = network;
  if (trained === null) throw new AppError('model-missing', { file: job.modelFolder });
  const model = await modelFiles(network, format, name);
  const hashes = new Map([...model].map(([each, bytes]) => [each, sha256(bytes)]));
  const card = { ...(trained.card as unknown as ModelCard), classes, files: Object.fromEntries(hashes) };
  const { heightPx, widthPx } = preprocessing;
  const bundle = exportBundle({ format, modelName: name, stem, card, heightPx, widthPx });
  for (const [each, text] of bundle) hashes.set(each, sha256(text));
  const files: Files = new Map<string, string | Uint8Array>([
    ...model,
    ...bundle,
    [`${stem}.sha256`, checksumLines(hashes)],
  ]);
  for (const [each, content] of files) await writeDurably(path.join(folder, each), content);
  const bytes = [...model.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
  return { names: [...files.keys()], bytes };
}

/** The model's own files; with ONNX the whole way from a photo of any size is inside, with Keras' formats all but the resize. */
async function modelFiles(
  { model, weights, preprocessing, classes }: Network,
  format: ExportFormat,
  name: string,
): Promise<ReadonlyMap<string, Uint8Array>> {
  if (format === 'card') return new Map();
  if (format === 'onnx') {
    const metadata = { [onnxClassesKey]: JSON.stringify(classes) };
    return new Map([[name, compileInference({ model, weights, preprocessing, metadata })]]);
  }
  return modelFileBytes(normalisedModel(model, weights, preprocessing), name);
}

function asExportError(error: unknown, file: string): AppError {
  if (error instanceof AppError) return error;
  const reason = (error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.message : String(error));
  if (reason === 'ENOSPC') return new AppError('disk-full', { file, reason }, { cause: error });
  return new AppError('export-failed', { file, reason }, { cause: error });
}
