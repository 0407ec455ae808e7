// Calls about photos and what a person annotates on them. Every change is one gesture, however many photos it touches.
import { z } from 'zod';
import { annotationId, classId, photoId } from '../records/ids.ts';
import {
  annotationKind,
  photoFilter,
  photoGroups,
  photoSorts,
  split,
  thing,
  type Annotation,
  type PhotoCounts,
  type PhotoDetail,
  type SkippedFile,
} from '../records/photo.ts';
import { photoPageBytes } from '../records/photo-page.ts';
import type { Made } from '../records/project.ts';
import { shape } from '../records/shape.ts';
import { call } from './call.ts';

const photoIds = z.array(photoId).min(1).max(1_000_000);

export const photosCalls = {
  'photos:query': call(
    z.object({ filter: photoFilter, sort: z.enum(photoSorts), group: z.enum(photoGroups) }),
  ).returnsBytes(photoPageBytes),
  'photos:counts': call(z.null()).returns<PhotoCounts>(),
  'photos:read': call(z.object({ ids: z.array(photoId).min(1).max(500) })).returns<readonly PhotoDetail[]>(),
  'photos:skipped': call(z.null()).returns<readonly SkippedFile[]>(),
  'photos:exclude': call(z.object({ ids: photoIds, excluded: z.boolean() })).returns<Made>(),
  /** Refused for photos that were ever trained on when `split` is test. */
  'photos:set-split': call(z.object({ ids: photoIds, split })).returns<null>(),
  /** Shows the file in the system's file manager. */
  'photos:reveal': call(z.object({ id: photoId })).returns<null>(),

  /** `replace`: this class alone. `toggle`: add where any of the photos lacks it, else remove. */
  'labels:set': call(z.object({ ids: photoIds, classId, how: z.enum(['replace', 'toggle']) })).returns<null>(),
  /** Back to "not annotated yet", for the given kind. */
  'labels:clear': call(z.object({ ids: photoIds, kind: annotationKind })).returns<null>(),
  /** "Nothing here": a stored annotation of the given kind; replaces what was annotated of that kind. */
  'labels:nothing': call(z.object({ ids: photoIds, kind: annotationKind })).returns<null>(),
  /** Things drawn on one photo: boxes, rotated boxes, polygons, masks, points; one gesture. */
  'things:add': call(z.object({ photoId, things: z.array(thing).min(1).max(10_000) })).returns<readonly Annotation[]>(),
  /** Another class, another shape, or both. */
  'things:update': call(
    z.object({ id: annotationId, classId: classId.optional(), shape: shape.optional() }),
  ).returns<Annotation>(),
  'things:delete': call(z.object({ ids: z.array(annotationId).min(1).max(10_000) })).returns<null>(),
};
