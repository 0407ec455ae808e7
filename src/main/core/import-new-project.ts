// A project of the photos that files of annotations speak of: of their folder, or, where the photos are inside the files, one that keeps its
// photos itself.
import { randomInt } from 'node:crypto';
import { mkdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { OpenResult } from '../../shared/calls/project.ts';
import { AppError } from '../../shared/errors.ts';
import type { Context } from './context.ts';
import { writeError } from './disk.ts';
import { ownPhotosFolder } from './import-places.ts';
import { announceOpened, openChosen, openMade, refuseWhileTraining } from './open-folder.ts';
import { makeProjectFolder } from './project-place.ts';

/** By their names: what is in a file is read in a process that can be killed, and not yet. */
const holdsPhotos = /\.(?:zip|tar|tgz|tar\.gz|tfrecords?|record)$|-ubyte(?:\.gz)?$|\.tfrecord-\d+-of-\d+$/i;

/** Opens the project into which `chosen` is then imported; its sub-folders are not asked about, because the files say what they mean. */
export async function openForImport(context: Context, chosen: string): Promise<OpenResult> {
  const facts = await stat(chosen).catch((error: unknown) => {
    throw new AppError('file-missing', { file: path.basename(chosen) }, { cause: error });
  });
  if (facts.isFile() && holdsPhotos.test(chosen)) return openOwn(context, chosen);
  const folder = facts.isDirectory() ? chosen : path.dirname(chosen);
  let opened: OpenResult;
  try {
    opened = await openChosen(context, { path: folder, projectFolder: null });
  } catch (error) {
    // Records and labels alone: their photos are inside them, or somewhere else.
    if (error instanceof AppError && error.code === 'folder-empty') return openOwn(context, chosen);
    throw error;
  }
  if (opened.kind === 'opened') return opened;
  const project = context.projects.current();
  project.announce(await project.store.classFoldersApply(false), 'classes');
  project.asked = null;
  await project.refresh();
  await announceOpened(context, project);
  const summary = await project.summary();
  return { kind: 'opened', project: summary, found: summary.photos };
}

/** An empty project whose photo folder lies inside it. */
async function openOwn(context: Context, file: string): Promise<OpenResult> {
  refuseWhileTraining(context);
  const name =
    path
      .basename(file)
      .replace(/(?:\.tar)?\.[^.]+$/, '')
      .normalize('NFC') || 'Photos';
  const folder = await realpath(await makeProjectFolder(context.options.documentsFolder, name));
  const photosFolder = path.join(folder, ownPhotosFolder);
  await mkdir(photosFolder).catch((error: unknown) => {
    throw writeError(error, photosFolder);
  });
  const project = await openMade(context, folder, { name, photosFolder, seed: randomInt(2 ** 31), sample: false });
  // There are no sub-folders yet, and those that come are named by the import.
  project.announce(await project.store.classFoldersApply(false), 'classes');
  await project.refresh();
  await announceOpened(context, project);
  return { kind: 'opened', project: await project.summary(), found: 0 };
}
