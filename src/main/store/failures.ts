// Turns what SQLite and the file system throw into the errors a person can act on. Anything else is a bug and passes through.
import path from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../shared/errors.ts';

const fullCodes = ['ENOSPC', 'EDQUOT'];
const failedCodes = [
  'EIO',
  'EROFS',
  'EACCES',
  'EPERM',
  'ENOTDIR',
  'EISDIR',
  'ENAMETOOLONG',
  'EMFILE',
  'ENFILE',
  'EFBIG',
  'ENODEV',
  'ENXIO',
  'ENOENT',
  'ESTALE',
  'ENOTCONN',
];

/** True when SQLite found that the file's content is not what it wrote. */
export function isDamage(error: unknown): boolean {
  return error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code);
}

/** The AppError for a failure on `file`, or the error itself where it is none of these. */
export function storeFailure(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const name = path.basename(file);
  if (isDamage(error)) return new AppError('project-damaged', { file: name, reason: error.message }, { cause: error });
  if (code.startsWith('SQLITE_FULL') || fullCodes.includes(code)) {
    return new AppError('disk-full', { file: name }, { cause: error });
  }
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return new AppError('project-in-use', { file: name }, { cause: error });
  if (/^SQLITE_(IOERR|READONLY|CANTOPEN)/.test(code) || failedCodes.includes(code)) {
    return new AppError('disk-failed', { file: name, reason: code }, { cause: error });
  }
  return error;
}
