// The import of annotations as it is shown before anything is written: what comes in, what becomes of each class, what is to be looked at.
import { z } from 'zod';
import type { DatasetFormatId, DatasetNote } from './dataset-format.ts';
import { classId } from './ids.ts';
import type { Made } from './project.ts';
import type { ShapeKind } from './shape.ts';

/** One import that is being looked at; gone when it was done, given up, or its project was closed. */
export const importId = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/)
  .brand<'ImportId'>();
export type ImportId = z.infer<typeof importId>;

/** Counts of annotations by what they are; `label` is a class of a whole photo, `nothing` a photo that holds nothing of a kind. */
export type AnnotationCounts = Readonly<Record<ShapeKind | 'label' | 'nothing', number>>;
export const noAnnotations: AnnotationCounts = {
  box: 0,
  'rotated-box': 0,
  polygon: 0,
  mask: 0,
  point: 0,
  label: 0,
  nothing: 0,
};

/** A file, a folder or an archive that is imported. */
export type ImportSource = {
  readonly place: number;
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'archive';
  readonly format: DatasetFormatId;
  /** Recognised by its content; false when a person named the format. */
  readonly recognised: boolean;
  readonly photos: number;
  readonly annotations: AnnotationCounts;
  readonly classNames: number;
  readonly classNamesUsed: number;
};

/** What a class of a file becomes: a class of the project, a new class of the project, or nothing. */
export const becomes = z.union([
  z.object({ kind: z.literal('class'), classId }),
  z.object({ kind: z.literal('new'), name: z.string().min(1).max(200) }),
  z.object({ kind: z.literal('leave-out') }),
]);
export type Becomes = z.infer<typeof becomes>;

export type ImportClass = {
  /** Names this row in `import:choose`. */
  readonly key: string;
  /** As the file calls it. */
  readonly name: string;
  /** Place of its source. */
  readonly source: number;
  readonly annotations: number;
  readonly becomes: Becomes;
  /** How that came about; `chosen` by the person. */
  readonly why: 'same-name' | 'case-differs' | 'new-class' | 'chosen' | 'unused';
};

/**
 * Something that only a person can know, with what is likelier already chosen. `turned`: are the boxes of photos that carry an EXIF
 * orientation in the upright frame or as stored? `starts-at`: do VOC's coordinates start at 0 or 1? `columns`: which column of a CSV file
 * is what? `normalised`: are coordinates fractions of the photo?
 */
export type ImportQuestion = {
  readonly key: string;
  readonly about: 'turned' | 'starts-at' | 'columns' | 'normalised';
  readonly source: number;
  readonly count: number;
  readonly options: readonly {
    readonly value: string;
    /** How many of `count` lie inside their photos when this is chosen. */
    readonly fits: number;
  }[];
  readonly chosen: string;
  /** For `turned`: one photo with the boxes as each option has them, `[x, y, width, height]` in pixels of the upright photo. */
  readonly example: {
    readonly photoId: number | null;
    readonly name: string;
    readonly widthPx: number;
    readonly heightPx: number;
    readonly boxes: Readonly<Record<string, readonly (readonly number[])[]>>;
  } | null;
  /** For `columns`: the file's header and first rows; `chosen` and the options are JSON of `{filename: column, class: column, …}`. */
  readonly table: readonly (readonly string[])[] | null;
};

export type ImportPreview = {
  readonly id: ImportId;
  readonly sources: readonly ImportSource[];
  readonly classes: readonly ImportClass[];
  readonly questions: readonly ImportQuestion[];
  readonly notes: readonly DatasetNote[];
  readonly photos: {
    readonly now: number;
    readonly after: number;
    /** Come into the project with this import. */
    readonly added: number;
    /** Known to the project already, by content or path. */
    readonly known: number;
    /** Named by a file, and nowhere to be found. */
    readonly notFound: number;
  };
  /** In the project now, and after the import. */
  readonly now: AnnotationCounts;
  readonly after: AnnotationCounts;
  readonly classesNow: number;
  readonly newClasses: readonly string[];
  /** What stays out, in annotations. */
  readonly out: {
    readonly leftOut: number;
    readonly invalid: number;
    readonly photoNotFound: number;
    /** The same annotation is there already. */
    readonly alreadyHere: number;
  };
  /** What the button writes. */
  readonly willWrite: number;
  /** Photos whose split comes from the files. */
  readonly splits: Readonly<Record<'train' | 'validation' | 'test', number>>;
};

export type ImportResult = Made & {
  readonly annotations: number;
  readonly photos: number;
  readonly classes: number;
  readonly notes: readonly DatasetNote[];
};
