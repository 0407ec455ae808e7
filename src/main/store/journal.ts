// journal.jsonl: every gesture in plain text beside the database, so that the work survives even the loss of the project file.
// The database is the truth; lines that the file lacks are appended from it.
import fs from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { storeFailure } from './failures.ts';

/** The lines that the database keeps. */
export type JournalSource = {
  readonly lastSequence: () => number;
  readonly journalLine: (sequence: number) => string | null;
  readonly iterateLinesAfter: (sequence: number) => Iterable<{ readonly sequence: number; readonly line: string }>;
};
export type Journal = {
  /** Appends the lines that the file lacks; what cannot be written now is tried again. */
  readonly append: () => void;
  readonly close: () => void;
};

const syncWithinMs = 500;
const retryAfterMs = 1000;
const newline = 0x0a;

/** One line: the gesture as JSON inside a frame with the length and CRC32 of its UTF-8 bytes. */
export function journalLine(gestureJson: string): string {
  const bytes = Buffer.from(gestureJson);
  return `{"length":${bytes.length},"crc32":${crc32(bytes)},"gesture":${gestureJson}}`;
}

/** The gesture's sequence number when the line is whole, else null. */
export function readJournalLine(line: string): number | null {
  const parts = /^\{"length":(\d+),"crc32":(\d+),"gesture":(.*)\}$/s.exec(line);
  if (!parts) return null;
  const bytes = Buffer.from(parts[3]!);
  if (bytes.length !== Number(parts[1]) || crc32(bytes) !== Number(parts[2])) return null;
  return (JSON.parse(parts[3]!) as { sequence: number }).sequence;
}

/** The last whole line of the file and where it ends; what follows it was torn by a crash. */
function lastWholeLine(descriptor: number): { line: string; endsAt: number } | null {
  const content = fs.readFileSync(descriptor);
  for (let end = content.lastIndexOf(newline); end >= 0; end = content.lastIndexOf(newline, end - 1)) {
    const line = content.toString('utf8', content.lastIndexOf(newline, end - 1) + 1, end);
    if (readJournalLine(line) !== null) return { line, endsAt: end + 1 };
    if (end === 0) return null;
  }
  return null;
}

/** Keeps a journal that tells of other gestures than the database (after a restore, or of another project) under another name. */
function setAside(file: string): void {
  let place = 1;
  while (fs.existsSync(`${file}.aside-${place}`)) place++;
  fs.renameSync(file, `${file}.aside-${place}`);
}

/** Opens the journal, cuts a torn end, and finds how far it goes. */
function openJournal(file: string, source: JournalSource): { descriptor: number; written: number; bytes: number } {
  const descriptor = fs.openSync(file, fs.constants.O_RDWR | fs.constants.O_CREAT, 0o644);
  const last = lastWholeLine(descriptor);
  const sequence = last ? readJournalLine(last.line)! : 0;
  if (last && source.journalLine(sequence) !== last.line) {
    fs.closeSync(descriptor);
    setAside(file);
    return openJournal(file, source);
  }
  const bytes = last?.endsAt ?? 0;
  if (fs.fstatSync(descriptor).size > bytes) fs.ftruncateSync(descriptor, bytes);
  return { descriptor, written: sequence, bytes };
}

/**
 * @param onFailure told of each failed write; it is tried again until it works.
 */
export function startJournal(folder: string, source: JournalSource, onFailure: (error: unknown) => void): Journal {
  const file = path.join(folder, 'journal.jsonl');
  let open: ReturnType<typeof openJournal> | null = null;
  let syncTimer: NodeJS.Timeout | null = null;
  let retryTimer: NodeJS.Timeout | null = null;

  function failed(error: unknown): void {
    onFailure(storeFailure(error, file));
    retryTimer ??= setTimeout(() => {
      retryTimer = null;
      append();
    }, retryAfterMs);
  }
  function writeMissing(): void {
    open ??= openJournal(file, source);
    if (open.written === source.lastSequence()) return;
    for (const { sequence, line } of source.iterateLinesAfter(open.written)) {
      const bytes = Buffer.from(`${line}\n`);
      let done = 0;
      while (done < bytes.length) {
        done += fs.writeSync(open.descriptor, bytes, done, bytes.length - done, open.bytes + done);
      }
      open.bytes += bytes.length;
      open.written = sequence;
    }
  }
  function append(): void {
    try {
      writeMissing();
    } catch (error) {
      failed(error);
      return;
    }
    syncTimer ??= setTimeout(() => {
      syncTimer = null;
      if (open) fs.fdatasync(open.descriptor, error => (error ? failed(error) : undefined));
    }, syncWithinMs);
  }
  return {
    append,
    close(): void {
      if (syncTimer) clearTimeout(syncTimer);
      if (retryTimer) clearTimeout(retryTimer);
      try {
        writeMissing();
        if (!open) return;
        fs.fsyncSync(open.descriptor);
        fs.closeSync(open.descriptor);
        open = null;
      } catch (error) {
        // The database holds these lines; the next opening writes them.
        onFailure(storeFailure(error, file));
      }
    },
  };
}
