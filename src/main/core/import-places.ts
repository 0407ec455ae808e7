// Where the photos are that come with an import: below a folder that the project has already, or in a folder that becomes one of its
// sources; and those that were unpacked, for which a folder of the project's own is made when the import is written.
import { lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { folderMeaning } from '../photos/class-folders.ts';
import { scanFolder } from '../photos/scan.ts';
import type { PhotoSource, ScannedPhoto } from '../store/api.ts';
import { systemCode, writeError } from './disk.ts';
import { sourceFolder, type PhotoPlaces } from './photo-sources.ts';
import { makeFolder } from './project-place.ts';

/** The project's own folder for photos that came out of an archive or a dataset file. */
export const ownPhotosFolder = 'photos';

export type AddedPlaces = {
  readonly sources: readonly PhotoSource[];
  /** By absolute file. */
  readonly photos: ReadonlyMap<string, ScannedPhoto>;
  /** Photos of the new folders that no file names. */
  readonly unnamed: readonly ScannedPhoto[];
  /** Files that stay out because their folder lies around one that the project has. */
  readonly around: readonly string[];
  /** To be moved before the import is written; both absolute. */
  readonly moves: readonly Move[];
};
/** `copies`: photos of equal content with photos of the project, relative to `from`; removed when the import is written. */
export type Move = { readonly from: string; readonly to: string; readonly copies: readonly string[] };

/** Files of one source of the import; `staging`: what it unpacked lies below. */
export type AddedFiles = {
  readonly name: string;
  readonly staging: string;
  readonly files: readonly string[];
  /** Folders that the files were found in; both they and the files by their real paths. */
  readonly foundIn: readonly string[];
  readonly notPhotos: readonly string[];
  /** Files of equal content with photos of the project. */
  readonly copies: readonly string[];
};

/** Where the files of all sources of an import are, or will be once `moves` are made. Nothing is written. */
export async function placeAdded(
  places: PhotoPlaces,
  knownPaths: readonly string[],
  added: readonly AddedFiles[],
): Promise<AddedPlaces> {
  const own = [
    { prefix: '', folder: places.photosFolder },
    ...places.sources.map(source => ({ prefix: source.prefix, folder: sourceFolder(places, source) })),
  ];
  const sources: PhotoSource[] = [];
  const photos = new Map<string, ScannedPhoto>();
  const unnamed: ScannedPhoto[] = [];
  const around: string[] = [];
  const moves: Move[] = [];
  const taken = new Set([...knownPaths.map(firstPart), ...places.sources.map(({ prefix }) => firstPart(prefix))]);

  const notPhotos = new Set(added.flatMap(one => one.notPhotos));

  /** Lists the folder; its photos are called `prefix` and their path in it. */
  async function take(folder: string, prefix: string, named: ReadonlySet<string>): Promise<void> {
    for (const found of (await scanFolder(folder)).found) {
      const file = path.join(folder, ...found.path.split('/'));
      const photo = { ...found, path: prefix + found.path, folderClass: null, folderSplit: null };
      if (named.has(file)) photos.set(file, photo);
      else if (!notPhotos.has(file)) unnamed.push(photo);
    }
  }

  /** By file, the folder that it was found in. */
  const elsewhere = new Map<string, string>();
  for (const { name, staging, files, foundIn, copies } of added) {
    const unpacked: string[] = [];
    for (const file of new Set(files)) {
      const home = own.find(({ folder }) => isInside(file, folder));
      if (isInside(file, staging)) unpacked.push(file);
      else if (!home) elsewhere.set(file, holding(file, foundIn).at(-1) ?? path.dirname(file));
      else {
        const facts = await factsOf(file, home);
        if (facts !== null) photos.set(file, facts);
      }
    }
    if (unpacked.length > 0) {
      const from = commonFolder(unpacked);
      const called = uniqueName(name.replace(/(?:\.tar)?\.[^.]+$/, ''), taken, await namesIn(places));
      const ours = copies.filter(file => isInside(file, from));
      for (const file of ours) notPhotos.add(file);
      moves.push({
        from,
        to: path.join(places.projectFolder, ownPhotosFolder, called),
        copies: ours.map(file => path.relative(from, file)),
      });
      const isOwnHome = path.join(places.projectFolder, ownPhotosFolder) === places.photosFolder;
      if (!isOwnHome) sources.push({ prefix: `${called}/`, folder: `${ownPhotosFolder}/${called}` });
      await take(from, `${called}/`, new Set(unpacked));
    }
  }
  const known = [...own.map(({ folder }) => folder), ...sources.map(source => sourceFolder(places, source))];
  for (const group of groupsOf(elsewhere)) {
    const { folders, between } = foldersFor(group, known);
    around.push(...between);
    for (const { folder, inside } of folders) {
      const called = uniqueName(path.basename(folder), taken, []);
      sources.push({ prefix: `${called}/`, folder });
      await take(folder, `${called}/`, new Set(inside));
    }
  }
  return { sources, photos, unnamed, around, moves };
}

/** Removes unpacked photos that the project has already. */
export async function removeCopies(moves: readonly Move[]): Promise<void> {
  for (const { to, copies } of moves) for (const copy of copies) await rm(path.join(to, copy), { force: true });
}

/** Moves what was unpacked to where its photos will be; gives what puts it back. @throws AppError of `writeError` */
export async function moveUnpacked(moves: readonly Move[]): Promise<() => Promise<void>> {
  const done: { from: string; to: string }[] = [];
  const putBack = async (): Promise<void> => {
    for (const { from, to } of done.reverse()) await rename(to, from);
  };
  try {
    for (const { from, to } of moves) {
      await makeFolder(path.dirname(to));
      await rename(from, to);
      done.push({ from, to });
      // The archive's own folder stays, so that a source that is read again finds it.
      await mkdir(from, { recursive: true });
    }
  } catch (error) {
    await putBack();
    throw writeError(error, moves[0]!.to);
  }
  return putBack;
}

/** A disk's root ends with a separator already. */
const isInside = (file: string, folder: string): boolean =>
  file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
/** Those of the folders that the file lies in, the outermost first. */
const holding = (file: string, folders: readonly string[]): readonly string[] =>
  folders.filter(folder => isInside(file, folder)).toSorted((one, other) => one.length - other.length);
const firstPart = (photoPath: string): string => photoPath.split('/')[0]!;

/** null for a file that left meanwhile. */
async function factsOf(file: string, { prefix, folder }: PhotoSource): Promise<ScannedPhoto | null> {
  const found = await lstat(file).catch(() => null);
  if (found === null) return null;
  const { size, mtimeMs } = found;
  const relative = path.relative(folder, file).split(path.sep).join('/');
  const meaning = prefix === '' ? folderMeaning(relative) : { folderClass: null, folderSplit: null };
  return { path: prefix + relative, bytes: size, modifiedMs: Math.trunc(mtimeMs), ...meaning };
}

/** The deepest folder that holds all of the files, which lie on one disk. */
function commonFolder(files: readonly string[]): string {
  let common = path.dirname(files[0]!);
  for (const file of files) while (!isInside(file, common)) common = path.dirname(common);
  return common;
}

/**
 * Files by the folder they were found in: one that holds several of those, a person's home maybe, is nobody's choice. Where the common folder
 * of one group lies in that of another they are one group, because a photo in two of a project's folders would be two photos.
 */
function groupsOf(foundIn: ReadonlyMap<string, string>): readonly (readonly string[])[] {
  const files = [...foundIn.keys()];
  const common = [...Map.groupBy(files, file => foundIn.get(file)!).values()].map(commonFolder);
  return [...Map.groupBy(files, file => holding(file, common)[0]!).values()];
}

type Folders = {
  readonly folders: readonly { readonly folder: string; readonly inside: readonly string[] }[];
  readonly between: readonly string[];
};

/** The fewest folders that hold the files and none of the known ones. */
function foldersFor(files: readonly string[], known: readonly string[]): Folders {
  const folder = commonFolder(files);
  if (!known.some(other => other === folder || isInside(other, folder)))
    return { folders: [{ folder, inside: files }], between: [] };
  const between = files.filter(file => path.dirname(file) === folder);
  const inner = files.filter(file => path.dirname(file) !== folder);
  const groups = Map.groupBy(inner, file => path.relative(folder, file).split(path.sep)[0]!);
  const below = [...groups.values()].map(group => foldersFor(group, known));
  return {
    folders: below.flatMap(one => one.folders),
    between: [...between, ...below.flatMap(one => one.between)],
  };
}

function uniqueName(wanted: string, taken: Set<string>, names: readonly string[]): string {
  const name = wanted.replace(/^[.\s]+|[.\s]+$/g, '') || ownPhotosFolder;
  for (let number = 1; ; number++) {
    const called = number === 1 ? name : `${name} ${number}`;
    if (taken.has(called) || names.includes(called)) continue;
    taken.add(called);
    return called;
  }
}

async function namesIn({ projectFolder }: PhotoPlaces): Promise<readonly string[]> {
  try {
    return await readdir(path.join(projectFolder, ownPhotosFolder));
  } catch (error) {
    if (systemCode(error) === '') throw error;
    return [];
  }
}
