// The health of a project's photos: pairs that are too alike, files that are left out, balance, sizes.
import type { ClassId, PhotoId } from './ids.ts';
import type { SkippedFile, Split } from './photo.ts';

export type HealthPhoto = {
  readonly id: PhotoId;
  readonly name: string;
  readonly path: string;
  readonly hash: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly split: Split | null;
  readonly classId: ClassId | null;
};

/** Photos that should be on one side of the split. `copy`: equal bytes. `near`: alike by perceptual hash. `burst`: taken within seconds. */
export type AlikeGroup = {
  readonly kind: 'copy' | 'near' | 'burst';
  /** Likeness 0…1; 1 for copies. */
  readonly alike: number;
  readonly photos: readonly HealthPhoto[];
  /** They lie on more than one side of the split. */
  readonly across: boolean;
  /** They are in one group already: a split never parts them. */
  readonly together: boolean;
};

export type HealthReport = {
  readonly at: string;
  readonly seconds: number;
  readonly photos: number;
  /** Photos whose content was read; while it is less than `photos` the report is not final. */
  readonly read: number;
  readonly across: readonly AlikeGroup[];
  readonly inOneSplit: readonly AlikeGroup[];
  readonly bursts: { readonly groups: readonly AlikeGroup[]; readonly withTime: number };
  /** What the newest finished run's score would be without the photos that lie across; null where there is none or nothing changes. */
  readonly scoreWithout: {
    readonly runId: number;
    readonly right: number;
    readonly of: number;
    readonly rightNow: number;
    readonly ofNow: number;
  } | null;
  readonly leftOut: readonly (SkippedFile & { readonly photoId: PhotoId | null })[];
  readonly missing: readonly HealthPhoto[];
  readonly damaged: readonly HealthPhoto[];
  readonly balance: readonly { readonly classId: ClassId; readonly counts: Readonly<Record<Split, number>> }[];
  readonly sizes: {
    /** Photos by their longer side, in bins of equal width on a root scale. */
    readonly bins: readonly number[];
    readonly smallestPx: number;
    readonly commonPx: number;
    readonly commonCount: number;
    readonly largestPx: number;
    /** Shorter side under 224 pixels. */
    readonly small: number;
  };
  readonly turned: number;
  readonly emptyClasses: readonly ClassId[];
};
