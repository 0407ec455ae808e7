// Writes COCO JSON: boxes, polygons, masks as run lengths; labels of the whole photo, splits and states as additional keys of the images, and
// rotated boxes as additional keys of the annotations, which readers that do not know them pass over.
import type { AnnotatedPhoto } from '../../../shared/records/annotated-photo.ts';
import type { ClassRecord } from '../../../shared/records/class.ts';
import { cornersOfRotatedBox } from '../../../shared/records/shape.ts';
import {
  classFinder,
  cornersOf,
  inExportOrder,
  labelsOf,
  rounded,
  stateOf,
  thingsOf,
  type DrawnThing,
} from './dataset.ts';
import { areaOfShape, boxAround } from './extents.ts';
import { noteLosses, statedPhotos } from './losses.ts';
import { createNotes } from './notes.ts';
import type { Dataset, DatasetWriter } from './write-dataset.ts';

type ClassOf = ReturnType<typeof classFinder>;

/** Many trainers take 0 for the background, so category ids are one above the class's export position. */
const categoryId = ({ exportPosition }: ClassRecord): number => exportPosition + 1;

export const cocoWriter: DatasetWriter = {
  id: 'coco',
  holds: ['box', 'rotated-box', 'polygon', 'mask', 'label', 'nothing-photo', 'nothing-things', 'split', 'attributes'],
  holdsPhotos: false,
  files: dataset => [{ path: 'annotations.json', pieces: cocoJson(dataset) }],
  notes(dataset) {
    const notes = createNotes();
    const written = new Set(statedPhotos(dataset));
    noteLosses(
      dataset,
      { point: 'out-point', 'rotated-box': 'out-rotated-extra', unannotated: 'out-unannotated' },
      notes,
    );
    for (const photo of dataset.photos)
      if (!written.has(photo) && photo.annotations.length > 0) notes.add('out-photo-without-things', photo.photo.path);
    return notes.list();
  },
};

/**
 * COCO's `instances` layout: `bbox` is [left, top, width, height] in pixels of the upright photo, `file_name` the path inside the photo
 * folder, ids count from 1. Whole photos' classes are `images[].label_category_ids`.
 */
export function* cocoJson(dataset: Dataset): Generator<string> {
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
    yield `${place === 0 ? '' : ','}\n${JSON.stringify(imageOf(photo, place + 1, classOf))}`;
  yield '\n],\n"annotations":[';
  let id = 0;
  for (const [place, photo] of photos.entries()) {
    for (const thing of thingsOf(photo)) {
      const entry = entryOf(thing, photo);
      if (entry === null) continue;
      id += 1;
      const ids = { id, image_id: place + 1, category_id: categoryId(classOf(thing)) };
      yield `${id === 1 ? '' : ','}\n${JSON.stringify({ ...ids, ...entry })}`;
    }
  }
  yield '\n]}\n';
}

function imageOf(annotated: AnnotatedPhoto, id: number, classOf: ClassOf) {
  const { photo, annotations } = annotated;
  return {
    id,
    file_name: photo.path,
    width: photo.widthPx,
    height: photo.heightPx,
    ...(photo.split === null ? {} : { split: photo.split }),
    photo_state: stateOf(annotations, 'photo'),
    things_state: stateOf(annotations, 'things'),
    label_category_ids: labelsOf(annotated).map(label => categoryId(classOf(label))),
  };
}

/** An entry without its ids; null for what has no extent. */
function entryOf(thing: DrawnThing, { photo }: AnnotatedPhoto) {
  const around = boxAround(thing);
  if (around === null) return null;
  const { left, top, right, bottom } = cornersOf(around, photo);
  const { iscrowd, score, ...others } = thing.attributes ?? {};
  return {
    bbox: [left, top, rounded(right - left), rounded(bottom - top)],
    area: rounded(thing.kind === 'box' ? (right - left) * (bottom - top) : areaOfShape(thing)),
    segmentation: segmentationOf(thing),
    iscrowd: iscrowd === 1 || iscrowd === true ? 1 : 0,
    ...(thing.kind === 'rotated-box' ? { rotated_bbox: rotatedOf(thing) } : {}),
    ...(score === undefined ? {} : { score }),
    ...(Object.keys(others).length === 0 ? {} : { attributes: others }),
  };
}

/** Polygons as they are, run lengths for masks, corners for rotated boxes; nothing for boxes, whose outline is `bbox`. */
function segmentationOf(thing: DrawnThing) {
  if (thing.kind === 'polygon') return thing.polygon.map(part => part.map(rounded));
  if (thing.kind === 'rotated-box') return [cornersOfRotatedBox(thing.rotatedBox).map(rounded)];
  if (thing.kind !== 'mask') return [];
  const { widthPx, heightPx, counts } = thing.mask;
  return { size: [heightPx, widthPx], counts };
}

const rotatedOf = ({
  rotatedBox: { centreX, centreY, width, height, angle },
}: Extract<DrawnThing, { kind: 'rotated-box' }>) => [centreX, centreY, width, height, angle].map(rounded);
