// The frozen built-in backbone as a function from a decoded photo to its features, one photo at a time.
// One at a time, because a batch was no faster (5 ms a photo either way) and so features never depend on a photo's neighbours.
import { compileInference } from '../../engine/compile/inference.ts';
import { compileResize } from '../../engine/compile/preprocessing.ts';
import type { Preprocessing } from '../../engine/preprocessing.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { efficientnetLite0 } from '../../engine/zoo/efficientnet-lite0.ts';
import { builtInBackbone, builtInPreprocessing, type BuiltIn } from '../formats/models/built-in.ts';
import { openSession, runtimeFacts } from '../runtime/onnx.ts';
import type { FeatureSpace } from './feature-cache.ts';
import type { DecodedPhoto } from './job-context.ts';

/** What the head learns from besides the photo itself. A variant is made after the resize, from the same pixels. */
export type Variant = 'original' | 'flipped';

export type Backbone = {
  /** Length of one photo's features. */
  readonly length: number;
  /** Features (global average of the last layer) of each variant, float32. Throws AppError engine-failed. */
  readonly features: (photo: DecodedPhoto, variants: readonly Variant[]) => Promise<Float32Array[]>;
  readonly dispose: () => Promise<void>;
};

const cutLayer = 'avg_pool';
const provider = 'cpu';

/** What features of this backbone depend on, for the cache's keys. */
export function featureSpace(decoderVersion: string): FeatureSpace {
  return {
    decoderVersion,
    preprocessing: builtInPreprocessing,
    backboneSha256: builtInBackbone.sha256,
    cutLayer,
    precision: 'float16',
    runtimeVersion: runtimeFacts().version,
    provider,
  };
}

/** The uint8 photo as the runtime takes it, [1, H, W, 3]. */
export function photoTensor({ rgb, widthPx, heightPx }: DecodedPhoto): Tensor {
  return { dtype: 'uint8', shape: [1, heightPx, widthPx, 3], data: rgb };
}

/** Opens the backbone without its own top. Dispose it when done: it holds about 100 MB. */
export async function openBackbone({ weights }: BuiltIn, threads: number): Promise<Backbone> {
  const model = efficientnetLite0({ classes: 0 });
  const { heightPx, widthPx } = builtInPreprocessing;
  const resize = await openSession(compileResize(builtInPreprocessing), { threads, provider });
  const network = await openSession(compileInference({ model, weights, batch: 1 }), { threads, provider });
  const fill = filler(builtInPreprocessing);
  const input = {
    dtype: 'float32',
    shape: [1, heightPx, widthPx, 3],
    data: new Float32Array(heightPx * widthPx * 3),
  } as const;
  return {
    length: 1280,
    async features(photo, variants) {
      const { pixels } = await resize.run({ photo: photoTensor(photo) });
      const features: Float32Array[] = [];
      for (const variant of variants) {
        fill(pixels!.data as Uint8Array, variant, input.data);
        const outputs = await network.run({ input });
        features.push(outputs[cutLayer]!.data as Float32Array);
      }
      return features;
    },
    async dispose() {
      await resize.dispose();
      await network.dispose();
    },
  };
}

/** Normalises resized pixels into the network's input, channel order as the preprocessing asks; flipped means left for right. */
function filler({ heightPx, widthPx, mean, std, order }: Preprocessing) {
  const levels = mean.map((value, channel) =>
    Float32Array.from({ length: 256 }, (_, level) => (level - value) / std[channel]!),
  );
  const sources = order === 'rgb' ? [0, 1, 2] : [2, 1, 0];
  return (pixels: Uint8Array, variant: Variant, input: Float32Array): void => {
    let to = 0;
    for (let row = 0; row < heightPx; row++) {
      for (let column = 0; column < widthPx; column++) {
        const from = (row * widthPx + (variant === 'flipped' ? widthPx - 1 - column : column)) * 3;
        for (let channel = 0; channel < 3; channel++)
          input[to++] = levels[channel]![pixels[from + sources[channel]!]!]!;
      }
    }
  };
}
