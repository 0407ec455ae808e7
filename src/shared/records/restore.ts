// Bringing a project back: its backups, its journal, and what was found wrong.
import { z } from 'zod';
import type { GestureSummary } from './project.ts';

/** A backup's file name in the project's `backups/`. */
export const backupId = z
  .string()
  .regex(/^[0-9]{6,}-[0-9TZ-]+-[a-z-]+\.fovea$/)
  .brand<'BackupId'>();
export type BackupId = z.infer<typeof backupId>;

/** Counts of a project's file, taken when a backup was made and compared when it is restored. */
export type ProjectCounts = {
  readonly photos: number;
  readonly annotated: number;
  readonly labels: number;
  readonly things: number;
  readonly classes: number;
  readonly runs: number;
  readonly gestures: number;
};

export const backupReasons = ['work', 'opening', 'closing', 'migration', 'import', 'bulk-delete', 'restore'] as const;

export type Backup = {
  readonly id: BackupId;
  readonly at: string;
  /** The last gesture in it. After a restore gestures count from an earlier one again, so backups are ordered and pruned by the number
   * that their ids begin with, which only grows; never by the clock. */
  readonly sequence: number;
  readonly reason: (typeof backupReasons)[number];
  readonly bytes: number;
  /** Kept because it is the last of its day or week, besides the latest ones. */
  readonly keptAs: 'latest' | 'day' | 'week';
  readonly counts: ProjectCounts;
  /** Opened and checked for this list. */
  readonly intact: boolean;
};

/** One line of "what was found". */
export type Finding = {
  readonly what: 'file' | 'photos' | 'classes' | 'annotations' | 'runs' | 'journal';
  readonly state: 'fine' | 'damaged' | 'missing' | 'not-looked-at';
  readonly found: number;
  readonly of: number;
  /** For people who report it: SQLite's words, the rows that fail their check sum. */
  readonly detail: string;
};

/** What happened to the project that cannot be opened as it is; or, for one that is open, what a person can go back to. */
export type RestoreState = {
  readonly projectName: string;
  /** Shown; never opened by the page. */
  readonly folder: string;
  /** `journal-ahead`: the file is whole, and the journal tells of later gestures (an older file was put in its place). */
  readonly problem: 'damaged' | 'missing' | 'journal-ahead' | 'none';
  readonly findings: readonly Finding[];
  readonly backups: readonly Backup[];
  /** Whole lines of the journal, and up to when. */
  readonly journal: {
    readonly lines: number;
    readonly lastSequence: number;
    readonly lastAt: string | null;
    readonly torn: boolean;
  };
  /** It is being restored now: asked for by this page before it was loaded again, or by another one. */
  readonly isRestoring: boolean;
};

/** From where: a backup, the project's own file (with `journal-ahead`), the journal alone, or the rows of a damaged file that are intact. */
export const restoreFrom = z.union([
  z.object({ kind: z.literal('backup'), id: backupId }),
  z.object({ kind: z.literal('file') }),
  z.object({ kind: z.literal('journal') }),
  z.object({ kind: z.literal('intact') }),
]);
export type RestoreFrom = z.infer<typeof restoreFrom>;

/** What a restore did. Names are those under which files are kept in the project's folder; null where there was none to keep. */
export type RestoreOutcome = {
  readonly keptFile: string | null;
  readonly keptJournal: string | null;
  readonly counts: ProjectCounts;
  /** Later gestures that were made again, those included of which a part was lost. */
  readonly replayed: number;
  readonly doubtful: RestorePreview['doubtful'];
};

export type RestorePreview = {
  /** In the chosen backup or file. */
  readonly before: ProjectCounts;
  /** Gestures of the journal after it, newest first; the first 200. */
  readonly later: readonly GestureSummary[];
  readonly laterCount: number;
  /** After the replay. */
  readonly after: ProjectCounts;
  /** Photos that the replay changes, by path; the first 50. */
  readonly photos: readonly string[];
  readonly photoCount: number;
  /** Where the journal is damaged: lines that cannot be read, later gestures of which only a part still fits, rows that do not. */
  readonly doubtful: { readonly lines: number; readonly gestures: number; readonly rows: number };
};
