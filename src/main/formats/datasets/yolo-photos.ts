// Which photos a YOLO dataset has, on which side of the split they are, and which label file belongs to each.
import type { Notes } from './notes.ts';
import { baseOf, folderOf, isPhotoName, plainName, stemOf, type PhotoFinder } from './photo-names.ts';
import type { GatheredPhoto, PhotoList } from './photo-list.ts';
import type { SourceFolder } from './read-dataset.ts';
import { splitOfWord } from './reading.ts';
import { isNamesFile, partOf, type YoloConfig } from './yolo-config.ts';

const mostListBytes = 64e6;
const headBytes = 4096;

type Gathering = {
  readonly source: SourceFolder;
  readonly notes: Notes;
  readonly finder: PhotoFinder;
  readonly photos: PhotoList;
  readonly config: YoloConfig;
  /** Where photos would lie that are not here: as lists and label files have it. */
  readonly places: Map<GatheredPhoto, string>;
};
export type LabelFile = { readonly path: string; readonly photo: GatheredPhoto };

/** Text files that are neither names nor lists of photos: the label files. Lists are told by their first line, which names a photo. */
export async function sortTexts(
  source: SourceFolder,
): Promise<{ readonly lists: readonly string[]; readonly labels: readonly string[] }> {
  const texts = source.files.map(({ path }) => path).filter(path => /\.txt$/i.test(path) && !isNamesFile(path));
  const lists: string[] = [];
  for (const path of texts)
    if (/(?:train|val|test|split|list|photo|image)/i.test(baseOf(path)) && (await isList(source, path)))
      lists.push(path);
  return { lists, labels: texts.filter(path => !lists.includes(path)) };
}

async function isList(source: SourceFolder, path: string): Promise<boolean> {
  const head = (await source.part(path, 0, headBytes)).toString('utf8').replace(/^\ufeff/, '');
  const first = head.split(/[\r\n]+/).find(line => line.trim() !== '');
  return first !== undefined && isPhotoName(first.trim());
}

/** The label file of every photo that has one, and of names without a photo here. */
export async function gatherPhotos(given: Omit<Gathering, 'places'>): Promise<readonly LabelFile[]> {
  const gathering: Gathering = { ...given, places: new Map() };
  const { source, finder, photos, config, notes } = gathering;
  const { lists, labels } = await sortTexts(source);
  for (const photo of finder.photos) photos.photo(photo, photo, photo);
  const listed = new Map<string, readonly GatheredPhoto[]>();
  for (const list of lists) listed.set(list, await photosOfList(gathering, list));
  const found = await matchLabels(gathering, labels);
  if (config.parts.length > 0) splitByConfig(gathering, listed, labels);
  else splitByNames(gathering, listed);
  if (found.length === 0 && finder.photos.length === 0) notes.add('yolo-no-labels', null);
  return found;
}

