// What a project can be brought back from, the likeliest first chosen for the person, and how much of the work that gives back.
import type { Backup, RestoreFrom, RestoreState } from '../../../shared/records/restore.ts';

export type Source =
  | { readonly kind: 'file'; readonly key: 'file' }
  | { readonly kind: 'backup'; readonly key: string; readonly backup: Backup }
  | { readonly kind: 'journal'; readonly key: 'journal' }
  | { readonly kind: 'intact'; readonly key: 'intact' };

/**
 * The file itself where it is whole, the backups newest first, the journal alone where the project cannot be opened, and last what can
 * still be read of a damaged file.
 */
export function sourcesOf({ problem, backups, journal, findings }: RestoreState): Source[] {
  const isReadable = findings.some(({ what, found }) => partsOfFile.has(what) && found > 0);
  return [
    ...(problem === 'journal-ahead' ? [{ kind: 'file', key: 'file' } as const] : []),
    ...backups.map((backup): Source => ({ kind: 'backup', key: backup.id, backup })),
    ...(problem !== 'none' && journal.lines > 0 ? [{ kind: 'journal', key: 'journal' } as const] : []),
    ...(problem === 'damaged' && isReadable ? [{ kind: 'intact', key: 'intact' } as const] : []),
  ];
}

const partsOfFile: ReadonlySet<string> = new Set(['photos', 'classes', 'annotations']);

export function isUsable(source: Source): boolean {
  return source.kind !== 'backup' || source.backup.intact;
}

/** The first that can be used: what it lacks, the journal has. */
export function recommended(sources: readonly Source[]): Source | null {
  return sources.find(isUsable) ?? null;
}

export function fromOf(source: Source): RestoreFrom {
  return source.kind === 'backup' ? { kind: 'backup', id: source.backup.id } : { kind: source.kind };
}

export type Outlook = 'all-back' | 'some-back' | 'journal-back' | 'intact-back' | 'nothing-back';

/** What a person is told first: how much of the work comes back, and up to when where that is not all. */
export function outlookOf(
  { journal }: RestoreState,
  best: Source | null,
): { readonly what: Outlook; readonly upTo: string | null } {
  if (best === null) return { what: 'nothing-back', upTo: null };
  if (best.kind === 'journal' || best.kind === 'intact') return { what: `${best.kind}-back`, upTo: null };
  const isJournalWhole = journal.lines > 0 && !journal.torn;
  const madeAt = best.kind === 'backup' ? best.backup.at : null;
  if (isJournalWhole && (best.kind === 'file' || journal.lastSequence >= best.backup.sequence))
    return { what: 'all-back', upTo: null };
  const lastAt = journal.lines > 0 ? journal.lastAt : null;
  return { what: 'some-back', upTo: lastAt !== null && (madeAt === null || lastAt > madeAt) ? lastAt : madeAt };
}
