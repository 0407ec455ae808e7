// The photos of a run as a trainer reads them: records on disk by place, turned into a network's inputs batch by batch.
import { augment, changeFor } from '../../engine/augmentation.ts';
import { float16ToFloat32 } from '../../engine/float16.ts';
import type { Preprocessing } from '../../engine/preprocessing.ts';
import { elementCount, float32Tensor, type Tensor } from '../../engine/tensor.ts';
import { fnv1a32 } from '../../shared/random.ts';
import type { Augmentation } from '../../shared/records/recipe.ts';
import { inputFiller } from './extractor.ts';
import type { RecordFile } from './record-file.ts';

export type Samples = {
  readonly count: number;
  /**
   * The network's inputs for these samples, in the model's order, float32 [places, …]. `epoch` (from 0) chooses how each photo is
   * changed; null: as it is.
   */
  readonly inputs: (places: readonly number[], epoch: number | null) => Tensor[];
};

export type BoundaryOptions = {
  readonly file: RecordFile;
  /** For each sample the places of its variants in the file, the photo itself first. */
  readonly variants: readonly (readonly number[])[];
  /** Of the values one after the other, from number `from` of a float16 record on. */
  readonly shapes: readonly (readonly number[])[];
  readonly from: number;
};

/** Samples whose frozen part was computed beforehand: an epoch sees one of each photo's variants. */
export function boundarySamples({ file, variants, shapes, from }: BoundaryOptions): Samples {
  const sizes = shapes.map(elementCount);
  const length = sizes.reduce((sum, size) => sum + size, 0);
  return {
    count: variants.length,
    inputs(places, epoch) {
      const tensors = shapes.map(shape => float32Tensor([places.length, ...shape]));
      for (const [row, place] of places.entries()) {
        const own = variants[place]!;
        const bytes = file.read(own[(epoch ?? 0) % own.length]!, 2 * from, 2 * length);
        const values = float16ToFloat32(new Uint16Array(bytes.buffer));
        let at = 0;
        for (const [index, size] of sizes.entries()) {
          (tensors[index]!.data as Float32Array).set(values.subarray(at, at + size), row * size);
          at += size;
        }
      }
      return tensors;
    },
  };
}

export type PixelOptions = {
  readonly file: RecordFile;
  /** Each sample's place in the file: RGB of the network's size. */
  readonly places: readonly number[];
  readonly preprocessing: Preprocessing;
  readonly augmentation: readonly Augmentation[];
  readonly seed: number;
};

/** Samples that go through the whole network: each photo is changed anew in every epoch. */
export function pixelSamples({ file, places: stored, preprocessing, augmentation, seed }: PixelOptions): Samples {
  const { heightPx, widthPx } = preprocessing;
  const size = heightPx * widthPx * 3;
  const fill = inputFiller(preprocessing);
  return {
    count: stored.length,
    inputs(places, epoch) {
      const input = new Float32Array(places.length * size);
      for (const [row, place] of places.entries()) {
        const rgb = file.read(stored[place]!, 0, size);
        const isChanged = epoch !== null && augmentation.length > 0;
        const change = isChanged ? changeFor(augmentation, fnv1a32(`${seed}/${place}/${epoch}`)) : null;
        fill(change ? augment({ rgb, widthPx, heightPx }, change, heightPx) : rgb, input, row * size);
      }
      return [float32Tensor([places.length, heightPx, widthPx, 3], input)];
    },
  };
}
