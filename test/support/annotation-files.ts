// Files of annotations for the photos of `makePhotoFolder`, written by the test: COCO, Pascal VOC, YOLO, CSV.
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encodeMask, writeRunLengths } from '../../src/engine/metrics/run-lengths.ts';

/** As `makePhotoFolder` makes them, from 1. */
export const photoName = (place: number): string => `photo ${String(place).padStart(2, '0')}.png`;
export const photoSize = (place: number) => ({ width: 300 + 10 * (place % 5), height: 240 });

type CocoThing = {
  readonly photo: number;
  readonly name: string;
  readonly bbox: readonly [number, number, number, number];
  readonly segmentation?: unknown;
};

/** Two parts. */
const polygon = [
  [40, 40, 100, 40, 70, 110],
  [120, 40, 160, 40, 140, 90],
];

/** A disc in COCO's compressed form. */
function disc({ width, height }: { width: number; height: number }) {
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) if (Math.hypot(x - 200, y - 120) < 50) pixels[y * width + x] = 1;
  return { size: [height, width], counts: writeRunLengths(encodeMask({ widthPx: width, heightPx: height, pixels })) };
}

/** What `writeCoco` writes: 6 boxes, a polygon and a mask of 4 names on 5 photos, one box without width, one on a photo that is not there. */
const things: readonly CocoThing[] = [
  { photo: 1, name: 'Nuts', bbox: [10, 10, 60, 50] },
  { photo: 1, name: 'bolt', bbox: [100, 20, 40, 80] },
  { photo: 2, name: 'Nuts', bbox: [20, 30, 70, 60] },
  { photo: 2, name: 'hex nut', bbox: [120, 60, 50, 50] },
  { photo: 3, name: 'bolt', bbox: [40, 40, 120, 70], segmentation: polygon },
  { photo: 3, name: 'washer', bbox: [150, 70, 100, 100], segmentation: disc(photoSize(3)) },
  { photo: 4, name: 'washer', bbox: [30, 30, 90, 90] },
  { photo: 5, name: 'bolt', bbox: [5, 5, 100, 30] },
  { photo: 5, name: 'bolt', bbox: [50, 50, 0, 30] },
  { photo: 99, name: 'bolt', bbox: [5, 5, 100, 30] },
];
export const cocoCounts = { boxes: 6, polygons: 1, masks: 1, good: 8, photos: 5 } as const;

export function writeCoco(file: string): void {
  const names = [...new Set(things.map(({ name }) => name))];
  const photos = [...new Set(things.map(({ photo }) => photo))];
  const images = photos.map(id => ({ id, file_name: photoName(id), ...photoSize(id) }));
  const annotations = things.map(({ photo, name, bbox, segmentation }, place) => ({
    id: place + 1,
    image_id: photo,
    category_id: names.indexOf(name) + 1,
    bbox,
    area: bbox[2] * bbox[3],
    iscrowd: 0,
    segmentation: segmentation ?? [],
  }));
  const categories = names.map((name, place) => ({ id: place + 1, name }));
  writeFileSync(file, JSON.stringify({ images, annotations, categories }));
}

/** `<folder>/Annotations/*.xml`: a box named "nuts" on each of the first photos. */
export function writeVoc(folder: string, photos: number): void {
  mkdirSync(path.join(folder, 'Annotations'), { recursive: true });
  for (let place = 1; place <= photos; place++) {
    const { width, height } = photoSize(place);
    const name = photoName(place);
    const box = '<bndbox><xmin>11</xmin><ymin>21</ymin><xmax>90</xmax><ymax>120</ymax></bndbox>';
    writeFileSync(
      path.join(folder, 'Annotations', name.replace('.png', '.xml')),
      `<annotation><filename>${name}</filename><size><width>${width}</width><height>${height}</height><depth>3</depth></size>` +
        `<object><name>nuts</name><difficult>0</difficult>${box}</object></annotation>`,
    );
  }
}

/** `data.yaml`, `images/`, `labels/`: a box of "nuts" and one of "washer" on each of the first photos of `photosFolder`. */
export function writeYolo(folder: string, photosFolder: string, photos: number): void {
  mkdirSync(path.join(folder, 'images', 'train'), { recursive: true });
  mkdirSync(path.join(folder, 'labels', 'train'), { recursive: true });
  writeFileSync(
    path.join(folder, 'data.yaml'),
    'path: .\ntrain: images/train\nval: images/val\nnames:\n  0: nuts\n  1: washer\n',
  );
  for (const name of readdirSync(photosFolder).sort().slice(0, photos)) {
    cpSync(path.join(photosFolder, name), path.join(folder, 'images', 'train', name));
    writeFileSync(
      path.join(folder, 'labels', 'train', name.replace('.png', '.txt')),
      '0 0.3 0.3 0.2 0.2\n1 0.7 0.7 0.25 0.3\n',
    );
  }
}

/** A table without a header whose columns nobody can know: photo, class, and the corners of one box a row. */
export function writeBareCsv(file: string, photos: number): void {
  const rows = Array.from({ length: photos }, (_, place) => `${photoName(place + 1)},nuts,${10 + place},20,90,120`);
  writeFileSync(file, `${rows.join('\n')}\n`);
}

/** A COCO file with a box of each of so many names, "kind 001" and on, all on the first photo. */
export function writeManyNames(file: string, count: number): void {
  const places = Array.from({ length: count }, (_, place) => place + 1);
  const categories = places.map(id => ({ id, name: `kind ${String(id).padStart(3, '0')}` }));
  const annotations = places.map(id => ({ id, image_id: 1, category_id: id, bbox: [id, id, 20, 20], iscrowd: 0 }));
  const images = [{ id: 1, file_name: photoName(1), ...photoSize(1) }];
  writeFileSync(file, JSON.stringify({ images, annotations, categories }));
}

/** As CVAT writes it: a box in the middle of the first photo, turned by 30° clockwise, with attributes. */
export function writeTurnedBox(file: string): void {
  const { width, height } = photoSize(1);
  const bbox = [width / 2 - 60, height / 2 - 20, 120, 40];
  const attributes = { rotation: 30, occluded: true, 'seen by': 'Ana' };
  writeFileSync(
    file,
    JSON.stringify({
      images: [{ id: 1, file_name: photoName(1), width, height }],
      annotations: [{ id: 1, image_id: 1, category_id: 1, bbox, iscrowd: 0, attributes }],
      categories: [{ id: 1, name: 'nuts' }],
    }),
  );
}

/** A labelme file with a point on the first photo. */
export function writePoint(file: string): void {
  const { width, height } = photoSize(1);
  const shapes = [{ label: 'bolt', points: [[20, 30]], group_id: 7, shape_type: 'point', flags: {} }];
  writeFileSync(
    file,
    JSON.stringify({
      version: '5.5.0',
      flags: {},
      shapes,
      imagePath: photoName(1),
      imageData: null,
      imageHeight: height,
      imageWidth: width,
    }),
  );
}
