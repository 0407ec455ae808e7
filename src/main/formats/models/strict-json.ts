// JSON for headers from outside: refuses duplicate keys, keeps integers exact (bigint), limits depth, and never makes objects with foreign keys.

export type StrictJson =
  null | boolean | number | bigint | string | readonly StrictJson[] | ReadonlyMap<string, StrictJson>;

/** What is wrong and at which character; callers turn it into their own error. */
export class StrictJsonError extends Error {
  override readonly name = 'StrictJsonError';
  readonly duplicateKey: string | undefined;

  constructor(message: string, duplicateKey?: string, options?: { cause: unknown }) {
    super(message, options);
    this.duplicateKey = duplicateKey;
  }
}

const space = /[ \t\n\r]*/y;
const numberToken = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
const wordToken = /true|false|null/y;
const words = new Map<string, StrictJson>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** Parses the whole text; throws StrictJsonError. Integers come as bigint, other numbers as number, objects as Map. */
export function parseStrictJson(text: string, maxDepth = 8): StrictJson {
  let at = 0;
  const take = (token: RegExp): RegExpExecArray | null => {
    token.lastIndex = at;
    const found = token.exec(text);
    if (found) at += found[0].length;
    return found;
  };
  const fail = (expected: string): StrictJsonError => new StrictJsonError(`expected ${expected} at character ${at}`);
  const takeSign = (sign: string): boolean => {
    take(space);
    if (text[at] !== sign) return false;
    at++;
    return true;
  };
  const readString = (): string => {
    take(space);
    if (text[at] !== '"') throw fail('a string');
    // Looked for by hand: a pattern would need a stack as deep as the text is long.
    let end = at + 1;
    while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
    const token = text.slice(at, end + 1);
    at = end + 1;
    try {
      return JSON.parse(token) as string;
    } catch (error) {
      throw new StrictJsonError(`a broken text before character ${at}`, undefined, { cause: error });
    }
  };

  const readObject = (depth: number): ReadonlyMap<string, StrictJson> => {
    const entries = new Map<string, StrictJson>();
    if (takeSign('}')) return entries;
    do {
      const key = readString();
      if (entries.has(key)) throw new StrictJsonError(`the key ${JSON.stringify(key.slice(0, 100))} comes twice`, key);
      if (!takeSign(':')) throw fail('":"');
      entries.set(key, readValue(depth));
    } while (takeSign(','));
    if (!takeSign('}')) throw fail('"}"');
    return entries;
  };
  const readArray = (depth: number): readonly StrictJson[] => {
    const items: StrictJson[] = [];
    if (takeSign(']')) return items;
    do items.push(readValue(depth));
    while (takeSign(','));
    if (!takeSign(']')) throw fail('"]"');
    return items;
  };
  const readValue = (depth: number): StrictJson => {
    if (depth > maxDepth) throw new StrictJsonError(`nested deeper than ${maxDepth}`);
    if (takeSign('{')) return readObject(depth + 1);
    if (takeSign('[')) return readArray(depth + 1);
    if (text[at] === '"') return readString();
    const word = take(wordToken);
    if (word) return words.get(word[0])!;
    const number = take(numberToken);
    if (!number) throw fail('a value');
    if (number[0].length > 40) throw new StrictJsonError(`a number of ${number[0].length} digits`);
    return number[1] === undefined && number[2] === undefined ? BigInt(number[0]) : Number(number[0]);
  };

  const value = readValue(0);
  take(space);
  if (at !== text.length) throw fail('the end');
  return value;
}

/** The same text as plain values: objects without a prototype, so that no key has a meaning of its own, and whole numbers as numbers. */
export const parsePlainJson = (text: string, maxDepth: number): unknown => plain(parseStrictJson(text, maxDepth));

function plain(value: StrictJson): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Map) {
    const object = Object.create(null) as Record<string, unknown>;
    for (const [key, item] of value) object[key] = plain(item as StrictJson);
    return object;
  }
  return Array.isArray(value) ? value.map(item => plain(item as StrictJson)) : value;
}
