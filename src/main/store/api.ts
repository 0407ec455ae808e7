// What the store can do, as the core sees it. The methods run in the store's worker thread, which is the only opener of the
// project file; gestures are made in the order they come. Reads never change anything; everything a person does is one gesture.
import type { ClassRecord } from '../../shared/records/class.ts';
import type { AnnotationId, ClassId, PhotoId, RunId } from '../../shared/records/ids.ts';
import type {
  Annotation,
  AnnotationKind,
  FoundProblem,
  PhotoCounts,
  PhotoDetail,
  PhotoFilter,
  PhotoNote,
  PhotoProblem,
  SkippedFile,
  Split,
  Thing,
} from '../../shared/records/photo.ts';
import type { PhotoGroup, PhotoPage, PhotoSort } from '../../shared/records/photo-page.ts';
import type {
  HistoryEntry,
  HistoryFound,
  HistorySearch,
  HistoryState,
  PhotoPast,
} from '../../shared/records/project.ts';
import type { Backup, Finding } from '../../shared/records/restore.ts';
import type { EpochRecord, RunState, Score } from '../../shared/records/run.ts';
import type { Attributes, Shape } from '../../shared/records/shape.ts';

/** Facts of the project itself. `photosFolder` is an absolute path on this machine; paths of photos are relative to it, with `/`. */
export type ProjectFacts = {
  readonly name: string;
  readonly photosFolder: string;
  readonly labelMode: 'one' | 'several';
  readonly seed: number;
  readonly sample: boolean;
  readonly createdAt: string;
  /** null: sub-folders hold photos and the person was not asked yet; then whether their names are classes. */
  readonly classFolders: boolean | null;
  readonly readOnly: boolean;
};

/** A file that the scan saw and that looks like a photo by its first bytes or its name. */
export type ScannedPhoto = {
  readonly path: string;
  readonly bytes: number;
  readonly modifiedMs: number;
  /** Class and split that its folders name (architecture.md, A project), whether or not they are used. */
  readonly folderClass: string | null;
  readonly folderSplit: Split | null;
};

/** A folder whose photos belong to the project; paths of its photos begin with `prefix` ('' or `name/`). */
export type PhotoSource = {
  readonly prefix: string;
  /** Absolute; or relative to the project's folder, for photos that came out of an archive or a dataset file. */
  readonly folder: string;
};

/** What an import writes, decided to the last annotation: one gesture, or nothing. */
export type ImportPlan = {
  /** In the order in which they get their export positions; annotations name them by their place. */
  readonly newClasses: readonly { readonly name: string }[];
  /** Folders of the added photos that are not known yet. */
  readonly sources: readonly PhotoSource[];
  readonly photos: readonly ImportedPhoto[];
  /** Names of the files, for the history. */
  readonly files: string;
};
export type ImportedPhoto = {
  /** A photo of the project, or one that comes with the import (its path begins with the prefix of its source). */
  readonly photo: PhotoId | ScannedPhoto;
  /** The side the files name; groups that have a side keep it. */
  readonly split: Split | null;
  /** "Nothing here", where the photo has nothing stated of that kind. */
  readonly nothing: readonly AnnotationKind[];
  readonly annotations: readonly {
    readonly class: ClassId | { readonly newClass: number };
    /** null: a label of the whole photo. */
    readonly shape: Shape | null;
    readonly attributes: Attributes;
  }[];
};

/** Upright size of a photo, by its header. */
export type PhotoFileSize = { readonly id: PhotoId; readonly widthPx: number; readonly heightPx: number };

/** What reading a photo's content found. */
export type PhotoContent = {
  readonly id: PhotoId;
  /** SHA-256 of the file, hex. */
  readonly hash: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly problem: PhotoProblem | null;
  /** EXIF orientation 1…8 that was applied; width and height are those of the upright photo. */
  readonly orientation: number;
  /** When it was taken, in milliseconds since 1970 without a time zone; null where it does not say. */
  readonly takenMs: number | null;
  /** Difference hash of the upright photo, 128 bits as 32 hex digits (photos/near-hash.ts); null where it does not decode. */
  readonly nearHash: string | null;
  /** Kept as JSON. */
  readonly note: PhotoNote | null;
};

