// The sample project: photos drawn by a process of their own, opened like any folder of photos, annotated as they were drawn.
import { fork } from 'node:child_process';
import { readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError, fromErrorRecord, type ErrorRecord } from '../../shared/errors.ts';
import type { WorkId } from '../../shared/records/ids.ts';
import type { BoxGeometry } from '../../shared/records/shape.ts';
import type { Context } from './context.ts';
import { openChosen, openNew } from './open-folder.ts';
import type { OpenProject } from './open-project.ts';
import { isProjectFolder } from './project-place.ts';

const entry = fileURLToPath(new URL(`../workers/sample${path.extname(import.meta.filename)}`, import.meta.url));
export const sampleName = 'Sample';

/** Work of kind `sample`: draws the photos where they are not there yet, then opens the project; `oneAtATime` guards the opening. */
export function startSample(context: Context, oneAtATime: (task: () => Promise<void>) => Promise<void>): WorkId {
  const photosFolder = path.join(context.options.dataFolder, 'sample-photos');
  return context.works.start('sample', async ({ signal, progress }) => {
    if (!(await isDrawn(photosFolder))) await draw(photosFolder, signal, progress);
    await oneAtATime(() => openSample(context, photosFolder));
  });
}

/**
 * Draws the sample photos into a new folder, in a process of its own; `onProgress` hears of each photo. The folder is there whole or
 * not at all. Rejects with `cancelled`, `worker-died`, `disk-full` or `disk-failed`.
 */
export async function draw(
  photosFolder: string,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const unfinished = `${photosFolder}.drawing`;
  await rm(unfinished, { recursive: true, force: true });
  try {
    await drawInChild(unfinished, signal, onProgress);
    await rename(unfinished, photosFolder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

type Said = { readonly state: string; readonly done?: number; readonly total?: number; readonly error?: ErrorRecord };

async function drawInChild(
  folder: string,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const child = fork(entry, [folder], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [], env: {} });
  const stop = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', stop);
  let last: Said | null = null;
  child.on('message', (message: Said) => {
    last = message;
    if (message.state === 'drawn') onProgress(message.done ?? 0, message.total ?? 0);
  });
  const reason = await new Promise<string>(resolve => {
    child.once('exit', (code, killed) => resolve(killed ?? `exit ${code}`));
    child.once('error', error => resolve(error.message));
  });
  signal.removeEventListener('abort', stop);
  if (signal.aborted) throw new AppError('cancelled');
  const said = last as Said | null;
  if (said?.state === 'failed' && said.error !== undefined) throw fromErrorRecord(said.error);
  if (said?.state !== 'finished') throw new AppError('worker-died', { worker: 'sample', reason });
}

const catalogueOf = (photosFolder: string): string => path.join(photosFolder, 'annotations.json');

async function isDrawn(photosFolder: string): Promise<boolean> {
  return readFile(catalogueOf(photosFolder)).then(
    () => true,
    () => false, // drawn again when it cannot be read, whatever the reason; drawing says why it fails
  );
}

async function openSample(context: Context, photosFolder: string): Promise<void> {
  const known = context.recents.projectsOf(photosFolder);
  for (const folder of known) {
    if (await isProjectFolder(folder)) {
      await openChosen(context, { path: folder, projectFolder: null });
      return;
    }
  }
  await openNew(context, photosFolder, { sample: true, name: sampleName });
  const project = context.projects.current();
  project.announce(await project.store.classFoldersApply(true), 'classes');
  await project.refresh();
  await addBoxes(project, photosFolder);
}

/** What annotations.json holds of each photo (COCO, written by our own generator). */
type Catalogue = {
  readonly categories: readonly { readonly id: number; readonly name: string }[];
  readonly images: readonly { readonly id: number; readonly file_name: string }[];
  readonly annotations: readonly {
    readonly image_id: number;
    readonly category_id: number;
    readonly bbox: readonly [number, number, number, number];
  }[];
};

async function addBoxes({ store, announce }: OpenProject, photosFolder: string): Promise<void> {
  const catalogue = JSON.parse(await readFile(catalogueOf(photosFolder), 'utf8')) as Catalogue;
  const classIds = new Map((await store.classesList()).map(({ name, id }) => [name, id]));
  const photoIds = new Map((await store.photosFiles(null)).map(file => [file.path, file.id]));
  const names = new Map(catalogue.categories.map(({ id, name }) => [id, name]));
  for (const image of catalogue.images) {
    const photoId = photoIds.get(image.file_name);
    if (photoId === undefined) continue;
    const boxes = catalogue.annotations
      .filter(annotation => annotation.image_id === image.id)
      .flatMap(({ category_id: category, bbox: [x, y, width, height] }) => {
        const classId = classIds.get(names.get(category) ?? '');
        const box: BoxGeometry = { x, y, width, height };
        return classId === undefined ? [] : [{ kind: 'box' as const, classId, box }];
      });
    if (boxes.length > 0) announce(await store.thingsAdd(photoId, boxes));
  }
}
