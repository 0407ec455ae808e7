// Reads who wrote a project file and with which schema, from its bytes alone: before SQLite opens it, so that a file that is
// not ours or is newer than this program stays byte for byte as it is.
import fs from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';

/** "Fova" in the application_id of every project file. */
export const applicationId = 0x466f7661;

const magic = 'SQLite format 3\0';
const headerBytes = 100;
const formatVersionsAt = 18;
const userVersionAt = 60;
const applicationIdAt = 68;

function readAt(descriptor: number, position: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  return buffer.subarray(0, fs.readSync(descriptor, buffer, 0, length, position));
}

/**
 * The schema version of the project file, counting what a left-over write-ahead log adds to it.
 * @throws AppError 'not-a-project' for anything that is not a Fovea project.
 */
export function readSchemaVersion(file: string): number {
  const refuse = (reason: string): AppError => new AppError('not-a-project', { file: path.basename(file), reason });
  const facts = fs.lstatSync(file, { throwIfNoEntry: false });
  if (!facts) throw refuse('no-such-file');
  if (!facts.isFile()) throw refuse('not-a-file');
  if (facts.size === 0) throw refuse('file-empty');
  const descriptor = fs.openSync(file, 'r');
  try {
    const header = readAt(descriptor, 0, headerBytes);
    if (header.length < headerBytes || header.toString('latin1', 0, magic.length) !== magic) {
      throw refuse('other-kind-of-file');
    }
    if (header.readUInt32BE(applicationIdAt) !== applicationId) throw refuse('made-by-another-program');
    return versionInLog(`${file}-wal`) ?? header.readUInt32BE(userVersionAt);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Whether the file says of itself that commits go to a write-ahead log. Format: sqlite.org/fileformat2.html */
export function keepsLog(file: string): boolean {
  const descriptor = fs.openSync(file, 'r');
  try {
    return readAt(descriptor, formatVersionsAt, 2).every(version => version === 2);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** user_version in the newest committed copy of page 1 in a write-ahead log. Format: sqlite.org/walformat.html */
function versionInLog(file: string): number | null {
  const facts = fs.lstatSync(file, { throwIfNoEntry: false });
  if (!facts?.isFile() || facts.size < 32) return null;
  const descriptor = fs.openSync(file, 'r');
  try {
    const header = readAt(descriptor, 0, 32);
    if (header.readUInt32BE(0) >>> 1 !== 0x377f0682 >>> 1) return null;
    const pageBytes = header.readUInt32BE(8);
    const salts = header.subarray(16, 24);
    let candidate: number | null = null;
    let committed: number | null = null;
    for (let at = 32; at + 24 + pageBytes <= facts.size; at += 24 + pageBytes) {
      const frame = readAt(descriptor, at, 24);
      if (!frame.subarray(8, 16).equals(salts)) break;
      if (frame.readUInt32BE(0) === 1) candidate = readAt(descriptor, at + 24 + userVersionAt, 4).readUInt32BE(0);
      if (frame.readUInt32BE(4) !== 0) committed = candidate;
    }
    return committed;
  } finally {
    fs.closeSync(descriptor);
  }
}
