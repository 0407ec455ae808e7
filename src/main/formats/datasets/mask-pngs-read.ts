// Reads masks from PNGs: by our own table, by lists of classes that lie beside, by VOC's palette; single things where a second PNG tells
// them apart.
import { noteDamage } from './damage.ts';
import type { Split } from '../../../shared/records/photo.ts';
import { splits } from '../../../shared/records/photo.ts';
import { inOrder, jsonIn, listOf, objectOf, textOf } from './json-values.ts';
import { manifestName } from './mask-pngs-write.ts';
import { cutOut, keysOf, type CutThing } from './mask-cutting.ts';
import { createMeaning, type Meaning } from './mask-meaning.ts';
import { maskTable, ofJson, type MaskTable } from './mask-values.ts';
import { findMasks, type MaskFile } from './mask-pngs-find.ts';
import { createNotes, type Notes } from './notes.ts';
import { readPng } from './png-read.ts';
import type { DatasetReader, ReadAnnotation, ReadDataset, ReadPhoto, SourceFolder } from './read-dataset.ts';
import { createClassList, type ClassList } from './reading.ts';

const mostPngBytes = 200e6;

export const maskReader: DatasetReader = {
  id: 'masks',
  async recognise(source) {
    if ((await ownManifest(source, createNotes())) !== null) return 0.97;
    const { sure, masks } = await findMasks(source);
    return masks.length === 0 ? 0 : sure;
  },
  read,
};

type Manifest = {
  readonly table: MaskTable;
  readonly masks: readonly MaskFile[];
  readonly splits: ReadonlyMap<string, Split>;
};

/** null where there is none, or none that can be read: then masks are looked for as in every folder. */
async function ownManifest(source: SourceFolder, notes: Notes): Promise<Manifest | null> {
  const path = source.files
    .map(file => file.path)
    .find(name => name === manifestName || name.endsWith(`/${manifestName}`));
  if (path === undefined) return null;
  const file = objectOf(await jsonIn(source, path, { mostBytes: 500e6, notes }));
  const table = ofJson(file);
  if (file?.['format'] !== 'fovea-masks' || table === null) return null;
  const folder = path.slice(0, -manifestName.length);
  const masks: MaskFile[] = [];
  const splitOf = new Map<string, Split>();
  for (const value of listOf(file['photos'])) {
    const entry = objectOf(value);
    const semantic = source.find(folder + textOf(entry?.['mask']));
    if (entry === null || semantic === null) continue;
    const name = textOf(entry['photo']);
    masks.push({
      name,
      file: source.find(folder + name),
      semantic,
      instances: source.find(folder + textOf(entry['instances'])),
    });
    const split = splits.find(known => known === entry['split']);
    if (split !== undefined) splitOf.set(semantic, split);
  }
  return { table, masks, splits: splitOf };
}

async function read(source: SourceFolder): Promise<ReadDataset> {
  const notes = createNotes();
  const own = await ownManifest(source, notes);
  const found = own === null ? await findMasks(source) : { ...own, pictures: [], looksLikeVoc: false };
  const table = own?.table ?? (await maskTable(source));
  const meaning = createMeaning(table, found.looksLikeVoc, notes);
  const read: { mask: MaskFile; pixels: Meant }[] = [];
  const reading = inOrder(found.masks, mask => meant(source, mask, meaning, notes));
  for await (const { item: mask, result } of reading) {
    if (result !== null) read.push({ mask, pixels: result });
  }
  const { classes, photos } = await photosOf(read, meaning, notes, own?.splits ?? new Map());
  const files = found.masks.flatMap(({ semantic, instances }) => [semantic, instances]).filter(file => file !== null);
  return {
    format: 'masks',
    classes,
    photos,
    notPhotos: new Set([...files, ...found.pictures]),
    notes: notes.list(),
    questions: [],
  };
}

/** What stands for a class in a mask: its value or its colour, and the mask of each thing. */
type Meant = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly things: readonly CutThing[];
};

async function meant(
  source: SourceFolder,
  { semantic, instances }: MaskFile,
  meaning: Meaning,
  notes: Notes,
): Promise<Meant | null> {
  try {
    const pixels = readPng(await source.bytes(semantic, mostPngBytes), semantic);
    const keys = keysOf(pixels, meaning.table !== null);
    const single = instances === null ? null : readPng(await source.bytes(instances, mostPngBytes), instances);
    const { widthPx, heightPx } = pixels;
    const fits = single?.widthPx === widthPx && single.heightPx === heightPx && single.channels === 1;
    if (single !== null && !fits) notes.add('masks-instances-differ', instances!);
    const things = keys && cutOut(keys, pixels, fits ? single : null, key => meaning.mayBeClass(key));
    if (things === null) notes.add('masks-too-many-colours', semantic);
    return things && { widthPx, heightPx, things };
  } catch (error) {
    noteDamage(notes, semantic, error);
    return null;
  }
}

async function photosOf(
  read: readonly { readonly mask: MaskFile; readonly pixels: Meant }[],
  meaning: Meaning,
  notes: Notes,
  splitOf: ReadonlyMap<string, Split>,
): Promise<{ classes: ReadDataset['classes']; photos: readonly ReadPhoto[] }> {
  const classes: ClassList = createClassList(notes);
  for (const name of meaning.table?.names.values() ?? []) if (name !== null) classes.place(name, '');
  for (const name of meaning.table?.colours.values() ?? []) if (name !== null) classes.place(name, '');
  const places = new Map<string, number | null>();
  const placeOf = (key: string, where: string): number | null => {
    const before = places.get(key);
    if (before !== undefined) return before;
    const name = meaning.nameOf(key);
    const place = name === null ? null : classes.place(name, where);
    places.set(key, place);
    return place;
  };
  const photos = read.map(({ mask, pixels }): ReadPhoto => ({
    name: mask.name,
    file: mask.file,
    widthPx: pixels.widthPx,
    heightPx: pixels.heightPx,
    split: splitOf.get(mask.semantic) ?? null,
    lookedFor: { photo: false, things: true },
    annotations: pixels.things.flatMap(({ key, mask: found }): ReadAnnotation[] => {
      const classPlace = placeOf(key, mask.semantic);
      if (classPlace === null) return [];
      return [{ classPlace, shape: { kind: 'mask', mask: found }, unit: 'pixel', attributes: {} }];
    }),
    pixels: null,
  }));
  return { classes: classes.classes, photos };
}
