// Calls about the open project as a whole, its classes and its history.
import { z } from 'zod';
import { classId, grantId, photoId, workId } from '../records/ids.ts';
import { classKey, className, colourIndex, type ClassRecord } from '../records/class.ts';
import {
  labelMode,
  type ClassFolderQuestion,
  type HistoryEntry,
  type HistoryFound,
  type HistoryState,
  type PhotoPast,
  type ProjectSummary,
} from '../records/project.ts';
import { call } from './call.ts';

/** Opening a folder either opens its project, or asks once about its sub-folders before the project is filled. */
export type OpenResult =
  | { readonly kind: 'opened'; readonly project: ProjectSummary; readonly found: number }
  | { readonly kind: 'question'; readonly project: ProjectSummary; readonly question: ClassFolderQuestion };

export type PendingQuestion = { readonly project: ProjectSummary; readonly question: ClassFolderQuestion };

export const projectCalls = {
  /** A folder of photos (opens or makes its project) or a project folder. */
  'project:open': call(z.object({ grant: grantId })).returns<OpenResult>(),
  'project:open-recent': call(z.object({ id: z.string().max(64) })).returns<OpenResult>(),
  /** Makes the sample project in the background, then opens it; progress is work of kind `sample`. */
  'project:open-sample': call(z.null()).returns<{ work: z.infer<typeof workId> }>(),
  /** The question that waits for its answer, for a page that was loaded after it was asked; null where there is none. */
  'project:question': call(z.null()).returns<PendingQuestion | null>(),
  'project:answer-class-folders': call(z.object({ use: z.boolean() })).returns<ProjectSummary>(),
  'project:close': call(z.null()).returns<null>(),
  'project:read': call(z.null()).returns<ProjectSummary>(),
  'project:rename': call(z.object({ name: z.string().trim().min(1).max(200) })).returns<ProjectSummary>(),
  'project:set-label-mode': call(z.object({ mode: labelMode })).returns<ProjectSummary>(),
  'project:rescan': call(z.null()).returns<{ work: z.infer<typeof workId> }>(),
  /** The photo folder was moved: here it is. Photos are found again by path and content. */
  'project:relink': call(z.object({ grant: grantId })).returns<{ found: number; missing: number }>(),

  'classes:list': call(z.null()).returns<readonly ClassRecord[]>(),
  'classes:create': call(z.object({ name: className })).returns<ClassRecord>(),
  'classes:update': call(
    z.object({
      id: classId,
      name: className.optional(),
      colour: colourIndex.optional(),
      key: classKey.nullable().optional(),
    }),
  ).returns<ClassRecord>(),
  /** Marks the class and what was annotated with it as deleted, as one gesture. */
  'classes:delete': call(z.object({ id: classId })).returns<{ photos: number; annotations: number }>(),
  /** Everything annotated with `from` becomes `into`; `from` is marked deleted. One gesture. */
  'classes:merge': call(z.object({ from: classId, into: classId })).returns<{ photos: number; annotations: number }>(),
  /** What is annotated with `id` on these photos becomes a new class. One gesture. */
  'classes:split': call(
    z.object({ id: classId, photos: z.array(photoId).min(1).max(200_000), name: className }),
  ).returns<ClassRecord>(),

  'history:state': call(z.null()).returns<HistoryState>(),
  'history:list': call(
    z.object({ before: z.number().int().nullable(), limit: z.number().int().min(1).max(200) }),
  ).returns<readonly HistoryEntry[]>(),
  'history:find': call(
    z.object({
      text: z.string().min(1).max(200),
      kinds: z.array(z.string().max(64)).max(100),
      before: z.number().int().nullable(),
      limit: z.number().int().min(1).max(200),
    }),
  ).returns<HistoryFound>(),
  'history:count': call(z.null()).returns<{ gestures: number; redoable: number }>(),
  /** Undoes or redoes one by one until this gesture is the last one that counts; 0 goes back to the beginning. */
  'history:go-to': call(z.object({ sequence: z.number().int().min(0) })).returns<HistoryState>(),
  /** Photos that `history:go-to` would change; at most 5,000 of them. */
  'history:would-change': call(z.object({ sequence: z.number().int().min(0) })).returns<{
    photos: readonly z.infer<typeof photoId>[];
    photoCount: number;
    gestures: number;
  }>(),
  /** The states of one photo, newest first; each began with the gesture named. */
  'history:of-photo': call(z.object({ photoId })).returns<readonly PhotoPast[]>(),
  /** Gives one photo the annotations it had after that gesture, as a new gesture; the others keep theirs. */
  'history:restore-photo': call(z.object({ photoId, sequence: z.number().int().min(0) })).returns<null>(),
  /** With `gesture`: only where that one is the last that counts, so that a note never takes back something else. */
  'history:undo': call(z.object({ gesture: z.number().int() }).nullable()).returns<HistoryState>(),
  'history:redo': call(z.null()).returns<HistoryState>(),
};
