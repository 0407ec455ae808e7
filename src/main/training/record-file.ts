// Numbers of equal length by place, in one file for the time of a run: a run over 10,000 photos keeps none of their activations in memory.
import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';

export type RecordFile = {
  /** Throws AppError disk-full or disk-failed. */
  readonly write: (place: number, record: Uint8Array | Uint16Array) => void;
  /** `length` bytes of the record from byte `from` on. */
  readonly read: (place: number, from: number, length: number) => Uint8Array<ArrayBuffer>;
  /** Closes and removes it. */
  readonly dispose: () => void;
};

/** Holds the record files of the run that goes on, and of one that was ended before it could remove them. */
export const recordsFolderOf = (cacheFolder: string): string => path.join(cacheFolder, 'runs');

/**
 * A new file below the cache folder, which a person may clear at any time: the open file goes on. Synchronous, because the thread that
 * trains has nothing else to do meanwhile, and the system has most of it in memory. Throws AppError disk-full or disk-failed.
 */
export function openRecordFile(cacheFolder: string, recordBytes: number): RecordFile {
  const file = path.join(recordsFolderOf(cacheFolder), `${randomUUID()}.records`);
  const handle = onDisk(file, () => {
    mkdirSync(path.dirname(file), { recursive: true });
    return openSync(file, 'wx+');
  });
  return {
    write: (place, record) =>
      onDisk(file, () => {
        for (let done = 0; done < record.byteLength;) {
          const bytes = new Uint8Array(record.buffer, record.byteOffset + done, record.byteLength - done);
          done += writeSync(handle, bytes, 0, bytes.byteLength, place * recordBytes + done);
        }
      }),
    read: (place, from, length) =>
      onDisk(file, () => {
        const bytes = new Uint8Array(length);
        for (let done = 0; done < length;) {
          const read = readSync(handle, bytes, done, length - done, place * recordBytes + from + done);
          if (read === 0) throw new AppError('disk-failed', { file, reason: 'shorter than written' });
          done += read;
        }
        return bytes;
      }),
    dispose() {
      closeSync(handle);
      rmSync(file, { force: true });
    },
  };
}

function onDisk<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof AppError) throw error;
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new AppError(reason === 'ENOSPC' ? 'disk-full' : 'disk-failed', { file, reason }, { cause: error });
  }
}
