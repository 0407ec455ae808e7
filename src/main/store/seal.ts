// The seal of a project file: the length and CRC32 of all its bytes when it was closed whole. While they are the same the file need not be
// looked through again, which takes ten times as long; any flipped byte breaks the seal, and then everything is checked.
//
// It lies in the project's cache: without it nothing is lost but the time of one check.
import fs from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { AppError } from '../../shared/errors.ts';
import { storeFailure } from './failures.ts';

/** `checkedAt`: when everything was last looked through, in ms since 1970. */
export type Seal = { readonly bytes: number; readonly crc32: number; readonly checkedAt: number };

const fileName = 'project.seal';
/** A seal proves what was closed, not that the program and its memory were sound: so often everything is looked through all the same. */
const lookThroughEveryMs = 7 * 24 * 60 * 60 * 1000;
const chunkBytes = 1024 * 1024;

/** CRC32 and not a longer digest: 2 GB a second, and a random change stays unnoticed once in four thousand million. */
function lookAt(file: string): Pick<Seal, 'bytes' | 'crc32'> {
  const descriptor = fs.openSync(file, 'r');
  try {
    const chunk = Buffer.allocUnsafe(chunkBytes);
    let [bytes, sum] = [0, 0];
    for (;;) {
      const read = fs.readSync(descriptor, chunk, 0, chunkBytes, bytes);
      if (read === 0) return { bytes, crc32: sum };
      sum = crc32(chunk.subarray(0, read), sum);
      bytes += read;
    }
  } finally {
    fs.closeSync(descriptor);
  }
}

/** What cannot be read seals nothing. */
function readSeal(cacheFolder: string): Seal | null {
  const file = path.join(cacheFolder, fileName);
  try {
    const facts = fs.lstatSync(file);
    if (!facts.isFile() || facts.size > 1_000) return null;
    const parts = /^fovea-seal 1\n(\d{1,15}) (\d{1,10}) (\d{1,15})\n$/.exec(fs.readFileSync(file, 'latin1'));
    return parts && { bytes: Number(parts[1]), crc32: Number(parts[2]), checkedAt: Number(parts[3]) };
  } catch (error) {
    if (!(storeFailure(error, file) instanceof AppError)) throw error;
    return null;
  }
}

const hasLog = (file: string): boolean => (fs.lstatSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;

/**
 * The seal, where the file is still what was sealed; null where it is not, or where it is time to look through everything again. Call
 * while this process has the file nowhere open: closing a descriptor drops the locks of all others.
 */
export function unbrokenSeal(file: string, cacheFolder: string, nowMs = Date.now()): Seal | null {
  if (hasLog(file)) return null;
  const seal = readSeal(cacheFolder);
  if (!seal || fs.statSync(file).size !== seal.bytes) return null;
  const ageMs = nowMs - seal.checkedAt;
  if (ageMs < 0 || ageMs > lookThroughEveryMs) return null;
  return lookAt(file).crc32 === seal.crc32 ? seal : null;
}

/** Seals a file that was closed. @throws what the file system throws: there is no new seal then. */
export function seal(file: string, cacheFolder: string, checkedAt: number): void {
  const place = path.join(cacheFolder, fileName);
  fs.rmSync(place, { force: true });
  if (hasLog(file)) return;
  const { bytes, crc32: sum } = lookAt(file);
  fs.mkdirSync(cacheFolder, { recursive: true });
  fs.writeFileSync(`${place}.new`, `fovea-seal 1\n${bytes} ${sum} ${checkedAt}\n`);
  fs.renameSync(`${place}.new`, place);
}
