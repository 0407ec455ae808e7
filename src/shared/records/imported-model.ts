// What the card of a model folder says that was made of a file: fetched by the manifest, or brought in by a person.
import { z } from 'zod';

const shortText = z.string().max(2_000);
const count = z.number().int().min(0);

export const importedModel = z
  .object({
    name: shortText,
    createdAt: z.string().max(40),
    classes: z.array(shortText).max(100_000).readonly(),
    backbone: z.object({ name: shortText, origin: shortText, licence: shortText, sha256: shortText }).readonly(),
    limits: z.array(shortText).max(20).readonly(),
    imported: z
      .object({
        /** Of the file as it came. */
        file: shortText,
        format: shortText,
        sha256: z.string().max(64),
        /** A kind of preprocessing.ts, or `own` where the file itself says the values. */
        preprocessing: shortText,
        /** Id of the known architecture. */
        network: shortText.nullable(),
        pretrained: shortText.nullable(),
        author: shortText.nullable(),
        /** Host of the server it was fetched from. */
        host: shortText.nullable(),
        /** Where the file holds the first blocks only. */
        part: z.object({ blocks: count, of: count }).readonly().nullable(),
        /** It was taught on the middle square of each photo. */
        isCropped: z.boolean(),
        /** Without its top, as `BackboneSummary` has them. */
        parameters: count,
        sidePx: count,
        takesAnySide: z.boolean(),
        blocks: z
          .array(z.object({ name: shortText, parameters: count }).readonly())
          .max(100)
          .readonly(),
        unfreeze: shortText.nullable(),
      })
      .readonly(),
  })
  .readonly();
export type ImportedModel = z.infer<typeof importedModel>;