export type ScanOutcome = {
  readonly added: number;
  /** Known photos whose file is gone; they keep their annotations. */
  readonly missing: number;
  /** Known photos whose file changed; their content must be read again. */
  readonly changed: number;
  readonly total: number;
};

export type PhotoFile = {
  readonly id: PhotoId;
  readonly path: string;
  readonly hash: string;
  readonly widthPx: number;
  readonly heightPx: number;
};
/** EXIF orientation 1…8 of the file; width and height are those of the upright photo. */
export type TurnedFile = PhotoFile & { readonly orientation: number };
/** `isRead`: false where the file may hold something else by now than what hash and size are of. */
export type StoredFile = TurnedFile & { readonly isRead: boolean };

/** A photo with everything that was said of it, for the exporters. */
export type AnnotatedRow = {
  readonly photo: TurnedFile & { readonly split: Split | null; readonly excluded: boolean };
  readonly annotations: Annotation[];
};

/** What the health of the photos is read from: every photo that is not deleted. */
export type HealthRow = TurnedFile & {
  readonly bytes: number;
  readonly split: Split | null;
  readonly group: number;
  /** The class of the whole photo where it has exactly one. */
  readonly classId: ClassId | null;
  readonly excluded: boolean;
  readonly problem: PhotoProblem | null;
  /** Its content was read since its file last changed. */
  readonly isRead: boolean;
  readonly takenMs: number | null;
  readonly nearHash: string | null;
  readonly note: PhotoNote | null;
};

/** One photo as a run sees it: frozen when the run starts. */
export type SnapshotPhoto = PhotoFile & { readonly classId: ClassId; readonly split: Split; readonly group: number };

export type Snapshot = {
  readonly classes: readonly ClassRecord[];
  /** Photos with exactly one class of the whole photo, usable, with a split. */
  readonly photos: readonly SnapshotPhoto[];
  readonly leftOut: {
    readonly notAnnotated: number;
    readonly excluded: number;
    readonly damaged: number;
    readonly nothing: number;
    readonly several: number;
  };
};

export type RunRow = {
  readonly id: RunId;
  readonly state: RunState;
  readonly startedAt: string;
  readonly seconds: number;
  /** Recipe, backbone, seed, versions: written once at the start. */
  readonly recipe: Readonly<Record<string, unknown>>;
  readonly classes: readonly { readonly id: ClassId; readonly name: string }[];
  readonly counts: Readonly<Record<Split, number>>;
  readonly score: Score | null;
  readonly modelId: string | null;
  /** RunResults without what the other columns hold (confusion, perClass, calibration, chosen …). */
  readonly report: Readonly<Record<string, unknown>> | null;
  readonly error: { readonly code: string; readonly details: Readonly<Record<string, unknown>> } | null;
  readonly deleted: boolean;
  readonly stale: boolean;
};

export type PredictionRow = {
  readonly photoId: PhotoId;
  /** Likeliest first, all classes of the run. */
  readonly top: readonly { readonly classId: ClassId; readonly probability: number }[];
};

export type RunPhoto = PhotoFile & {
  readonly name: string;
  readonly split: Split;
  readonly actual: ClassId;
  readonly top: PredictionRow['top'];
};

/** A change of annotations, classes, splits or exclusion with what it did. */
export type Done<Result = null> = {
  readonly result: Result;
  /** The gesture's number; null where nothing changed and none was recorded. */
  readonly sequence: number | null;
  readonly history: HistoryState;
  readonly photos: readonly PhotoId[] | null;
};

export interface StoreMethods {
  projectRead(): ProjectFacts;
  projectUpdate(changes: Partial<Pick<ProjectFacts, 'name' | 'photosFolder' | 'labelMode'>>): ProjectFacts;

