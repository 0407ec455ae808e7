// From a decoded photo to what a run learns from: the photo as the network's input, its values at the boundary of the layers that
// learn, its features. One photo at a time, because a batch was no faster and so a photo's numbers never depend on its neighbours.
import { augment, unchanged } from '../../engine/augmentation.ts';
import { compileResize } from '../../engine/compile/preprocessing.ts';
import type { Model } from '../../engine/model.ts';
import { planModel } from '../../engine/plan.ts';
import type { Preprocessing } from '../../engine/preprocessing.ts';
import { splitModel, type SplitModel } from '../../engine/split.ts';
import { elementCount, float32Tensor, type Tensor } from '../../engine/tensor.ts';
import type { PhotoChange } from '../../shared/records/augmented-photo.ts';
import { openSession } from '../runtime/onnx.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { FeatureSpace } from './feature-cache.ts';
import type { DecodedPhoto } from './job-context.ts';
import type { NetworkSource } from './network-source.ts';

/** What is learned from besides the photo itself. A variant is made after the resize, from the same pixels; its name is part of the cache's key. */
export type Variant = { readonly name: string; readonly change: PhotoChange };
export const original: Variant = { name: 'original', change: unchanged };
export const flipped: Variant = { name: 'flipped', change: { ...unchanged, isMirrored: true } };

export type Extractor = {
  readonly space: FeatureSpace;
  /** The longer side of the network's input: nothing smaller needs to be decoded. */
  readonly atLeastPx: number;
  /** Shapes of one photo's values at the boundary; none where all of the network is frozen or all of it learns. */
  readonly boundary: readonly (readonly number[])[];
  /** Numbers in a photo's features. */
  readonly features: number;
  /** Numbers in one record: the boundary's values, then the features. */
  readonly length: number;
  /** A record of each variant, float32. Throws AppError engine-failed. */
  readonly records: (photo: DecodedPhoto, variants: readonly Variant[]) => Promise<Float32Array[]>;
  readonly dispose: () => Promise<void>;
};

export type ExtractorOptions = {
  readonly source: NetworkSource;
  /** `source.model` with the layers that will learn marked; null where the head alone learns. */
  readonly learning: Model | null;
  readonly runtime: Runtime;
  readonly threads: number;
  readonly decoderVersion: string;
};

/** The uint8 photo as the runtime takes it, [1, H, W, 3]. */
export function photoTensor({ rgb, widthPx, heightPx }: DecodedPhoto): Tensor {
  return { dtype: 'uint8', shape: [1, heightPx, widthPx, 3], data: rgb };
}

/** Opens it; dispose it when done: it holds the network. */
export async function openExtractor(options: ExtractorOptions): Promise<Extractor> {
  const { source, learning, runtime, threads, decoderVersion } = options;
  const { preprocessing, weights } = source;
  const split = learning && splitModel(learning);
  const models = split?.frozen ? [split.frozen, split.trainable] : [source.model];
  const opened = await Promise.all(models.map(model => runtime.openModel(model, weights, { threads })));
  const resizer = await openResizer(preprocessing, threads);
  const fill = inputFiller(preprocessing);
  const input = inputOf(preprocessing);
  const boundary = split?.frozen ? shapesOf(split) : [];
  const names = models.flatMap(model => model.outputs.map(({ layer }) => layer));
  return {
    space: {
      decoderVersion,
      preprocessing,
      backboneSha256: source.sha256,
      cutLayer: names.join(' '),
      precision: 'float16',
      runtimeVersion: runtime.version(),
      provider: runtime.id === 'onnx' ? 'cpu' : runtime.id,
    },
    atLeastPx: Math.max(preprocessing.heightPx, preprocessing.widthPx),
    boundary,
    features: source.features,
    length: boundary.reduce((sum, shape) => sum + elementCount(shape), 0) + source.features,
    async records(photo, variants) {
      const pixels = await resizer.resized(photo);
      const records: Float32Array[] = [];
      for (const { change } of variants) {
        fill(changed(pixels, change, preprocessing), input.data, 0, change === flipped.change);
        let values: Tensor[] = [input];
        const kept: Tensor[] = [];
        for (const model of opened) kept.push(...(values = await model.run(values)));
        records.push(joined(kept.map(({ data }) => data as Float32Array)));
      }
      return records;
    },
    async dispose() {
      await resizer.dispose();
      for (const model of opened) await model.dispose();
    },
  };
}

const shapesOf = ({ frozen }: SplitModel): number[][] =>
  planModel(frozen!).outputs.map(({ shape }) => shape.slice(1).map(Number));

function inputOf({ heightPx, widthPx }: Preprocessing) {
  const tensor = float32Tensor([1, heightPx, widthPx, 3]);
  return { ...tensor, data: new Float32Array(heightPx * widthPx * 3) };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Mirroring is left to who fills the input: it needs no new pixels. */
function changed(rgb: Uint8Array, change: PhotoChange, { heightPx, widthPx }: Preprocessing): Uint8Array {
  if (change === unchanged || change === flipped.change) return rgb;
  return augment({ rgb, widthPx, heightPx }, change, heightPx);
}

export type Resizer = {
  /** The photo in the network's size, RGB, uint8; as Pillow's bilinear resize gives it. */
  readonly resized: (photo: DecodedPhoto) => Promise<Uint8Array>;
  readonly dispose: () => Promise<void>;
};

export async function openResizer(size: Preprocessing, threads: number): Promise<Resizer> {
  const session = await openSession(compileResize(size), { threads });
  return {
    async resized(photo) {
      const { pixels } = await session.run({ photo: photoTensor(photo) });
      return pixels!.data as Uint8Array;
    },
    dispose: () => session.dispose(),
  };
}

export type Filler = (pixels: Uint8Array, input: Float32Array, to: number, isMirrored?: boolean) => void;

/** Normalises pixels into a network's input from place `to` on, channel order as the preprocessing asks; mirrored means left for right. */
export function inputFiller({ heightPx, widthPx, mean, std, order }: Preprocessing): Filler {
  const levels = mean.map((value, channel) =>
    Float32Array.from({ length: 256 }, (_, level) => (level - value) / std[channel]!),
  );
  const sources = order === 'rgb' ? [0, 1, 2] : [2, 1, 0];
  return (pixels, input, to, isMirrored = false) => {
    for (let row = 0; row < heightPx; row++) {
      for (let column = 0; column < widthPx; column++) {
        const from = (row * widthPx + (isMirrored ? widthPx - 1 - column : column)) * 3;
        for (let channel = 0; channel < 3; channel++)
          input[to++] = levels[channel]![pixels[from + sources[channel]!]!]!;
      }
    }
  };
}
