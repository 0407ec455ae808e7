// Reads the lists of a JSON file entry by entry, so that a file larger than a string may be, or than memory, can be read. Only one entry is
// ever held; depth and sizes are limited; what is no number in JSON (NaN) costs its own entry only.
import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { AppError } from '../../../shared/errors.ts';
import { damagedFile } from './damage.ts';

const deepest = 64;
const mostEntryBytes = 64e6;
const mostKeyBytes = 1_000;

/** A value of JSON, or `undefined` where the entry's text is not one. `list` is the list's key; '' where the file is one list. */
type OnEntry = (list: string, value: unknown) => void;

/**
 * Gives the entries of the lists `wanted` of the object that the file is, or of the list that it is (''). Everything else is passed over.
 * Pieces are kept while an entry goes on in the next one: they must not be written to again.
 * @throws AppError `dataset-damaged`: cut, not JSON, deeper than 64 levels, an entry above 64 MB.
 */
export async function readJsonLists(
  pieces: AsyncIterable<Uint8Array>,
  file: string,
  wanted: ReadonlySet<string>,
  onEntry: OnEntry,
): Promise<void> {
  const scanner = createScanner(file, wanted, onEntry);
  for await (const piece of inUtf8(pieces)) scanner.feed(piece);
  scanner.end();
}

/** UTF-16 becomes UTF-8, known by its mark or by the zero beside the first sign; a mark is taken off. */
async function* inUtf8(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let decoder: TextDecoder | null = null;
  let isFirst = true;
  for await (const piece of pieces) {
    if (isFirst) {
      isFirst = false;
      const [a, b, c] = piece;
      if ((a === 0xff && b === 0xfe) || (a !== 0 && b === 0)) decoder = new TextDecoder('utf-16le');
      else if ((a === 0xfe && b === 0xff) || (a === 0 && b !== 0)) decoder = new TextDecoder('utf-16be');
      if (a === 0xef && b === 0xbb && c === 0xbf) {
        yield piece.subarray(3);
        continue;
      }
    }
    yield decoder === null ? piece : Buffer.from(decoder.decode(piece, { stream: true }));
  }
}

const sign = { quote: 34, comma: 44, colon: 58, open: 91, escape: 92, close: 93, openObject: 123, closeObject: 125 };
/** Signs that neither open, close nor part anything: most of a file. */
const isPlain = new Uint8Array(256).fill(1);
for (const byte of Object.values(sign)) isPlain[byte] = 0;
const isSpace = (byte: number): boolean => byte === 32 || byte === 10 || byte === 13 || byte === 9;

