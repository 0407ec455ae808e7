// The lines of journal.jsonl: how one is framed, and how a file of them is read from either end without holding it in memory.
import fs from 'node:fs';
import { crc32 } from 'node:zlib';
import { journalGesture, type JournalGesture } from '../../shared/records/journal.ts';

const newline = 0x0a;
const closingBrace = 0x7d;
const chunkBytes = 1024 * 1024;
/** Longer than the frame round a gesture. */
const frameBytes = 64;
/** V8's longest text is of 512 MiB. */
const longestLineBytes = 384 * 1024 * 1024;
/** What a gesture says; its undo says more: what was read of the photos since. */
export const longestGestureBytes = 256 * 1024 * 1024;
export const longestUndoBytes = longestLineBytes - frameBytes;

/** One line: the gesture as JSON inside a frame with the length and CRC32 of its UTF-8 bytes. */
export function journalLine(gestureJson: string): string {
  const bytes = Buffer.from(gestureJson);
  return `{"length":${bytes.length},"crc32":${crc32(bytes)},"gesture":${gestureJson}}`;
}

/** The gesture's JSON when the line is whole, else null. */
export const framedJson = (line: string): string | null => framedBytes(Buffer.from(line))?.toString() ?? null;

/** The bytes of the gesture's JSON in those of a line; null where the line is not whole. */
export function framedBytes(line: Buffer): Buffer | null {
  const frame = /^\{"length":(\d{1,10}),"crc32":(\d{1,10}),"gesture":/.exec(line.toString('latin1', 0, frameBytes));
  if (!frame || line.at(-1) !== closingBrace) return null;
  const json = line.subarray(frame[0].length, -1);
  return json.length === Number(frame[1]) && crc32(json) === Number(frame[2]) ? json : null;
}

/** The gesture's sequence number when the line is whole, else null. */
export function readJournalLine(line: string): number | null {
  return readGesture(line)?.sequence ?? null;
}

/** The whole gesture of a line; null where the line is damaged or tells of something unknown. */
export function readGesture(line: string): JournalGesture | null {
  const json = framedJson(line);
  if (json === null) return null;
  try {
    return journalGesture.safeParse(JSON.parse(json)).data ?? null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}

export type WholeLine = { readonly line: string; readonly endsAt: number };

/**
 * The last whole line of the file and where it ends; what follows it was torn by a crash. Reads from the end.
 * @param longest lines of more bytes are passed over
 */
export function lastWholeLine(descriptor: number, longest = longestLineBytes): WholeLine | null {
  let start = fs.fstatSync(descriptor).size;
  /** The end of a line that begins before `start`, with its newline; empty where no end was found yet. */
  let tail = Buffer.alloc(0);
  while (start > 0) {
    const from = Math.max(0, start - Math.max(chunkBytes, tail.length));
    const chunk = Buffer.alloc(start - from);
    readFully(descriptor, chunk, from);
    tail = Buffer.concat([chunk, tail]);
    start = from;
    let end = tail.lastIndexOf(newline);
    while (end >= 0) {
      const before = end === 0 ? -1 : tail.lastIndexOf(newline, end - 1);
      if (before === -1 && start > 0) break; // the line begins before what was read
      const line = end - before - 1 > longest ? '' : tail.toString('utf8', before + 1, end);
      if (readJournalLine(line) !== null) return { line, endsAt: start + end + 1 };
      end = before;
    }
    tail = end > longest ? Buffer.alloc(0) : tail.subarray(0, end + 1);
  }
  return null;
}

/** Whether the file's last bytes are these, and a line begins with them. */
export function endsWith(descriptor: number, bytes: Buffer): boolean {
  const from = fs.fstatSync(descriptor).size - bytes.length;
  if (from < 0) return false;
  const found = Buffer.alloc(bytes.length + Math.min(from, 1));
  readFully(descriptor, found, Math.max(0, from - 1));
  return found.subarray(-bytes.length).equals(bytes) && (from === 0 || found[0] === newline);
}

function readFully(descriptor: number, into: Buffer, position: number): void {
  for (let done = 0; done < into.length;) {
    const read = fs.readSync(descriptor, into, done, into.length - done, position + done);
    if (read === 0) return;
    done += read;
  }
}

/** A line of a journal file; `gesture` is null where it is damaged, `isTorn` where moreover no line ends there: the file was cut. */
export type JournalEntry = {
  readonly line: string;
  readonly gesture: JournalGesture | null;
  readonly isTorn: boolean;
};

/**
 * Every line in order; none where there is no such file.
 * @param longest lines of more bytes are damaged, whatever they hold: a file of one endless line must not fill the memory
 */
export function* iterateJournal(file: string, longest = longestLineBytes): Generator<JournalEntry> {
  if (!fs.lstatSync(file, { throwIfNoEntry: false })?.isFile()) return;
  const descriptor = fs.openSync(file, 'r');
  try {
    /** What was read of the line that has not ended yet. */
    let pieces: Buffer[] = [];
    let bytes = 0;
    const keep = (piece: Buffer): void => {
      bytes += piece.length;
      if (bytes > longest) pieces = [];
      else pieces.push(piece);
    };
    for (;;) {
      const chunk = Buffer.alloc(chunkBytes);
      const read = fs.readSync(descriptor, chunk, 0, chunkBytes, null);
      if (read === 0) break;
      const content = chunk.subarray(0, read);
      let from = 0;
      for (let end = content.indexOf(newline); end >= 0; end = content.indexOf(newline, from)) {
        keep(content.subarray(from, end));
        const line = Buffer.concat(pieces).toString();
        yield { line, gesture: readGesture(line), isTorn: false };
        [pieces, bytes, from] = [[], 0, end + 1];
      }
      if (from < read) keep(content.subarray(from));
    }
    if (bytes > 0) yield { line: '', gesture: null, isTorn: true };
  } finally {
    fs.closeSync(descriptor);
  }
}

export type JournalFacts = {
  readonly lines: number;
  readonly damaged: number;
  readonly lastSequence: number;
  readonly lastAt: string | null;
  readonly torn: boolean;
};

/** What a journal file holds; `longest` as in `iterateJournal`. */
export function journalFacts(file: string, longest = longestLineBytes): JournalFacts {
  let [lines, damaged, lastSequence, torn] = [0, 0, 0, false];
  let lastAt: string | null = null;
  for (const { gesture, isTorn } of iterateJournal(file, longest)) {
    if (isTorn) torn = true;
    else if (gesture === null) damaged++;
    else {
      lines++;
      [lastSequence, lastAt] = [gesture.sequence, gesture.at];
    }
  }
  return { lines, damaged, lastSequence, lastAt, torn };
}
