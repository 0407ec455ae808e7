// An export of annotations: what was written, what was left out or changed, and what reading it again found.
import { z } from 'zod';
import { datasetFormatId, type DatasetNote } from './dataset-format.ts';
import type { AnnotationCounts } from './import.ts';

export const annotationExport = z.object({
  format: datasetFormatId,
  /** `copy`: photos are copied beside the annotations, upright where `frame` says so. */
  photos: z.enum(['none', 'copy']).default('none'),
  /** `upright`: coordinates of the upright photo. `stored`: of the photo as it is stored, for readers that ignore EXIF. */
  frame: z.enum(['upright', 'stored']).default('upright'),
});
export type AnnotationExport = z.infer<typeof annotationExport>;

export type AnnotationExportResult = {
  readonly format: z.infer<typeof datasetFormatId>;
  readonly files: number;
  readonly bytes: number;
  readonly photos: number;
  readonly annotations: AnnotationCounts;
  /** Every annotation that is not in the files, or is there in another form. */
  readonly notes: readonly DatasetNote[];
  /** The files as our reader read them again: the same counts, every corner within 0.5 pixels. */
  readonly readAgain: { readonly annotations: AnnotationCounts; readonly largestPx: number };
};
