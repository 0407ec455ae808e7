// Calls about annotations that are given away.
import { z } from 'zod';
import { annotationExport, type AnnotationExportResult } from '../records/annotation-export.ts';
import type { DatasetNote } from '../records/dataset-format.ts';
import { workId } from '../records/ids.ts';
import type { AnnotationCounts } from '../records/import.ts';
import { call } from './call.ts';

export const annotationsCalls = {
  /** What the format can hold of this project and what it cannot, before anything is written. */
  'annotations:plan': call(annotationExport).returns<{
    photos: number;
    /** The format holds no annotation of the project in any form: an export is refused. */
    holdsNothing: boolean;
    annotations: AnnotationCounts;
    notes: readonly DatasetNote[];
    files: number;
  }>(),
  /** Writes and reads again in the background (work of kind `export-annotations`); the archive is then at `/download/annotations?work=<id>`. */
  'annotations:export': call(annotationExport).returns<{ work: z.infer<typeof workId> }>(),
  'annotations:result': call(z.object({ work: workId })).returns<AnnotationExportResult>(),
};
