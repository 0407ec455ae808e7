// Writes Pascal VOC as its devkit has it: pixels count from 1 and both corners belong to the box; one XML file a photo, splits in
// ImageSets, and pictures of classes and objects for photos with polygons or masks.
import type { AnnotatedPhoto } from '../../../shared/records/annotated-photo.ts';
import type { Split } from '../../../shared/records/photo.ts';
import type { BoxGeometry } from '../../../shared/records/shape.ts';
import { classFinder, inExportOrder, rounded, stateOf } from './dataset.ts';
import { distinctNames } from './distinct-names.ts';
import { createNotes } from './notes.ts';
import { baseOf, folderOf, stemOf } from './photo-names.ts';
import { ourDatabase } from './voc-file.ts';
import { isSegmented, paintVoc, vocObjects, vocPng, type VocPainting } from './voc-masks.ts';
import type { Dataset, DatasetWriter, WriteOptions, WrittenFile } from './write-dataset.ts';
import { boxAround, notesOnLosses, type Thing } from './writing.ts';
import { xmlText } from './xml.ts';

type ClassOf = ReturnType<typeof classFinder>;

const lists: readonly (readonly [Split, string])[] = [
  ['train', 'train'],
  ['validation', 'val'],
  ['test', 'test'],
];

export const vocWriter: DatasetWriter = {
  id: 'voc',
  holds: ['box', 'mask', 'nothing-things', 'split', 'attributes'],
  holdsPhotos: false,
  photosAt: (dataset, copyName) => {
    const names = distinctNames(dataset.photos, copyName);
    return ({ path }) => `JPEGImages/${names.get(path) ?? path}`;
  },
  files: vocFiles,
  notes(dataset, copyName) {
    const notes = createNotes();
    const names = distinctNames(dataset.photos, copyName);
    for (const annotated of dataset.photos) {
      const { photo, annotations } = annotated;
      if (names.get(photo.path) !== photo.path)
        notes.add('out-name-changed', `${photo.path} → ${names.get(photo.path)}`);
      if (annotations.length === 0) notes.add('out-unannotated', photo.path);
      for (const thing of vocObjects(annotated)) {
        const around = boxAround(thing, photo)!;
        if (thing.kind === 'box' && isRounded(cornersFrom1(around), around)) notes.add('out-rounded', photo.path);
      }
      if (!isSegmented(annotated)) continue;
      for (const { area, left } of paintVoc(annotated, () => 1).seen) {
        if (left === 0) notes.add('voc-mask-hidden', photo.path);
        else if (left < area) notes.add('voc-mask-covered', photo.path);
      }
    }
    return notesOnLosses(dataset, this.holds, { 'rotated-box': 'box', polygon: 'mask' }, notes);
  },
};

