// One CSV table, one row per box or whole-photo label: the TensorFlow object-detection columns and the split.
import { classFinder, cornersOf, nameInImages } from './dataset.ts';
import { columnsOfText, readCsv, tablesOf } from './csv-read.ts';
import { csvRow } from './csv-text.ts';
import { createNotes } from './notes.ts';
import { createPhotoFinder } from './photo-names.ts';
import type { DatasetReader } from './read-dataset.ts';
import { decodeText } from './source-folder.ts';
import type { Dataset, DatasetWriter, WriteOptions } from './write-dataset.ts';
import { boxAround, notesOnLosses, type Thing } from './writing.ts';

/** Tables that are looked into, and how far. */
const lookedInto = 4;
const headBytes = 16 * 1024;

export const csvReader: DatasetReader = {
  id: 'csv',
  async recognise(source) {
    const finder = createPhotoFinder(source);
    for (const file of tablesOf(source).slice(0, lookedInto)) {
      const head = await source.part(file, 0, headBytes);
      // The last character and the last row may be cut.
      const text = decodeText(head, file, head.length === headBytes);
      const found = columnsOfText(head.length < headBytes ? text : text.slice(0, text.lastIndexOf('\n') + 1), finder);
      if (found !== null) return found.sure ? 0.8 : 0.4;
    }
    return 0;
  },
  read: readCsv,
};

export const csvWriter: DatasetWriter = {
  id: 'csv',
  holds: ['box', 'label', 'split'],
  holdsPhotos: false,
  files: (dataset, options) => [{ path: 'annotations.csv', pieces: csvTable(dataset, options) }],
  notes(dataset) {
    const notes = createNotes();
    for (const { photo, annotations } of dataset.photos)
      if (annotations.length === 0) notes.add('out-unannotated', photo.path);
    return notesOnLosses(dataset, this.holds, { 'rotated-box': 'box', polygon: 'box', mask: 'box' }, notes);
  },
};

/**
 * Header `filename,width,height,class,xmin,ymin,xmax,ymax,split`; corners in pixels of the upright photo, counted from 0 at its
 * left and upper edge. A label of the whole photo leaves the four corners empty. A table of rows cannot say "nothing here".
 */
function* csvTable({ classes, photos }: Dataset, { photosAt }: Pick<WriteOptions, 'photosAt'>): Generator<string> {
  const classOf = classFinder(classes);
  yield csvRow(['filename', 'width', 'height', 'class', 'xmin', 'ymin', 'xmax', 'ymax', 'split']);
  for (const { photo, annotations } of photos) {
    for (const annotation of annotations) {
      if (annotation.kind === 'nothing') continue;
      const corners = annotation.kind === 'label' ? ['', '', '', ''] : cornersAround(annotation, photo);
      if (corners === null) continue;
      const { name } = classOf(annotation);
      yield csvRow([nameInImages(photo, photosAt), photo.widthPx, photo.heightPx, name, ...corners, photo.split ?? '']);
    }
  }
}

function cornersAround(thing: Thing, photo: Parameters<typeof cornersOf>[1]): readonly number[] | null {
  const around = boxAround(thing, photo);
  if (around === null) return null;
  const { left, top, right, bottom } = cornersOf(around, photo);
  return [left, top, right, bottom];
}
