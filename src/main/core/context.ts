// What every subject of the core shares: its options, the services that live as long as it does, and the one open project.
import type { AppInfo } from '../../shared/calls/app.ts';
import type { DecodePool } from '../photos/api.ts';
import type { EventHub } from './events.ts';
import type { Grants } from './grants.ts';
import type { OpenProjects } from './open-project.ts';
import type { PretrainedFile } from '../formats/models/pretrained-manifest.ts';
import type { Recents } from './recents.ts';
import type { SettingsFile } from './settings.ts';
import type { Works } from './work.ts';

export type CoreOptions = {
  /** Holds models/ with the built-in model. */
  readonly resourcesFolder: string;
  /** Settings and recent projects of this person. */
  readonly dataFolder: string;
  /** Where new projects are made, usually Documents/Fovea. */
  readonly documentsFolder: string;
  readonly shell: AppInfo['shell'];
  readonly version: string;
  /** Started again after several crashes: opens nothing by itself. */
  readonly safeMode: boolean;
  /** Hears of our own bugs, a line or a stack at a time. */
  readonly log: (line: string) => void;
  /** How a page ends Fovea; not given where a page may not (a window closes instead). */
  readonly onStop?: () => void;
  /** What can be fetched, instead of the manifest: tests have servers of their own. */
  readonly pretrained?: readonly PretrainedFile[];
  /** Threads for this start, instead of the person's setting. */
  readonly threads?: number;
};

export type Context = {
  readonly options: CoreOptions;
  readonly events: EventHub;
  readonly works: Works;
  readonly grants: Grants;
  readonly settings: SettingsFile;
  readonly recents: Recents;
  readonly projects: OpenProjects;
  /** Decode workers, started on first use. */
  readonly pool: () => DecodePool;
  /** A folder for this start of the core, removed when it closes: uploads and exports. */
  readonly temporaryFolder: () => Promise<string>;
};
