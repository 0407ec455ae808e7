// Real annotations of ../shared/data there and back by every writer that can hold them; what the others leave out is listed, to the last one.
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createHeaders } from '../../../../../src/main/annotations/photo-header.ts';
import { datasetReaders, datasetWriters, recogniseDataset } from '../../../../../src/main/formats/datasets/index.ts';
import type { ReadDataset } from '../../../../../src/main/formats/datasets/read-dataset.ts';
import { openSourceFolder } from '../../../../../src/main/formats/datasets/source-folder.ts';
import type { Dataset } from '../../../../../src/main/formats/datasets/write-dataset.ts';
import type { DatasetFormatId } from '../../../../../src/shared/records/dataset-format.ts';
import { cornersOfRotatedBox, type Shape } from '../../../../../src/shared/records/shape.ts';
import { asDataset, noteCounts, readFolder, written } from '../../../../support/dataset-trips.ts';
import { sharedFolder } from '../../../../support/shared.ts';

type Sizes = Record<string, readonly [number, number]>;
const data = path.join(sharedFolder ?? '', 'data');

/** Reads with the photos' own sizes; what has no annotation is of no interest here. */
async function readReal(
  folder: string,
  format: DatasetFormatId,
): Promise<{ read: ReadDataset; dataset: Dataset; sizes: Sizes }> {
  const root = path.join(data, folder);
  const headers = createHeaders();
  const source = await openSourceFolder(root);
  const sizes: Sizes = {};
  for (const file of source.files.filter(one => /\.(?:jpg|png)$/.test(one.path))) {
    const size = await headers.read(path.join(root, file.path));
    if (size !== null) sizes[file.path] = [size.widthPx, size.heightPx];
  }
  const read = await readFolder(datasetReaders[format], root, { sizes });
  const known = [...read.photos].filter(
    photo => photo.annotations.length > 0 && (photo.widthPx > 0 || sizes[photo.file ?? photo.name]),
  );
  const dataset = insidePhotos(asDataset({ ...read, photos: known }, sizes));
  return {
    read,
    dataset,
    sizes: Object.fromEntries(dataset.photos.map(({ photo }) => [photo.path, [photo.widthPx, photo.heightPx]])),
  };
}

/** As the importer does: a vertex of a polygon that lies beyond the photo's edge is moved to it. */
function insidePhotos({ classes, photos }: Dataset): Dataset {
  const inside = ({ photo, annotations }: Dataset['photos'][number]) => ({
    photo,
    annotations: annotations.map(one => {
      if (one.kind !== 'polygon') return one;
      const most = [photo.widthPx, photo.heightPx];
      return {
        ...one,
        polygon: one.polygon.map(part => part.map((value, at) => Math.min(Math.max(value, 0), most[at % 2]!))),
      };
    }),
  });
  return { classes, photos: photos.map(inside) };
}

const pointsOf = (shape: Shape): readonly number[] => {
  if (shape.kind === 'box')
    return [shape.box.x, shape.box.y, shape.box.x + shape.box.width, shape.box.y + shape.box.height];
  if (shape.kind === 'polygon') return shape.polygon.flat();
  return shape.kind === 'rotated-box' ? cornersOfRotatedBox(shape.rotatedBox) : [];
};

/** Every thing of `one` finds its nearest of the same class, kind and number of points in `other`; the largest distance of a corner, pixels. */
function farthest(one: Dataset, other: Dataset): number {
  const things = ({ classes, photos }: Dataset) =>
    new Map(
      photos.map(({ photo, annotations }) => [
        photo.path,
        annotations.flatMap(thing => {
          if (thing.kind === 'label' || thing.kind === 'nothing') return [];
          const points = pointsOf(thing);
          const text = thing.kind === 'mask' ? thing.mask.counts : '';
          return [
            {
              key: `${thing.kind} ${classes.find(({ id }) => id === thing.classId)!.name} ${points.length} ${text}`,
              points,
            },
          ];
        }),
      ]),
    );
  const [before, after] = [things(one), things(other)];
  let largest = 0;
  for (const [name, wanted] of before) {
    const left = [...(after.get(name) ?? [])];
    expect(left.length, name).toBe(wanted.length);
    for (const { key, points } of wanted) {
      const distances = left.map(thing =>
        thing.key === key ? Math.max(0, ...thing.points.map((value, at) => Math.abs(value - points[at]!))) : Infinity,
      );
      const best = distances.indexOf(Math.min(...distances));
      largest = Math.max(largest, distances[best] ?? Infinity);
      left.splice(best, 1);
    }
  }
  return largest;
}

const countOf = ({ photos }: Dataset): number => photos.reduce((sum, { annotations }) => sum + annotations.length, 0);

