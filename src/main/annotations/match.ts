// Which photo every name of a source means: a photo of the project, a file that is there, or none. Nothing is asked of the disk for a name
// that is refused, and where two photos fit equally well none is taken.
import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import { createNotes, type Notes } from '../formats/datasets/notes.ts';
import { plainName } from '../formats/datasets/photo-names.ts';
import { openSourceFolder } from '../formats/datasets/source-folder.ts';
import { verdictOnName } from '../photos/file-names.ts';
import type { Size } from './frame.ts';
import type { KnownPhoto, Target } from './jobs.ts';
import type { Headers } from './photo-header.ts';
import { createPhotoIndex, type Fit, type PhotoIndex } from './photo-index.ts';

export type NamedPhoto = {
  readonly name: string;
  /** Absolute; the file that the reader says it is. */
  readonly file: string | null;
};

/** A photo with what is known of it; the size is 0 where the file could not be read. */
export type Matched = { readonly target: Target; readonly size: Size; readonly orientation: number };

/** How sure it is that the name means this photo, best first; `own`: the reader knows the file. */
type Claim = { readonly key: string; readonly fit: 'own' | Fit; readonly found: KnownPhoto | string };

const unfound: Matched = { target: { kind: 'unfound' }, size: { widthPx: 0, heightPx: 0 }, orientation: 1 };
const order: readonly Claim['fit'][] = ['own', 'path', 'suffix', 'name', 'stem'];

export type MatchOptions = {
  readonly known: readonly KnownPhoto[];
  /** Absolute, with the files of the source below it that readers see. */
  readonly root: string;
  readonly files: readonly string[];
  readonly notPhotos: ReadonlySet<string>;
  /** Beside a single file photos lie where it says, relative to it; nothing else there is looked at. */
  readonly isSingleFile: boolean;
  readonly lookIn: readonly string[];
  readonly headers: Headers;
  readonly onProgress: (done: number, total: number) => void;
};

/** Entry i of the result is for `named[i]`. */
export async function matchPhotos(
  named: readonly NamedPhoto[],
  options: MatchOptions,
): Promise<{ readonly photos: readonly Matched[]; readonly notes: Notes }> {
  const notes = createNotes();
  const finder = await createFinder(options);
  const claims: (Claim | null)[] = [];
  for (const photo of named) claims.push(await finder(photo, notes));
  const weaker = weakerClaims(named, claims);
  for (const place of weaker) notes.add('photo-ambiguous', named[place]!.name);
  const settled = claims.map((claim, place) => (weaker.has(place) ? null : claim));
  return { photos: await lookAt(named, settled, options, notes), notes };
}

type Finder = (photo: NamedPhoto, notes: Notes) => Promise<Claim | null>;

/** In this order: the reader's own file, the path below the source, the path in the project, then by parts of the name. */
async function createFinder({ known, root, files, notPhotos, isSingleFile, lookIn }: MatchOptions): Promise<Finder> {
  const knownFiles = new Map(known.map(photo => [photo.file, photo]));
  const inProject = createPhotoIndex(known.map(photo => photo.path));
  const places = [{ root, files: files.filter(file => isPhotoName(file) && !notPhotos.has(file)) }];
  for (const folder of lookIn) {
    const found = await openSourceFolder(folder);
    places.push({ root: await realpath(folder), files: found.files.map(file => file.path).filter(isPhotoName) });
  }
  const beside = places.map(place => ({ ...place, index: createPhotoIndex(place.files) }));
  const claimOf = (found: KnownPhoto | string, fit: Claim['fit']): Claim => {
    const photo = typeof found === 'string' ? (knownFiles.get(found) ?? found) : found;
    return { key: typeof photo === 'string' ? photo : photo.file, fit, found: photo };
  };
  const fileIn = ({ root: folder, files: names }: (typeof beside)[number], place: number): string =>
    path.join(folder, ...names[place]!.split('/'));

  return async ({ name, file }, notes) => {
    if (file !== null) {
      // What opening a folder sets aside does not come in by another door, unless annotations name it.
      if (!knownFiles.has(file) && verdictOnName(path.basename(file)).kind === 'placeholder') {
        notes.add('photo-placeholder', name);
        return null;
      }
      return claimOf(file, 'own');
    }
    const plain = plainName(name);
    if (plain === null) {
      notes.add('photo-name-refused', name);
      return null;
    }
    const tries: { readonly index: PhotoIndex; readonly at: (place: number) => KnownPhoto | string }[] = [
      ...beside.map(place => ({ index: place.index, at: (found: number) => fileIn(place, found) })),
      { index: inProject, at: (found: number) => known[found]! },
    ];
    const answers = tries.map(({ index, at }) => ({ found: index.find(plain.name), at }));
    for (const fit of order) {
      for (const { found, at } of answers) {
        if (found.kind === 'one' && found.fit === fit) return claimOf(at(found.place), fit);
      }
      if (fit === 'path' && isSingleFile && !plain.isAbsolute) {
        const there = await fileBeside(root, plain.name);
        if (there !== null) return claimOf(there, 'path');
      }
    }
    const isAmbiguous = answers.some(({ found }) => found.kind === 'several');
    notes.add(isAmbiguous ? 'photo-ambiguous' : 'photo-not-found', name);
    return null;
  };
}

