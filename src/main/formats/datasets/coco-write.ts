// Writes COCO JSON: boxes, polygons, masks as run lengths; labels of the whole photo, splits and states as additional keys of the images, and
// rotated boxes as additional keys of the annotations, which readers that do not know them pass over.
import type { AnnotatedPhoto } from '../../../shared/records/annotated-photo.ts';
import type { ClassRecord } from '../../../shared/records/class.ts';
import { cornersOfRotatedBox } from '../../../shared/records/shape.ts';
import { classFinder, inExportOrder, nameInImages, rounded, statedPhotos, stateOf } from './dataset.ts';
import { extentOfMask } from './masks.ts';
import { createNotes } from './notes.ts';
import type { Dataset, DatasetWriter, WriteOptions } from './write-dataset.ts';
import { boxAround, isThing, labelsIn, notesOnLosses, thingsIn, type Thing } from './writing.ts';

type ClassOf = ReturnType<typeof classFinder>;

/** Many trainers take 0 for the background, so category ids are one above the class's export position. */
const categoryId = ({ exportPosition }: ClassRecord): number => exportPosition + 1;

export const cocoWriter: DatasetWriter = {
  id: 'coco',
  holds: ['box', 'rotated-box', 'polygon', 'mask', 'label', 'nothing-photo', 'nothing-things', 'split', 'attributes'],
  holdsPhotos: false,
  files: (dataset, options) => [{ path: 'annotations.json', pieces: cocoJson(dataset, options) }],
  notes(dataset) {
    const notes = createNotes();
    const written = new Set(statedPhotos(dataset));
    for (const photo of dataset.photos) {
      const { annotations } = photo;
      if (!written.has(photo))
        notes.add(annotations.length > 0 ? 'out-photo-without-things' : 'out-unannotated', photo.photo.path);
      for (const { kind } of annotations.filter(isThing))
        if (kind === 'rotated-box') notes.add('out-rotated-extra', photo.photo.path);
    }
    return notesOnLosses(dataset, this.holds, {}, notes);
  },
};

/**
 * COCO's `instances` layout: `bbox` is [left, top, width, height] in pixels of the upright photo, `file_name` the path inside the folder of
 * photos, ids count from 1. Whole photos' classes are `images[].label_category_ids`.
 */
function* cocoJson(dataset: Dataset, { photosAt }: Pick<WriteOptions, 'photosAt'>): Generator<string> {
  const photos = statedPhotos(dataset);
  const classOf = classFinder(dataset.classes);
  const categories = inExportOrder(dataset.classes).map(record => ({
    id: categoryId(record),
    name: record.name,
    supercategory: '',
  }));
  yield `{"info":{"description":"Annotations written by Fovea","version":"1"},\n"licenses":[],\n`;
  yield `"categories":${JSON.stringify(categories)},\n"images":[`;
  for (const [place, photo] of photos.entries())
    yield `${place === 0 ? '' : ','}\n${JSON.stringify(imageOf(photo, { id: place + 1, name: nameInImages(photo.photo, photosAt), classOf }))}`;
  yield '\n],\n"annotations":[';
  let id = 0;
  for (const [place, photo] of photos.entries()) {
    for (const thing of thingsIn(photo)) {
      const entry = entryOf(thing, photo);
      if (entry === null) continue;
      id += 1;
      const ids = { id, image_id: place + 1, category_id: categoryId(classOf(thing)) };
      yield `${id === 1 ? '' : ','}\n${JSON.stringify({ ...ids, ...entry })}`;
    }
  }
  yield '\n]}\n';
}

function imageOf(
  annotated: AnnotatedPhoto,
  { id, name, classOf }: { readonly id: number; readonly name: string; readonly classOf: ClassOf },
) {
  const { photo, annotations } = annotated;
  return {
    id,
    file_name: name,
    width: photo.widthPx,
    height: photo.heightPx,
    ...(photo.split === null ? {} : { split: photo.split }),
    photo_state: stateOf(annotations, 'photo'),
    things_state: stateOf(annotations, 'things'),
    label_category_ids: labelsIn(annotated).map(label => categoryId(classOf(label))),
  };
}

/** An entry without its ids; null for what has no extent. */
function entryOf(thing: Thing, { photo }: AnnotatedPhoto) {
  const around = boxAround(thing, photo);
  if (around === null) return null;
  const { iscrowd, score, ...others } = thing.attributes ?? {};
  return {
    bbox: [around.x, around.y, around.width, around.height].map(rounded),
    area: rounded(areaOf(thing) ?? around.width * around.height),
    segmentation: segmentationOf(thing),
    iscrowd: iscrowd === 1 || iscrowd === true ? 1 : 0,
    ...(thing.kind === 'rotated-box' ? { rotated_bbox: rotatedOf(thing) } : {}),
    ...(score === undefined ? {} : { score }),
    ...(Object.keys(others).length === 0 ? {} : { attributes: others }),
  };
}

/** Polygons as they are, run lengths for masks, corners for rotated boxes; nothing for boxes, whose outline is `bbox`. */
function segmentationOf(thing: Thing) {
  if (thing.kind === 'polygon') return thing.polygon.map(part => part.map(rounded));
  if (thing.kind === 'rotated-box') return [cornersOfRotatedBox(thing.rotatedBox).map(rounded)];
  if (thing.kind !== 'mask') return [];
  const { widthPx, heightPx, counts } = thing.mask;
  return { size: [heightPx, widthPx], counts };
}

const rotatedOf = ({
  rotatedBox: { centreX, centreY, width, height, angle },
}: Extract<Thing, { kind: 'rotated-box' }>) => [centreX, centreY, width, height, angle].map(rounded);

/** Square pixels that a thing covers, parts of a polygon summed; null for what is its box. */
function areaOf(thing: Thing): number | null {
  if (thing.kind === 'mask') return extentOfMask(thing.mask)?.area ?? 0;
  if (thing.kind === 'rotated-box') return thing.rotatedBox.width * thing.rotatedBox.height;
  return thing.kind === 'polygon' ? thing.polygon.reduce((sum, part) => sum + areaOfPart(part), 0) : null;
}

function areaOfPart(part: readonly number[]): number {
  let twice = 0;
  for (let i = 0; i < part.length; i += 2) {
    const next = (i + 2) % part.length;
    twice += part[i]! * part[next + 1]! - part[next]! * part[i + 1]!;
  }
  return Math.abs(twice) / 2;
}
