// Where the project's photos are: its photo folder, and further folders that imports brought, each under a prefix of its own.
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { SkippedFile } from '../../shared/records/photo.ts';
import { scanFolder, type FolderScan, type ScanOptions } from '../photos/scan.ts';
import type { PhotoSource } from '../store/api.ts';

export type PhotoPlaces = {
  readonly projectFolder: string;
  readonly photosFolder: string;
  readonly sources: readonly PhotoSource[];
};

/** The folder of a source on this machine. */
export const sourceFolder = ({ projectFolder }: Pick<PhotoPlaces, 'projectFolder'>, { folder }: PhotoSource): string =>
  path.resolve(projectFolder, folder);

/**
 * The absolute file of a photo's path.
 * @throws AppError not-allowed for a path that leaves its folder: a project from elsewhere may hold anything.
 */
export function photoFile(places: PhotoPlaces, photoPath: string): string {
  const source = places.sources.find(({ prefix }) => photoPath.startsWith(prefix));
  const folder = source ? sourceFolder(places, source) : places.photosFolder;
  const file = path.join(folder, ...photoPath.slice(source?.prefix.length ?? 0).split('/'));
  const relative = path.relative(folder, file);
  if (photoPath.includes('\0') || path.isAbsolute(relative) || relative.split(path.sep)[0] === '..') {
    throw new AppError('not-allowed', { reason: 'the photo lies outside the photo folder' });
  }
  return file;
}

/** Lists every folder of the project. Throws as `scanFolder` for the photo folder itself; another one that is gone holds no photos. */
export async function scanPlaces(places: PhotoPlaces, options: ScanOptions = {}): Promise<FolderScan> {
  const scans = [await scanFolder(places.photosFolder, options)];
  for (const source of places.sources) scans.push(await scanSource(places, source, options));
  return {
    found: scans.flatMap(scan => scan.found),
    skipped: scans.flatMap(scan => scan.skipped),
    partial: scans.some(scan => scan.partial),
    folders: scans.reduce((sum, scan) => sum + scan.folders, 0),
    files: scans.reduce((sum, scan) => sum + scan.files, 0),
  };
}

async function scanSource(places: PhotoPlaces, source: PhotoSource, options: ScanOptions): Promise<FolderScan> {
  try {
    const scan = await scanFolder(sourceFolder(places, source), options);
    const named = (file: SkippedFile): SkippedFile => {
      const under = source.prefix + file.path;
      return { ...file, path: under, details: { ...file.details, file: under } };
    };
    return {
      ...scan,
      // What an import said of its photos counts, not how its folders are called.
      found: scan.found.map(file => ({
        ...file,
        path: source.prefix + file.path,
        folderClass: null,
        folderSplit: null,
      })),
      skipped: scan.skipped.map(named),
    };
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'cancelled') throw error;
    return { found: [], skipped: [], partial: error.code !== 'folder-missing', folders: 0, files: 0 };
  }
}