const sets = [
  {
    folder: 'boxes/coco128',
    format: 'yolo',
    annotations: 929,
    photos: 126,
    classes: 80,
    exact: ['coco', 'voc', 'yolo', 'csv'],
    boxes: [],
  },
  {
    folder: 'boxes/bccd',
    format: 'voc',
    annotations: 4886,
    photos: 364,
    classes: 3,
    exact: ['coco', 'voc', 'yolo', 'csv'],
    boxes: [],
  },
  {
    folder: 'masks/coco128',
    format: 'yolo',
    annotations: 746,
    photos: 98,
    classes: 69,
    exact: ['coco', 'yolo'],
    boxes: ['csv'],
  },
  {
    folder: 'masks/labelme_semantic/data_annotated',
    format: 'labelme',
    annotations: 18,
    photos: 3,
    classes: 7,
    exact: ['coco', 'yolo'],
    boxes: ['csv'],
  },
  {
    folder: 'masks/coco128',
    format: 'masks',
    annotations: 0,
    photos: 0,
    classes: 0,
    exact: ['coco'],
    boxes: ['csv'],
  },
] as const;

describe.skipIf(sharedFolder === null)('real data', () => {
  describe.each(sets)('$folder as $format', ({ folder, format, annotations, photos, classes, exact, boxes }) => {
    test(
      'is read, and comes back within half a pixel from every format that holds it',
      { timeout: 240_000 },
      async () => {
        const { dataset, sizes } = await readReal(folder, format);
        if (annotations > 0)
          expect([countOf(dataset), dataset.photos.length, dataset.classes.length]).toEqual([
            annotations,
            photos,
            classes,
          ]);
        else expect(countOf(dataset)).toBeGreaterThan(100);
        for (const id of exact) {
          const again = await readFolder(datasetReaders[id], await written(datasetWriters[id], dataset), { sizes });
          const px = farthest(dataset, asDataset(again, sizes));
          console.info(`${folder} (${format}) → ${id}: ${countOf(dataset)} annotations, at most ${px.toFixed(4)} px`);
          expect(px, id).toBeLessThanOrEqual(0.5);
          const used = new Set(
            dataset.photos.flatMap(photo =>
              photo.annotations.map(one =>
                'classId' in one ? dataset.classes.find(({ id: own }) => own === one.classId)!.name : '',
              ),
            ),
          );
          expect(
            again.classes
              .map(({ name }) => name)
              .filter(name => used.has(name))
              .sort(),
          ).toEqual([...used].sort());
        }
        if (boxes.length > 0) {
          const counts = noteCounts(datasetWriters.voc.notes(dataset));
          const again = await readFolder(datasetReaders.voc, await written(datasetWriters.voc, dataset));
          const shapes = [...again.photos].flatMap(photo => photo.annotations.map(one => one.shape!.kind));
          expect(shapes.filter(kind => kind === 'mask')).toHaveLength(
            countOf(dataset) - (counts['voc-mask-hidden'] ?? 0),
          );
          expect(shapes).toHaveLength(countOf(dataset));
          console.info(
            `${folder} (${format}) → voc: ${shapes.length} masks, ${counts['voc-mask-covered'] ?? 0} partly covered`,
          );
        }
        for (const id of boxes) {
          const counts = noteCounts(datasetWriters[id].notes(dataset));
          expect((counts['polygon-as-box'] ?? 0) + (counts['mask-as-box'] ?? 0), id).toBe(countOf(dataset));
        }
      },
    );
  });

  test('coco128’s data.yaml names a val folder that does not exist, which is a note, and it is recognised', async () => {
    const { read } = await readReal('boxes/coco128', 'yolo');
    expect(read.notes.find(({ code }) => code === 'yolo-part-missing')?.examples).toEqual(['val: images/val2017']);
    expect(read.classes).toHaveLength(80);
    expect([...read.photos].every(({ split }) => split === null)).toBe(true);
    expect(await recogniseDataset(await openSourceFolder(path.join(data, 'boxes/coco128')))).toBe('yolo');
  });

  test('bccd’s two boxes of no size are reported, its splits are those of ImageSets, and it counts from 1', async () => {
    const { read } = await readReal('boxes/bccd', 'voc');
    expect(read.notes.find(({ code }) => code === 'box-empty')).toMatchObject({
      count: 2,
      examples: ['BloodImage_00338.jpg: RBC', 'BloodImage_00343.jpg: RBC'],
    });
    expect(noteCounts(read.notes)).toEqual({ 'box-empty': 2, 'voc-starts-at-1': 1 });
    const splits = [...read.photos].map(({ split }) => split);
    expect(['train', 'validation', 'test'].map(side => splits.filter(split => split === side).length)).toEqual([
      205, 87, 72,
    ]);
    expect(await recogniseDataset(await openSourceFolder(path.join(data, 'boxes/bccd')))).toBe('voc');
  });
});
