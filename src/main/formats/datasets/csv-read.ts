// Reads tables of annotations: boxes by corners, by corner and size or by middle and size, in pixels or fractions, and labels of whole photos.
import { AppError } from '../../../shared/errors.ts';
import { csvColumns, type CsvColumns, type CsvField } from '../../../shared/records/csv-columns.ts';
import { findColumns, type FoundColumns } from './csv-columns.ts';
import { csvRows, delimiterOf, plainCell, type CsvRow } from './csv-text.ts';
import { noteDamage } from './damage.ts';
import { createNotes, type Notes } from './notes.ts';
import { createPhotoList, type GatheredPhoto, type PhotoList } from './photo-list.ts';
import { createPhotoFinder, folderOf, isPhotoName, plainName, type PhotoFinder } from './photo-names.ts';
import type { ReadDataset, ReadOptions, ReadQuestion, SourceFolder } from './read-dataset.ts';
import { attributesOf, boxShape, createClassList, splitOfWord, unitFrame, type ClassList } from './reading.ts';

const mostBytes = 256e6;
const rowsShown = 6;
const rowsLookedAt = 200;
/** Where so large a part of the rows lies between 0 and 1, coordinates are fractions of the photo; in between, a person is asked. */
const surelyFractions = 0.95;
const surelyPixels = 0.05;
const one = 1.001;

type Table = {
  readonly file: string;
  readonly text: string;
  readonly delimiter: string;
  readonly found: FoundColumns;
  readonly head: readonly CsvRow[];
};
type Reading = {
  readonly notes: Notes;
  readonly finder: PhotoFinder;
  readonly classes: ClassList;
  readonly photos: PhotoList;
};

export const tablesOf = (source: SourceFolder): readonly string[] =>
  source.files.map(({ path }) => path).filter(path => /\.(?:csv|tsv)$/i.test(path));

/** The first rows of a table. */
function headOf(text: string, delimiter: string, rows: number): CsvRow[] {
  const head: CsvRow[] = [];
  for (const row of csvRows(text, delimiter)) if (head.push(row) === rows) break;
  return head;
}

/** The columns of a text that is (the beginning of) a table; null where it holds no annotations of photos. */
export function columnsOfText(text: string, finder: PhotoFinder): FoundColumns | null {
  return findColumns(headOf(text, delimiterOf(text), rowsLookedAt), finder);
}

/** @throws AppError where no table of the source holds annotations. */
export async function readCsv(source: SourceFolder, { answers }: ReadOptions): Promise<ReadDataset> {
  const notes = createNotes();
  const finder = createPhotoFinder(source);
  const reading = { notes, finder, classes: createClassList(notes), photos: createPhotoList(notes) };
  const tables = await readTables(source, reading);
  const chosen = answers.columns === undefined ? null : parsedColumns(answers.columns);
  const unsure = tables.find(({ found }) => !found.sure);
  const columnsOf = ({ found }: Table): CsvColumns => (found.sure ? found.found : (chosen ?? found.found));
  const share = shareOfFractions(tables.map(table => [table, columnsOf(table)]));
  const likeliest = share >= 0.5 ? 'fractions' : 'pixels';
  const inFractions = (answers.normalised ?? likeliest) === 'fractions';
  for (const table of tables) readTable(reading, table, { ...columnsOf(table), inFractions });
  const questions: ReadQuestion[] = [];
  if (unsure !== undefined) questions.push(columnsQuestion(unsure));
  if (share > surelyPixels && share < surelyFractions)
    questions.push({ about: 'normalised', options: ['pixels', 'fractions'], likeliest, table: null });
  return {
    format: 'csv',
    classes: reading.classes.classes,
    photos: reading.photos.settled(),
    notes: notes.list(),
    questions,
  };
}

async function readTables(source: SourceFolder, { finder, notes }: Reading): Promise<readonly Table[]> {
  const tables: Table[] = [];
  let failure: unknown = null;
  for (const file of tablesOf(source)) {
    try {
      const text = await source.text(file, mostBytes);
      const delimiter = delimiterOf(text);
      const head = headOf(text, delimiter, rowsLookedAt);
      const found = findColumns(head, finder);
      if (found !== null) tables.push({ file, text, delimiter, found, head });
      else notes.add('csv-not-annotations', file);
    } catch (error) {
      noteDamage(notes, file, error);
      failure ??= error;
    }
  }
  if (tables.length > 0) return tables;
  throw failure ?? new AppError('dataset-damaged', { file: source.files[0]?.path ?? '', reason: 'dataset-not-csv' });
}

