// Finds out which column of a table is what: by the names of its header, else by what stands in it.
import type { CsvColumns, CsvField } from '../../../shared/records/csv-columns.ts';
import type { CsvRow } from './csv-text.ts';
import { isPhotoName, type PhotoFinder } from './photo-names.ts';

/** Names of columns, without case and signs, of TensorFlow, VoTT, make-sense, Open Images, keras-retinanet and hand-made tables. */
const names: Readonly<Record<CsvField, readonly string[]>> = {
  filename: [
    'filename',
    'imagename',
    'image',
    'imagepath',
    'filepath',
    'file',
    'path',
    'photo',
    'img',
    'imgname',
    'imageid',
    'imagefilename',
  ],
  class: ['class', 'label', 'classname', 'labelname', 'category', 'categoryname', 'name', 'object', 'classes', 'tag'],
  xmin: ['xmin', 'x1', 'left', 'bboxxmin', 'minx', 'x0'],
  ymin: ['ymin', 'y1', 'top', 'bboxymin', 'miny', 'y0'],
  xmax: ['xmax', 'x2', 'right', 'bboxxmax', 'maxx'],
  ymax: ['ymax', 'y2', 'bottom', 'bboxymax', 'maxy'],
  x: ['x', 'bboxx', 'boxx'],
  y: ['y', 'bboxy', 'boxy'],
  cx: ['cx', 'xcenter', 'xcentre', 'centerx', 'centrex'],
  cy: ['cy', 'ycenter', 'ycentre', 'centery', 'centrey'],
  w: ['w', 'bboxwidth', 'boxwidth', 'bboxw', 'boxw'],
  h: ['h', 'bboxheight', 'boxheight', 'bboxh', 'boxh'],
  width: ['width', 'imagewidth', 'imgwidth'],
  height: ['height', 'imageheight', 'imgheight'],
  split: ['split', 'subset', 'set', 'partition', 'usage'],
  score: ['score', 'confidence', 'probability'],
};

/** `sure`: nothing has to be asked. */
export type FoundColumns = {
  readonly sure: boolean;
  readonly found: CsvColumns;
  readonly others: readonly CsvColumns[];
};

/** Columns of a table by its first rows; null where it holds no annotations of photos. */
export function findColumns(rows: readonly CsvRow[], finder: PhotoFinder): FoundColumns | null {
  if (rows.length === 0) return null;
  return byHeader(rows[0]!) ?? byContent(rows, finder);
}

function byHeader({ cells }: CsvRow): FoundColumns | null {
  const plain = cells.map(cell => cell.toLowerCase().replace(/[^a-z0-9]/g, ''));
  const columns: CsvColumns['columns'] = {};
  for (const [field, known] of Object.entries(names) as [CsvField, readonly string[]][]) {
    const place = known.map(name => plain.indexOf(name)).find(found => found !== -1);
    if (place !== undefined) columns[field] = place;
  }
  // `x,y,width,height` is a box; with corners, width and height are the photo's.
  const hasPlace =
    (columns.x !== undefined && columns.y !== undefined) || (columns.cx !== undefined && columns.cy !== undefined);
  if (hasPlace && columns.w === undefined && columns.xmax === undefined) {
    const { width, height, ...others } = columns;
    const box = width === undefined || height === undefined ? {} : { w: width, h: height };
    return foundBy(true, { ...others, ...box });
  }
  return foundBy(true, columns);
}

function foundBy(hasHeader: boolean, columns: CsvColumns['columns']): FoundColumns | null {
  if (columns.filename === undefined || columns.class === undefined || columns.filename === columns.class) return null;
  const some = ['xmin', 'ymin', 'xmax', 'ymax', 'x', 'y', 'cx', 'cy', 'w', 'h'] as const;
  const isLabels = some.every(field => columns[field] === undefined);
  return isLabels || hasBox(columns) ? { sure: true, found: { hasHeader, columns }, others: [] } : null;
}

/** Whether the columns say a whole box. */
export const hasBox = (columns: CsvColumns['columns']): boolean =>
  boxForms.some(form => form.every(field => columns[field] !== undefined));
const boxForms = [
  ['xmin', 'ymin', 'xmax', 'ymax'],
  ['x', 'y', 'w', 'h'],
  ['cx', 'cy', 'w', 'h'],
] as const;

/** How much of a column must look like something. */
const mostOf = 0.9;

function byContent(rows: readonly CsvRow[], finder: PhotoFinder): FoundColumns | null {
  const width = rows[0]!.cells.length;
  const isKnown = (cell: string): boolean => isPhotoName(cell) || finder.ofStem(cell, '').length > 0;
  const hasHeader = !rows[0]!.cells.some(isKnown);
  const body = hasHeader ? rows.slice(1) : rows;
  const share = (place: number, is: (cell: string) => boolean): number => {
    const filled = body.map(({ cells }) => cells[place] ?? '').filter(cell => cell !== '');
    return filled.length === 0 ? 0 : filled.filter(is).length / filled.length;
  };
  const places = Array.from({ length: width }, (_, place) => place);
  const filename = places.find(place => share(place, isKnown) >= mostOf);
  if (filename === undefined) return null;
  const isNumber = (cell: string): boolean => Number.isFinite(Number(cell));
  const numeric = places.filter(place => place !== filename && share(place, isNumber) >= mostOf);
  const texts = places.filter(place => place !== filename && !numeric.includes(place) && share(place, () => true) > 0);
  const className = texts[0] ?? numeric.at(-1);
  if (className === undefined) return null;
  const label = { filename, class: className };
  const [a, b, c, d, e, f] = numeric.filter(place => place !== className);
  if (d === undefined) return { sure: false, found: { hasHeader, columns: label }, others: [] };
  const size = f === undefined ? {} : { width: e!, height: f };
  const corners = { hasHeader, columns: { ...label, xmin: a!, ymin: b!, xmax: c!, ymax: d, ...size } };
  const sized = { hasHeader, columns: { ...label, x: a!, y: b!, w: c!, h: d, ...size } };
  // The third number is never below the first where both are corners.
  const areCorners = body.every(
    ({ cells }) => Number(cells[c!]) >= Number(cells[a!]) && Number(cells[d]) >= Number(cells[b!]),
  );
  return { sure: false, found: areCorners ? corners : sized, others: areCorners ? [sized] : [corners] };
}
