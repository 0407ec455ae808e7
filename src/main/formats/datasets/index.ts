// The formats that annotations are read from and written in: one line each. Their order decides where two are equally sure of a source.
import { AppError } from '../../../shared/errors.ts';
import type { DatasetFormatId } from '../../../shared/records/dataset-format.ts';
import { classFolderReader } from './class-folders-read.ts';
import { classFolderWriter } from './class-folders-write.ts';
import { cocoReader, cocoWriter } from './coco.ts';
import { createmlReader, createmlWriter } from './createml.ts';
import { csvReader, csvWriter } from './csv.ts';
import { idxReader } from './idx-read.ts';
import { idxWriter } from './idx-write.ts';
import { labelStudioReader } from './label-studio-read.ts';
import { labelStudioWriter } from './label-studio-write.ts';
import { labelmeReader, xAnyLabelingReader } from './labelme-read.ts';
import { labelmeWriter, xAnyLabelingWriter } from './labelme-write.ts';
import { maskReader } from './mask-pngs-read.ts';
import { maskWriter } from './mask-pngs-write.ts';
import type { DatasetReader, SourceFolder } from './read-dataset.ts';
import { vocReader, vocWriter } from './voc.ts';
import { tfrecordReader } from './tfrecord-read.ts';
import { tfrecordWriter } from './tfrecord-write.ts';
import type { DatasetWriter } from './write-dataset.ts';
import { yoloReader, yoloWriter } from './yolo.ts';

export const datasetReaders: Readonly<Record<DatasetFormatId, DatasetReader>> = {
  coco: cocoReader,
  voc: vocReader,
  yolo: yoloReader,
  csv: csvReader,
  labelme: labelmeReader,
  'x-anylabeling': xAnyLabelingReader,
  createml: createmlReader,
  'label-studio': labelStudioReader,
  'class-folders': classFolderReader,
  masks: maskReader,
  idx: idxReader,
  tfrecord: tfrecordReader,
};

export const datasetWriters: Readonly<Record<DatasetFormatId, DatasetWriter>> = {
  coco: cocoWriter,
  voc: vocWriter,
  yolo: yoloWriter,
  csv: csvWriter,
  labelme: labelmeWriter,
  'x-anylabeling': xAnyLabelingWriter,
  createml: createmlWriter,
  'label-studio': labelStudioWriter,
  'class-folders': classFolderWriter,
  masks: maskWriter,
  idx: idxWriter,
  tfrecord: tfrecordWriter,
};

/** The format that is surest of a source; null where none knows it. */
export async function recogniseDataset(source: SourceFolder): Promise<DatasetFormatId | null> {
  let best: { readonly id: DatasetFormatId; readonly sure: number } | null = null;
  for (const reader of Object.values(datasetReaders)) {
    const sure = await sureness(reader, source);
    if (sure > (best?.sure ?? 0)) best = { id: reader.id, sure };
  }
  return best?.id ?? null;
}

/** A source that a reader cannot even look at is not of its format. */
async function sureness(reader: DatasetReader, source: SourceFolder): Promise<number> {
  try {
    return await reader.recognise(source);
  } catch (error) {
    if (error instanceof AppError) return 0;
    throw error;
  }
}

export { predictionsCsv, predictionsJson } from './predictions.ts';
