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
export const photoProblems = ['damaged', 'missing'] as const;
export type PhotoProblem = (typeof photoProblems)[number];
/** What the check of the photos' health found last, of photos that can be used. `leak`: alike photos across the splits; `repeat`: in one. */
export const foundProblems = ['leak', 'repeat', 'burst'] as const;
export type FoundProblem = (typeof foundProblems)[number];
/** Everything that photos can be looked at for. `small`: the shorter side is below what models want to see. */
export const filterProblems = [...photoProblems, ...foundProblems, 'small'] as const;
export type FilterProblem = (typeof filterProblems)[number];
/** The shorter side that models want to see, in pixels. */
export const modelSidePx = 224;

/** What a person should know of how a photo is read: of a file with more than one picture, `of`, the first is shown and learned from. */
export const photoNote = z.object({ kind: z.enum(['first-frame', 'first-page']), of: z.number().int().min(2) });
export type PhotoNote = z.infer<typeof photoNote>;

/** A file in the folder that is not used, and why. */
export type SkippedFile = {
  readonly path: string;
  readonly code:
    | 'photo-unreadable'
    | 'photo-not-an-image'
    | 'photo-format-unsupported'
    | 'photo-damaged'
    | 'photo-too-large'
    | 'photo-placeholder'
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
  /** Only photos with one of these problems. */
  problems: z.array(z.enum(filterProblems)).default([]),
});
export type PhotoFilter = z.infer<typeof photoFilter>;

export const photoSorts = ['name', 'uncertain', 'newest'] as const;
export const photoGroups = ['none', 'state-class', 'split'] as const;

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
