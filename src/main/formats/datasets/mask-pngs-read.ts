// Reads masks from PNGs: by our own table, by lists of classes that lie beside, by VOC's palette; single things where a second PNG tells
// them apart.
import { writeRunLengths } from '../../../engine/metrics/run-lengths.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Split } from '../../../shared/records/photo.ts';
import { splits } from '../../../shared/records/photo.ts';
import type { MaskGeometry } from '../../../shared/records/shape.ts';
import { inOrder, listOf, objectOf, parseJson, textOf } from './json-values.ts';
import { manifestName } from './mask-pngs-write.ts';
import { ignoreValue, maskTable, ofJson, vocNames, type MaskTable } from './mask-values.ts';
import { findMasks, type MaskFile } from './mask-pngs-find.ts';
import type { MaskSize } from './masks.ts';
import { createNotes, type Notes } from './notes.ts';
import { readPng, type PngPixels } from './png-read.ts';
import type { DatasetReader, ReadAnnotation, ReadDataset, ReadPhoto, SourceFolder } from './read-dataset.ts';
import { createClassList, type ClassList } from './reading.ts';

const mostColours = 256;
const mostPngBytes = 200e6;

export const maskReader: DatasetReader = {
  id: 'masks',
  async recognise(source) {
    if ((await ownManifest(source)) !== null) return 0.97;
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

async function ownManifest(source: SourceFolder): Promise<Manifest | null> {
  const path = source.files
    .map(file => file.path)
    .find(name => name === manifestName || name.endsWith(`/${manifestName}`));
  if (path === undefined) return null;
  const file = objectOf(parseJson(await source.text(path, 500e6), path));
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
  const own = await ownManifest(source);
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
  readonly things: readonly { readonly key: string; readonly mask: MaskGeometry }[];
};

async function meant(
  source: SourceFolder,
  { semantic, instances }: MaskFile,
  meaning: Meaning,
  notes: Notes,
): Promise<Meant | null> {
  try {
    const pixels = readPng(await source.bytes(semantic, mostPngBytes), semantic);
    const keys = keysOf(pixels);
    if (keys === null) {
      notes.add('masks-too-many-colours', semantic);
      return null;
    }
    const single = instances === null ? null : readPng(await source.bytes(instances, mostPngBytes), instances);
    const { widthPx, heightPx } = pixels;
    if (single !== null && (single.widthPx !== widthPx || single.heightPx !== heightPx || single.channels !== 1)) {
      notes.add('masks-instances-differ', instances!);
      return { widthPx, heightPx, things: cutOut(keys, pixels, null, meaning) };
    }
    return { widthPx, heightPx, things: cutOut(keys, pixels, single, meaning) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    notes.add('file-damaged', semantic, { reason: String(error.details['reason']) });
    return null;
  }
}

type Keys = { readonly at: Uint16Array; readonly names: readonly string[] };

/** For each pixel the place of its key: `v15` for a value, `c128,0,0` for a colour. Null where there are more colours than classes can be. */
function keysOf({ values, channels, widthPx, heightPx, kind }: PngPixels): Keys | null {
  const at = new Uint16Array(widthPx * heightPx);
  const places = new Map<number, number>();
  const isColour = kind === 'rgb' || kind === 'rgba';
  for (let pixel = 0; pixel < at.length; pixel++) {
    const first = pixel * channels;
    const raw = isColour ? (values[first]! << 16) | (values[first + 1]! << 8) | values[first + 2]! : values[first]!;
    let place = places.get(raw);
    if (place === undefined) {
      place = places.size;
      if (isColour && place >= mostColours) return null;
      places.set(raw, place);
    }
    at[pixel] = place;
  }
  const nameOf = (raw: number): string => (isColour ? `c${raw >> 16},${(raw >> 8) & 255},${raw & 255}` : `v${raw}`);
  return { at, names: [...places.keys()].map(nameOf) };
}

/** One mask for each class, or for each thing that the second PNG numbers; a thing is of the class that most of its pixels are of. */
function cutOut(keys: Keys, size: PngPixels, single: PngPixels | null, meaning: Meaning): Meant['things'] {
  const isClass = keys.names.map(key => meaning.mayBeClass(key));
  if (single === null) {
    const masks = masksByNumber(size, pixel => (isClass[keys.at[pixel]!] ? keys.at[pixel]! : none));
    return inNumberOrder(masks).map(([place, mask]) => ({ key: keys.names[place]!, mask }));
  }
  const votes = new Map<number, Map<number, number>>();
  const masks = masksByNumber(size, pixel => {
    const place = keys.at[pixel]!;
    const number = single.values[pixel]!;
    if (!isClass[place] || number === 0) return none;
    let ofNumber = votes.get(number);
    if (ofNumber === undefined) votes.set(number, (ofNumber = new Map()));
    ofNumber.set(place, (ofNumber.get(place) ?? 0) + 1);
    return number;
  });
  return inNumberOrder(masks).map(([number, mask]) => {
    const [place] = [...votes.get(number)!].reduce((best, vote) => (vote[1] > best[1] ? vote : best));
    return { key: keys.names[place]!, mask };
  });
}

const inNumberOrder = (masks: ReadonlyMap<number, MaskGeometry>): (readonly [number, MaskGeometry])[] =>
  [...masks].sort(([one], [other]) => one - other);

const none = -1;

/** The masks of all numbers in one walk down the columns: what a mask takes is its runs, however many there are and however large. */
function masksByNumber(
  { widthPx, heightPx }: MaskSize,
  numberAt: (pixel: number) => number,
): Map<number, MaskGeometry> {
  const runs = new Map<number, { counts: number[]; end: number }>();
  let [current, start] = [none, 0];
  const close = (end: number): void => {
    if (current === none) return;
    let run = runs.get(current);
    if (run === undefined) runs.set(current, (run = { counts: [], end: 0 }));
    run.counts.push(start - run.end, end - start);
    run.end = end;
  };
  for (let at = 0, x = 0; x < widthPx; x++) {
    for (let pixel = x; at < (x + 1) * heightPx; at++, pixel += widthPx) {
      const number = numberAt(pixel);
      if (number === current) continue;
      close(at);
      [current, start] = [number, at];
    }
  }
  const pixels = widthPx * heightPx;
  close(pixels);
  return new Map(
    [...runs].map(([number, { counts, end }]) => {
      const whole = end < pixels ? [...counts, pixels - end] : counts;
      return [number, { widthPx, heightPx, counts: writeRunLengths({ widthPx, heightPx, counts: whole }) }];
    }),
  );
}

type Meaning = ReturnType<typeof createMeaning>;

/** What values and colours mean; values that no table knows are classes by their number. */
function createMeaning(table: MaskTable | null, looksLikeVoc: boolean, notes: Notes) {
  const seen = new Set<string>();
  const known = (key: string): string | null | undefined =>
    key.startsWith('c') ? table?.colours.get(key.slice(1)) : table?.names.get(Number(key.slice(1)));
  return {
    /** Notes that the key occurs; false for what is background or to be ignored in every case. */
    mayBeClass(key: string): boolean {
      seen.add(key);
      const name = known(key);
      if (name !== undefined) return name !== null;
      // White may be the one class of masks that know no other: decided when all were seen.
      return key !== 'v0' && key !== 'c0,0,0' && !(table !== null && key === `v${ignoreValue}`);
    },
    /** The class of a key, when all masks were seen; null for what is to be ignored. */
    nameOf(key: string): string | null {
      const name = known(key);
      if (name !== undefined) return name;
      const others = [...seen].filter(other => !['v0', 'c0,0,0', key].includes(other));
      const isWhite = key === `v${ignoreValue}` || key === 'c255,255,255';
      if (isWhite && others.length === 0) {
        notes.add('masks-binary');
        return 'foreground';
      }
      if (key === `v${ignoreValue}`) return null;
      const value = Number(key.slice(1));
      if (looksLikeVoc && table === null && value >= 1 && value <= vocNames.length) {
        notes.add('masks-voc-names', vocNames[value - 1]!);
        return vocNames[value - 1]!;
      }
      const byNumber = key.startsWith('c') ? `colour ${key.slice(1)}` : `class ${value}`;
      notes.add('masks-class-by-number', byNumber);
      return byNumber;
    },
    table,
  };
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
