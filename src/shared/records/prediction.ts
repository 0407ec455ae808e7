// Predictions on photos that are not part of the project: dropped, uploaded or a whole folder.
export type PredictedPhoto = {
  /** Relative to the chosen folder, with `/`. */
  readonly photo: string;
  /** Place in the batch, for `GET /predicted/<work>/<index>`; likeliest class first. */
  readonly index: number;
  readonly top: readonly { readonly class: string; readonly probability: number }[];
};

export type PredictionBatch = {
  readonly modelId: string;
  readonly modelName: string;
  readonly photos: readonly PredictedPhoto[];
  readonly skipped: readonly {
    readonly photo: string;
    readonly code: string;
    readonly details: Readonly<Record<string, string | number>>;
  }[];
  readonly finished: boolean;
};
