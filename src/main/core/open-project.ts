// The one project that is open: its store, its photo folder, what is announced about it. Opening and closing happen here alone.
import { rm, stat } from 'node:fs/promises';
import { AppError, type ErrorCode } from '../../shared/errors.ts';
import type { DataSubject } from '../../shared/events.ts';
import type { PhotoId, WorkId } from '../../shared/records/ids.ts';
import type { ClassFolderQuestion, ProjectSummary } from '../../shared/records/project.ts';
import type { DecodePool } from '../photos/api.ts';
import type { Done, NewProject, ProjectFacts, Store } from '../store/api.ts';
import { openStore } from '../store/index.ts';
import type { EventHub } from './events.ts';
import { photoFile, type PhotoPlaces } from './photo-sources.ts';
import { createProber, type Prober } from './prober.ts';
import { recentThumbnails, type Recents } from './recents.ts';

const announceMs = 250;
/** While a large project is read in the background: each time a page asks for the whole list. */
const announceLargeMs = 1_500;
const largePhotos = 10_000;
/** Until then the first photos of a project that was opened stand on the screen. */
const rememberAfterMs = 1_000;
/** More changed photos than this are announced as "all". */
const namedPhotos = 500;

export type OpenProject = {
  readonly folder: string;
  readonly store: Store;
  readonly prober: Prober;
  facts(): ProjectFacts;
  photosFolderMissing(): boolean;
  /** Where its photos are. */
  places(): PhotoPlaces;
  /** Reads the facts and folders again, and looks whether the photo folder is there. */
  refresh(): Promise<void>;
  /** Absolute file of a photo's path; refuses a path that leaves the photo folder (a project from elsewhere may hold anything). */
  fileOf(photoPath: string): string;
  summary(): Promise<ProjectSummary>;
  /** As of the last summary. */
  knownPhotos(): number;
  /** Puts it first among the recent projects once whoever opened it has seen its photos. */
  rememberSoon(): void;
  /** Tells the pages what a gesture changed; gives its result. */
  announce<Result>(done: Done<Result>, ...subjects: readonly DataSubject[]): Result;
  /** Photos changed without a gesture: gathered, announced a few times a second. */
  photosChanged(ids: readonly PhotoId[] | null): void;
  /** What is asked about its sub-folders and not answered yet; until then no page is told of the project. */
  asked: ClassFolderQuestion | null;
  /** The scan that goes on, or the last one. */
  scan: { work: WorkId; done: Promise<void>; abort: AbortController } | null;
  /** Folders of runs and models a person deleted since the project was opened; they go when it is closed. */
  readonly removeOnClose: Set<string>;
};

export type OpenProjects = {
  /** Throws `no-project-open`. */
  current(): OpenProject;
  peek(): OpenProject | null;
  /** Closes what is open, then opens this; throws what the store throws. */
  open(folder: string, create?: NewProject): Promise<OpenProject>;
  /** The closers run first; events say that no project is open. Not remembered: one that was made but could not be filled. */
  close(options?: { readonly remember: boolean }): Promise<void>;
  /** The project folder to be restored: it could not be opened last, or is looked at; null after one was opened, or it was left. */
  broken(): string | null;
  /** As if it could not be opened. */
  lookAt(folder: string): void;
  leaveBroken(): void;
  /** Opening and closing are slow: whoever does it waits for those before. */
  inTurn<Result>(task: () => Promise<Result>): Promise<Result>;
  /** Runs before any project closes: ends its work. */
  onClose(listener: (project: OpenProject) => Promise<void>): void;
};

/** What keeps a project from being opened and a restore can help with. */
const restorable: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['project-damaged', 'journal-ahead']);

type Opened = { readonly project: OpenProject; readonly close: (remember: boolean) => Promise<void> };
type Needs = { readonly events: EventHub; readonly recents: Recents; readonly pool: () => DecodePool };

export function createOpenProjects(needs: Needs): OpenProjects {
  const closers: ((project: OpenProject) => Promise<void>)[] = [];
  let open: Opened | null = null;
  let broken: string | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  async function close({ remember } = { remember: true }): Promise<void> {
    if (open === null) return;
    const closing = open;
    for (const closer of closers) await closer(closing.project);
    open = null;
    try {
      await closing.close(remember);
    } finally {
      needs.events.emit('project:changed', null);
    }
  }

  return {
    current() {
      if (open === null) throw new AppError('no-project-open');
      return open.project;
    },
    peek: () => open?.project ?? null,
    async open(folder, create) {
      await close();
      broken = null;
      const store = await openStore(create === undefined ? { folder } : { folder, create }).catch((error: unknown) => {
        if (error instanceof AppError && restorable.has(error.code)) broken = folder;
        throw error;
      });
      try {
        open = await makeProject(needs, folder, store);
      } catch (error) {
        await store.close();
        throw error;
      }
      return open.project;
    },
    close,
    broken: () => broken,
    lookAt(folder) {
      broken = folder;
    },
    leaveBroken() {
      broken = null;
    },
    inTurn(task) {
      const next = turn.then(task, task);
      turn = next.catch(() => undefined); // the caller hears of it; the next one starts all the same
      return next;
    },
    onClose(listener) {
      closers.push(listener);
    },
  };
}

