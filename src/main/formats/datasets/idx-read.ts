// Reads IDX: each picture becomes a PNG, its label is a label of the whole photo. A file of labels goes with the file of pictures that has
// the same name but for that word.
import type { DatasetNote } from '../../../shared/records/dataset-format.ts';
import type { Split } from '../../../shared/records/photo.ts';
import { noteDamage } from './damage.ts';
import { idxHead, idxSizes, openIdx, type IdxFile } from './idx-file.ts';
import { createNotes, type Notes } from './notes.ts';
import { baseOf, folderOf } from './photo-names.ts';
import { writePng } from './png-write.ts';
import type { DatasetReader, ReadDataset, ReadPhoto, SourceFolder } from './read-dataset.ts';
import { createClassList } from './reading.ts';

const mostPhotos = 1_000_000;
const mostPixels = 16_000_000;
const mayBeIdx = (path: string): boolean => /idx|ubyte/i.test(baseOf(path)) || /\.idx(?:\.gz)?$/i.test(path);

export const idxReader: DatasetReader = {
  id: 'idx',
  async recognise(source) {
    const [first] = source.files.filter(({ path }) => mayBeIdx(path));
    return first !== undefined && idxSizes(await idxHead(source, first.path)) !== null ? 0.95 : 0;
  },
  read,
};

type Pair = { images: IdxFile | null; labels: IdxFile | null };

async function read(source: SourceFolder): Promise<ReadDataset> {
  const notes = createNotes();
  const counted: DatasetNote[] = [];
  const pairs = await pairsOf(source, notes);
  const names = await classNames(source);
  const classes = createClassList(notes);
  const used = new Set<number>();
  for (const { labels } of pairs.values())
    if (labels !== null) for (const value of await valuesOf(labels)) used.add(value);
  const most = Math.max(-1, ...used, names.length - 1);
  const placeOf = Array.from({ length: most + 1 }, (_, value) =>
    classes.place(names[value] ?? String(value), 'labels'),
  );
  const photos: ReadPhoto[] = [];
  for (const [key, { images, labels }] of pairs) {
    if (images === null) {
      const count = labels!.sizes[0]!;
      counted.push({ code: 'idx-labels-without-images', count, examples: [labels!.path], details: {} });
      continue;
    }
    const values = labels === null ? new Uint8Array(0) : await valuesOf(labels);
    const count = images.sizes[0]!;
    if (labels === null)
      counted.push({ code: 'idx-images-without-labels', count, examples: [images.path], details: {} });
    else if (values.length !== count)
      counted.push({
        code: 'idx-counts-differ',
        count: Math.abs(values.length - count),
        examples: [images.path, labels.path],
        details: {},
      });
    for (let place = 0; place < count; place++)
      photos.push(photoOf(images, place, { key, place: placeOf[values[place] ?? -1] ?? null }));
  }
  return { format: 'idx', classes: classes.classes, photos, notes: [...notes.list(), ...counted], questions: [] };
}

const valuesOf = (labels: IdxFile): Promise<Uint8Array> => labels.entries(0, labels.sizes[0]!);

/** Files of pictures and of labels by what their names have in common: `train-images-idx3-ubyte.gz` and `train-labels-idx1-ubyte.gz`. */
async function pairsOf(source: SourceFolder, notes: Notes): Promise<ReadonlyMap<string, Pair>> {
  const pairs = new Map<string, Pair>();
  for (const { path } of source.files) {
    if (!mayBeIdx(path)) continue;
    try {
      const file = await openIdx(source, path);
      const isLabels = file.sizes.length === 1;
      if (file.sizes[0]! > mostPhotos || (!isLabels && !isPictures(file))) {
        notes.add('idx-not-pictures', path);
        continue;
      }
      const key = keyOf(path);
      const pair = pairs.get(key) ?? { images: null, labels: null };
      const before = isLabels ? pair.labels : pair.images;
      // The same file may lie there packed and unpacked.
      if (before !== null) notes.add('idx-file-twice', path);
      else if (isLabels) pair.labels = file;
      else pair.images = file;
      pairs.set(key, pair);
    } catch (error) {
      noteDamage(notes, path, error);
    }
  }
  return pairs;
}

function isPictures({ sizes: [, height = 0, width = 0, channels] }: IdxFile): boolean {
  const pixels = height * width;
  return pixels > 0 && pixels <= mostPixels && (channels === undefined || channels === 3);
}

const keyOf = (path: string): string => {
  const name = baseOf(path)
    .replace(/\.gz$/i, '')
    .replace(/[-_.]?(?:idx\d?|ubyte)/gi, '')
    .replace(/[-_.]?(?:images?|labels?)/i, '');
  return [folderOf(path), name || 'all'].filter(part => part !== '').join('/');
};

function splitOf(key: string): Split | null {
  const name = baseOf(key);
  if (/train/i.test(name)) return 'train';
  if (/t10k|test/i.test(name)) return 'test';
  return /val/i.test(name) ? 'validation' : null;
}

function photoOf(
  images: IdxFile,
  entry: number,
  { key, place }: { readonly key: string; readonly place: number | null },
): ReadPhoto {
  const [, heightPx = 0, widthPx = 0, channels = 1] = images.sizes;
  return {
    name: `${key}/${String(entry).padStart(5, '0')}.png`,
    file: null,
    widthPx,
    heightPx,
    split: splitOf(key),
    lookedFor: { photo: place !== null, things: false },
    annotations: place === null ? [] : [{ classPlace: place, shape: null, unit: 'pixel', attributes: {} }],
    pixels: {
      extension: 'png',
      bytes: async () =>
        writePng({ widthPx, heightPx, values: await images.entries(entry, 1), kind: channels === 3 ? 'rgb' : 'grey' }),
    },
  };
}

/** Names by value from a list that lies beside, or from EMNIST's `<value> <character's number>`; else values are their own names. */
async function classNames(source: SourceFolder): Promise<readonly string[]> {
  const file = source.files.find(({ path }) =>
    /(?:^|\/)(?:classes|class_names|labels|names)\.txt$|mapping\.txt$/i.test(path),
  );
  if (file === undefined) return [];
  const lines = (await source.text(file.path, 1e6)).split(/\r?\n/).filter(line => line.trim() !== '');
  const mapped = lines.map(line => /^(\d{1,3}) (\d{1,7})(?: \d+)?$/.exec(line.trim()));
  if (!mapped.every(found => found !== null)) return lines.slice(0, 256);
  const names: string[] = [];
  for (const [, value, code] of mapped) names[Number(value)] = String.fromCodePoint(Math.min(Number(code), 0x10ffff));
  return Array.from(names, (name, value) => name ?? String(value));
}
