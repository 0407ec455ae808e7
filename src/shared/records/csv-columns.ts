// Which column of a table of annotations is what: the answer to the question `columns` of an import, as JSON.
import { z } from 'zod';

/**
 * `filename` and `class` are always there. A box has its corners (`xmin` to `ymax`), its upper left corner and size (`x`, `y`, `w`, `h`), or
 * its middle and size (`cx`, `cy`, `w`, `h`); a table without any of them holds labels of whole photos. `width`, `height`: the photo's.
 */
export const csvFields = [
  'filename',
  'class',
  'xmin',
  'ymin',
  'xmax',
  'ymax',
  'x',
  'y',
  'cx',
  'cy',
  'w',
  'h',
  'width',
  'height',
  'split',
  'score',
] as const;
export type CsvField = (typeof csvFields)[number];

const column = z.number().int().min(0).max(10_000);
/** Columns from 0. `hasHeader`: the first row names them. */
export const csvColumns = z.object({
  hasHeader: z.boolean(),
  columns: z.partialRecord(z.enum(csvFields), column).refine(({ filename }) => filename !== undefined),
});
export type CsvColumns = z.infer<typeof csvColumns>;