async function makeProject({ events, recents, pool }: Needs, folder: string, store: Store): Promise<Opened> {
  let facts = await store.projectRead();
  let sources = await store.sourcesList();
  let isMissing = !(await isFolder(facts.photosFolder));
  let changed: Set<PhotoId> | 'all' = new Set();
  let timer: NodeJS.Timeout | null = null;
  let timerAtMs = 0;
  let rememberTimer: NodeJS.Timeout | null = null;
  let remembering: Promise<void> = Promise.resolve();
  let knownPhotos = 0;
  let isClosed = false;

  store.onSaveFailed(error => events.emit('save:failed', error));
  const places = (): PhotoPlaces => ({ projectFolder: folder, photosFolder: facts.photosFolder, sources });
  const fileOf = (photoPath: string): string => photoFile(places(), photoPath);

  async function summary(): Promise<ProjectSummary> {
    const counts = await store.photosCounts();
    knownPhotos = counts.photos;
    return {
      name: facts.name,
      folder,
      photosFolder: facts.photosFolder,
      labelMode: facts.labelMode,
      photos: counts.photos,
      annotated: counts.states.annotated + counts.states.nothing,
      photosFolderMissing: isMissing,
      readOnly: facts.readOnly,
      sample: facts.sample,
    };
  }
  async function announceGathered(): Promise<void> {
    const gathered = changed;
    changed = new Set();
    if (gathered === 'all' || gathered.size > 0) {
      const photos = gathered === 'all' || gathered.size > namedPhotos ? null : [...gathered];
      events.emit('data:changed', { subjects: ['photos', 'counts', 'skipped'], photos });
    }
    if (project.asked === null) events.emit('project:changed', await summary());
  }
  function announceSoon(waitMs: number): void {
    const nowMs = performance.now();
    if (timer !== null && timerAtMs <= nowMs + waitMs) return;
    if (timer !== null) clearTimeout(timer);
    timerAtMs = nowMs + waitMs;
    timer = setTimeout(() => {
      timer = null;
      announceGathered().catch((error: unknown) => events.emit('save:failed', readFailure(error)));
    }, waitMs);
  }
  function photosChanged(ids: readonly PhotoId[] | null): void {
    if (ids === null) changed = 'all';
    else if (changed !== 'all') for (const id of ids) changed.add(id);
    announceSoon(knownPhotos > largePhotos ? announceLargeMs : announceMs);
  }

  const project: OpenProject = {
    folder,
    store,
    prober: createProber({ store, pool, fileOf, onRead: (ids, left) => photosChanged(left ? null : ids) }),
    facts: () => facts,
    places,
    photosFolderMissing: () => isMissing,
    async refresh() {
      facts = await store.projectRead();
      sources = await store.sourcesList();
      isMissing = !(await isFolder(facts.photosFolder));
    },
    fileOf,
    summary,
    knownPhotos: () => knownPhotos,
    rememberSoon() {
      rememberTimer = setTimeout(() => {
        remembering = rememberProject(project, { recents, events }).then(
          () => events.emit('data:changed', { subjects: ['recents'], photos: null }),
          (error: unknown) => events.emit('save:failed', readFailure(error)),
        );
      }, rememberAfterMs);
    },
    announce(done, ...subjects) {
      // After the answer: whoever made the gesture must not wait behind what everybody asks when they hear of it.
      setImmediate(() => {
        if (isClosed) return;
        events.emit('gesture:saved', done.history);
        events.emit('data:changed', { subjects: ['photos', 'counts', 'runs', ...subjects], photos: done.photos });
        announceSoon(announceMs);
      });
      return done.result;
    },
    photosChanged,
    asked: null,
    scan: null,
    removeOnClose: new Set(),
  };

  return {
    project,
    async close(remember) {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
      if (rememberTimer !== null) clearTimeout(rememberTimer);
      await remembering;
      project.scan?.abort.abort();
      await project.scan?.done;
      try {
        if (remember) await rememberProject(project, { recents, events });
      } finally {
        await store.close();
      }
      for (const deleted of project.removeOnClose) await rm(deleted, { recursive: true, force: true });
    },
  };
}

/**
 * Puts the project first among the recent ones, with pictures of a few of its photos spread over the folder. Where the list cannot be
 * written, pages are told; the project itself is opened and closed all the same.
 */
export async function rememberProject(
  project: OpenProject,
  { recents, events }: Pick<Needs, 'recents' | 'events'>,
): Promise<void> {
  try {
    const { name, photosFolder, photos, annotated } = await project.summary();
    const shown = await project.store.photosSpread(recentThumbnails);
    const pictures = await project.store.thumbnailsRead(shown.map(file => file.hash));
    const runs = await project.store.runsList();
    const scores = runs.flatMap(({ deleted, score }) => (deleted || score === null ? [] : [score.accuracy]));
    const facts = {
      folder: project.folder,
      photosFolder,
      name,
      photos,
      annotated,
      classes: (await project.store.classesList()).length,
      bestScore: scores.length === 0 ? null : Math.max(...scores),
    };
    await recents.remember(facts, pictures.length > 0 ? pictures.map(picture => picture.jpeg) : null);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    events.emit('save:failed', readFailure(error));
  }
}

function readFailure(error: unknown): { code: string; details: Record<string, unknown> } {
  return error instanceof AppError
    ? { code: error.code, details: { ...error.details } }
    : { code: 'internal', details: { reason: String(error) } };
}

async function isFolder(folder: string): Promise<boolean> {
  return stat(folder).then(
    facts => facts.isDirectory(),
    () => false, // whatever keeps us from looking, the photos cannot be read
  );
}
