// Reads a photo's bytes safely: from a descriptor that was checked to be a plain file, so that a pipe, device or link named
// .jpg is never waited for or followed.
import { constants, closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { photoError, reasonOfSystemError } from './photo-error.ts';

const mostBytes = 200e6;
// Windows has neither flag; there a link is refused by the scan.
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Tells two states of a file apart without reading it. */
export type FileState = {
  readonly path: string;
  readonly bytes: number;
  readonly modifiedNs: bigint;
  readonly inode: bigint;
};

/** The state of the file at `path` and a way to read it; valid until the callback returns. */
export type OpenPhotoFile = { readonly state: FileState; readonly read: (atMost?: number) => Buffer };

/**
 * Opens `path`, calls `use` and closes. Throws photo-not-an-image for what is not a plain file, photo-too-large above 200 MB,
 * photo-unreadable where the system refuses.
 */
export function withPhotoFile<Result>(path: string, use: (file: OpenPhotoFile) => Result): Result {
  const descriptor = openPhotoFile(path);
  try {
    const stat = fstatSync(descriptor, { bigint: true });
    if (!stat.isFile()) throw photoError('photo-not-an-image');
    if (stat.size > mostBytes) throw photoError('photo-too-large', { reason: 'too-many-bytes' });
    const state = { path, bytes: Number(stat.size), modifiedNs: stat.mtimeNs, inode: stat.ino };
    return use({ state, read: atMost => readAll(descriptor, Math.min(state.bytes, atMost ?? state.bytes)) });
  } finally {
    closeSync(descriptor);
  }
}

function openPhotoFile(path: string): number {
  try {
    return openSync(path, flags);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    // A link (O_NOFOLLOW) or a socket is there, but is no photo.
    if (code === 'ELOOP' || code === 'EMLINK' || code === 'ENXIO') throw photoError('photo-not-an-image', {}, error);
    throw photoError('photo-unreadable', { reason: reasonOfSystemError(error) }, error);
  }
}

/** At most `bytes` bytes, so that a file that grows meanwhile cannot grow the buffer; fewer when it shrank. */
function readAll(descriptor: number, bytes: number): Buffer {
  const buffer = Buffer.allocUnsafeSlow(bytes);
  let filled = 0;
  try {
    while (filled < bytes) {
      const got = readSync(descriptor, buffer, filled, bytes - filled, filled);
      if (got === 0) break;
      filled += got;
    }
  } catch (error) {
    throw photoError('photo-unreadable', { reason: reasonOfSystemError(error) }, error);
  }
  return buffer.subarray(0, filled);
}
