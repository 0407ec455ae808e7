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
  /** All of them; `photos` may be the first few. */
  readonly ids: readonly PhotoId[];
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
  /** What was found in all; the lists below may hold the first few of it. */
  readonly totals: {
    /** Groups across the splits, and their photos. */
    readonly across: number;
    readonly acrossPhotos: number;
    readonly inOneSplit: number;
    /** Photos that are left out where one of each group in one split is kept. */
    readonly repeats: number;
    readonly bursts: number;
    readonly burstPhotos: number;
    /** Photos of bursts that a split may still part. */
    readonly looseBurstPhotos: number;
    readonly leftOut: number;
    readonly missing: number;
    readonly damaged: number;
    /** Photos that a person has excluded: nothing else here speaks of them. */
    readonly excluded: number;
  };
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
  /** Photos that could be set aside for an honest test: a tenth of each class, never trained on; 0 where there is a test part or too few. */
  readonly testOffer: number;
  readonly turned: number;
  readonly emptyClasses: readonly ClassId[];
};

/** What one gesture can put right. `leaks`, `bursts`: kept together. `repeats`, `damaged`, `missing`: excluded. `test`: the test part is made. */
export const healthFixes = ['leaks', 'bursts', 'repeats', 'damaged', 'missing', 'test'] as const;
export type HealthFix = (typeof healthFixes)[number];