  /** Makes the photo rows agree with what a complete scan found. With `partial` nothing is marked missing. Not a gesture. */
  scanApply(found: readonly ScannedPhoto[], skipped: readonly SkippedFile[], partial: boolean): ScanOutcome;
  /** The same in steps, so that other calls are answered between them: begin, add what was found so far, again and again, end. */
  scanBegin(): void;
  scanAdd(found: readonly ScannedPhoto[]): void;
  scanEnd(skipped: readonly SkippedFile[], partial: boolean): ScanOutcome;
  /** Photos whose content was not read yet or changed, oldest first. */
  scanPending(limit: number): { readonly id: PhotoId; readonly path: string }[];
  /** Of these, photos whose size is not known either. */
  scanUnsized(limit: number): { readonly id: PhotoId; readonly path: string }[];
  /** Writes what the headers say of photos that were not read yet: the grid draws them in their shape meanwhile. */
  scanSizes(sizes: readonly PhotoFileSize[]): void;
  /** Writes content, joins equal content to one group, and relinks missing photos found again by their hash. A group never changes side. */
  scanContent(contents: readonly PhotoContent[]): void;
  /** Files found not to be photos after all: their rows go (they hold no annotation) and they are listed as skipped. */
  scanReject(rejected: readonly { readonly id: PhotoId; readonly file: SkippedFile }[]): void;
  skippedList(): SkippedFile[];
  /** Whether the photos that are known lie in two folders or more whose names may be classes. */
  classFoldersSeen(): boolean;
  /** Whether photos in such folders came after those that the last answer was about, and nothing was stated of them yet. */
  classFoldersWaiting(): boolean;
  /** The answer to the class-folder question, and later scans' new photos in such folders: one gesture that makes classes, labels, folder splits and stratified splits. */
  classFoldersApply(use: boolean): Done<{ readonly classes: number; readonly photos: number }>;

  photosQuery(filter: PhotoFilter, sort: PhotoSort, group: PhotoGroup): PhotoPage;
  photosCounts(): PhotoCounts;
  photosRead(ids: readonly PhotoId[]): PhotoDetail[];
  photosFiles(ids: readonly PhotoId[] | null): StoredFile[];
  /** Photos with these paths; a path that none has is left out. */
  photosAt(paths: readonly string[]): TurnedFile[];
  /** So many photos that were read, spread evenly over the folder. */
  photosSpread(count: number): TurnedFile[];
  photosExclude(ids: readonly PhotoId[], excluded: boolean): Done;
  /** Moves whole groups; refuses `test` for groups with a photo that was ever trained on ('train-test-locked'). */
  photosSetSplit(ids: readonly PhotoId[], split: Split): Done;

  /** By id. */
  photosHealth(): HealthRow[];
  /** What the check of the photos' health found: filters ask for it by name. Kept in memory only. */
  photosFound(problems: Readonly<Record<FoundProblem, readonly PhotoId[]>>): void;

  classesList(): ClassRecord[];
  classesCreate(name: string): Done<ClassRecord>;
  classesUpdate(id: ClassId, changes: { name?: string; colour?: number; key?: string | null }): Done<ClassRecord>;
  classesDelete(id: ClassId): Done<{ readonly photos: number; readonly annotations: number }>;
  classesMerge(from: ClassId, into: ClassId): Done<{ readonly photos: number; readonly annotations: number }>;
  classesSplit(id: ClassId, photos: readonly PhotoId[], name: string): Done<ClassRecord>;

  labelsSet(ids: readonly PhotoId[], classId: ClassId, how: 'replace' | 'toggle'): Done;
  annotationsClear(ids: readonly PhotoId[], kind: AnnotationKind): Done;
  annotationsNothing(ids: readonly PhotoId[], kind: AnnotationKind): Done;
  thingsAdd(photoId: PhotoId, things: readonly Thing[]): Done<Annotation[]>;
  thingsUpdate(id: AnnotationId, changes: { classId?: ClassId; shape?: Shape }): Done<Annotation>;
  thingsDelete(ids: readonly AnnotationId[]): Done;
  /** Classes, photos, annotations and sides of an import. Annotations that are there already are not written again. */
  importApply(plan: ImportPlan): Done<{
    readonly annotations: number;
    readonly photos: number;
    readonly classes: number;
    readonly alreadyHere: number;
  }>;
  sourcesList(): PhotoSource[];
  /** Everything annotated, photo by photo, by path. For 100,000 photos and more: page by page. */
  annotationsAll(): AnnotatedRow[];
  /** At most `limit` annotated photos whose path comes after `after` ('' for the first); fewer only at the end. */
  annotationsPage(after: string, limit: number): AnnotatedRow[];

