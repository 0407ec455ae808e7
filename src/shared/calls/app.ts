// Calls about the application itself: settings, recent projects, folders, long work, self-test.
import { z } from 'zod';
import { grantId, workId } from '../records/ids.ts';
import {
  settings,
  type ProjectSummary,
  type RecentProject,
  type Settings,
  type WorkStatus,
} from '../records/project.ts';
import type { EngineId } from '../records/recipe.ts';
import type { SelfTestReport } from '../records/self-test.ts';
import { call } from './call.ts';

export type AppInfo = {
  readonly version: string;
  readonly shell: 'desktop' | 'serve' | 'cli';
  readonly platform: string;
  readonly cores: number;
  readonly threads: number;
  readonly settings: Settings;
  readonly project: ProjectSummary | null;
  readonly safeMode: boolean;
  /** Those that can train here. */
  readonly engines: readonly EngineId[];
};

/** A step of the folder chooser; `folder` ids are opaque and live as long as the core. */
export type FolderListing = {
  readonly folder: { readonly id: string; readonly name: string; readonly display: string } | null;
  /** From the root down to `folder`. */
  readonly parents: readonly { readonly id: string; readonly name: string }[];
  readonly entries: readonly {
    readonly id: string;
    readonly name: string;
    /** Files that look like photos by name, in it and up to two folders below; null while it is not counted or cannot be read. */
    readonly photos: number | null;
    readonly folders: number | null;
    readonly project: boolean;
    readonly problem: 'unreadable' | null;
  }[];
  /** Files that may be models, or hold annotations, where they were asked for. */
  readonly files: readonly { readonly id: string; readonly name: string; readonly bytes: number }[];
};

export const appCalls = {
  'app:info': call(z.null()).returns<AppInfo>(),
  'settings:write': call(settings).returns<Settings>(),
  'recents:list': call(z.null()).returns<readonly RecentProject[]>(),
  'recents:forget': call(z.object({ id: z.string().max(64) })).returns<null>(),
  'folders:list': call(
    z.object({ folder: z.string().max(64).nullable(), files: z.enum(['models', 'annotations']).optional() }),
  ).returns<FolderListing>(),
  /** A chosen folder, or file, of the chooser becomes a grant. */
  'folders:grant': call(z.object({ folder: z.string().max(64) })).returns<{ grant: z.infer<typeof grantId> }>(),
  /** Ends Fovea where its page is all a person has of it (serve shell); answers first. Throws `not-allowed` elsewhere. */
  'app:stop': call(z.null()).returns<null>(),
  /** Out of safe mode: earlier crashes count no more. */
  'app:leave-safe-mode': call(z.null()).returns<null>(),
  'work:list': call(z.null()).returns<readonly WorkStatus[]>(),
  'work:cancel': call(z.object({ id: workId })).returns<null>(),
  'cache:size': call(z.null()).returns<{ readonly bytes: number }>(),
  'cache:clear': call(z.null()).returns<{ readonly bytes: number }>(),
  'self-test:run': call(z.null()).returns<{ work: z.infer<typeof workId> }>(),
  'self-test:read': call(z.null()).returns<SelfTestReport | null>(),
  /** Versions, processor, providers, paths shortened: text for a bug report. */
  'diagnostics:read': call(z.null()).returns<{ readonly text: string }>(),
  'licences:read': call(z.null()).returns<{ readonly text: string }>(),
};
