// An ONNX file as a network of layers, with the proof that it is the same network: both answer made photos, the file by ONNX Runtime as it is.
import { compileInference } from '../../engine/compile/inference.ts';
import { planModel } from '../../engine/plan.ts';
import { elementCount, float32Tensor, toFloat32, type Tensor } from '../../engine/tensor.ts';
import { mulberry32, type Random } from '../../shared/random.ts';
import { modelInvalid } from '../formats/models/model-error.ts';
import type { ModelSource, WholeModel } from '../formats/models/model-file.ts';
import { readModelFile } from '../formats/models/model-formats.ts';
import { readOnnxFile } from '../formats/models/onnx-file.ts';
import { copyStrided } from '../formats/models/strided-copy.ts';
import { openSession } from '../runtime/onnx.ts';

/** Of the largest value: float32 sums in another order stay far below, another network far above. */
const sameWithin = 1e-3;

type Shape = readonly (number | null)[];

/** @throws AppError `model-invalid` as the format's reader, and as `proveLayers`. */
export async function readOnnxLayers(source: ModelSource, threads: number): Promise<WholeModel> {
  const { model, weights } = await readModelFile(source);
  if (!model) throw modelInvalid(source.name, 'graph-missing');
  await proveLayers(source, { model, weights }, threads);
  return { model, weights };
}

/**
 * @throws AppError `model-invalid` `answers-differ` {file, detail} where the layers answer otherwise than the file; `engine-failed`
 * where ONNX Runtime cannot run it.
 */
export async function proveLayers(source: ModelSource, { model, weights }: WholeModel, threads: number): Promise<void> {
  const own = planModel(model);
  const theirs = readOnnxFile(source.bytes, source.name).inputs;
  const random = mulberry32(1);
  const made = own.inputs.map(({ shape }, at) => madePhoto(shape, theirs[at]!, random));
  const given = made.map(photo => photo.given);
  const expected = await answers(source.bytes, given, threads);
  const layers = compileInference({ model, weights, batch: 'any' });
  const photos = made.map(photo => photo.own);
  const answered = await answers(layers, photos, threads);
  for (const [at, value] of expected.entries()) {
    const difference = largestDifference(value, answered[at]);
    const detail = `${own.outputs[at]?.layer ?? 'none'}: ${difference.toExponential(1)} of its largest value`;
    if (!(difference <= sameWithin)) throw modelInvalid(source.name, 'answers-differ', detail);
  }
}

async function answers(onnx: Uint8Array, inputs: readonly Tensor[], threads: number): Promise<Tensor[]> {
  const session = await openSession(onnx, { threads });
  const results = await session.run(Object.fromEntries(session.inputs.map((name, at) => [name, inputs[at]!])));
  await session.dispose();
  return session.outputs.map(name => results[name]!);
}

/** The same photo as the layers read it, [1, H, W, C], and as the file does: channels first or last, as bytes or numbers. */
function madePhoto(
  shape: Shape,
  { dtype, shape: theirs }: { readonly dtype: string; readonly shape: Shape },
  random: Random,
): { readonly own: Tensor; readonly given: Tensor } {
  const sizes = [1, ...shape.slice(1).map(size => size ?? 1)];
  const isBytes = dtype === 'uint8';
  const values = Float32Array.from({ length: elementCount(sizes) }, () =>
    isBytes ? Math.floor(256 * random()) : 2 * random() - 1,
  );
  const own = float32Tensor(sizes, values);
  const batch = theirs[0] ?? 1;
  const isChannelsFirst = sizes.length === 4 && !isBytes && theirs[3] !== sizes[3];
  const photo = isChannelsFirst ? channelsFirst(own) : own;
  const repeated = new Float32Array(batch * values.length);
  for (let at = 0; at < batch; at++) repeated.set(toFloat32(photo), at * values.length);
  const givenShape = [batch, ...photo.shape.slice(1)];
  if (isBytes) return { own, given: { dtype: 'uint8', shape: givenShape, data: Uint8Array.from(repeated) } };
  return { own, given: float32Tensor(givenShape, repeated) };
}

/** [1, H, W, C] → [1, C, H, W]. */
function channelsFirst({ shape, data }: Tensor): Tensor {
  const [, rows, columns, channels] = shape as [number, number, number, number];
  const turned = new Float32Array(data.length);
  copyStrided(bytesOf(data as Float32Array), bytesOf(turned), {
    offset: 0,
    shape: [channels, rows, columns],
    strides: [1, columns * channels, channels],
    bytesPerItem: turned.BYTES_PER_ELEMENT,
  });
  return float32Tensor([1, channels, rows, columns], turned);
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** Of the first photo, as a share of the largest value that was expected; Infinity where there are other values. */
function largestDifference(expected: Tensor, answered: Tensor | undefined): number {
  const count = elementCount(expected.shape.slice(1));
  if (!answered || elementCount(answered.shape.slice(1)) !== count) return Infinity;
  const isMap = expected.shape.length === 4 && answered.shape.length === 4;
  // A map whose sides are as many as its channels does not say which way it stands.
  const ways = isMap ? [answered, channelsFirst(answered)] : [answered];
  return Math.min(...ways.map(way => shareOf(toFloat32(expected), toFloat32(way), count)));
}

function shareOf(expected: Float32Array, answered: Float32Array, count: number): number {
  let [largest, scale] = [0, 0];
  for (let at = 0; at < count; at++) {
    largest = Math.max(largest, Math.abs(expected[at]! - answered[at]!));
    scale = Math.max(scale, Math.abs(expected[at]!));
  }
  return scale === 0 ? largest : largest / scale;
}
