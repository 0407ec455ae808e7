// What the grid shows: the photos of a list in order, as columns of plain numbers, and how they cross from the core to the page as bytes.
// Half a million photos are 20 MB this way and are read without making an object of any of them.
import type { BytesForm } from '../calls/call.ts';
import type { ClassId, PhotoId } from './ids.ts';
import { photoProblems, type PhotoProblem, type photoGroups, type photoSorts } from './photo.ts';

/** One number for each photo of a list: a typed array, or a plain one where few are made by hand. */
export interface Column<Value extends number = number> extends Iterable<Value> {
  readonly length: number;
  readonly [place: number]: Value;
  slice(first?: number, end?: number): Column<Value>;
  indexOf(value: Value): number;
}

/** Entry i of every column belongs to photo `id[i]`. */
export type PhotoColumns = {
  readonly id: Column<PhotoId>;
  /** Upright; 0 until the photo was read. */
  readonly widthPx: Column;
  readonly heightPx: Column;
  /** The first 64 bits of the content hash; 0 until it is known. See `hashAt`. */
  readonly hashHigh: Column;
  readonly hashLow: Column;
  /** State of the whole-photo kind and of the things kind, as places in `photoStates`. */
  readonly photoState: Column;
  readonly thingsState: Column;
  /** Which of `labelSets` the photo has. See `labelsAt`. */
  readonly labels: Column;
  /** How many things are drawn on it. */
  readonly boxes: Column;
  /** Place in `splits`, or -1 while the photo has none. */
  readonly split: Column;
  /** 1: left out. */
  readonly excluded: Column;
  /** 0, or one more than the place in `photoProblems`. See `problemAt`. */
  readonly problem: Column;
  /** Likeliest class of the newest run with its probability; 0 and 0 where there is none. */
  readonly predictedClass: Column<ClassId | 0>;
  readonly predictedProbability: Column;
  /** Every combination of whole-photo labels that occurs; the first is none at all. */
  readonly labelSets: readonly (readonly ClassId[])[];
};
export type ColumnName = Exclude<keyof PhotoColumns, 'labelSets'>;

/** What the grid shows: photos in order, cut into groups that follow one another. */
export type PhotoPage = {
  readonly columns: PhotoColumns;
  readonly groups: readonly { readonly key: string; readonly count: number }[];
};
export type PhotoSort = (typeof photoSorts)[number];
export type PhotoGroup = (typeof photoGroups)[number];

/** The columns in the order in which they cross, with the numbers they are made of. */
export const columnForms = {
  id: Uint32Array,
  widthPx: Uint32Array,
  heightPx: Uint32Array,
  hashHigh: Uint32Array,
  hashLow: Uint32Array,
  labels: Uint32Array,
  boxes: Uint32Array,
  predictedClass: Uint32Array,
  predictedProbability: Float32Array,
  photoState: Uint8Array,
  thingsState: Uint8Array,
  split: Int8Array,
  excluded: Uint8Array,
  problem: Uint8Array,
} as const satisfies Readonly<Record<ColumnName, unknown>>;
export const columnNames = Object.keys(columnForms) as readonly ColumnName[];

const digits = (value: number): string => value.toString(16).padStart(8, '0');

/** First 16 hex digits of the content hash, for pixel addresses; '' until it is known. */
export function hashAt({ hashHigh, hashLow }: Pick<PhotoColumns, 'hashHigh' | 'hashLow'>, place: number): string {
  const high = hashHigh[place] ?? 0;
  const low = hashLow[place] ?? 0;
  return high === 0 && low === 0 ? '' : digits(high) + digits(low);
}

/** Class ids of the whole-photo labels; the same list for as long as they are the same. */
export function labelsAt(
  { labels, labelSets }: Pick<PhotoColumns, 'labels' | 'labelSets'>,
  place: number,
): readonly ClassId[] {
  return labelSets[labels[place] ?? 0] ?? [];
}

export function problemAt({ problem }: Pick<PhotoColumns, 'problem'>, place: number): PhotoProblem | null {
  return photoProblems[(problem[place] ?? 0) - 1] ?? null;
}

type Header = {
  readonly count: number;
  readonly groups: PhotoPage['groups'];
  readonly labelSets: PhotoColumns['labelSets'];
  /** Columns that hold something else than zeros; the others do not cross. */
  readonly columns: readonly ColumnName[];
};
const aligned = (bytes: number): number => Math.ceil(bytes / 8) * 8;

function isEmpty(column: Column): boolean {
  for (let place = 0; place < column.length; place++) if (column[place] !== 0) return false;
  return true;
}

/** uint32LE length of the header, the header as JSON, then column after column; each begins at a multiple of 8. */
function write({ columns, groups }: PhotoPage): Uint8Array<ArrayBuffer> {
  const count = columns.id.length;
  const sent = columnNames.filter(name => !isEmpty(columns[name]));
  const header: Header = { count, groups, labelSets: columns.labelSets, columns: sent };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const start = aligned(4 + text.length);
  const total = sent.reduce((sum, name) => sum + aligned(count * columnForms[name].BYTES_PER_ELEMENT), start);
  const body = new Uint8Array(total);
  new DataView(body.buffer).setUint32(0, text.length, true);
  body.set(text, 4);
  let at = start;
  for (const name of sent) {
    new columnForms[name](body.buffer, at, count).set(columns[name] as ArrayLike<number>);
    at += aligned(count * columnForms[name].BYTES_PER_ELEMENT);
  }
  return body;
}

/** Throws RangeError or SyntaxError where the bytes are not what `write` makes. */
function read(body: ArrayBuffer): PhotoPage {
  const length = new DataView(body).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(body, 4, length))) as Header;
  let at = aligned(4 + length);
  const columns: Record<string, unknown> = { labelSets: header.labelSets };
  for (const name of columnNames) {
    const Form = columnForms[name];
    if (!header.columns.includes(name)) {
      columns[name] = new Form(header.count);
      continue;
    }
    columns[name] = new Form(body, at, header.count);
    at += aligned(header.count * Form.BYTES_PER_ELEMENT);
  }
  return { columns: columns as PhotoColumns, groups: header.groups };
}

export const photoPageBytes: BytesForm<PhotoPage> = { write, read };
