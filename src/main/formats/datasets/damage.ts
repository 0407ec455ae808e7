// Files of annotations that cannot be read, or not to their end: the place where reading stopped, and the note that says it.
import { AppError } from '../../../shared/errors.ts';
import type { Notes } from './notes.ts';

/** Where reading stopped: lines count from 1, bytes are those before the place. A file that is no text has no lines. */
type Place = { readonly line?: number; readonly byte: number };

export const damagedFile = (file: string, reason: string, place: Place, cause?: unknown): AppError =>
  new AppError('dataset-damaged', { file, reason, ...place }, cause === undefined ? undefined : { cause });

/** The place of a character in a text. */
export function placeInText(text: string, at: number): Place {
  let line = 1;
  for (let end = text.indexOf('\n'); end !== -1 && end < at; end = text.indexOf('\n', end + 1)) line += 1;
  return { line, byte: Buffer.byteLength(text.slice(0, at)) };
}

/**
 * Notes an error about one file of several; every other error goes on its way. `isInPart`: what stands before the place was read.
 */
export function noteDamage(notes: Notes, path: string, error: unknown, isInPart = false): void {
  if (!(error instanceof AppError)) throw error;
  const { reason, line, byte } = error.details;
  const at = [path, ...(line === undefined ? [] : [`line ${line}`]), ...(byte === undefined ? [] : [`byte ${byte}`])];
  notes.add(isInPart ? 'file-read-in-part' : 'file-damaged', at.join(', '), { reason: String(reason) });
}
