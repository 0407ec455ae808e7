// Annotations there and back: writes a dataset into a temporary folder by one format and reads it again.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { AnnotatedPhoto } from '../../src/shared/records/annotated-photo.ts';
import type { ClassRecord } from '../../src/shared/records/class.ts';
import type { DatasetNote } from '../../src/shared/records/dataset-format.ts';
import type { Annotation } from '../../src/shared/records/photo.ts';
import { cornersOfRotatedBox, type Attributes, type Shape } from '../../src/shared/records/shape.ts';
import { noteText } from '../../src/shared/messages.ts';
import type { DatasetReader, ReadDataset, ReadOptions } from '../../src/main/formats/datasets/read-dataset.ts';
import { openSourceFolder } from '../../src/main/formats/datasets/source-folder.ts';
import type { Dataset, DatasetWriter, WriteOptions } from '../../src/main/formats/datasets/write-dataset.ts';

/** Gone when the test is over. */
export async function datasetFolder(
  files: Readonly<Record<string, string | Uint8Array | object>> = {},
): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'fovea-dataset-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    const bytes = typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content);
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), bytes);
  }
  return folder;
}

export const madeClasses = (...names: string[]): ClassRecord[] =>
  names.map((name, place) => ({
    id: (place + 10) as ClassRecord['id'],
    name,
    colour: 1,
    patterned: false,
    key: null,
    position: place,
    exportPosition: place,
  }));

type Said = Shape | { readonly kind: 'label' } | { readonly kind: 'nothing'; readonly of: 'photo' | 'things' };

/** `classPlace`: place in the classes; ids are 10 and up. */
export const said = (what: Said, classPlace = 0, attributes?: Attributes): Annotation =>
  ({ id: 1, classId: classPlace + 10, ...(attributes ? { attributes } : {}), ...what }) as unknown as Annotation;

export const madePhoto = (
  name: string,
  annotations: Annotation[],
  { widthPx = 100, heightPx = 50, split = null as AnnotatedPhoto['photo']['split'] } = {},
): AnnotatedPhoto => ({ photo: { path: name, widthPx, heightPx, split }, annotations });

/** The object of formats.md 4.0. */
export const goldenBox: Shape = { kind: 'box', box: { x: 10, y: 5, width: 20, height: 10 } };

const noPhotos: WriteOptions = {
  photosAt: null,
  photoBytes: () => Promise.reject(new Error('this format asks for no photos')),
};

/** Writes all files; gives the folder. */
export async function written(
  writer: DatasetWriter,
  dataset: Dataset,
  options: Partial<WriteOptions> = {},
): Promise<string> {
  const folder = await datasetFolder();
  const names = new Set<string>();
  for (const { path: name, pieces } of writer.files(dataset, { ...noPhotos, ...options })) {
    expect(names.has(name.toLowerCase()), `${name} is written twice`).toBe(false);
    names.add(name.toLowerCase());
    const place = path.join(folder, name);
    expect(place.startsWith(folder + path.sep)).toBe(true);
    await mkdir(path.dirname(place), { recursive: true });
    const parts: Buffer[] = [];
    for await (const piece of pieces) parts.push(Buffer.from(piece as string));
    await writeFile(place, Buffer.concat(parts), { flag: 'wx' });
  }
  return folder;
}

/** `sizes`: of photos by their path, for formats that ask. */
export async function readFolder(
  reader: DatasetReader,
  folder: string,
  {
    sizes = {},
    answers = {},
  }: { sizes?: Readonly<Record<string, readonly [number, number]>>; answers?: ReadOptions['answers'] } = {},
): Promise<ReadDataset> {
  const source = await openSourceFolder(folder);
  return reader.read(source, {
    answers,
    sizeOf: async file => {
      const size = sizes[file];
      return size === undefined ? null : { widthPx: size[0], heightPx: size[1] };
    },
  });
}

/** A shape in fractions of the photo as one in pixels. */
export function scaled(shape: Shape, widthPx: number, heightPx: number): Shape {
  const points = (part: readonly number[]): number[] =>
    part.map((value, at) => value * (at % 2 === 0 ? widthPx : heightPx));
  if (shape.kind === 'polygon') return { ...shape, polygon: shape.polygon.map(points) };
  expect(shape.kind, 'only boxes and polygons are scaled').toBe('box');
  if (shape.kind !== 'box') return shape;
  const [x, y, width, height] = points([shape.box.x, shape.box.y, shape.box.width, shape.box.height]);
  return { kind: 'box', box: { x: x!, y: y!, width: width!, height: height! } };
}

