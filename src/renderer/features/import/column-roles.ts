// The columns of a table of annotations and what a person says they are: the answer to the question `columns`.
import { csvColumns, csvFields, type CsvColumns, type CsvField } from '../../../shared/records/csv-columns.ts';

/** What was chosen so far; null where it is none (of another version). */
export function chosenColumns(answer: string): CsvColumns | null {
  try {
    return csvColumns.safeParse(JSON.parse(answer)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export function fieldAt({ columns }: CsvColumns, place: number): CsvField | null {
  return csvFields.find(field => columns[field] === place) ?? null;
}

/** Without these a row says nothing: they change places with another column, and are never given up. */
const isNeeded = (field: CsvField | null): boolean => field === 'filename' || field === 'class';

/** What a column may be; null is "not used". A column that is needed may only change places with another. */
export function choicesAt(chosen: CsvColumns, place: number): readonly (CsvField | null)[] {
  const own = fieldAt(chosen, place);
  if (!isNeeded(own)) return [null, ...csvFields];
  return csvFields.filter(field => field === own || chosen.columns[field] !== undefined);
}

/** The answer in which that column is `field`; the column that was it before becomes what this one was. */
export function withField(chosen: CsvColumns, place: number, field: CsvField | null): CsvColumns {
  const own = fieldAt(chosen, place);
  const before = field === null ? undefined : chosen.columns[field];
  const others = Object.entries(chosen.columns).filter(([name]) => name !== own && name !== field);
  const columns: CsvColumns['columns'] = Object.fromEntries(others);
  if (own !== null && before !== undefined) columns[own] = before;
  if (field !== null) columns[field] = place;
  return { ...chosen, columns };
}
