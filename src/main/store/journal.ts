// journal.jsonl: every gesture in plain text beside the database, so that the work survives even the loss of the project file.
// The database is the truth; lines that the file lacks are appended from it.
import fs from 'node:fs';
import path from 'node:path';
import { storeFailure } from './failures.ts';
import { endsWith, iterateJournal, lastWholeLine, readJournalLine } from './journal-lines.ts';

/** The lines that the database keeps. */
export type JournalSource = {
  readonly lastSequence: () => number;
  readonly journalLine: (sequence: number) => string | null;
  readonly iterateLinesAfter: (sequence: number) => Iterable<{ readonly sequence: number; readonly line: string }>;
};

type GestureSource = Pick<JournalSource, 'lastSequence' | 'journalLine'>;

export const journalFileName = 'journal.jsonl';

export type Journal = {
  /** Appends the lines that the file lacks; what cannot be written now is tried again. */
  readonly append: () => void;
  readonly close: () => void;
};

const syncWithinMs = 500;
const retryAfterMs = 1000;

/** Keeps a journal that tells of other gestures than the database (after a restore, or of another project) under another name. */
function setAside(file: string): void {
  let place = 1;
  while (fs.existsSync(`${file}.aside-${place}`)) place++;
  fs.renameSync(file, `${file}.aside-${place}`);
}

type Reached = { readonly written: number; readonly bytes: number };
/** How far the file goes, and how far of that is surely on disk. */
type OpenJournal = { readonly descriptor: number; written: number; bytes: number; onDisk: Reached };

/** Whether the file ends with the database's last line: the usual case, told without reading what the line says. */
function endsAsKnown(descriptor: number, source: GestureSource): boolean {
  const line = source.journalLine(source.lastSequence());
  return line !== null && endsWith(descriptor, Buffer.from(`${line}\n`));
}

/** Opens the journal, cuts a torn end, and finds how far it goes. */
function openJournal(file: string, source: JournalSource): OpenJournal {
  const descriptor = fs.openSync(file, fs.constants.O_RDWR | fs.constants.O_CREAT, 0o644);
  if (endsAsKnown(descriptor, source)) {
    const reached = { written: source.lastSequence(), bytes: fs.fstatSync(descriptor).size };
    return { descriptor, ...reached, onDisk: reached };
  }
  const last = lastWholeLine(descriptor);
  const sequence = last ? readJournalLine(last.line)! : 0;
  if (last && source.journalLine(sequence) !== last.line) {
    fs.closeSync(descriptor);
    setAside(file);
    return openJournal(file, source);
  }
  const bytes = last?.endsAt ?? 0;
  if (fs.fstatSync(descriptor).size > bytes) fs.ftruncateSync(descriptor, bytes);
  return { descriptor, written: sequence, bytes, onDisk: { written: sequence, bytes } };
}

/**
 * How many gestures the journal tells of that came after the last one of the database: above 0 an older file was put in its place.
 * 0 also where the journal is another project's.
 */
export function gesturesAhead(folder: string, source: GestureSource, createdAt: string): number {
  const file = path.join(folder, journalFileName);
  if (!fs.lstatSync(file, { throwIfNoEntry: false })?.isFile()) return 0;
  const descriptor = fs.openSync(file, 'r');
  try {
    if (endsAsKnown(descriptor, source)) return 0;
    const last = lastWholeLine(descriptor);
    if (!last || readJournalLine(last.line)! <= source.lastSequence()) return 0;
  } finally {
    fs.closeSync(descriptor);
  }
  return linesAfter(file, source, createdAt);
}

/** Whole lines after the last gesture of the database; 0 where the lines up to it are not the database's. */
function linesAfter(file: string, source: GestureSource, createdAt: string): number {
  const end = source.lastSequence();
  let isKnown = false;
  let after = 0;
  for (const { gesture, line } of iterateJournal(file)) {
    if (gesture === null) continue;
    if (gesture.sequence > end) after++;
    else isKnown = source.journalLine(gesture.sequence) === line;
    // A database without gestures has no line to compare: there the project's birth tells.
    if (end === 0) isKnown = gesture.project?.createdAt === createdAt;
  }
  return isKnown ? after : 0;
}

/**
 * @param onFailure told of each failed write; it is tried again until it works.
 */
export function startJournal(folder: string, source: JournalSource, onFailure: (error: unknown) => void): Journal {
  const file = path.join(folder, journalFileName);
  let open: OpenJournal | null = null;
  let syncTimer: NodeJS.Timeout | null = null;
  let retryTimer: NodeJS.Timeout | null = null;
  let isClosed = false;

  function failed(error: unknown): void {
    onFailure(storeFailure(error, file));
    retryTimer ??= setTimeout(() => {
      retryTimer = null;
      append();
    }, retryAfterMs);
  }
  function writeMissing(): OpenJournal {
    const journal = (open ??= openJournal(file, source));
    if (journal.written === source.lastSequence()) return journal;
    for (const { sequence, line } of source.iterateLinesAfter(journal.written)) {
      const bytes = Buffer.from(`${line}\n`);
      let done = 0;
      while (done < bytes.length) {
        done += fs.writeSync(journal.descriptor, bytes, done, bytes.length - done, journal.bytes + done);
      }
      journal.bytes += bytes.length;
      journal.written = sequence;
    }
    return journal;
  }
  function sync(journal: OpenJournal): void {
    const { written, bytes } = journal;
    fs.fdatasync(journal.descriptor, error => {
      // Closing has put everything on disk, or told that it could not.
      if (isClosed) return;
      if (!error) journal.onDisk = { written, bytes };
      else {
        // What a failed call was to put on disk may be gone without another word: it is written again.
        Object.assign(journal, journal.onDisk);
        failed(error);
      }
    });
  }
  function append(): void {
    try {
      const journal = writeMissing();
      syncTimer ??= setTimeout(() => {
        syncTimer = null;
        sync(journal);
      }, syncWithinMs);
    } catch (error) {
      failed(error);
    }
  }
  return {
    append,
    close(): void {
      isClosed = true;
      if (syncTimer) clearTimeout(syncTimer);
      if (retryTimer) clearTimeout(retryTimer);
      try {
        const { descriptor } = writeMissing();
        fs.fsyncSync(descriptor);
        fs.closeSync(descriptor);
      } catch (error) {
        // The database holds these lines; the next opening writes them.
        onFailure(storeFailure(error, file));
      }
    },
  };
}