function createScanner(file: string, wanted: ReadonlySet<string>, onEntry: OnEntry) {
  /** What was gone through before `now`, the piece at hand. */
  const before = { lines: 0, bytes: 0 };
  let now: Uint8Array = new Uint8Array(0);
  /** `at`: how far into the piece. */
  const damaged = (reason: string, at: number): AppError =>
    damagedFile(file, reason, { line: 1 + before.lines + linesIn(now.subarray(0, at)), byte: before.bytes + at });
  /** The signs that are open, outermost first. */
  const open: number[] = [];
  let [inString, isEscaped, isDone] = [false, false, false];
  let key = '';
  /** What is gathered: a key of the outer object, or an entry of a wanted list. */
  let gathering: 'key' | 'entry' | null = null;
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  /** Whether keys come next, in the outer object. */
  let isKeyNext = false;

  const hold = (bytes: Uint8Array): void => {
    heldBytes += bytes.length;
    if (heldBytes > (gathering === 'key' ? mostKeyBytes : mostEntryBytes))
      throw damaged(gathering === 'key' ? 'dataset-not-json' : 'dataset-entry-too-large', now.length);
    held.push(bytes);
  };
  const release = (): Buffer => {
    const whole =
      held.length === 1 ? Buffer.from(held[0]!.buffer, held[0]!.byteOffset, held[0]!.length) : Buffer.concat(held);
    held = [];
    heldBytes = 0;
    gathering = null;
    return whole;
  };
  const isList = (): boolean => open.length === 1 && open[0] === sign.open;
  /** Whether what comes next are entries of a wanted list. */
  let isInWanted = false;
  const look = (): void => {
    const isInner = open.length === 2 && open[0] === sign.openObject && open[1] === sign.open;
    isInWanted = (isList() && wanted.has('')) || (isInner && wanted.has(key));
  };

  return {
    feed(piece: Uint8Array): void {
      before.lines += linesIn(now);
      before.bytes += now.length;
      now = piece;
      let from = gathering === null ? -1 : 0;
      const finish = (to: number): Buffer => {
        hold(piece.subarray(from, to));
        from = -1;
        return release();
      };
      for (let at = 0; at < piece.length; at++) {
        const byte = piece[at]!;
        if (inString) {
          if (isEscaped) isEscaped = false;
          else if (byte === sign.escape) isEscaped = true;
          else if (byte === sign.quote) {
            inString = false;
            if (gathering === 'key') key = String(parsed(finish(at + 1)));
          }
          continue;
        }
        if (isSpace(byte) || (isPlain[byte] === 1 && open.length > 0 && (gathering !== null || !isInWanted))) continue;
        if (isDone) throw damaged('dataset-not-json', at);
        if (isInWanted) {
          const isBetween = byte === sign.comma || byte === sign.close;
          if (isBetween && gathering === 'entry') onEntry(isList() ? '' : key, parsed(finish(at)));
          else if (!isBetween && gathering === null) [gathering, from] = ['entry', at];
        }
        switch (byte) {
          case sign.quote:
            inString = true;
            if (isKeyNext) {
              isKeyNext = false;
              gathering = 'key';
              from = at;
            }
            break;
          case sign.openObject:
          case sign.open:
            open.push(byte);
            if (open.length > deepest) throw damaged('dataset-too-deep', at);
            isKeyNext = open.length === 1 && byte === sign.openObject;
            look();
            break;
          case sign.closeObject:
          case sign.close:
            // The closing signs lie two behind the opening ones.
            if (open.pop() !== byte - 2) throw damaged('dataset-not-json', at);
            isDone = open.length === 0;
            isKeyNext = false;
            look();
            break;
          case sign.comma:
            isKeyNext = open.length === 1 && open[0] === sign.openObject;
            break;
          default:
            if (open.length === 0) throw damaged('dataset-not-json', at);
        }
      }
      if (from >= 0) hold(piece.subarray(from));
    },
    end(): void {
      if (!isDone) throw damaged(open.length === 0 && !inString ? 'dataset-not-json' : 'dataset-cut', now.length);
    },
  };
}

function linesIn(bytes: Uint8Array): number {
  let lines = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, end + 1)) lines += 1;
  return lines;
}

/** Numbers that JSON has not, as Python writes them, and whole numbers of so many digits that a number would change them. Texts are passed over. */
const strangeNumbers = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\b(?:NaN|Infinity)\b|(?<=[\s:,[])-?[0-9]{16,}(?=[\s,\]}]|$)/g;
/** A pattern over longer texts could need more stack than there is. */
const longestMended = 1_000_000;

/** A value of JSON, `undefined` where the text is none. NaN and infinities come as null, whole numbers above 2^53 as their text. */
function parsed(bytes: Buffer): unknown {
  const text = bytes.toString('utf8');
  if (text.includes('\ufffd') && !isUtf8(bytes)) return undefined;
  const isLong = text.length > longestMended;
  try {
    if (isLong || !/(?<![.0-9])[0-9]{16}/.test(text)) return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    if (isLong) return undefined;
  }
  try {
    return JSON.parse(
      text.replace(strangeNumbers, found =>
        /^-?[0-9]/.test(found) ? exactly(found) : found.startsWith('"') ? found : 'null',
      ),
    );
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const exactly = (digits: string): string => (Number.isSafeInteger(Number(digits)) ? digits : `"${digits}"`);

/** An own field of a value from a file; `undefined` for everything that is no object or has it not itself. */
export const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
