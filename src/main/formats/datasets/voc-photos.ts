// Which photo a VOC file is about, and on which side of the split ImageSets/Main puts it.
import type { Split } from '../../../shared/records/photo.ts';
import type { Notes } from './notes.ts';
import { baseOf, folderOf, isPhotoName, plainName, stemOf, type PhotoFinder } from './photo-names.ts';
import type { GatheredPhoto, PhotoList } from './photo-list.ts';
import type { SourceFolder } from './read-dataset.ts';
import { splitOfWord } from './reading.ts';
import type { VocFile } from './voc-file.ts';

type Gathering = { readonly notes: Notes; readonly finder: PhotoFinder; readonly photos: PhotoList };

/** Path below `Annotations` without suffix: what ImageSets calls a photo. */
export const stemBelow = (path: string): string => stemOf(path).replace(/^(?:.*\/)?annotations\//i, '');

/** A picture of classes or objects, named after its photo. */
export const isVocMask = (path: string): boolean => /(?:^|\/)Segmentation[^/]*\//.test(path);

/** By the XML file's stem first, by the stated name second: names go stale when photos are renamed. */
export function photoOf(
  { notes, finder, photos }: Gathering,
  { path, filename, isOurs }: VocFile,
): GatheredPhoto | null {
  const stated = plainName(filename);
  if (stated === null && filename.trim() !== '') notes.add('photo-name-refused', `${path}: ${filename}`);
  const base = stated === null ? '' : baseOf(stated.name);
  const ownStem = baseOf(stemOf(path));
  const ofStem = isOurs && base !== '' ? [] : finder.ofStem(ownStem, folderOf(path)).filter(photo => !isVocMask(photo));
  const sameName = ofStem.filter(photo => baseOf(photo) === base);
  const found = sameName.length === 1 ? sameName[0]! : ofStem.length === 1 ? ofStem[0]! : null;
  const folder = folderOf(stemBelow(path));
  // `x.jpg` of `Annotations/x.xml` is the one right below JPEGImages, whatever lies in its sub-folders.
  const photosBeside = path.replace(/(^|\/)annotations\/.*$/i, '$1JPEGImages');
  const below = folder === '' ? base : `${folder}/${base}`;
  const named =
    base === ''
      ? null
      : (finder.named(below, photosBeside) ?? finder.named(below, '') ?? finder.named(base, folderOf(path)));
  const file = found ?? (ofStem.length > 0 && base === '' ? null : named);
  // Without the photo: the file's own stem with the stated suffix, since the stem is what a renamed pair shares.
  const suffix = isPhotoName(base) ? base.slice(stemOf(base).length) : '';
  // XML readers trim: a name of ours that begins or ends with a space is the file's own.
  const isOther = base !== '' && base !== `${ownStem}${suffix}`.trim();
  const ownName = isOurs && isOther ? base : `${ownStem}${suffix}`;
  const name = folder === '' ? ownName : `${folder}/${ownName}`;
  const { photo, isNew } = photos.photo(file ?? `\0${folderOf(path)}/${ownName}`, name, file);
  if (!isNew) notes.add('photo-named-twice', photo.name);
  return photo;
}

const sets: readonly (readonly [RegExp, Split])[] = [
  [/(?:^|\/)ImageSets\/Main\/train\.txt$/i, 'train'],
  [/(?:^|\/)ImageSets\/Main\/val\.txt$/i, 'validation'],
  [/(?:^|\/)ImageSets\/Main\/test\.txt$/i, 'test'],
];

/** ImageSets/Main where it is, else folders called by a split. */
export async function readSplits(
  source: SourceFolder,
  { photos, notes }: Gathering,
  byStem: ReadonlyMap<string, GatheredPhoto>,
): Promise<void> {
  let hasSets = false;
  for (const { path } of source.files) {
    const split = sets.find(([form]) => form.test(path))?.[1];
    if (split === undefined) continue;
    hasSets = true;
    for (const line of (await source.text(path)).split(/\r\n|\r|\n/).filter(text => text.trim() !== '')) {
      // Some lists say 1 or -1 behind each name.
      const photo = byStem.get(line) ?? byStem.get(line.trim()) ?? byStem.get(line.trim().replace(/\s+-?[01]$/, ''));
      if (photo === undefined) notes.add('voc-listed-without-file', `${path}: ${line.trim()}`);
      else photos.setSplit(photo, split);
    }
  }
  if (hasSets) return;
  for (const photo of photos.all()) {
    const split = folderOf(photo.file ?? photo.name)
      .split('/')
      .map(splitOfWord)
      .find(one => one !== null);
    if (split !== undefined) photos.setSplit(photo, split);
  }
}
