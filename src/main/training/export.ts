// Exports a trained model as ONNX with everything inside, and proves it: the file is read back into a fresh session and compared
// with the app's own way from photo to probabilities. A failure leaves the trained model, and an older export, as they were.
import { randomUUID } from 'node:crypto';
import { readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { compileInference } from '../../engine/compile/inference.ts';
import { readModel } from '../../engine/graph.ts';
import { AppError } from '../../shared/errors.ts';
import type { ModelCard } from '../../shared/records/run.ts';
import { readBuiltIn } from '../formats/models/built-in.ts';
import { sha256, writeDurably } from '../formats/models/durable-folder.ts';
import type { TrainedModel } from '../formats/models/model-folder.ts';
import { checksumLines, onnxBundle } from '../formats/models/onnx-bundle.ts';
import { openSession } from '../runtime/onnx.ts';
import type { ExportJob, JobOutcome } from './api.ts';
import { openBackbone } from './backbone.ts';
import { openClassifier, readClassifier, type OpenClassifier } from './classifier.ts';
import { photoErrorOf } from './features.ts';
import type { DecodedPhoto, JobContext } from './job-context.ts';
import { loadAhead } from './load-ahead.ts';
import { progressOf } from './progress.ts';

type Outcome = Extract<JobOutcome, { kind: 'export' }>;
const photosAhead = 8;

/** Does an export job. Throws AppError export-failed {file, reason}, or what reading the model throws. */
export async function exportOnnx(job: ExportJob, context: JobContext): Promise<Outcome> {
  const progress = progressOf(context);
  progress('preparing', 0, 1);
  const { onnx, trained, atLeastPx } = await readClassifier(job.modelFolder, job.resourcesFolder);
  if (trained === null) throw new AppError('model-missing', { file: job.modelFolder });
  const files = bundleOf(path.basename(job.file), onnx, trained);
  const folder = path.dirname(job.file);
  const temporary = new Map(
    [...files.keys()].map(name => [name, path.join(folder, `.${name}.writing-${randomUUID().slice(0, 8)}`)]),
  );
  try {
    progress('saving', 0, 1);
    for (const [name, bytes] of files) await writeDurably(temporary.get(name)!, bytes);
    const written = await readFile(temporary.get(path.basename(job.file))!);
    const agreement = await compare({ job, context, written, trained, atLeastPx, progress });
    for (const [name, file] of temporary) await rename(file, path.join(folder, name));
    return { kind: 'export', file: job.file, bytes: written.byteLength, agreement };
  } catch (error) {
    for (const file of temporary.values()) await rm(file, { force: true });
    throw asExportError(error, job.file);
  }
}

function bundleOf(onnxName: string, onnx: Uint8Array, trained: TrainedModel): Map<string, string | Uint8Array> {
  const stored = trained.card as unknown as ModelCard;
  const card: ModelCard = {
    ...stored,
    classes: trained.classes.map(({ name }) => name),
    files: { [onnxName]: sha256(onnx) },
  };
  const files = new Map<string, string | Uint8Array>([[onnxName, onnx], ...onnxBundle(onnxName, card)]);
  const hashes = new Map([...files].map(([name, bytes]) => [name, sha256(bytes)]));
  return files.set(`${onnxName.replace(/\.onnx$/i, '')}.sha256`, checksumLines(hashes));
}

type Comparison = {
  readonly job: ExportJob;
  readonly context: JobContext;
  /** The bytes as the disk gave them back. */
  readonly written: Uint8Array;
  readonly trained: TrainedModel;
  readonly atLeastPx: number;
  readonly progress: ReturnType<typeof progressOf>;
};

/** How far the file's answers are from the app's own on the given photos; photos that cannot be read are left out. */
async function compare({
  job,
  context,
  written,
  trained,
  atLeastPx,
  progress,
}: Comparison): Promise<Outcome['agreement']> {
  const exported = await openClassifier(written, job.threads);
  const own = await openOwnWay(trained, job);
  const decode = ({ file }: ExportJob['photos'][number]): Promise<DecodedPhoto> => context.pixels(file, { atLeastPx });
  const agreement = { photos: 0, same: 0, largest: 0 };
  let done = 0;
  for await (const { outcome } of loadAhead(job.photos, decode, photosAhead)) {
    progress('scoring', ++done, job.photos.length);
    if (outcome.status === 'rejected') {
      photoErrorOf(outcome.reason);
      continue;
    }
    const [ours, theirs] = [await own.probabilities(outcome.value), await exported.probabilities(outcome.value)];
    agreement.photos += 1;
    if (indexOfLargest(ours) === indexOfLargest(theirs)) agreement.same += 1;
    for (const [index, value] of ours.entries())
      agreement.largest = Math.max(agreement.largest, Math.abs(value - theirs[index]!));
  }
  await exported.dispose();
  await own.dispose();
  if (!Number.isFinite(agreement.largest))
    throw new AppError('export-failed', { file: job.file, reason: 'not-a-number' });
  return agreement;
}

/** The way training takes: resize, normalise and flip here, backbone and head as two graphs. Nothing of the exported graph is used. */
async function openOwnWay(trained: TrainedModel, job: ExportJob): Promise<OpenClassifier> {
  const head = await openSession(compileInference({ model: readModel(trained.graph), weights: trained.weights }), {
    threads: job.threads,
  });
  const backbone = await openBackbone(await readBuiltIn(job.resourcesFolder), job.threads);
  return {
    async probabilities(photo: DecodedPhoto): Promise<Float32Array> {
      const [features] = await backbone.features(photo, ['original']);
      const outputs = await head.run({
        [head.inputs[0]!]: { dtype: 'float32', shape: [1, backbone.length], data: features! },
      });
      return outputs['probabilities']!.data as Float32Array;
    },
    async dispose(): Promise<void> {
      await head.dispose();
      await backbone.dispose();
    },
  };
}

function indexOfLargest(values: Float32Array): number {
  return values.reduce((best, value, index) => (value > values[best]! ? index : best), 0);
}

function asExportError(error: unknown, file: string): AppError {
  if (error instanceof AppError) return error;
  const reason = (error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.message : String(error));
  if (reason === 'ENOSPC') return new AppError('disk-full', { file, reason }, { cause: error });
  return new AppError('export-failed', { file, reason }, { cause: error });
}
