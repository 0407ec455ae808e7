// The formats that annotations come in and go out in, by their ids on the command line.
import { z } from 'zod';

export const datasetFormatIds = [
  'coco',
  'voc',
  'yolo',
  'labelme',
  'x-anylabeling',
  'createml',
  'csv',
  'label-studio',
  'class-folders',
  'masks',
  'idx',
  'tfrecord',
] as const;
export const datasetFormatId = z.enum(datasetFormatIds);
export type DatasetFormatId = z.infer<typeof datasetFormatId>;

/** Why something is not in an import or an export, or is there in another form. Each has a text `dataset.<code>` (messages/datasets.ts). */
export type DatasetNote = {
  readonly code: string;
  /** How many annotations, photos or files it is about. */
  readonly count: number;
  /** The first few, as a person knows them: a photo's name, a class, a line of a file. */
  readonly examples: readonly string[];
  readonly details: Readonly<Record<string, string | number>>;
};
