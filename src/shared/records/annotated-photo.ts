// A photo with what people stated of it, as the exporters see it.
import type { Annotation, Split } from './photo.ts';

export type AnnotatedPhoto = {
  readonly photo: {
    /** Relative to the photo folder, with `/`. */
    readonly path: string;
    /** Of the upright photo: the frame that boxes use. */
    readonly widthPx: number;
    readonly heightPx: number;
    readonly split: Split | null;
  };
  readonly annotations: readonly Annotation[];
};
