// What is written down beside a backup when it is made, so that it can be proved later without opening it.
import { z } from 'zod';

const count = z.number().int().min(0);

export const backupNote = z.object({
  /** The last gesture in it. */
  sequence: count,
  bytes: count,
  /** Of the whole file, hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  counts: z.object({
    photos: count,
    annotated: count,
    labels: count,
    things: count,
    classes: count,
    runs: count,
    gestures: count,
  }),
});
export type BackupNote = z.infer<typeof backupNote>;
