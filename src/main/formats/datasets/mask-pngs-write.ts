// Writes masks as PNGs, one pixel a value: the classes in one file of each photo, the single things in a second one, and a table of values.
import type { AnnotatedPhoto } from '../../../shared/records/annotated-photo.ts';
import type { ClassRecord } from '../../../shared/records/class.ts';
import { classFinder } from './dataset.ts';
import { vocColour } from './mask-values.ts';
import { bitmapOfMask, isMaskSize } from './masks.ts';
import { createNotes } from './notes.ts';
import { writePng } from './png-write.ts';
import type { Dataset, DatasetWriter, WriteOptions, WrittenFile } from './write-dataset.ts';
import { filesOfPhotos, maskIn, noteSharedStems, notesOnLosses, saysNothing, thingsIn } from './writing.ts';

export const manifestName = 'masks.json';
/** 255 is "ignore" wherever masks are read: with so many classes values take 16 bits. */
const mostIndexed = 254;
const mostInstances = 65_535;
const forms = { box: 'mask', 'rotated-box': 'mask', polygon: 'mask' } as const;
const holds: DatasetWriter['holds'] = ['mask', 'nothing-things', 'split'];

/**
 * `masks/<photo>.png`: 0 is background, then the classes in the order in which they were made, 8-bit with VOC's palette or 16-bit grey.
 * `instances/<photo>.png`: 16-bit grey, the number of the thing in its photo. Where things overlap, the later one lies above.
 */
export const maskWriter: DatasetWriter = {
  id: 'masks',
  holds,
  holdsPhotos: false,
  *files(dataset, { photosAt }) {
    const photos = writtenPhotos(dataset);
    const names = filesOfPhotos(photos, '.png');
    const classOf = classFinder(dataset.classes);
    const isWide = dataset.classes.some(record => valueOf(record) > mostIndexed);
    yield { path: manifestName, pieces: manifest(dataset, photos, { names, photosAt }) };
    for (const annotated of photos) {
      const { photo } = annotated;
      // Painted once, when the first of its two files is asked for.
      let painted: Painted | null = null;
      const paintedOnce = (): Painted => (painted ??= paint(annotated, thing => valueOf(classOf(thing))));
      const size = { widthPx: photo.widthPx, heightPx: photo.heightPx };
      yield lazily(`masks/${names.get(photo)!}`, () => {
        const { classes } = paintedOnce();
        if (isWide) return writePng({ ...size, values: classes, kind: 'grey' });
        return writePng({ ...size, values: Uint8Array.from(classes), kind: 'indexed', palette: vocPalette });
      });
      yield lazily(`instances/${names.get(photo)!}`, () =>
        writePng({ ...size, values: paintedOnce().instances, kind: 'grey' }),
      );
    }
  },
  notes: notesOf,
};

const valueOf = ({ exportPosition }: ClassRecord): number => exportPosition + 1;
const vocPalette = Uint8Array.from(Array.from({ length: 256 }, (_, value) => vocColour(value)).flat());

const lazily = (path: string, make: () => Uint8Array): WrittenFile => ({
  path,
  pieces: {
    *[Symbol.iterator]() {
      yield make();
    },
  },
});

/** A photo without a mask is one that nobody looked at: in a mask of zeros everything is background. */
const writtenPhotos = ({ photos }: Dataset): readonly AnnotatedPhoto[] =>
  photos.filter(
    annotated =>
      isMaskSize(annotated.photo) &&
      (saysNothing(annotated, 'things') || thingsIn(annotated).some(({ kind }) => kind !== 'point')),
  );

function* manifest(
  { classes }: Dataset,
  photos: readonly AnnotatedPhoto[],
  {
    names,
    photosAt,
  }: { readonly names: ReadonlyMap<AnnotatedPhoto['photo'], string> } & Pick<WriteOptions, 'photosAt'>,
) {
  const table = classes
    .toSorted((one, other) => one.exportPosition - other.exportPosition)
    .map(record => ({ value: valueOf(record), name: record.name, colour: hex(vocColour(valueOf(record))) }));
  yield `{"format":"fovea-masks","version":1,\n"background":0,"ignore":255,\n"overlap":"later things lie above earlier ones",\n`;
  yield `"classes":${JSON.stringify(table, null, 1)},\n"photos":[`;
  for (const [place, { photo }] of photos.entries()) {
    const name = names.get(photo)!;
    const entry = {
      photo: photosAt?.(photo) ?? photo.path,
      width: photo.widthPx,
      height: photo.heightPx,
      split: photo.split,
    };
    yield `${place === 0 ? '' : ','}\n${JSON.stringify({ ...entry, mask: `masks/${name}`, instances: `instances/${name}` })}`;
  }
  yield '\n]}\n';
}

const hex = (colour: readonly number[]): string =>
  `#${colour.map(part => part.toString(16).padStart(2, '0')).join('')}`;

type Painted = {
  readonly classes: Uint16Array;
  readonly instances: Uint16Array;
  /** Of each thing that was painted: its pixels, and how many of them are still seen. */
  readonly seen: readonly { readonly area: number; readonly left: number }[];
  /** Things without a pixel in the photo. */
  readonly empty: number;
};

function paint(annotated: AnnotatedPhoto, classValue: (thing: ReturnType<typeof thingsIn>[number]) => number): Painted {
  const { photo } = annotated;
  const classes = new Uint16Array(photo.widthPx * photo.heightPx);
  const instances = new Uint16Array(classes.length);
  const areas: number[] = [];
  let empty = 0;
  for (const thing of thingsIn(annotated)) {
    if (thing.kind === 'point') continue;
    const mask = maskIn(thing, photo);
    const bitmap = mask === null ? null : bitmapOfMask(mask);
    const number = areas.length + 1;
    let area = 0;
    if (bitmap !== null && number <= mostInstances) {
      const value = classValue(thing);
      for (let at = 0; at < bitmap.length; at++) {
        if (bitmap[at] === 0) continue;
        area += 1;
        classes[at] = value;
        instances[at] = number;
      }
    }
    if (area === 0) empty += 1;
    else areas.push(area);
  }
  const left = new Uint32Array(areas.length + 1);
  for (const number of instances) left[number]! += 1;
  return { classes, instances, empty, seen: areas.map((area, place) => ({ area, left: left[place + 1]! })) };
}

function notesOf(dataset: Dataset) {
  const notes = createNotes();
  const written = new Set(writtenPhotos(dataset));
  for (const annotated of dataset.photos) {
    const { photo } = annotated;
    if (!written.has(annotated)) {
      if (thingsIn(annotated).some(({ kind }) => kind !== 'point')) notes.add('mask-photo-too-large', photo.path);
      continue;
    }
    const { seen, empty } = paint(annotated, () => 1);
    for (let n = 0; n < empty; n++) notes.add('mask-no-pixel', photo.path);
    for (const { area, left } of seen) {
      if (left === 0) notes.add('mask-hidden', photo.path);
      else if (left < area) notes.add('mask-covered', photo.path);
    }
  }
  noteSharedStems([...written], notes);
  return notesOnLosses(dataset, holds, forms, notes);
}
