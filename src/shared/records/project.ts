// A project, and the work that goes on in it.
import { z } from 'zod';
import { runId, workId } from './ids.ts';
import type { Annotation } from './photo.ts';

export const labelModes = ['one', 'several'] as const;
/** `one`: a class key replaces the photo's class. `several`: it toggles. */
export const labelMode = z.enum(labelModes);

export type ProjectSummary = {
  readonly name: string;
  /** Shown to the person; never opened by the page. */
  readonly folder: string;
  readonly photosFolder: string;
  readonly labelMode: z.infer<typeof labelMode>;
  readonly photos: number;
  readonly annotated: number;
  readonly photosFolderMissing: boolean;
  /** Gestures are off: the project's folder cannot be written. */
  readonly readOnly: boolean;
  readonly sample: boolean;
};

/** Sub-folders that hold photos, asked once when a folder is opened: are these names classes? */
export type ClassFolderQuestion = {
  readonly folders: readonly {
    readonly name: string;
    readonly photos: number;
    readonly splits: Readonly<Partial<Record<'train' | 'validation' | 'test', number>>>;
    readonly examples: readonly number[];
  }[];
  readonly withoutClass: number;
  readonly skipped: number;
};

export type RecentProject = {
  readonly id: string;
  readonly name: string;
  readonly folder: string;
  readonly photos: number;
  readonly annotated: number;
  readonly classes: number;
  /** Accuracy of the best run that is kept, a fraction; null where none is scored. */
  readonly bestScore: number | null;
  readonly openedAt: string;
  readonly missing: boolean;
  /** Seven small JPEG pictures as data for `GET /recent/<id>/<n>`; how many there are. */
  readonly thumbnails: number;
};

/** A gesture as the status bar and the history show it. */
export type GestureSummary = {
  readonly sequence: number;
  /** Key of the message table, `gesture.<kind>`. */
  readonly kind: string;
  readonly details: Readonly<Record<string, string | number>>;
  readonly photos: number;
  readonly at: string;
};

/** A gesture in the history panel. */
export type HistoryEntry = GestureSummary & {
  /** `redoable`: undone, and redo brings it back. `undone`: it was undone, and something else was done since. */
  readonly state: 'done' | 'redoable' | 'undone';
  /** The gesture that an undo or redo is about. */
  readonly target: number | null;
  /** The first photo it changed, by path; null where it changed none. */
  readonly photo: string | null;
};

/** Gestures that name `text` in what is kept of them, or are of one of the kinds (whose names, in the person's language, have the text). */
export type HistorySearch = {
  readonly text: string;
  readonly kinds: readonly string[];
  readonly before: number | null;
  readonly limit: number;
};
/** Newest first. `next`: where to go on looking; null at the beginning. A part may hold nothing and yet not be the last. */
export type HistoryFound = { readonly entries: readonly HistoryEntry[]; readonly next: number | null };

/** What was stated of one photo from one gesture until the next one that changed it. */
export type PhotoPast = {
  readonly sequence: number;
  readonly at: string | null;
  readonly kind: string;
  readonly annotations: readonly Annotation[];
  readonly excluded: boolean;
};

export type HistoryState = {
  readonly last: GestureSummary | null;
  readonly undo: GestureSummary | null;
  readonly redo: GestureSummary | null;
};

/** The number of the gesture that a call made; null where nothing changed and none was made. */
export type Made = { readonly gesture: number | null };

export const workKinds = [
  'scan',
  'thumbnails',
  'sample',
  'train',
  'predict',
  'export',
  'self-test',
  'download',
  'import',
  'import-annotations',
  'export-annotations',
  'frames',
] as const;
export type WorkKind = (typeof workKinds)[number];

/** Long work as the page sees it. `total` is 0 while it is not known. */
export type WorkStatus = {
  readonly id: z.infer<typeof workId>;
  readonly kind: WorkKind;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  readonly done: number;
  readonly total: number;
  readonly perSecond: number;
  readonly secondsLeft: number | null;
  readonly runId: z.infer<typeof runId> | null;
  readonly error: { readonly code: string; readonly details: Readonly<Record<string, unknown>> } | null;
};

export const languages = ['en', 'ko'] as const;
export const settings = z.object({
  language: z.enum(['system', ...languages]),
  theme: z.enum(['system', 'light', 'dark']),
  /** Threads for training; 0 = all cores but one. */
  threads: z.number().int().min(0).max(256),
});
export type Settings = z.infer<typeof settings>;
export const defaultSettings: Settings = { language: 'system', theme: 'system', threads: 0 };
