// A photo: an image file the project knows.
import { z } from 'zod';
import { annotationId, classId, photoId } from './ids.ts';
import { shape, type Attributes, type Shape } from './shape.ts';

export const splits = ['train', 'validation', 'test'] as const;
export const split = z.enum(splits);
export type Split = z.infer<typeof split>;

/** What a person has said so far, per kind: of the whole photo, or of the things in it. */
export const photoStates = ['new', 'annotated', 'nothing'] as const;
export const photoState = z.enum(photoStates);
export type PhotoState = z.infer<typeof photoState>;

export const annotationKinds = ['photo', 'things'] as const;
/** `photo`: labels of the whole photo. `things`: what is drawn: boxes, rotated boxes, polygons, masks, points. */
export const annotationKind = z.enum(annotationKinds);
export type AnnotationKind = z.infer<typeof annotationKind>;

/** A thing in the photo, as somebody draws it. */
export const thing = z.intersection(shape, z.object({ classId }));
export type Thing = z.infer<typeof thing>;

/** Something a person states. */
export type Annotation =
  | { readonly id: z.infer<typeof annotationId>; readonly kind: 'label'; readonly classId: z.infer<typeof classId> }
  | ({
      readonly id: z.infer<typeof annotationId>;
      readonly classId: z.infer<typeof classId>;
      readonly attributes?: Attributes;
    } & Shape)
  | { readonly id: z.infer<typeof annotationId>; readonly kind: 'nothing'; readonly of: AnnotationKind };

/** What a model says of a photo: classes with probabilities, likeliest first. */
export type Prediction = {
  readonly runId: number;
  readonly top: readonly { readonly classId: z.infer<typeof classId>; readonly probability: number }[];
};

/** Everything the inspector and the Label screen need of one photo. */
export type PhotoDetail = {
  readonly id: z.infer<typeof photoId>;
  readonly name: string;
  /** Path inside the photo folder with `/`; shown, never opened by the page. */
  readonly path: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bytes: number;
  /** Content hash, part of every pixel URL. */
  readonly hash: string;
  readonly split: Split | null;
  readonly excluded: boolean;
  readonly problem: PhotoProblem | null;
  readonly note: PhotoNote | null;
  readonly annotations: readonly Annotation[];
  readonly prediction: Prediction | null;
};

/** Why a known photo cannot be used now. */
export type PhotoProblem = 'damaged' | 'missing';

/** What a person should know of how a photo is read: of a file with more than one picture, `of`, the first is shown and learned from. */
export const photoNote = z.object({ kind: z.enum(['first-frame', 'first-page']), of: z.number().int().min(2) });
export type PhotoNote = z.infer<typeof photoNote>;

/** One row of the grid, as columns: entry i of every list belongs to photo `id[i]`. */
export type PhotoColumns = {
  readonly id: readonly z.infer<typeof photoId>[];
  readonly widthPx: readonly number[];
  readonly heightPx: readonly number[];
  /** First 16 hex digits of the content hash; '' until it is known. */
  readonly hash: readonly string[];
  /** State of the whole-photo kind and of the things kind, as places in `photoStates`. */
  readonly photoState: readonly number[];
  readonly thingsState: readonly number[];
  /** Class ids of the whole-photo labels. */
  readonly labels: readonly (readonly z.infer<typeof classId>[])[];
  readonly boxes: readonly number[];
  /** Place in `splits`, or -1 while the photo has none. */
  readonly split: readonly number[];
  readonly excluded: readonly boolean[];
  readonly problem: readonly (PhotoProblem | null)[];
  /** Likeliest class of the newest run with its probability; 0 and 0 where there is none. */
  readonly predictedClass: readonly (z.infer<typeof classId> | 0)[];
  readonly predictedProbability: readonly number[];
};

/** A file in the folder that is not used, and why. */
export type SkippedFile = {
  readonly path: string;
  readonly code:
    | 'photo-unreadable'
    | 'photo-not-an-image'
    | 'photo-format-unsupported'
    | 'photo-damaged'
    | 'photo-too-large'
    | 'not-allowed';
  readonly details: Readonly<Record<string, string | number>>;
};

export const photoFilter = z.object({
  search: z.string().max(200).default(''),
  states: z.array(photoState).default([]),
  classIds: z.array(classId).default([]),
  splits: z.array(split).default([]),
  /** Only photos whose newest prediction agrees or disagrees with their label. */
  agreement: z.enum(['any', 'agree', 'disagree']).default('any'),
  excluded: z.enum(['without', 'only', 'with']).default('without'),
});
export type PhotoFilter = z.infer<typeof photoFilter>;

export const photoSorts = ['name', 'uncertain', 'newest'] as const;
export const photoGroups = ['none', 'state-class', 'split'] as const;

/** What the grid shows: photos in order, cut into groups that follow one another. */
export type PhotoPage = {
  readonly columns: PhotoColumns;
  readonly groups: readonly { readonly key: string; readonly count: number }[];
};

/** Counts beside the filters: of all photos that are not excluded. */
export type PhotoCounts = {
  readonly photos: number;
  readonly states: Readonly<Record<PhotoState, number>>;
  readonly classes: readonly {
    readonly classId: z.infer<typeof classId>;
    readonly photos: number;
    readonly boxes: number;
  }[];
  readonly splits: Readonly<Record<Split | 'none', number>>;
  readonly agree: number;
  readonly disagree: number;
  readonly excluded: number;
  readonly damaged: number;
  readonly missing: number;
  readonly skipped: number;
  /** Photos whose very content is on another side of the split too; training leaves the copies out of train. */
  readonly acrossSplits: number;
};
