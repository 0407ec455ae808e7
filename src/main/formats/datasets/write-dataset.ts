// What a writer of annotations is given and gives. Writers know no disk: whoever calls them writes the files, whole or not at all.
import type { AnnotatedPhoto } from '../../../shared/records/annotated-photo.ts';
import type { ClassRecord } from '../../../shared/records/class.ts';
import type { DatasetFormatId, DatasetNote } from '../../../shared/records/dataset-format.ts';
import type { ShapeKind } from '../../../shared/records/shape.ts';

/** Everything to be written. The caller leaves out photos that are not wanted; every class that an annotation names is there. */
export type Dataset = { readonly classes: readonly ClassRecord[]; readonly photos: readonly AnnotatedPhoto[] };

export type WriteOptions = {
  /** Where copies of the photos will lie inside the export (the writer's `photosAt`), or null when they are not copied. */
  readonly photosAt: ((photo: AnnotatedPhoto['photo']) => string) | null;
  /** Bytes of a photo's file in the frame that is written, for formats that hold the photos themselves. */
  readonly photoBytes: (
    photo: AnnotatedPhoto['photo'],
  ) => Promise<{ readonly bytes: Uint8Array; readonly format: 'jpeg' | 'png' }>;
  /** RGB of the upright photo, height × width × 3, for formats that hold pixels and no files. */
  readonly photoRgb?: (photo: AnnotatedPhoto['photo']) => Promise<Uint8Array>;
};

export type WrittenFile = {
  /** Inside the export, with `/`. */
  readonly path: string;
  /** In pieces, so that 100,000 photos never are one string. */
  readonly pieces: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;
};

/** What the copy of a photo is called: its path, with another suffix where it becomes a file of another kind. */
export type CopyName = (photo: AnnotatedPhoto['photo']) => string;
export const sameName: CopyName = ({ path }) => path;

export type DatasetWriter = {
  readonly id: DatasetFormatId;
  /** What the format can hold as it is. Other shapes are written in another form or left out, and `notes` lists them. */
  readonly holds: readonly (ShapeKind | 'label' | 'nothing-photo' | 'nothing-things' | 'split' | 'attributes')[];
  /**
   * Where copies of the photos lie inside the export, as readers of the format look for them: `images/shelf.png` and `images/shelf.jpg` part
   * where a format knows photos by their stem. Absent: `images/` and the photo's path.
   */
  readonly photosAt?: (dataset: Dataset, copyName?: CopyName) => (photo: AnnotatedPhoto['photo']) => string;
  /** Needs the photos' bytes. */
  readonly holdsPhotos: boolean;
  /** Holds pixels and no EXIF, so that photos are upright whatever frame is asked for. */
  readonly isAlwaysUpright?: true;
  files(dataset: Dataset, options: WriteOptions): Iterable<WrittenFile>;
  /** Everything that is not in the files, or is there in another form, by reason; never silently. `copyName`: as for `photosAt`. */
  notes(dataset: Dataset, copyName?: CopyName): readonly DatasetNote[];
};
