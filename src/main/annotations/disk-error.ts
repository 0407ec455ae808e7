// What a failed write means to a person, for the jobs of the dataset worker: as the core says it of its own files.
import path from 'node:path';
import { AppError, type ErrorCode } from '../../shared/errors.ts';

const codes: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EACCES: 'folder-read-only',
  EPERM: 'folder-read-only',
  EROFS: 'folder-read-only',
};

/** A system's error as `disk-full`, `folder-read-only` or `disk-failed`; everything else as it is. */
export function asDiskError(error: unknown): unknown {
  const { code, path: file = '' } = (error ?? {}) as NodeJS.ErrnoException;
  if (error instanceof AppError || typeof code !== 'string' || !/^E[A-Z0-9]+$/.test(code)) return error;
  const details = { file: path.basename(file), folder: path.dirname(file), reason: code };
  return new AppError(codes[code] ?? 'disk-failed', details, { cause: error });
}
