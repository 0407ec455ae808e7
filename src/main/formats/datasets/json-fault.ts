// Where a JSON text goes wrong, and what stands before that: files are cut while they are copied, and then JSON.parse says nothing of use.

type JsonBeginning = {
  /** Up to the last whole value before the fault, with what is open closed; null where not even a list or object begins. */
  readonly value: unknown;
  /** The first character that no JSON goes on with; the text's length where only the end is missing. */
  readonly at: number;
};

const deepest = 64;
const space = /[ \t\r\n]*/y;
const word = /[-+.\w]*/y;
const plainValue = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[-+]?\d+)?)$/i;
const escaped = /\\(?:["\\/bfnrt]|u[\da-f]{4})/iy;

/** Of a text that JSON.parse refuses. */
export function jsonBeginning(text: string): JsonBeginning {
  const closing: string[] = [];
  let next: 'value' | 'first value' | 'key' | 'first key' | 'colon' | 'more' = 'value';
  let [at, safe] = [0, 0];
  for (;;) {
    at = endOf(space, text, at);
    const sign: string | undefined = text[at];
    if (sign === undefined || (next === 'more' && closing.length === 0)) break;
    const isValueNext: boolean = next === 'value' || next === 'first value';
    if (sign === '"' && (isValueNext || next === 'key' || next === 'first key')) {
      const end = endOfString(text, at + 1);
      if (text[end] !== '"') {
        at = end;
        break;
      }
      at = end + 1;
      if (isValueNext) safe = at;
      next = isValueNext ? 'more' : 'colon';
    } else if (isValueNext && (sign === '{' || sign === '[') && closing.length < deepest) {
      closing.push(sign === '{' ? '}' : ']');
      safe = ++at;
      next = sign === '{' ? 'first key' : 'first value';
    } else if (sign === closing.at(-1) && ['more', sign === '}' ? 'first key' : 'first value'].includes(next)) {
      closing.pop();
      safe = ++at;
      next = 'more';
    } else if (sign === ',' && next === 'more') {
      at += 1;
      next = closing.at(-1) === '}' ? 'key' : 'value';
    } else if (sign === ':' && next === 'colon') {
      at += 1;
      next = 'value';
    } else {
      const end = endOf(word, text, at);
      const isWhole = end < text.length && plainValue.test(text.slice(at, end));
      if (!isValueNext || !isWhole) {
        if (isValueNext && end === text.length && end > at) at = end;
        break;
      }
      at = safe = end;
      next = 'more';
    }
  }
  return { at, value: closedValue(text.slice(0, safe), closing) };
}

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  pattern.test(text);
  return pattern.lastIndex;
}

/** The place of the quote that ends a string, or of what no string may hold. By hand: strings are as long as photos are large. */
function endOfString(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34 || code < 32) return at;
    if (code !== 92) continue;
    const end = endOf(escaped, text, at);
    if (end === 0) return at + 6 < text.length ? at : text.length;
    at = end - 1;
  }
  return at;
}

function closedValue(begun: string, closing: readonly string[]): unknown {
  try {
    return JSON.parse(begun + closing.toReversed().join('')) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
