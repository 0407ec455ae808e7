// The files of a project's backups: their names, what is written down beside each, which of them are kept.
// They are ordered by the number their names begin with, which only ever grows: a clock that is wrong changes nothing.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { backupNote, type BackupNote } from '../../shared/records/backup-note.ts';
import { backupId, backupReasons, type Backup, type BackupId } from '../../shared/records/restore.ts';

export const backupsFolderName = 'backups';
/** How many are kept, and never fewer than `least` that are whole. */
export const kept = { latest: 12, days: 7, weeks: 4, least: 5 } as const;

type BackupReason = Backup['reason'];
type NamedBackup = {
  readonly id: BackupId;
  readonly number: number;
  readonly at: string;
  readonly reason: BackupReason;
};

const noteOf = (file: string): string => `${file}.json`;

/** `000012-20261128T093000123Z-import.fovea` */
export function backupName(number: number, at: Date, reason: BackupReason): BackupId {
  const time = at.toISOString().replace(/[-:.]/g, '');
  return backupId.parse(`${String(number).padStart(6, '0')}-${time}-${reason}.fovea`);
}

function readName(name: string): NamedBackup | null {
  const parts = /^(\d{6,})-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-([a-z-]+)\.fovea$/.exec(name);
  const reason = backupReasons.find(known => known === parts?.[9]);
  if (!parts || !reason) return null;
  const [, number, year, month, day, hour, minute, second, ms] = parts;
  const at = `${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`;
  return { id: backupId.parse(name), number: Number(number), at, reason };
}

/** Every backup in the folder, the newest first. */
export function namedBackups(folder: string): NamedBackup[] {
  const place = path.join(folder, backupsFolderName);
  if (!fs.existsSync(place)) return [];
  return fs
    .readdirSync(place)
    .flatMap(name => readName(name) ?? [])
    .sort((one, other) => other.number - one.number);
}

export const backupFile = (folder: string, id: BackupId): string => path.join(folder, backupsFolderName, id);

export function writeNote(file: string, note: BackupNote): void {
  fs.writeFileSync(noteOf(file), `${JSON.stringify(note)}\n`, { flush: true });
}

/** What was written down beside a backup; null where it is missing or damaged. */
export function readNote(file: string): BackupNote | null {
  try {
    return backupNote.safeParse(JSON.parse(fs.readFileSync(noteOf(file), 'utf8'))).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** SHA-256 of a file, read a piece at a time. */
export function digestOf(file: string): string {
  const hash = createHash('sha256');
  const descriptor = fs.openSync(file, 'r');
  try {
    const chunk = Buffer.alloc(1024 * 1024);
    for (let read = 1; read > 0;) {
      read = fs.readSync(descriptor, chunk, 0, chunk.length, null);
      hash.update(chunk.subarray(0, read));
    }
  } finally {
    fs.closeSync(descriptor);
  }
  return hash.digest('hex');
}

/** Whether the backup still is, byte for byte, the file that was opened and checked when it was made. */
export function isIntact(file: string, note: BackupNote | null): boolean {
  if (!note) return false;
  const facts = fs.lstatSync(file, { throwIfNoEntry: false });
  return facts?.isFile() === true && facts.size === note.bytes && digestOf(file) === note.sha256;
}

const unknownCounts = { photos: 0, annotated: 0, labels: 0, things: 0, classes: 0, runs: 0, gestures: 0 } as const;

type BackupFacts = Pick<Backup, 'sequence' | 'bytes' | 'counts' | 'intact'>;

export function listed(id: BackupId, keptAs: Backup['keptAs'], facts: BackupFacts): Backup {
  const { at, reason } = readName(id)!;
  return { id, at, reason, keptAs, ...facts };
}

/** The backups with what is known of them, the newest first; each is read whole to see whether it is what it was. */
export function listBackups(folder: string): Backup[] {
  const named = namedBackups(folder);
  const keptAs = keepersOf(named);
  return named.map(({ id }) => {
    const file = backupFile(folder, id);
    const note = readNote(file);
    return listed(id, keptAs.get(id) ?? 'latest', {
      sequence: note?.sequence ?? 0,
      bytes: fs.lstatSync(file, { throwIfNoEntry: false })?.size ?? 0,
      counts: note?.counts ?? unknownCounts,
      intact: isIntact(file, note),
    });
  });
}

/** Days since 1970 in the Gregorian calendar. */
const dayOf = (at: string): number => Math.floor(Date.parse(at) / 86_400_000);
const weekOf = (at: string): number => Math.floor((dayOf(at) + 3) / 7);

/** Which of these, newest first, are kept, and as what: the latest, then the last one of each of the last days and weeks with a backup. */
function keepersOf(named: readonly NamedBackup[]): Map<BackupId, Backup['keptAs']> {
  const keepers = new Map<BackupId, Backup['keptAs']>();
  for (const { id } of named.slice(0, kept.latest)) keepers.set(id, 'latest');
  for (const [as, most, partOf] of [
    ['day', kept.days, dayOf],
    ['week', kept.weeks, weekOf],
  ] as const) {
    const parts = new Set<number>();
    for (const { id, at } of named) {
      const part = partOf(at);
      if (parts.has(part)) continue;
      if (parts.size === most) break;
      parts.add(part);
      if (!keepers.has(id)) keepers.set(id, as);
    }
  }
  return keepers;
}

/**
 * Removes the backups that nothing keeps. A damaged backup counts for nothing: it stays, and others
 * are kept in its place.
 */
export function pruneBackups(folder: string): void {
  const named = namedBackups(folder);
  // Proving every backup takes time; where none is to go, nothing need be proved.
  if (keepersOf(named).size === named.length) return;
  const whole = named.filter(({ id }) => isIntact(backupFile(folder, id), readNote(backupFile(folder, id))));
  const keepers = keepersOf(whole);
  if (keepers.size < kept.least) return;
  for (const { id } of whole) {
    if (keepers.has(id)) continue;
    fs.rmSync(backupFile(folder, id), { force: true });
    fs.rmSync(noteOf(backupFile(folder, id)), { force: true });
  }
}

const writing = '.writing';
/** Where a backup is written before it has its name. */
export const temporaryBackup = (folder: string, id: BackupId): string => `${backupFile(folder, id)}${writing}`;

/** Removes a copy that failed, with what SQLite may have left beside it. */
export function removeHalfCopied(folder: string, id: BackupId): void {
  for (const ending of ['', '-journal']) fs.rmSync(`${temporaryBackup(folder, id)}${ending}`, { force: true });
}

/** Removes half-written backups, and notes without a backup. Only the opener of a project calls this, before it makes any itself. */
export function removeHalfWritten(folder: string): void {
  const place = path.join(folder, backupsFolderName);
  if (!fs.existsSync(place)) return;
  for (const name of fs.readdirSync(place)) {
    const isHalf = /\.writing(-journal|-wal|-shm)?$/.test(name);
    const isAlone = name.endsWith('.fovea.json') && !fs.existsSync(path.join(place, name.slice(0, -'.json'.length)));
    if (isHalf || isAlone) fs.rmSync(path.join(place, name), { force: true });
  }
}
