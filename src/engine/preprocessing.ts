// How a photo becomes a model's input: resized to the model's size without keeping the aspect, then normalised.

/** y = (x - mean) / std for each channel of the uint8 photo (0…255) after the resize. `bgr` turns the channels round first. */
export type Preprocessing = {
  readonly heightPx: number;
  readonly widthPx: number;
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly order: 'rgb' | 'bgr';
};
