// Why a photo's file cannot be used: a closed set of reasons (texts: shared/messages/photo-files.ts) and the errors made of them.
import { AppError } from '../../shared/errors.ts';
import type { SkippedFile } from '../../shared/records/photo.ts';

export type PhotoFileReason =
  | 'cut-short'
  | 'broken-data'
  | 'took-too-long'
  | 'reader-crashed'
  | 'too-many-pixels'
  | 'too-many-bytes'
  | 'too-much-memory'
  | 'file-gone'
  | 'no-permission'
  | 'read-failed'
  | 'name-not-text'
  | 'link-outside'
  | 'no-heic-decoder'
  | 'too-deep';

/** `detail` is the library's own words, for diagnostics only. */
export type PhotoErrorDetails = {
  readonly reason?: PhotoFileReason;
  readonly format?: string;
  readonly detail?: string;
};

/** A failure that is about one file, and ends nothing but the use of that file. */
export type PhotoError = AppError & { readonly code: SkippedFile['code']; readonly details: SkippedFile['details'] };

/** Photo errors hold plain texts as details: `photoError` makes them. */
export function isPhotoError(error: unknown): error is PhotoError {
  return error instanceof AppError && error.code.startsWith('photo-');
}

/** An error about the content of the one file that is being read; who knows its path adds the `file` that a person sees. */
export function photoError(code: SkippedFile['code'], details: PhotoErrorDetails = {}, cause?: unknown): AppError {
  return new AppError(code, { ...details }, cause === undefined ? undefined : { cause });
}

/** The reason behind a failed file-system call on a photo or a folder of photos. */
export function reasonOfSystemError(error: unknown): PhotoFileReason {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'file-gone';
  return code === 'EACCES' || code === 'EPERM' ? 'no-permission' : 'read-failed';
}
