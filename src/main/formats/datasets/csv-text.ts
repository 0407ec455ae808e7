// Tables as text (RFC 4180): rows with their place in the file, fields as they stand, and fields that no spreadsheet runs as a formula.

/** A row that is not empty; `row` counts from 1 as a spreadsheet does, the header too. */
export type CsvRow = { readonly row: number; readonly cells: readonly string[] };

/** The sign that parts the fields: the most frequent one outside quotes in the first line. */
export function delimiterOf(text: string): string {
  const counts = new Map([',', ';', '\t'].map(sign => [sign, 0]));
  let inQuotes = false;
  for (let at = 0; at < Math.min(text.length, 100_000); at++) {
    const sign = text[at]!;
    if (sign === '"') inQuotes = !inQuotes;
    if (!inQuotes && (sign === '\n' || sign === '\r')) break;
    if (!inQuotes && counts.has(sign)) counts.set(sign, counts.get(sign)! + 1);
  }
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}

/** Rows in order. A quote that is never closed ends with the text. */
export function* csvRows(text: string, delimiter: string): Generator<CsvRow> {
  let row = 1;
  for (let at = 0; at < text.length; row++) {
    const cells: string[] = [];
    for (let isLast = false; !isLast;) {
      const field = fieldAt(text, at, delimiter);
      cells.push(field.value);
      isLast = text[field.end] !== delimiter;
      at = field.end + 1;
    }
    if (text[at - 1] === '\r' && text[at] === '\n') at += 1;
    if (cells.length > 1 || cells[0] !== '') yield { row, cells };
  }
}

/** The field that begins at `at`; `end` is the place of the sign that ends it, or the text's length. */
function fieldAt(text: string, at: number, delimiter: string): { readonly value: string; readonly end: number } {
  const isEnd = (place: number): boolean =>
    place >= text.length || text[place] === delimiter || text[place] === '\n' || text[place] === '\r';
  let value = '';
  let end = at;
  if (text[at] === '"') {
    for (end = at + 1; end < text.length;) {
      const quote = text.indexOf('"', end);
      const until = quote === -1 ? text.length : quote;
      value += text.slice(end, until);
      end = until + 1;
      if (text[end] !== '"') break;
      value += '"';
      end += 1;
    }
    end = Math.min(end, text.length);
  }
  const rest = end;
  while (!isEnd(end)) end += 1;
  return { value: value + text.slice(rest, end), end };
}

const formula = /^'*[=+\-@\t\r]/;

/** A field as it is written; a text that a spreadsheet would run as a formula gets a quote in front. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const harmless = formula.test(value) ? `'${value}` : value;
  return /[",;\r\n]/.test(harmless) || harmless !== harmless.trim() ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** The text of a field, without the quote that keeps spreadsheets from running it. */
export const plainCell = (value: string): string =>
  value.startsWith("'") && formula.test(value) ? value.slice(1) : value;

export const csvRow = (cells: readonly (string | number)[]): string => `${cells.map(cell).join(',')}\r\n`;