/** Annotations in the words of a test: class names and shapes. */
export function plainPhotos(read: ReadDataset) {
  return [...read.photos].map(photo => ({
    name: photo.file ?? photo.name,
    size: [photo.widthPx, photo.heightPx],
    split: photo.split,
    lookedFor: photo.lookedFor,
    annotations: photo.annotations.map(({ classPlace, shape, attributes }) => ({
      class: read.classes[classPlace]!.name,
      shape,
      attributes,
    })),
  }));
}

/** What was read as something that can be written: as the importer does it, without a project. */
export function asDataset(read: ReadDataset, sizes: Readonly<Record<string, readonly [number, number]>> = {}): Dataset {
  const classes = madeClasses(...read.classes.map(({ name }) => name));
  const photos = [...read.photos].map((photo): AnnotatedPhoto => {
    const name = photo.file ?? photo.name;
    const [widthPx, heightPx] = photo.widthPx > 0 ? [photo.widthPx, photo.heightPx] : sizes[name]!;
    const annotations = photo.annotations.map(({ classPlace, shape, unit, attributes }) => {
      const inPixels = unit === 'photo' && shape !== null ? scaled(shape, widthPx!, heightPx!) : shape;
      return said(inPixels ?? { kind: 'label' }, classPlace, attributes);
    });
    const has = (isLabel: boolean): boolean => annotations.some(({ kind }) => (kind === 'label') === isLabel);
    if (photo.lookedFor.photo && !has(true)) annotations.push(said({ kind: 'nothing', of: 'photo' }));
    if (photo.lookedFor.things && !annotations.some(({ kind }) => kind !== 'label' && kind !== 'nothing'))
      annotations.push(said({ kind: 'nothing', of: 'things' }));
    return { photo: { path: name, widthPx, heightPx, split: photo.split }, annotations };
  });
  return { classes, photos };
}

/** Every corner of a shape, or of a mask its text, so that shapes can be compared. */
function cornersOf(shape: Shape): readonly number[] {
  if (shape.kind === 'box')
    return [shape.box.x, shape.box.y, shape.box.x + shape.box.width, shape.box.y + shape.box.height];
  if (shape.kind === 'rotated-box') return cornersOfRotatedBox(shape.rotatedBox);
  if (shape.kind === 'polygon') return shape.polygon.flat();
  return shape.kind === 'point' ? [shape.point.x, shape.point.y] : [];
}

/** The same photos, classes and things in any order; the largest difference of a corner in pixels. */
export function largestDifference(one: Dataset, other: Dataset): number {
  const listed = ({ classes, photos }: Dataset) =>
    new Map(
      photos.map(({ photo, annotations }) => [
        photo.path,
        annotations
          .map(annotation => {
            if (annotation.kind === 'nothing') return { key: `nothing ${annotation.of}`, corners: [] };
            const name = classes.find(({ id }) => id === annotation.classId)!.name;
            if (annotation.kind === 'label') return { key: `label ${name}`, corners: [] };
            const text = annotation.kind === 'mask' ? ` ${annotation.mask.counts}` : '';
            const corners = cornersOf(annotation);
            return { key: `${annotation.kind} ${name} ${corners.length}${text}`, corners };
          })
          .sort((a, b) =>
            a.key < b.key
              ? -1
              : a.key > b.key
                ? 1
                : a.corners[0]! - b.corners[0]! || a.corners[1]! - b.corners[1]! || a.corners[2]! - b.corners[2]!,
          ),
      ]),
    );
  const [before, after] = [listed(one), listed(other)];
  expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
  let largest = 0;
  for (const [name, things] of before) {
    const again = after.get(name)!;
    expect(
      again.map(({ key }) => key),
      name,
    ).toEqual(things.map(({ key }) => key));
    for (const [place, { corners }] of things.entries()) {
      for (const [i, value] of corners.entries())
        largest = Math.max(largest, Math.abs(value - again[place]!.corners[i]!));
    }
  }
  return largest;
}

/** Notes as `code: count`; each has its words in both languages, none of their places stays open, and reasons are words too. */
export function noteCounts(notes: readonly DatasetNote[]): Record<string, number> {
  for (const note of notes) {
    for (const language of ['en', 'ko'] as const) {
      expect(noteText(language, note), note.code).not.toMatch(/[{}]|dataset-/);
      expect(noteText(language, note)).not.toBe(note.code);
    }
  }
  return Object.fromEntries(notes.map(({ code, count }) => [code, count]));
}