function* vocFiles(dataset: Dataset, { photosAt }: WriteOptions): Generator<WrittenFile> {
  const classOf = classFinder(dataset.classes);
  const names = distinctNames(dataset.photos);
  const photos = dataset.photos.filter(({ annotations }) => stateOf(annotations, 'things') !== 'new');
  // Copies may have another suffix than the project's file, and readers go from a photo's stem to its XML file.
  const nameOf = ({ photo }: AnnotatedPhoto): string =>
    photosAt === null ? photo.path : photosAt(photo).replace(/^JPEGImages\//, '');
  const stemOfPhoto = (annotated: AnnotatedPhoto): string =>
    stemOf(photosAt === null ? names.get(annotated.photo.path)! : nameOf(annotated));
  for (const annotated of photos) {
    const pieces = annotationXml(annotated, nameOf(annotated), classOf);
    yield { path: `Annotations/${stemOfPhoto(annotated)}.xml`, pieces };
  }
  const segmented = photos.filter(isSegmented);
  for (const [folder, some] of [
    ['Main', photos],
    ['Segmentation', segmented],
  ] as const) {
    for (const [split, list] of lists) {
      const listed = some.filter(({ photo }) => photo.split === split);
      if (listed.length > 0)
        yield { path: `ImageSets/${folder}/${list}.txt`, pieces: listed.map(photo => `${stemOfPhoto(photo)}\n`) };
    }
  }
  if (segmented.length === 0) return;
  const ordered = inExportOrder(dataset.classes);
  const valueOf = new Map(ordered.map((record, place) => [record, place + 1]));
  yield {
    path: 'class_names.txt',
    pieces: ['_background_\n', ...ordered.map(({ name }) => `${name.replace(/[\r\n]+/g, ' ')}\n`)],
  };
  for (const annotated of segmented) {
    let painted: VocPainting | null = null;
    // Once for both pictures, when the first of them is written.
    const paint = () => (painted ??= paintVoc(annotated, thing => valueOf.get(classOf(thing))!));
    const stem = stemOfPhoto(annotated);
    yield { path: `SegmentationClass/${stem}.png`, pieces: lazily(() => vocPng(annotated.photo, paint().classes)) };
    yield { path: `SegmentationObject/${stem}.png`, pieces: lazily(() => vocPng(annotated.photo, paint().objects)) };
  }
}

/** A picture is painted when its file is written, and not before. */
function* lazily(make: () => Uint8Array): Generator<Uint8Array> {
  yield make();
}

function* annotationXml(annotated: AnnotatedPhoto, name: string, classOf: ClassOf): Generator<string> {
  const { photo } = annotated;
  const folder = folderOf(name) === '' ? 'JPEGImages' : `JPEGImages/${folderOf(name)}`;
  yield `<annotation>\n  <folder>${xmlText(folder)}</folder>\n  <filename>${xmlText(baseOf(name))}</filename>\n`;
  yield `  <source>\n    <database>${ourDatabase}</database>\n    <annotation>pixels count from 1, both corners belong to the box</annotation>\n  </source>\n`;
  yield `  <size>\n    <width>${photo.widthPx}</width>\n    <height>${photo.heightPx}</height>\n    <depth>3</depth>\n  </size>\n`;
  yield `  <segmented>${isSegmented(annotated) ? 1 : 0}</segmented>\n`;
  for (const thing of vocObjects(annotated))
    yield objectXml(thing, classOf(thing).name, cornersFrom1(boxAround(thing, photo)!));
  yield '</annotation>\n';
}

type Corners = { readonly xmin: number; readonly ymin: number; readonly xmax: number; readonly ymax: number };

/**
 * Whole pixels, because many readers take nothing else, each edge at most half a pixel away; a side that would vanish is the one pixel
 * around its middle, with decimals.
 */
function cornersFrom1({ x, y, width, height }: BoxGeometry): Corners {
  const side = (from: number, to: number): readonly [number, number] => {
    const middle = rounded((from + to) / 2 + 0.5);
    return Math.round(to) > Math.round(from) ? [Math.round(from) + 1, Math.round(to)] : [middle, middle];
  };
  const [[xmin, xmax], [ymin, ymax]] = [side(x, x + width), side(y, y + height)];
  return { xmin, ymin, xmax, ymax };
}

const isRounded = ({ xmin, ymin, xmax, ymax }: Corners, { x, y, width, height }: BoxGeometry): boolean =>
  [xmin - 1 - x, ymin - 1 - y, xmax - x - width, ymax - y - height].some(difference => Math.abs(difference) > 0.01);

function objectXml({ attributes = {} }: Thing, name: string, { xmin, ymin, xmax, ymax }: Corners): string {
  const { pose, difficult, truncated, occluded, ...others } = attributes;
  const flag = (value: unknown): 0 | 1 => (value === true || value === 1 ? 1 : 0);
  const rest = Object.entries(others).map(
    ([key, value]) =>
      `      <attribute><name>${xmlText(key)}</name><value>${xmlText(String(value))}</value></attribute>\n`,
  );
  return [
    `  <object>\n    <name>${xmlText(name)}</name>\n    <pose>${xmlText(String(pose ?? 'Unspecified'))}</pose>\n`,
    `    <truncated>${flag(truncated)}</truncated>\n    <difficult>${flag(difficult)}</difficult>\n    <occluded>${flag(occluded)}</occluded>\n`,
    `    <bndbox>\n      <xmin>${xmin}</xmin>\n      <ymin>${ymin}</ymin>\n      <xmax>${xmax}</xmax>\n      <ymax>${ymax}</ymax>\n    </bndbox>\n`,
    ...(rest.length === 0 ? [] : ['    <attributes>\n', ...rest, '    </attributes>\n']),
    '  </object>\n',
  ].join('');
}
