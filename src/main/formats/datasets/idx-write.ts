// Writes IDX: pictures of one size and their labels, in a pair of files for each split. Nothing is resized: what does not fit is listed.
import type { AnnotatedPhoto } from '../../../shared/records/annotated-photo.ts';
import { invariant } from '../../../shared/errors.ts';
import { classFinder } from './dataset.ts';
import { createNotes } from './notes.ts';
import type { Dataset, DatasetWriter, WriteOptions } from './write-dataset.ts';
import { labelsIn, notesOnLosses } from './writing.ts';

const holds: DatasetWriter['holds'] = ['label', 'split'];
/** A label is one byte. */
const mostClasses = 256;
const mostKeptBytes = 500e6;
/** As MNIST's files are called. */
const prefixes = { train: 'train', validation: 'val', test: 't10k' } as const;
const prefixOf = ({ photo }: AnnotatedPhoto): string => (photo.split === null ? 'all' : prefixes[photo.split]);

export const idxWriter: DatasetWriter = {
  id: 'idx',
  holds,
  holdsPhotos: true,
  isAlwaysUpright: true,
  /** The names that a reader gives the pictures. */
  photosAt(dataset) {
    const places = new Map<AnnotatedPhoto['photo'], string>();
    for (const [prefix, photos] of fittingPhotos(dataset))
      for (const [place, { photo }] of photos.entries())
        places.set(photo, `${prefix}/${String(place).padStart(5, '0')}.png`);
    return photo => places.get(photo) ?? photo.path;
  },
  *files(dataset, options) {
    const classOf = classFinder(dataset.classes);
    for (const [prefix, photos] of fittingPhotos(dataset)) {
      yield { path: `${prefix}-images-idx3-ubyte`, pieces: pictures(photos, options) };
      const values = photos.map(annotated => classOf(labelsIn(annotated)[0]!).exportPosition);
      yield { path: `${prefix}-labels-idx1-ubyte`, pieces: [header([values.length]), Uint8Array.from(values)] };
    }
    const names = dataset.classes.toSorted((one, other) => one.exportPosition - other.exportPosition);
    const lines = Array.from({ length: 1 + (names.at(-1)?.exportPosition ?? -1) }, (_, value) => String(value));
    for (const { exportPosition, name } of names) lines[exportPosition] = name.replace(/[\r\n]+/g, ' ');
    yield { path: 'classes.txt', pieces: [lines.map(line => `${line}\n`).join('')] };
  },
  notes: notesOf,
};

const sizeKey = ({ photo }: AnnotatedPhoto): string => `${photo.widthPx} × ${photo.heightPx}`;

/** Photos of the size that most have and with a label that one byte can be, by the name of their files. */
function fittingPhotos(dataset: Dataset): ReadonlyMap<string, readonly AnnotatedPhoto[]> {
  const size = commonSize(dataset);
  const classOf = classFinder(dataset.classes);
  const isFit = (annotated: AnnotatedPhoto): boolean => {
    const [label] = labelsIn(annotated);
    return label !== undefined && sizeKey(annotated) === size && classOf(label).exportPosition < mostClasses;
  };
  return Map.groupBy(dataset.photos.filter(isFit), prefixOf);
}

function commonSize({ photos }: Dataset): string | null {
  const labelled = photos.filter(annotated => labelsIn(annotated).length > 0);
  const sizes = [...Map.groupBy(labelled, sizeKey)].toSorted(([, one], [, other]) => other.length - one.length);
  return sizes[0]?.[0] ?? null;
}

const header = (sizes: readonly number[]): Uint8Array => {
  const bytes = Buffer.alloc(4 + 4 * sizes.length);
  bytes.set([0, 0, 8, sizes.length]);
  for (const [place, size] of sizes.entries()) bytes.writeUInt32BE(size, 4 + 4 * place);
  return bytes;
};

/** One byte a pixel where every photo is grey, as MNIST has them; else three, and the header says so. */
async function* pictures(photos: readonly AnnotatedPhoto[], { photoRgb }: WriteOptions): AsyncGenerator<Uint8Array> {
  invariant(photoRgb, 'a format that holds pixels is given them');
  const { widthPx, heightPx } = photos[0]!.photo;
  const pixels = widthPx * heightPx;
  const rgbOf = async ({ photo }: AnnotatedPhoto): Promise<Uint8Array> => {
    const rgb = await photoRgb(photo);
    invariant(rgb.length === 3 * pixels, `${photo.path} is of the size that it says`);
    return rgb;
  };
  const firstOf = (rgb: Uint8Array): Uint8Array => Uint8Array.from({ length: pixels }, (_, pixel) => rgb[3 * pixel]!);
  // The header comes first and depends on all photos: the grey ones are kept meanwhile, as long as they take little.
  const mayKeep = photos.length * pixels <= mostKeptBytes;
  const kept: Uint8Array[] = [];
  let areGrey = true;
  for (const annotated of photos) {
    const rgb = await rgbOf(annotated);
    areGrey = isGrey(rgb);
    if (!areGrey) break;
    if (mayKeep) kept.push(firstOf(rgb));
  }
  yield header([photos.length, heightPx, widthPx, ...(areGrey ? [] : [3])]);
  if (areGrey && mayKeep) yield* kept;
  else for (const annotated of photos) yield areGrey ? firstOf(await rgbOf(annotated)) : await rgbOf(annotated);
}

function isGrey(rgb: Uint8Array): boolean {
  for (let at = 0; at < rgb.length; at += 3) if (rgb[at] !== rgb[at + 1] || rgb[at] !== rgb[at + 2]) return false;
  return true;
}

function notesOf(dataset: Dataset) {
  const notes = createNotes();
  const classOf = classFinder(dataset.classes);
  const size = commonSize(dataset);
  for (const annotated of dataset.photos) {
    const [label, ...more] = labelsIn(annotated);
    const { path } = annotated.photo;
    if (label === undefined) continue;
    if (sizeKey(annotated) !== size) notes.add('idx-other-size', path, { size: size ?? '' });
    else if (classOf(label).exportPosition >= mostClasses)
      notes.add('idx-class-beyond', `${path}: ${classOf(label).name}`);
    for (const other of more) notes.add('idx-several-labels', `${path}: ${classOf(other).name}`);
  }
  return notesOnLosses(dataset, holds, {}, notes);
}
