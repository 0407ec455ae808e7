// The `.pbtxt` beside TFRecords: `item { id: 1 name: 'ant' }`, ids from 1. Protocol buffers as text, read as far as label maps need it.

const mostItems = 65_536;
const token =
  /#[^\n]*|([A-Za-z_]\w*)\s*:\s*("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|-?\d+|\w+)|([A-Za-z_]\w*)?\s*:?\s*\{|\}/g;

/** Names by id; `display_name` where an item has one, which is what people read (`name` may be a code such as /m/01g317). */
export function readLabelMap(text: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  let item = { id: 0, name: '', display: '' };
  let depth = 0;
  for (const [found, key, value] of text.matchAll(token)) {
    if (found === '}') {
      depth = Math.max(0, depth - 1);
      const name = item.display || item.name;
      if (depth === 0 && item.id >= 1 && name !== '' && names.size < mostItems) names.set(item.id, name);
    } else if (found.endsWith('{')) {
      if (depth++ === 0) item = { id: 0, name: '', display: '' };
    } else if (depth === 1 && key !== undefined && value !== undefined) {
      if (key === 'id') item.id = Number(value);
      else if (key === 'name') item.name = plain(value);
      else if (key === 'display_name') item.display = plain(value);
    }
  }
  return names;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** A text without its quotes: `\'`, `\n`, and the bytes of UTF-8 as `\303\244`. */
function plain(quoted: string): string {
  if (!/^["']/.test(quoted)) return quoted;
  const bytes = Buffer.from(
    quoted.slice(1, -1).replace(/\\([0-7]{1,3}|.)|[\u0080-\uffff]+/gs, (whole, escape: string | undefined) => {
      if (escape === undefined) return Buffer.from(whole).toString('latin1');
      return /^[0-7]/.test(escape)
        ? String.fromCharCode(Number.parseInt(escape, 8) & 255)
        : (escapes[escape] ?? escape);
    }),
    'latin1',
  );
  return bytes.toString('utf8');
}

export function writeLabelMap(names: readonly { readonly id: number; readonly name: string }[]): string {
  return names.map(({ id, name }) => `item {\n  id: ${id}\n  name: '${escaped(name)}'\n}\n`).join('');
}

const escaped = (text: string): string =>
  text.replace(/[\\'"\n\r\t]/g, character => `\\${{ '\n': 'n', '\r': 'r', '\t': 't' }[character] ?? character}`);
