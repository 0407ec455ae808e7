// A line of a project's journal.jsonl: one gesture with everything that is needed to make it again.
import { z } from 'zod';
import { labelMode } from './project.ts';

const row = z.record(z.string(), z.unknown()).nullable();

/** Facts of the project when the gesture was made, so that a project can be made again of its journal alone. */
export const journalProject = z.object({
  name: z.string().max(1_000),
  photosFolder: z.string().max(10_000),
  labelMode,
  seed: z.number().int(),
  sample: z.boolean(),
  createdAt: z.string().max(100),
});
export type JournalProject = z.infer<typeof journalProject>;

export const journalGesture = z.object({
  sequence: z.number().int().positive(),
  kind: z.string().max(100),
  details: z.record(z.string(), z.union([z.string(), z.number()])),
  at: z.string().max(100),
  /** The gesture that an undo or redo is about. */
  target: z.number().int().positive().nullable(),
  /** Rows as they were and became, by table and key. */
  changes: z.array(z.object({ table: z.string(), key: z.number().int(), before: row, after: row })),
  /** Photos it is about: id, path, SHA-256 of the content, group. Lines of the first versions have no group. */
  photos: z.array(
    z.union([
      z.tuple([z.number().int(), z.string().nullable(), z.string().nullable(), z.number().int().nullable()]),
      z.tuple([z.number().int(), z.string().nullable(), z.string().nullable()]),
    ]),
  ),
  project: journalProject.optional(),
});
export type JournalGesture = z.infer<typeof journalGesture>;
