// COCO JSON: boxes as annotations; labels of the whole photo, splits and states as additional keys of the images, which readers
// that do not know them pass over.
import type { AnnotatedPhoto } from '../../../shared/records/annotated-photo.ts';
import type { ClassRecord } from '../../../shared/records/class.ts';
import type { Annotation } from '../../../shared/records/photo.ts';
import { classFinder, cornersOf, rounded, stateOf, type Dataset, type DatasetFormat } from './dataset.ts';

export const coco: DatasetFormat = {
  id: 'coco',
  extension: 'json',
  mime: 'application/json',
  write: cocoJson,
  leftOut: dataset => dataset.photos.length - writtenPhotos(dataset).length,
};

/** Many trainers take 0 for the background, so category ids are one above the class's export position. */
export const categoryId = ({ exportPosition }: ClassRecord): number => exportPosition + 1;

/**
 * COCO's `instances` layout: `bbox` is [left, top, width, height] in pixels of the upright photo, `file_name` the path inside
 * the photo folder, ids count from 1. Whole photos' classes are `images[].label_category_ids`.
 */
export function* cocoJson(dataset: Dataset): Generator<string> {
  const photos = writtenPhotos(dataset);
  const classOf = classFinder(dataset.classes);
  const categories = dataset.classes
    .toSorted((one, other) => one.exportPosition - other.exportPosition)
    .map(record => ({ id: categoryId(record), name: record.name, supercategory: '' }));
  yield `{"info":{"description":"Annotations written by Fovea","version":"1"},\n"licenses":[],\n`;
  yield `"categories":${JSON.stringify(categories)},\n"images":[`;
  for (const [place, photo] of photos.entries()) {
    yield `${place === 0 ? '' : ','}\n${JSON.stringify(imageOf(photo, place + 1, classOf))}`;
  }
  yield '\n],\n"annotations":[';
  let id = 0;
  for (const [place, photo] of photos.entries()) {
    for (const annotation of photo.annotations) {
      if (annotation.kind !== 'box') continue;
      id += 1;
      const category = categoryId(classOf(annotation));
      yield `${id === 1 ? '' : ','}\n${JSON.stringify(boxOf(annotation, photo, { id, imageId: place + 1, category }))}`;
    }
  }
  yield '\n]}\n';
}

/**
 * Readers take an image without boxes for one without objects. So in a dataset that states things, photos of which nothing was
 * stated about things are not written; in a dataset of labels alone, nobody looks for boxes.
 */
function writtenPhotos({ photos }: Dataset): readonly AnnotatedPhoto[] {
  const statesThings = ({ annotations }: AnnotatedPhoto): boolean => stateOf(annotations, 'things') !== 'new';
  return photos.some(statesThings)
    ? photos.filter(statesThings)
    : photos.filter(({ annotations }) => annotations.length > 0);
}

function imageOf({ photo, annotations }: AnnotatedPhoto, id: number, classOf: ReturnType<typeof classFinder>) {
  const labels = annotations.filter(annotation => annotation.kind === 'label');
  return {
    id,
    file_name: photo.path,
    width: photo.widthPx,
    height: photo.heightPx,
    ...(photo.split === null ? {} : { split: photo.split }),
    photo_state: stateOf(annotations, 'photo'),
    things_state: stateOf(annotations, 'things'),
    label_category_ids: labels.map(label => categoryId(classOf(label))),
  };
}

function boxOf(
  { box }: Extract<Annotation, { kind: 'box' }>,
  { photo }: AnnotatedPhoto,
  { id, imageId, category }: { readonly id: number; readonly imageId: number; readonly category: number },
) {
  const { left, top, right, bottom } = cornersOf(box, photo);
  const [width, height] = [rounded(right - left), rounded(bottom - top)];
  const bbox = [left, top, width, height];
  return {
    id,
    image_id: imageId,
    category_id: category,
    bbox,
    area: rounded(width * height),
    segmentation: [],
    iscrowd: 0,
  };
}
