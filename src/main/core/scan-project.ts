// Brings a project up to date with its photo folder: lists it, tells the store, then has the contents read in the background.
import { setTimeout } from 'node:timers/promises';
import { AppError, fromErrorRecord, type ErrorRecord } from '../../shared/errors.ts';
import type { WorkId } from '../../shared/records/ids.ts';
import type { FolderScan } from '../photos/scan.ts';
import type { ScannedPhoto, ScanOutcome } from '../store/api.ts';
import type { Context } from './context.ts';
import { rememberProject, type OpenProject } from './open-project.ts';
import { scanPlaces } from './photo-sources.ts';

/** So many photos are told to the store before a page is: more than the first screens show. */
export const shownFirst = 4_000;
/** Photos that the store adds in one step: other calls wait some 10 ms for it. */
const addedAtOnce = 500;
/** In a large project whoever opened it sees its photos first; then files are listed and told. */
const firstFrameMs = 1_000;

async function afterFirstFrame(signal: AbortSignal | undefined): Promise<void> {
  await setTimeout(firstFrameMs, undefined, signal && { signal }).catch((error: unknown) => {
    throw signal?.aborted ? new AppError('cancelled') : error;
  });
}

/** A listing of which the store knows the first part. */
export type Listed = {
  /** Tells the store the rest. Throws `cancelled` where the signal is aborted: what is missing is found by the next scan. */
  readonly finish: (signal?: AbortSignal) => Promise<ScanOutcome>;
};

/** Writes the first part of what a listing found into the project; `wanted`: these first, because somebody shows them at once. */
export async function beginScan(
  project: Pick<OpenProject, 'store' | 'photosChanged'>,
  { found, skipped, partial }: FolderScan,
  wanted: readonly ScannedPhoto[] = [],
): Promise<Listed> {
  const { store, photosChanged } = project;
  await store.scanBegin();
  await store.scanAdd([...wanted, ...found.slice(0, shownFirst)]);
  photosChanged(null);
  return {
    async finish(signal) {
      if (found.length > shownFirst) await afterFirstFrame(signal);
      for (let from = shownFirst; from < found.length; from += addedAtOnce) {
        if (signal?.aborted) throw new AppError('cancelled');
        await store.scanAdd(found.slice(from, from + addedAtOnce));
        photosChanged(null);
      }
      const outcome = await store.scanEnd(skipped, partial);
      photosChanged(null);
      return outcome;
    },
  };
}

/** Writes what a listing found into the project. */
export async function applyScan(project: OpenProject, scan: FolderScan): Promise<ScanOutcome> {
  return (await beginScan(project, scan)).finish();
}

/**
 * Starts work of kind `scan`: lists the folder unless `listed` was just done, then reads what is new or changed. Photos new in folders
 * whose names are classes are annotated, as one gesture, by the first scan that finds nothing to be done again. A scan that goes on is
 * ended first: what it had not read is still pending.
 */
export async function startScan(context: Context, project: OpenProject, listed: Listed | null): Promise<WorkId> {
  await stopScan(project);
  const abort = new AbortController();
  const finished = Promise.withResolvers<undefined>();
  const work = context.works.start('scan', async handle => {
    const signal = AbortSignal.any([handle.signal, abort.signal]);
    try {
      await (listed ?? (await listNow(project, signal))).finish(signal);
      await project.prober.readAll({ signal, onProgress: (done, total) => handle.progress(done, total) });
      if (signal.aborted) throw new AppError('cancelled');
      if (await areLabelsDue(project)) {
        const done = await project.store.classFoldersApply(true);
        if (done.result.photos > 0) project.announce(done, 'classes');
      }
      project.photosChanged(null);
      await rememberProject(project, context);
      context.events.emit('data:changed', { subjects: ['recents'], photos: null });
    } finally {
      finished.resolve(undefined);
    }
  });
  project.scan = { work, done: finished.promise, abort };
  return work;
}

/** Whether photos wait for the class that their folder names. While something can be done again they wait on: a gesture would forget it. */
async function areLabelsDue({ facts, store }: OpenProject): Promise<boolean> {
  if (facts().classFolders !== true || facts().readOnly || !(await store.classFoldersWaiting())) return false;
  return (await store.historyState()).redo === null;
}

/**
 * Resolves when every photo's content was read: equal photos are known then, and none counts as unusable only because nobody looked.
 * What an earlier, cancelled scan left is read now; throws `cancelled` where a person ends the scan that is waited for, `folder-missing`
 * where there is nothing to read.
 */
export async function everyPhotoRead(context: Context, project: OpenProject): Promise<void> {
  const going = project.scan;
  if (going !== null && context.works.isRunning(going.work)) {
    const { state } = await context.works.ended(going.work);
    // Aborted by the core: another scan takes its place.
    if (state === 'cancelled' && !going.abort.signal.aborted) throw new AppError('cancelled');
  }
  if ((await project.store.scanPending(1)).length === 0) return;
  const { state, error } = await context.works.ended(await startScan(context, project, null));
  if (state === 'failed' && error !== null) throw fromErrorRecord(error as ErrorRecord);
  if (state !== 'done') throw new AppError('cancelled');
}

export async function stopScan(project: OpenProject): Promise<void> {
  project.scan?.abort.abort();
  await project.scan?.done;
}

async function listNow(project: OpenProject, signal: AbortSignal): Promise<Listed> {
  if (project.knownPhotos() > shownFirst) await afterFirstFrame(signal);
  return beginScan(project, await listPhotos(project, signal));
}

/** Lists the project's photo folder; `folder-missing` where it is gone. */
async function listPhotos(project: OpenProject, signal: AbortSignal): Promise<FolderScan> {
  await project.refresh();
  if (project.photosFolderMissing()) {
    project.photosChanged([]); // none of them, but the project's summary says now that the folder is gone
    throw new AppError('folder-missing', { folder: project.facts().photosFolder });
  }
  return scanPlaces(project.places(), { signal });
}
