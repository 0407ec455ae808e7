// What the core asks of a dataset worker and what it says: plain data that crosses a process. One job each.
import type { ErrorRecord } from '../../shared/errors.ts';
import type { AnnotatedPhoto } from '../../shared/records/annotated-photo.ts';
import type { AnnotationExport, AnnotationExportResult } from '../../shared/records/annotation-export.ts';
import type { ClassRecord } from '../../shared/records/class.ts';
import type { DatasetFormatId, DatasetNote } from '../../shared/records/dataset-format.ts';
import type { ImportQuestion, ImportSource } from '../../shared/records/import.ts';
import type { Split } from '../../shared/records/photo.ts';
import type { Attributes, Shape } from '../../shared/records/shape.ts';

/** A photo that the project has. Width and height of the upright photo, 0 while its content was not read. */
export type KnownPhoto = {
  readonly id: number;
  readonly path: string;
  /** Absolute. */
  readonly file: string;
  readonly hash: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly orientation: number;
};

/** By `about` of a question. */
export type Answers = Readonly<Partial<Record<ImportQuestion['about'], string>>>;

export type ReadJob = {
  readonly kind: 'read';
  /** What a person chose: a file, a folder or an archive. */
  readonly chosen: string;
  /** null: recognised by its content. */
  readonly format: DatasetFormatId | null;
  readonly answers: Answers;
  /** A folder of ours for what the job unpacks and writes; given again when the source is read again. */
  readonly staging: string;
  /** The process for which archives are unpacked. */
  readonly owner: number;
  readonly known: readonly KnownPhoto[];
  /** Further folders in which to look for photos. */
  readonly lookIn: readonly string[];
  /** Annotations of photos that are not found are prepared too, as far as the file states their size. */
  readonly keepUnfound: boolean;
};

export type SourceQuestion = Omit<ImportQuestion, 'key' | 'source' | 'example'> & {
  /** Photo of the example, as `Target` names it. */
  readonly example: (Omit<NonNullable<ImportQuestion['example']>, 'photoId'> & { readonly target: Target }) | null;
};

export type ReadOutcome = {
  readonly kind: 'read';
  readonly sourceKind: ImportSource['kind'];
  readonly format: DatasetFormatId;
  readonly classes: readonly string[];
  readonly notes: readonly DatasetNote[];
  readonly questions: readonly SourceQuestion[];
  /** Lines of `PreparedPhoto`. */
  readonly lines: string;
  /** Absolute: what names of photos are relative to; inside `staging` for an archive. */
  readonly root: string;
  /** Absolute files that look like photos and hold annotations. */
  readonly notPhotos: readonly string[];
};

/** Which photo it is: one of the project, a file that is none of its photos yet, or none that was found. */
export type Target =
  /** `copy`: the file of equal content that it was known by. */
  | { readonly kind: 'known'; readonly id: number; readonly copy?: string }
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'unfound' };

export type PreparedAnnotation = { readonly c: number; readonly s: Shape | null; readonly a: Attributes };

export type PreparedPhoto = {
  /** As the file of annotations names it. */
  readonly name: string;
  readonly target: Target;
  /** Of the upright photo; 0 where nobody knows it. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly orientation: number;
  readonly split: Split | null;
  /** Of which kinds somebody looked at it and stated nothing: refused annotations are statements too. */
  readonly nothing: { readonly photo: boolean; readonly things: boolean };
  readonly annotations: readonly PreparedAnnotation[];
  /** Classes of the annotations that are refused, and of those whose photo was not found. */
  readonly refused: readonly number[];
  readonly waiting: readonly number[];
  /** How many of the annotations there are of each kind, usable or not. */
  readonly counts: Readonly<Record<string, number>>;
};

/** A photo on its way out. */
export type OutgoingPhoto = AnnotatedPhoto & {
  /** Absolute; null where there is no file to be copied. */
  readonly file: string | null;
  readonly orientation: number;
};

export type WriteJob = {
  readonly kind: 'write';
  readonly format: DatasetFormatId;
  readonly photos: AnnotationExport['photos'];
  readonly frame: AnnotationExport['frame'];
  readonly classes: readonly ClassRecord[];
  /** Lines of `OutgoingPhoto`. */
  readonly lines: string;
  /** A new, empty folder. */
  readonly folder: string;
  readonly version: string;
  /** Said in the manifest beside what the writer says. */
  readonly notes: readonly DatasetNote[];
};
export type WriteOutcome = { readonly kind: 'write' } & AnnotationExportResult;

export type DatasetJob = ReadJob | WriteJob;
export type OutcomeOf<Job extends DatasetJob> = Job extends ReadJob ? ReadOutcome : WriteOutcome;

export type ToDataset = { readonly kind: 'start'; readonly job: DatasetJob };
export type FromDataset =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  /** Said every few seconds by a worker that has nothing else to say. */
  | { readonly kind: 'alive' }
  | { readonly kind: 'done'; readonly outcome: ReadOutcome | WriteOutcome }
  | { readonly kind: 'failed'; readonly error: ErrorRecord };
