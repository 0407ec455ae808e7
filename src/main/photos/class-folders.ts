// What the folders above a photo say: the class (the folder directly above) and the split (a train, val, valid, validation or
// test folder above that), and the one question whether those names are meant as classes.
import type { Split } from '../../shared/records/photo.ts';

const splitFolders: Readonly<Record<string, Split>> = {
  train: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  test: 'test',
};
const longestClassName = 200;

const splitNamed = (folder: string): Split | null => {
  const name = folder.toLowerCase();
  return Object.hasOwn(splitFolders, name) ? splitFolders[name]! : null;
};

/**
 * Class and split that the folders of `photoPath` (relative, with `/`) name; null where they name none. A photo directly in a
 * split folder has no class, whatever is above: `images/train/1.jpg` is not of the class "images".
 */
export function folderMeaning(photoPath: string): {
  readonly folderClass: string | null;
  readonly folderSplit: Split | null;
} {
  const folders = photoPath.split('/').slice(0, -1);
  const folderSplit = folders.map(splitNamed).findLast(split => split !== null) ?? null;
  const above = folders.at(-1);
  if (above === undefined || splitNamed(above) !== null) return { folderClass: null, folderSplit };
  const name = above.normalize('NFC').trim().slice(0, longestClassName);
  return { folderClass: name === '' ? null : name, folderSplit };
}

/** What the class-folder question shows, apart from example photos and skipped files: those have ids only after the store knows them. */
export type ClassFolders = {
  readonly folders: readonly {
    readonly name: string;
    readonly photos: number;
    readonly splits: Readonly<Partial<Record<Split, number>>>;
  }[];
  readonly withoutClass: number;
};

type Meaning = { readonly folderClass: string | null; readonly folderSplit: Split | null };

/** The question's data, or null where fewer than two folder names hold photos and there is nothing to ask. */
export function classFolderQuestion(found: readonly Meaning[]): ClassFolders | null {
  const byClass = Map.groupBy(found, photo => photo.folderClass);
  const withoutClass = byClass.get(null)?.length ?? 0;
  byClass.delete(null);
  if (byClass.size < 2) return null;
  const folders = [...byClass].map(([name, photos]) => ({
    name: name!,
    photos: photos.length,
    splits: countSplits(photos),
  }));
  return { folders, withoutClass };
}

function countSplits(photos: readonly Meaning[]): Partial<Record<Split, number>> {
  const counts: Partial<Record<Split, number>> = {};
  for (const { folderSplit } of photos) {
    if (folderSplit !== null) counts[folderSplit] = (counts[folderSplit] ?? 0) + 1;
  }
  return counts;
}
