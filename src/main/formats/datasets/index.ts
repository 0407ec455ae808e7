// The formats that annotations can be exported in: one line each.
import { coco } from './coco.ts';
import { csv } from './csv.ts';
import type { DatasetFormat } from './dataset.ts';

export const datasetFormats: Readonly<Record<'coco' | 'csv', DatasetFormat>> = { coco, csv };
export type { DatasetFormat } from './dataset.ts';
export { predictionsCsv, predictionsJson } from './csv.ts';