  historyState(): HistoryState;
  historyList(before: number | null, limit: number): HistoryEntry[];
  historyFind(search: HistorySearch): HistoryFound;
  historyCount(): { readonly gestures: number; readonly redoable: number };
  /** `expected`: only where that gesture is the next to be undone, else 'not-the-last-gesture'. */
  undo(expected?: number | null): Done;
  redo(): Done;
  /** Undoes or redoes until `sequence` is the last gesture that counts. Each step is a gesture of its own. */
  historyGoTo(sequence: number): Done;
  /** Whether photos or folders of the project go or come back with it: it undoes an import, or does one again. */
  historyMovesPhotos(to: 'undo' | 'redo' | number): boolean;
  historyWouldChange(sequence: number): {
    readonly photos: readonly PhotoId[];
    readonly photoCount: number;
    readonly gestures: number;
  };
  historyOfPhoto(photoId: PhotoId): PhotoPast[];
  historyRestorePhoto(photoId: PhotoId, sequence: number): Done;
  /** Sets of photos that belong together: each becomes one group, on the side that a trained photo of it has, else the first one's. */
  photosKeepTogether(sets: readonly (readonly PhotoId[])[]): Done;

  /** Makes a backup now. Those before imports, bulk deletes and migrations, while working and on closing are made without asking. */
  backupsMake(reason: 'work' | 'restore'): Promise<Backup>;
  /** Checks the whole file and counts what fits its check sums, table by table. */
  integrity(): Finding[];

  snapshot(): Snapshot;
  runsCreate(recipe: Readonly<Record<string, unknown>>, snapshot: Snapshot): RunId;
  runsEpoch(id: RunId, epoch: EpochRecord): void;
  runsFinish(
    id: RunId,
    outcome: {
      readonly state: Exclude<RunState, 'running'>;
      readonly seconds: number;
      readonly score: Score | null;
      readonly modelId: string | null;
      readonly report: Readonly<Record<string, unknown>> | null;
      readonly error: RunRow['error'];
    },
  ): RunRow;
  runsList(): RunRow[];
  runsRead(id: RunId): RunRow;
  /** Those written so far, by stage and epoch. */
  runsEpochs(id: RunId): EpochRecord[];
  /** A run that goes on is not deleted: 'conflict'. */
  runsDelete(id: RunId, deleted: boolean): RunRow;
  /** Snapshot photos of one part with what the run's model said of them (derived data; empty after the cache was cleared). */
  runsPhotos(id: RunId, split: Split): RunPhoto[];
  /** Runs that were 'running' when the program ended: marked failed with 'worker-died' at open. */

  predictionsWrite(run: RunId, rows: readonly PredictionRow[]): void;

  thumbnailsRead(hashes: readonly string[]): { readonly hash: string; readonly jpeg: Uint8Array }[];
  thumbnailsWrite(rows: readonly { readonly hash: string; readonly jpeg: Uint8Array }[]): void;
  derivedBytes(): number;
  derivedClear(): void;
}

export type Store = {
  readonly [Name in keyof StoreMethods]: (
    ...args: Parameters<StoreMethods[Name]>
  ) => Promise<Awaited<ReturnType<StoreMethods[Name]>>>;
} & {
  /** Checkpoints, writes what is left of the journal, closes. */
  close(): Promise<void>;
  /** A write that failed and is being tried again, or null. */
  onSaveFailed(listener: (error: { code: string; details: Record<string, unknown> }) => void): void;
};

export type NewProject = {
  readonly name: string;
  readonly photosFolder: string;
  readonly seed: number;
  readonly sample: boolean;
};
