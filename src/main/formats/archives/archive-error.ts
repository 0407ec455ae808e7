// Why an archive was refused: a closed set of reasons, so that the words can be in the person's language (messages/archives.ts).
import { AppError } from '../../../shared/errors.ts';

export const archiveReasons = [
  'archive-outside',
  'archive-name',
  'archive-link',
  'archive-special',
  'archive-twice',
  'archive-entries',
  'archive-bomb',
  'archive-too-large',
  'archive-no-room',
  'archive-overlap',
  'archive-encrypted',
  'archive-method',
  'archive-size-lies',
  'archive-damaged',
  'archive-cut-short',
  'archive-ambiguous',
  'archive-empty',
  'archive-unknown',
] as const;
export type ArchiveReason = (typeof archiveReasons)[number];

const longestShown = 120;

/** `entry` names what in the archive it is about; '' for the archive as a whole. */
export function archiveRefused(file: string, reason: ArchiveReason, entry = '', cause?: unknown): AppError {
  const shown = entry.length > longestShown ? `${entry.slice(0, longestShown)}…` : entry;
  const at = shown === '' ? '' : ` (${JSON.stringify(shown).slice(1, -1)})`;
  return new AppError('archive-refused', { file, reason, at }, cause === undefined ? undefined : { cause });
}
