// What a model is: a Keras functional graph. Layer names are the weights' keys; the config of each layer is kept as Keras wrote it.

/** One output of one call of a layer, as Keras' `keras_history` names it. */
export type TensorReference = { readonly layer: string; readonly call: number; readonly tensor: number };

/** One use of a layer; a layer used several times shares its weights between them. */
export type LayerCall = { readonly inputs: readonly TensorReference[] };

export type ModelLayer = {
  readonly name: string;
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly calls: readonly LayerCall[];
  /** The graph inside, where the layer is itself a model. */
  readonly nested?: Model;
};

/** Layers stand in an order in which every call comes after the calls it reads. */
export type Model = {
  readonly name: string;
  readonly layers: readonly ModelLayer[];
  readonly inputs: readonly TensorReference[];
  readonly outputs: readonly TensorReference[];
};
