// The errors Fovea knows: a closed set of codes. The words a person reads are made from the message table by whoever shows the error.

/** Every failure a person can meet. Each has a text `error.<code>` in messages/errors.ts that says what, why and what to do. */
export const errorCodes = [
  'bad-request',
  'not-found',
  'not-allowed',
  'no-project-open',
  'folder-missing',
  'folder-empty',
  'folder-not-a-folder',
  'folder-unreadable',
  'folder-read-only',
  'project-newer',
  'project-damaged',
  'project-in-use',
  'not-a-project',
  'out-folder-not-empty',
  'disk-full',
  'disk-failed',
  'photo-or-folder-missing',
  'file-missing',
  'photo-unreadable',
  'photo-not-an-image',
  'photo-format-unsupported',
  'photo-damaged',
  'photo-too-large',
  'photo-placeholder',
  'class-name-empty',
  'class-name-too-long',
  'class-name-taken',
  'conflict',
  'nothing-to-undo',
  'nothing-to-redo',
  'gesture-too-large',
  'not-the-last-gesture',
  'unsaved-first',
  'train-no-classes',
  'train-one-class',
  'train-too-few-photos',
  'train-no-held-out',
  'train-busy',
  'train-test-locked',
  'train-diverged',
  'train-memory',
  'dataset-unknown',
  'dataset-damaged',
  'dataset-too-large',
  'dataset-empty',
  'archive-refused',
  'import-gone',
  'journal-ahead',
  'backup-missing',
  'restore-failed',
  'export-differs',
  'export-nothing',
  'video-unreadable',
  'ffmpeg-missing',
  'worker-died',
  'worker-stuck',
  'cancelled',
  'model-invalid',
  'model-missing',
  'model-damaged',
  'built-in-model-damaged',
  'engine-failed',
  'backbone-missing',
  'recipe-unfit',
  'download-failed',
  'download-damaged',
  'engine-missing',
  'export-failed',
  'upload-too-large',
  'usage',
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** For codes that come as plain text: from a stored run, from another version. */
export function isErrorCode(code: string): code is ErrorCode {
  return (errorCodes as readonly string[]).includes(code);
}

/** Facts that fill the placeholders of the error's text: file names, reasons, counts. Plain data, because errors cross processes. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** A failure a person can understand and act on. Bugs in our own code are not AppErrors: see `invariant`. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: { cause?: unknown }) {
    super(`${code} ${JSON.stringify(details)}`, options);
    this.code = code;
    this.details = details;
  }
}

/** How an error crosses a process or a request. */
export type ErrorRecord = { readonly code: ErrorCode; readonly details: ErrorDetails };

/** An error as plain data; anything that is not an AppError is a bug and becomes `internal` with its message. */
export function toErrorRecord(error: unknown): ErrorRecord {
  if (error instanceof AppError) return { code: error.code, details: error.details };
  return { code: 'internal', details: { reason: error instanceof Error ? error.message : String(error) } };
}

/** The reverse of `toErrorRecord`. */
export function fromErrorRecord({ code, details }: ErrorRecord): AppError {
  return new AppError(code, details);
}

/** For mistakes in our own code; never for bad user input. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Broken invariant: ${message}`);
}

/** Makes a switch that forgets a case a compile error. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
