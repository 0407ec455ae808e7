// Identities. All are opaque positive integers given by the store or short opaque words given by the core; they never change.
import { z } from 'zod';

const rowId = z.number().int().positive();

export const photoId = rowId.brand<'PhotoId'>();
export type PhotoId = z.infer<typeof photoId>;

export const classId = rowId.brand<'ClassId'>();
export type ClassId = z.infer<typeof classId>;

export const annotationId = rowId.brand<'AnnotationId'>();
export type AnnotationId = z.infer<typeof annotationId>;

export const runId = rowId.brand<'RunId'>();
export type RunId = z.infer<typeof runId>;

/** The folder name of a model inside the project's `models/`. */
export const modelId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
  .brand<'ModelId'>();
export type ModelId = z.infer<typeof modelId>;

/** Names a long-running piece of work; new for every piece, gone with the core. */
export const workId = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/)
  .brand<'WorkId'>();
export type WorkId = z.infer<typeof workId>;

/** Stands for a path that a person chose in a dialog, a drop or the folder chooser. The page never sees the path itself. */
export const grantId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{8,64}$/)
  .brand<'GrantId'>();
export type GrantId = z.infer<typeof grantId>;
