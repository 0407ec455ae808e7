// One train photo as the augmentations may show it to the network, for the preview.
import type { ClassId, PhotoId } from './ids.ts';

/** What is done to a photo; nothing is done where a value is 0, false or null. Lengths are shares of the side. */
export type PhotoChange = {
  readonly isMirrored: boolean;
  readonly isUpsideDown: boolean;
  /** Counter-clockwise. */
  readonly turnDegrees: number;
  /** 0.2: things are a fifth larger. */
  readonly zoom: number;
  readonly shiftX: number;
  readonly shiftY: number;
  /** 0.2: a fifth brighter. */
  readonly light: number;
  readonly contrast: number;
  readonly saturation: number;
  readonly hueDegrees: number;
  /** A grey square: centre and side. */
  readonly cutOut: { readonly x: number; readonly y: number; readonly side: number } | null;
};

export type AugmentedPhoto = {
  readonly id: PhotoId;
  readonly classId: ClassId;
  /** Names the change: goes into the picture's address. */
  readonly seed: number;
  readonly change: PhotoChange;
};