/** What a person chose; an answer that is none is a mistake of the caller, and the likeliest columns stay. */
function parsedColumns(answer: string): CsvColumns | null {
  try {
    const parsed = csvColumns.safeParse(JSON.parse(answer));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function columnsQuestion({ found, head }: Table): ReadQuestion {
  const options = [found.found, ...found.others].map(columns => JSON.stringify(columns));
  return {
    about: 'columns',
    options,
    likeliest: options[0]!,
    table: head.slice(0, rowsShown).map(({ cells }) => cells),
  };
}

function* bodyOf({ text, delimiter }: Table, { hasHeader }: CsvColumns): Generator<CsvRow> {
  for (const row of csvRows(text, delimiter)) if (!hasHeader || row.row > 1) yield row;
}

/** A number with a point, or with a comma where the fields are parted by another sign. NaN for what is none, and for nothing. */
const numberOf = (cell: string | undefined): number => {
  const text = (cell ?? '').trim();
  return text === '' ? NaN : Number(/^-?[0-9]*,[0-9]+$/.test(text) ? text.replace(',', '.') : text);
};

const coordinateFields = ['xmin', 'ymin', 'xmax', 'ymax', 'x', 'y', 'cx', 'cy', 'w', 'h'] as const;

/** How many of the rows with a box have all of it between 0 and 1, of all tables together. */
function shareOfFractions(tables: readonly (readonly [Table, CsvColumns])[]): number {
  let [inside, all] = [0, 0];
  for (const [table, columns] of tables) {
    const places = coordinateFields.flatMap(field => columns.columns[field] ?? []);
    for (const { cells } of bodyOf(table, columns)) {
      const values = places.map(place => numberOf(cells[place])).filter(Number.isFinite);
      if (values.length === 0) continue;
      all += 1;
      if (values.every(value => Math.abs(value) <= one)) inside += 1;
    }
  }
  return all === 0 ? 0 : inside / all;
}

function readTable(reading: Reading, table: Table, columns: CsvColumns & { readonly inFractions: boolean }): void {
  const { notes, classes, photos } = reading;
  const words = table.file.split(/[^a-zA-Z0-9]+/).map(splitOfWord);
  const fileSplit = words.find(word => word !== null) ?? null;
  for (const { row, cells } of bodyOf(table, columns)) {
    const cellOf = (field: CsvField): string => {
      const place = columns.columns[field];
      return place === undefined ? '' : (cells[place] ?? '');
    };
    const where = `${table.file}, row ${row}`;
    const photo = photoOf(reading, table, plainCell(cellOf('filename')), where);
    if (photo === null) continue;
    photo.widthPx ||= Math.max(0, Math.round(numberOf(cellOf('width'))) || 0);
    photo.heightPx ||= Math.max(0, Math.round(numberOf(cellOf('height'))) || 0);
    const split = splitOfWord(cellOf('split')) ?? fileSplit;
    if (split !== null) photos.setSplit(photo, split);
    const coordinates = coordinateFields.map(cellOf);
    const isEmpty = coordinates.every(text => text.trim() === '');
    const name = plainCell(cellOf('class'));
    if (name.trim() === '') {
      notes.add(isEmpty ? 'csv-row-empty' : 'csv-class-empty', `${where}: ${photo.name}`);
      continue;
    }
    const classPlace = classes.place(name, where);
    if (classPlace === null) continue;
    const score = numberOf(cellOf('score'));
    if (Number.isFinite(score)) notes.add('score-kept', photo.name);
    const said = { classPlace, attributes: attributesOf([['score', score]]) };
    if (isEmpty) {
      photo.lookedFor.photo = true;
      photo.annotations.push({ ...said, shape: null, unit: 'pixel' });
      continue;
    }
    const frame = columns.inFractions ? unitFrame : { width: photo.widthPx, height: photo.heightPx };
    const shape = boxShape(edgesOf(columns.columns, cellOf), frame, notes, `${where}: ${name}`);
    if (shape === null) {
      photo.hasLost = true;
      continue;
    }
    photo.lookedFor.things = true;
    photo.annotations.push({ ...said, shape, unit: columns.inFractions ? 'photo' : 'pixel' });
  }
}

function edgesOf(columns: CsvColumns['columns'], cellOf: (field: CsvField) => string) {
  const at = (field: CsvField): number => numberOf(cellOf(field));
  if (columns.xmin !== undefined) return { left: at('xmin'), top: at('ymin'), right: at('xmax'), bottom: at('ymax') };
  // A negative size is none: it must not be read as swapped edges.
  const [width, height] = [at('w'), at('h')].map(side => (side < 0 ? 0 : side)) as [number, number];
  const left = columns.x === undefined ? at('cx') - width / 2 : at('x');
  const top = columns.y === undefined ? at('cy') - height / 2 : at('y');
  return { left, top, right: left + width, bottom: top + height };
}

function photoOf(
  { notes, finder, photos }: Reading,
  { file }: Table,
  written: string,
  where: string,
): GatheredPhoto | null {
  if (written.trim() === '') {
    notes.add('photo-name-missing', where);
    return null;
  }
  const plain = plainName(written);
  if (plain === null) {
    notes.add('photo-name-refused', `${where}: ${written}`);
    return null;
  }
  const stems = isPhotoName(plain.name) ? [] : finder.ofStem(plain.name, folderOf(file));
  const found = finder.named(plain.name, folderOf(file), plain.isAbsolute) ?? (stems.length === 1 ? stems[0]! : null);
  return photos.photo(found ?? plain.name, plain.name, found).photo;
}
