// A run's own folder, runs/<id>/: its recipe and the photos it saw, frozen when it started. Models find their held-out photos by it.
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { RunId } from '../../shared/records/ids.ts';
import type { HeldOutPart } from '../../shared/records/run.ts';
import type { PhotoSource, SnapshotPhoto } from '../store/api.ts';
import { systemCode, writeDurably } from './disk.ts';
import { photoFile } from './photo-sources.ts';

export type RunFile = {
  readonly runId: RunId;
  readonly modelId: string;
  readonly photosFolder: string;
  /** Further folders of photos; not in runs from before imports could bring any. */
  readonly sources?: readonly PhotoSource[];
  readonly recipe: Readonly<Record<string, unknown>>;
  readonly part: HeldOutPart;
  readonly classes: readonly { readonly id: number; readonly name: string }[];
  readonly photos: readonly SnapshotPhoto[];
};

export const runFolderOf = (projectFolder: string, id: RunId): string => path.join(projectFolder, 'runs', String(id));
export const modelFolderOf = (projectFolder: string, modelId: string): string =>
  path.join(projectFolder, 'models', modelId);

export async function writeRunFile(projectFolder: string, run: RunFile): Promise<void> {
  await writeDurably(path.join(runFolderOf(projectFolder, run.runId), 'run.json'), `${JSON.stringify(run)}\n`);
}

/** null where the file is gone: a run's folder may be deleted by hand. */
export async function readRunFile(projectFolder: string, id: RunId): Promise<RunFile | null> {
  const file = path.join(runFolderOf(projectFolder, id), 'run.json');
  try {
    return JSON.parse(await readFile(file, 'utf8')) as RunFile;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw new AppError('disk-failed', { file, reason: systemCode(error) || String(error) }, { cause: error });
  }
}

/** Photos a model of a project was scored on, as absolute files; none where the model lies alone or its run is gone. */
export async function heldOutOf(modelFolder: string): Promise<{ name: string; file: string }[]> {
  const projectFolder = path.dirname(path.dirname(modelFolder));
  const ids = await readdir(path.join(projectFolder, 'runs')).catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error))) return [];
    throw error;
  });
  for (const id of ids.filter(name => /^\d+$/.test(name))) {
    const run = await readRunFile(projectFolder, Number(id) as RunId);
    if (run?.modelId !== path.basename(modelFolder)) continue;
    const heldOut = run.photos.filter(photo => photo.split === run.part && !photo.path.split('/').includes('..'));
    const places = { projectFolder, photosFolder: run.photosFolder, sources: run.sources ?? [] };
    return heldOut.map(photo => ({ name: photo.path, file: photoFile(places, photo.path) }));
  }
  return [];
}
