// What a model's file holds, whatever its format: the graph where the format has one, and the weights by `layer/weight`.
import type { Model } from '../../../engine/model.ts';
import type { Weights } from '../../../engine/tensor.ts';

export type ModelFile = {
  /** Null where the file holds weights only and no model was given that they are for. */
  readonly model: Model | null;
  /** By `layer/weight` in Keras 3's names and shapes; by the file's own names where `model` is null. */
  readonly weights: Weights;
};

/** What a format reads from: the file, and for formats of several files those beside it. */
export type ModelSource = {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** A file of the same folder by its plain name. @throws AppError `file-missing` {file}, `model-invalid` for a path that leads elsewhere. */
  readonly beside: (name: string) => Promise<Uint8Array>;
};

export type WholeModel = ModelFile & { readonly model: Model };

export type ModelFormat = {
  readonly id: string;
  /** Whether the first bytes or the name say that a file is of this format. */
  readonly recognises: (source: Pick<ModelSource, 'name' | 'bytes'>) => boolean;
  /**
   * The file's model, and weights that were checked against it: names, shapes, finite floats, as float32. `like`: the model that a file of weights is for.
   * @throws AppError `model-invalid` {file, reason, detail}; nothing in the file is executed and no size it claims is allocated.
   */
  readonly read?: (source: ModelSource, like?: Model) => Promise<ModelFile>;
  /** The bytes by file name; the first one is `name`. */
  readonly write?: (file: WholeModel, name: string) => Promise<ReadonlyMap<string, Uint8Array>>;
};
