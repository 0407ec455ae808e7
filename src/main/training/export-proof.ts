// The proof of an export: what the written file says of each photo against what the app says. First the app's own way, then the file as
// the disk gave it back, in a session of its own; one network is open at a time, because a whole one takes hundreds of megabytes.
import { compileInference } from '../../engine/compile/inference.ts';
import type { Preprocessing } from '../../engine/preprocessing.ts';
import { float32Tensor } from '../../engine/tensor.ts';
import { AppError } from '../../shared/errors.ts';
import type { ExportFormat } from '../../shared/records/model-export.ts';
import type { ExportAgreement } from '../../shared/records/run.ts';
import { modelSource, readModelFile } from '../formats/models/model-formats.ts';
import { openSession } from '../runtime/onnx.ts';
import type { ExportJob } from './api.ts';
import { openClassifier, type Network, type OpenClassifier } from './classifier.ts';
import { inputFiller, openResizer } from './extractor.ts';
import { photoErrorOf } from './features.ts';
import type { DecodedPhoto, JobContext } from './job-context.ts';
import { loadAhead } from './load-ahead.ts';

const photosAhead = 8;
/** A large network is asked about fewer photos: as many as it answers in this time, and these at least. */
const [secondsOfAsking, fewestPhotos] = [3, 20];

export type Asking = {
  readonly photos: ExportJob['photos'];
  readonly context: JobContext;
  /** Called after each photo, also one that could not be read. */
  readonly onPhoto: () => void;
};

/**
 * Probabilities by the photo's place; photos that cannot be read are left out, and the last ones where the first took long. The
 * classifier is closed afterwards.
 */
export async function answersOf(
  open: () => Promise<OpenClassifier>,
  { heightPx, widthPx }: Preprocessing,
  { photos, context, onPhoto }: Asking,
): Promise<Map<number, Float32Array>> {
  const classifier = await open();
  const startMs = performance.now();
  const answers = new Map<number, Float32Array>();
  const decode = ([, { file }]: [number, ExportJob['photos'][number]]): Promise<DecodedPhoto> =>
    context.pixels(file, { atLeastPx: Math.max(heightPx, widthPx) });
  for await (const { item, outcome } of loadAhead([...photos.entries()], decode, photosAhead)) {
    if (outcome.status === 'rejected') photoErrorOf(outcome.reason);
    else answers.set(item[0], await classifier.probabilities(outcome.value));
    onPhoto();
    if (answers.size >= fewestPhotos && performance.now() - startMs > secondsOfAsking * 1_000) break;
  }
  await classifier.dispose();
  return answers;
}

/** The way training takes: resized and normalised here, then the network alone. Nothing of the exported graph or file is used. */
export async function openOwnWay({ model, weights, preprocessing }: Network, threads: number): Promise<OpenClassifier> {
  const fill = inputFiller(preprocessing);
  return openOnPixels(compileInference({ model, weights, batch: 1 }), { preprocessing, threads, fill });
}

/** The written file, read from the disk by its format's own reader. Throws AppError as the reader. */
export async function openWritten(
  file: string,
  format: Exclude<ExportFormat, 'card'>,
  preprocessing: Preprocessing,
  threads: number,
): Promise<OpenClassifier> {
  const source = await modelSource(file);
  if (format === 'onnx') return openClassifier(source.bytes, threads);
  const { model, weights } = await readModelFile(source);
  if (model === null) throw new AppError('export-failed', { file, reason: 'graph-missing' });
  const fill = (pixels: Uint8Array, input: Float32Array): void => input.set(pixels);
  return openOnPixels(compileInference({ model, weights, batch: 1 }), { preprocessing, threads, fill });
}

type OnPixels = {
  readonly preprocessing: Preprocessing;
  readonly threads: number;
  /** From the resized pixels to the network's input. */
  readonly fill: (pixels: Uint8Array, input: Float32Array, to: number) => void;
};

/** A network that takes resized photos, as a function of a decoded one. */
async function openOnPixels(onnx: Uint8Array, { preprocessing, threads, fill }: OnPixels): Promise<OpenClassifier> {
  const { heightPx, widthPx } = preprocessing;
  const network = await openSession(onnx, { threads });
  const resizer = await openResizer(preprocessing, threads);
  const values = new Float32Array(heightPx * widthPx * 3);
  const input = float32Tensor([1, heightPx, widthPx, 3], values);
  return {
    async probabilities(photo) {
      fill(await resizer.resized(photo), values, 0);
      const outputs = await network.run({ [network.inputs[0]!]: input });
      return outputs[network.outputs[0]!]!.data as Float32Array;
    },
    async dispose() {
      await network.dispose();
      await resizer.dispose();
    },
  };
}

/** How far the file's answers are from the app's own. @throws AppError `export-failed` where one of them is no number. */
export function agreementOf(
  own: ReadonlyMap<number, Float32Array>,
  written: ReadonlyMap<number, Float32Array>,
  file: string,
): ExportAgreement {
  let [photos, same, largest] = [0, 0, 0];
  for (const [place, ours] of own) {
    const theirs = written.get(place);
    if (theirs === undefined) continue;
    photos++;
    if (indexOfLargest(ours) === indexOfLargest(theirs)) same++;
    for (const [index, value] of ours.entries()) largest = Math.max(largest, Math.abs(value - theirs[index]!));
  }
  if (!Number.isFinite(largest)) throw new AppError('export-failed', { file, reason: 'not-a-number' });
  return { photos, same, largest };
}

function indexOfLargest(values: Float32Array): number {
  return values.reduce((best, value, index) => (value > values[best]! ? index : best), 0);
}