const isPhotoName = (file: string): boolean => verdictOnName(path.posix.basename(file)).kind !== 'other';

/** A regular file at that very path whose folders lead nowhere else. */
async function fileBeside(root: string, relative: string): Promise<string | null> {
  try {
    const file = path.join(root, ...relative.split('/'));
    const isThere =
      (await lstat(file)).isFile() &&
      (await realpath(file)) === path.join(await realpath(root), ...relative.split('/'));
    return isThere ? file : null;
  } catch {
    return null; // nothing is there, or nothing that we may look at
  }
}

/** Places of names that mean a photo which another name fits better, or just as loosely: `a/1.jpg` is not `b/1.jpg`. */
function weakerClaims(named: readonly NamedPhoto[], claims: readonly (Claim | null)[]): ReadonlySet<number> {
  const byKey = new Map<string, number[]>();
  claims.forEach((claim, place) => {
    if (claim === null) return;
    const places = byKey.get(claim.key);
    if (places) places.push(place);
    else byKey.set(claim.key, [place]);
  });
  const weaker = new Set<number>();
  for (const places of byKey.values()) {
    if (places.length === 1) continue;
    const rank = (place: number): number => order.indexOf(claims[place]!.fit);
    const best = Math.min(...places.map(rank));
    const bestNames = new Set(places.filter(place => rank(place) === best).map(place => named[place]!.name));
    const isSure = best <= order.indexOf('path') || bestNames.size === 1;
    for (const place of places) if (!isSure || rank(place) > best) weaker.add(place);
  }
  return weaker;
}

/** Sizes and orientations; a file whose content the project has already becomes that photo. */
async function lookAt(
  named: readonly NamedPhoto[],
  claims: readonly (Claim | null)[],
  { known, headers, onProgress }: MatchOptions,
  notes: Notes,
): Promise<readonly Matched[]> {
  const sizes = new Set(known.filter(photo => photo.hash !== '').map(photo => `${photo.widthPx} ${photo.heightPx}`));
  const byHash = Map.groupBy(
    known.filter(photo => photo.hash !== ''),
    photo => photo.hash,
  );
  const taken = new Set(claims.flatMap(claim => (claim && typeof claim.found !== 'string' ? [claim.found.id] : [])));
  const files = new Map<string, Matched>();
  const matched: Matched[] = [];
  for (const [place, claim] of claims.entries()) {
    if (place % 100 === 0) onProgress(place, claims.length);
    if (claim === null) matched.push(unfound);
    else if (typeof claim.found !== 'string') matched.push(await ofKnown(claim.found, headers));
    else {
      const { found: file } = claim;
      const before = files.get(file) ?? (await ofFile(file));
      files.set(file, before);
      matched.push(before);
      if (before.target.kind === 'unfound') notes.add('photo-unusable', named[place]!.name);
    }
  }
  return matched;

  async function ofFile(file: string): Promise<Matched> {
    const header = await headers.read(file, size => sizes.has(`${size.widthPx} ${size.heightPx}`));
    if (header === null) return unfound;
    const same = byHash.get(header.hash ?? '')?.find(photo => !taken.has(photo.id));
    if (same) taken.add(same.id);
    const target: Target = same ? { kind: 'known', id: same.id, copy: file } : { kind: 'file', file };
    const { widthPx, heightPx, orientation } = header;
    return { target, size: { widthPx, heightPx }, orientation };
  }
}

async function ofKnown({ id, file, widthPx, heightPx, orientation }: KnownPhoto, headers: Headers): Promise<Matched> {
  const target: Target = { kind: 'known', id };
  if (widthPx > 0) return { target, size: { widthPx, heightPx }, orientation };
  const header = await headers.read(file);
  if (header === null) return { ...unfound, target };
  return { target, size: { widthPx: header.widthPx, heightPx: header.heightPx }, orientation: header.orientation };
}
