// Names of photos in annotation files: refused where they lead out of the folder, and matched with the files that are there. Nothing is
// looked up on the disk: a name can only mean a file that the source folder lists.
import type { SourceFolder } from './read-dataset.ts';

/** Suffixes of files that may be photos. */
const photoSuffix = /\.(?:jpe?g|jfif|png|webp|gif|tiff?|bmp|heic|heif|avif)$/i;

export const isPhotoName = (name: string): boolean => photoSuffix.test(name);

export const baseOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1);
/** '' for a name without a folder. */
export const folderOf = (name: string): string => name.slice(0, Math.max(name.lastIndexOf('/'), 0));
/** The name without its last suffix: `dock.rgb.png` is `dock.rgb`. */
export const stemOf = (name: string): string => name.replace(/(?<=[^/])\.[^./]*$/, '');

/**
 * A photo's name with `/` and without a root, so that `/home/me/a.jpg` and `C:\home\me\a.jpg` are `home/me/a.jpg`; null where it leads out
 * of the folder, is an address, another computer's share, or no name at all.
 */
export function plainName(written: string): { readonly name: string; readonly isAbsolute: boolean } | null {
  const slashed = written.replaceAll('\\', '/');
  const isAddress = /^(?:[a-z][a-z0-9+.-]*:\/\/|(?:file|data|blob|javascript):)/i.test(slashed);
  if (isAddress || slashed.startsWith('//') || slashed.includes('\0')) return null;
  const rootless = slashed.replace(/^[a-z]:(?=\/)/i, '').replace(/^\/+/, '');
  const parts = rootless.split('/').filter(part => part !== '' && part !== '.');
  if (slashed.trim() === '' || parts.length === 0 || parts.some(part => part === '..' || /^\.\.%(?:2f|5c)/i.test(part)))
    return null;
  return { name: parts.join('/'), isAbsolute: /^(?:[a-z]:)?\//i.test(slashed) };
}

export type PhotoFinder = {
  /** Photos in the source folder, sorted. */
  readonly photos: readonly string[];
  /** The photo that a plain name means; `beside` is the folder of the file that names it. Null where none is meant, or several. */
  named(name: string, beside: string, isAbsolute?: boolean): string | null;
  /** Photos whose name without suffix is `stem`, in the folder `beside` or, where it holds none, in the nearest ones. */
  ofStem(stem: string, beside: string): readonly string[];
};

/** What two names have in common that are one on a system which takes no notice of case and Unicode form. */
export const foldName = (name: string): string => name.normalize('NFC').toLowerCase();

export function createPhotoFinder({ files }: Pick<SourceFolder, 'files'>): PhotoFinder {
  const photos = files.map(({ path }) => path).filter(isPhotoName);
  const byBase = Map.groupBy(photos, photo => foldName(baseOf(photo)));
  const byStem = Map.groupBy(photos, photo => foldName(stemOf(baseOf(photo))));
  const byTail = Map.groupBy(photos, photo => tailOf(foldName(photo).split('/')));
  const known = new Set(photos);
  /** Photos of that name, and of that folder where one is stated and there: a thousand folders may each hold a `1.jpg`. */
  const candidates = (wanted: readonly string[]): readonly string[] =>
    (wanted.length > 1 ? byTail.get(tailOf(wanted)) : undefined) ?? byBase.get(wanted.at(-1)!) ?? [];
  return {
    photos,
    named(name, beside, isAbsolute = false) {
      // Copies lie below `images`: there too `x.jpg` is not the `x.jpg` of a sub-folder.
      for (const place of [name, `images/${name}`]) {
        const exact = beside === '' ? place : `${beside}/${place}`;
        if (known.has(exact)) return exact;
      }
      const wanted = foldName(name).split('/');
      const nearest = best(candidates(wanted), photo => {
        const parts = foldName(photo).split('/');
        const shared = sharedTail(parts, wanted);
        // A stated folder that differs names another photo; but nobody knows how much of an absolute path is this folder's.
        const fits = isAbsolute || shared === Math.min(parts.length, wanted.length);
        return fits ? shared * 1000 + sharedHead(photo, beside) : -1;
      });
      return nearest.length === 1 ? nearest[0]! : null;
    },
    ofStem(stem, beside) {
      return best(byStem.get(foldName(stem)) ?? [], photo => sharedHead(photo, beside));
    },
  };
}

/** Folder and name. */
const tailOf = (parts: readonly string[]): string => parts.slice(-2).join('/');

/** Those of the highest rank; none whose rank is below 0. */
function best(photos: readonly string[], rankOf: (photo: string) => number): readonly string[] {
  let [highest, found] = [0, [] as string[]];
  for (const photo of photos) {
    const rank = rankOf(photo);
    if (rank > highest) [highest, found] = [rank, []];
    if (rank === highest) found.push(photo);
  }
  return found;
}

/** Parts that two paths have in common at their ends. */
function sharedTail(one: readonly string[], other: readonly string[]): number {
  let shared = 0;
  while (shared < Math.min(one.length, other.length) && one.at(-1 - shared) === other.at(-1 - shared)) shared += 1;
  return shared;
}

/** Folders that a photo has in common with the folder `beside`; one more where it lies right in it. */
function sharedHead(photo: string, beside: string): number {
  const [one, other] = [folderOf(photo).split('/'), beside.split('/')];
  let shared = 0;
  while (shared < Math.min(one.length, other.length) && one[shared] === other[shared]) shared += 1;
  return shared + (folderOf(photo) === beside ? 1 : 0);
}
