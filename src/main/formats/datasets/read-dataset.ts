// What a reader of annotations makes of files, before anything is known of the project they go into. Readers run in a process that can
// be killed (workers/dataset.ts): their bytes are untrusted.
import type { DatasetFormatId, DatasetNote } from '../../../shared/records/dataset-format.ts';
import type { Split } from '../../../shared/records/photo.ts';
import type { Attributes, Shape } from '../../../shared/records/shape.ts';

/** A folder as readers see it: names with `/`, no links followed, nothing outside it. A single file is a folder of one. */
export type SourceFolder = {
  /** Regular files below it, sorted; at most 1,000,000. */
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  /** What was passed over: links, what is no file, folders deeper than 32 or unreadable. Said beside the reader's own notes. */
  readonly notes: readonly DatasetNote[];
  /** @throws AppError `dataset-too-large` above `mostBytes` (default 64 MB), before a byte is read. */
  bytes(path: string, mostBytes?: number): Promise<Buffer>;
  /** UTF-8 or UTF-16 by its mark, without it. @throws AppError `dataset-damaged` for other bytes. */
  text(path: string, mostBytes?: number): Promise<string>;
  /** Pieces of at most 1 MB, for files that are too large to hold. */
  pieces(path: string): AsyncIterable<Buffer>;
  /** Bytes from `at` on; fewer than asked where the file ends. */
  part(path: string, at: number, bytes: number): Promise<Buffer>;
  /** The file of that name without regard to case or Unicode form, where exactly one is; else null. */
  find(path: string): string | null;
};

/** `annotations` name classes by their place in `classes`. */
export type ReadDataset = {
  readonly format: DatasetFormatId;
  /** Names as they stand, ends trimmed, in the order of the format's own numbers where it has them. */
  readonly classes: readonly { readonly name: string }[];
  readonly photos: Iterable<ReadPhoto>;
  /** Files of the source that look like photos and are annotations: mask PNGs. No photo is looked for among them. */
  readonly notPhotos?: ReadonlySet<string>;
  readonly notes: readonly DatasetNote[];
  readonly questions: readonly ReadQuestion[];
};

export type ReadPhoto = {
  /** As the file names it, with `/`; checked by nobody yet: it may be absolute, or leave the folder. */
  readonly name: string;
  /** The file in the source folder that it is, where the reader knows; else the importer looks for it by name. */
  readonly file: string | null;
  /** Size that the file states; 0 where it states none. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly split: Split | null;
  /** Whether somebody looked for labels of the whole photo, and for things: then an empty list says "nothing here". */
  readonly lookedFor: { readonly photo: boolean; readonly things: boolean };
  readonly annotations: readonly ReadAnnotation[];
  /**
   * For formats that hold the photos themselves (IDX, TFRecord): the file to be written beside the others, PNG or as it came. Its bytes are
   * read when they are asked for: all of them together may be larger than memory.
   */
  readonly pixels: { readonly extension: 'png' | 'jpg'; readonly bytes: () => Promise<Uint8Array> } | null;
};

/** `shape` null: a label of the whole photo. Coordinates in pixels; with `unit: 'photo'` as fractions, until the size is known. */
export type ReadAnnotation = {
  readonly classPlace: number;
  readonly shape: Shape | null;
  readonly unit: 'pixel' | 'photo';
  readonly attributes: Attributes;
};

/** See ImportQuestion. A reader answers its own question by `answers` when it is asked to read again. */
export type ReadQuestion = {
  readonly about: 'starts-at' | 'columns' | 'normalised';
  readonly options: readonly string[];
  readonly likeliest: string;
  readonly table: readonly (readonly string[])[] | null;
};

export type ReadOptions = {
  /** By `about`; what is missing is decided by the reader. */
  readonly answers: Readonly<Partial<Record<ReadQuestion['about'], string>>>;
  /** Size of the photo in the source folder, read from its header; null where there is none. Slow: ask only where it is needed. */
  readonly sizeOf: (file: string) => Promise<{ readonly widthPx: number; readonly heightPx: number } | null>;
};

export type DatasetReader = {
  readonly id: DatasetFormatId;
  /** How sure the format is, 0…1, from names and the first bytes of a few files; 0: not this format. */
  recognise(source: SourceFolder): Promise<number>;
  /**
   * What cannot be used is a note, and the rest is read. Throws an AppError (`dataset-damaged`, `dataset-too-large`) only where nothing can.
   */
  read(source: SourceFolder, options: ReadOptions): Promise<ReadDataset>;
};