/** Photos that a list names, those that are not here too. */
async function photosOfList(
  { source, finder, photos, notes, places }: Gathering,
  list: string,
): Promise<readonly GatheredPhoto[]> {
  const text = await source.text(list, mostListBytes);
  return text
    .split(/\r\n|\r|\n/)
    .filter(line => line.trim() !== '')
    .flatMap(line => {
      const plain = plainName(line);
      if (plain === null || !isPhotoName(plain.name)) {
        notes.add('photo-name-refused', `${list}: ${line}`);
        return [];
      }
      const file = finder.named(plain.name, folderOf(list), plain.isAbsolute || isOthers(plain.name));
      // Ultralytics keeps photos below `images`; what is behind it is the photo's own path.
      const place = folderOf(list) === '' ? plain.name : `${folderOf(list)}/${plain.name}`;
      const { photo } = photos.photo(file ?? place, plain.name.replace(/^(?:.*?\/)??images\//, ''), file);
      places.set(photo, file ?? place);
      return [photo];
    });
}

/** Darknet's lists are relative to where it is started: `data/obj/a.jpg`. */
const isOthers = (name: string): boolean => name.startsWith('data/');

/** `labels/train/a.txt` of `images/train/a.jpg`, else the one beside it; a label that bears a photo's whole name belongs to that photo. */
function labelNamesOf(photo: string): { readonly whole: readonly string[]; readonly stem: readonly string[] } {
  const places = [photo.replace(/(^|.*\/)images\//, '$1labels/'), photo, `labels/${photo}`];
  return { whole: places.map(place => `${place}.txt`), stem: places.map(place => `${stemOf(place)}.txt`) };
}

async function matchLabels(gathering: Gathering, labels: readonly string[]): Promise<readonly LabelFile[]> {
  const { photos, notes, places } = gathering;
  const there = new Set(labels);
  const claims = new Map<string, GatheredPhoto[]>();
  const labelled = new Set<GatheredPhoto>();
  const claim = (label: string, photo: GatheredPhoto): void => {
    claims.set(label, [...(claims.get(label) ?? []), photo]);
    labelled.add(photo);
  };
  const own = [...photos.all()].map(photo => {
    const { whole, stem } = labelNamesOf(places.get(photo) ?? photo.file ?? photo.name);
    return { photo, whole: whole.find(name => there.has(name)), stem: stem.find(name => there.has(name)) };
  });
  /** `x.webp.txt` is the label of `x.webp.jpg` where that has no other one. */
  const ofStems = new Set(own.filter(({ whole }) => whole === undefined).map(({ stem }) => stem));
  for (const { photo, whole, stem } of own) {
    const label = whole === undefined || (ofStems.has(whole) && stem !== undefined) ? stem : whole;
    if (label !== undefined) claim(label, photo);
  }
  for (const label of labels) {
    if (claims.has(label)) continue;
    const meant = await photosOfLabel(gathering, label);
    if (meant.some(photo => labelled.has(photo))) notes.add('yolo-label-twice', label);
    else for (const photo of meant) claim(label, photo);
  }
  return [...claims].flatMap(([path, [photo, ...others]]) => {
    if (others.length === 0) return [{ path, photo: photo! }];
    // Nobody can know whose it is: annotations on the wrong photo are worse than none.
    notes.add('yolo-label-of-several', `${path}: ${[photo!, ...others].map(({ name }) => name).join(', ')}`);
    return [];
  });
}

/** Photos of a label file that lies in no usual place: the nearest of its stem, else a photo that is not here. None for other texts. */
async function photosOfLabel(
  { source, finder, photos, places, notes }: Gathering,
  label: string,
): Promise<readonly GatheredPhoto[]> {
  if (!isLabelText((await source.part(label, 0, headBytes)).toString('utf8'))) {
    notes.add('yolo-not-labels', label);
    return [];
  }
  const nearest = finder.ofStem(stemOf(baseOf(label)), folderOf(label));
  if (nearest.length > 0) return nearest.map(photo => photos.photo(photo, photo, photo).photo);
  const name = stemOf(label).replace(/^(?:.*\/)?labels\//, '');
  const { photo } = photos.photo(`\0${label}`, name, null);
  places.set(photo, stemOf(label).replace(/(^|.*\/)labels\//, '$1images/'));
  return [photo];
}

const numbers = /^\d+(?:[ \t]+[-+.\de]+){4,}[ \t]*$/i;

/** By its first line; an empty text is a label file of a photo that holds nothing. */
export function isLabelText(head: string): boolean {
  const [first] = head
    .replace(/^\ufeff/, '')
    .split(/[\r\n]+/)
    .filter(line => line.trim() !== '');
  return first === undefined || numbers.test(first) || (first.length >= headBytes && /^\d+[ \t]/.test(first));
}

/** Sides by data.yaml or obj.data. The deepest folder that holds a photo says its side; one folder for two sides says nothing. */
function splitByConfig(
  { photos, notes, config, finder, places }: Gathering,
  listed: ReadonlyMap<string, readonly GatheredPhoto[]>,
  labels: readonly string[],
): void {
  const lists = new Set(listed.keys());
  const folders = foldersOf([...finder.photos, ...labels.map(label => label.replace(/(^|.*\/)labels\//, '$1images/'))]);
  const meant = config.parts.flatMap(part => {
    const found = partOf(part.written, config, { folders, lists });
    if (found === null) notes.add('yolo-part-missing', `${part.key}: ${part.written}`);
    return found === null ? [] : [{ ...part, ...found }];
  });
  const sidesOf = Map.groupBy(meant, ({ path }) => path);
  for (const [path, sides] of sidesOf)
    if (new Set(sides.map(({ split }) => split)).size > 1)
      notes.add('yolo-one-folder', path, { keys: sides.map(({ key }) => key).join(', ') });
  const single = meant.filter(({ path }) => new Set(sidesOf.get(path)!.map(({ split }) => split)).size === 1);
  const deepestFirst = single
    .filter(({ kind }) => kind === 'folder')
    .toSorted((one, other) => other.path.length - one.path.length);
  for (const { path, split, kind } of single)
    if (kind === 'list') for (const photo of listed.get(path)!) photos.setSplit(photo, split);
  for (const photo of photos.all()) {
    const place = photo.file ?? places.get(photo) ?? photo.name;
    const part = deepestFirst.find(({ path }) => path === '' || place.startsWith(`${path}/`));
    if (part !== undefined && photo.split === null) photos.setSplit(photo, part.split);
  }
}

/** Sides by the names of lists, else of folders: `train/images`, `images/val2017`. */
function splitByNames({ photos }: Gathering, listed: ReadonlyMap<string, readonly GatheredPhoto[]>): void {
  for (const [list, named] of listed) {
    const split = splitOfWord(baseOf(list));
    if (split !== null) for (const photo of named) photos.setSplit(photo, split);
  }
  for (const photo of photos.all()) {
    const words = folderOf(photo.file ?? photo.name).split('/');
    const split = words
      .filter(word => /^[a-z]+(?:\d{4})?$/i.test(word))
      .map(splitOfWord)
      .find(one => one !== null);
    if (split !== undefined && photo.split === null) photos.setSplit(photo, split);
  }
}

function foldersOf(files: readonly string[]): ReadonlySet<string> {
  const folders = new Set<string>(['']);
  for (const file of files)
    for (let folder = folderOf(file); folder !== ''; folder = folderOf(folder)) folders.add(folder);
  return folders;
}
