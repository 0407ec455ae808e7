// Writes Label Studio's JSON, one task a photo, and the labelling configuration that its project needs.
import type { AnnotatedPhoto } from '../../../shared/records/annotated-photo.ts';
import { cornersOfRotatedBox } from '../../../shared/records/shape.ts';
import { classFinder } from './dataset.ts';
import { writeBrush } from './label-studio-rle.ts';
import { bitmapOfMask, isMaskSize } from './masks.ts';
import { createNotes } from './notes.ts';
import type { Dataset, DatasetWriter, WriteOptions } from './write-dataset.ts';
import { labelsIn, notesOnLosses, saysNothing, thingsIn, type Thing } from './writing.ts';

const holds: DatasetWriter['holds'] = [
  'box',
  'rotated-box',
  'polygon',
  'mask',
  'point',
  'label',
  'nothing-things',
  'split',
  'attributes',
];
/** Percent of the photo that a drawn point is wide. */
const pointSize = 0.5;

export const labelStudioWriter: DatasetWriter = {
  id: 'label-studio',
  holds,
  holdsPhotos: false,
  *files(dataset, options) {
    yield { path: 'tasks.json', pieces: tasks(dataset, options) };
    yield { path: 'label-config.xml', pieces: [labelConfig(dataset)] };
  },
  notes: notesOf,
};

function* tasks({ classes, photos }: Dataset, { photosAt }: WriteOptions): Generator<string> {
  const classOf = classFinder(classes);
  let separator = '[\n';
  for (const [place, annotated] of photos.entries()) {
    const { photo } = annotated;
    const labels = labelsIn(annotated).map(label => classOf(label).name);
    const results = thingsIn(annotated).flatMap((thing, number) =>
      resultsOf(thing, photo, { name: classOf(thing).name, id: `${place + 1}-${number + 1}` }),
    );
    const choices =
      labels.length === 0
        ? []
        : [
            {
              id: `${place + 1}-choices`,
              type: 'choices',
              from_name: 'choices',
              to_name: 'image',
              value: { choices: labels },
            },
          ];
    const isStated = results.length + labels.length > 0 || saysNothing(annotated, 'things');
    const task = {
      id: place + 1,
      data: {
        image: addressOf(photosAt?.(photo) ?? photo.path),
        ...(photo.split === null ? {} : { split: photo.split }),
      },
      annotations: isStated
        ? [{ id: place + 1, was_cancelled: false, ground_truth: false, result: [...choices, ...results] }]
        : [],
      predictions: [],
    };
    yield separator + JSON.stringify(task);
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

/** As Label Studio names files below its local storage. */
const addressOf = (path: string): string => `/data/local-files/?d=${path.split('/').map(encodeURIComponent).join('/')}`;

type Named = { readonly name: string; readonly id: string };

function resultsOf(
  thing: Thing,
  { widthPx, heightPx }: AnnotatedPhoto['photo'],
  { name, id }: Named,
): readonly object[] {
  const x = (pixels: number): number => percent(pixels, widthPx);
  const y = (pixels: number): number => percent(pixels, heightPx);
  const result = (type: string, value: object, part: { readonly id?: string; readonly meta?: object } = {}): object => {
    const meta = { ...thing.attributes, ...part.meta };
    return {
      id: part.id ?? id,
      type: `${type}labels`,
      from_name: type,
      to_name: 'image',
      original_width: widthPx,
      original_height: heightPx,
      image_rotation: 0,
      value: { ...value, [`${type}labels`]: [name] },
      ...(Object.keys(meta).length === 0 ? {} : { meta }),
    };
  };
  switch (thing.kind) {
    case 'box': {
      const { x: left, y: top, width, height } = thing.box;
      return [result('rectangle', { x: x(left), y: y(top), width: x(width), height: y(height), rotation: 0 })];
    }
    case 'rotated-box': {
      const { width, height, angle } = thing.rotatedBox;
      const [left = 0, top = 0] = cornersOfRotatedBox(thing.rotatedBox);
      return [result('rectangle', { x: x(left), y: y(top), width: x(width), height: y(height), rotation: angle })];
    }
    case 'point':
      return [result('keypoint', { x: x(thing.point.x), y: y(thing.point.y), width: pointSize })];
    case 'polygon':
      return thing.polygon.map((part, place) => {
        const points = Array.from({ length: part.length / 2 }, (_, at) => [x(part[2 * at]!), y(part[2 * at + 1]!)]);
        // A polygon is one ring there: its parts say of what they are parts.
        const more = thing.polygon.length === 1 ? {} : { id: `${id}-${place + 1}`, meta: { part_of: id } };
        return result('polygon', { points, closed: true }, more);
      });
    case 'mask': {
      const bitmap = bitmapOfMask(thing.mask);
      const isFit = bitmap !== null && thing.mask.widthPx === widthPx && thing.mask.heightPx === heightPx;
      return isFit ? [result('brush', { format: 'rle', rle: writeBrush(bitmap) })] : [];
    }
  }
}

/** Ten decimals of a percent: below a thousandth of a pixel in any photo. */
const percent = (pixels: number, size: number): number => Math.round((pixels / size) * 1e12) / 1e10;

const controls = ['Rectangle', 'Polygon', 'KeyPoint', 'Brush'] as const;

function labelConfig({ classes }: Dataset): string {
  const names = classes
    .toSorted((one, other) => one.exportPosition - other.exportPosition)
    .map(({ name }) => escaped(name));
  const lines = controls.map(control => {
    const labels = names.map(name => `    <Label value="${name}"/>\n`).join('');
    return `  <${control}Labels name="${control.toLowerCase()}" toName="image">\n${labels}  </${control}Labels>\n`;
  });
  const choices = names.map(name => `    <Choice value="${name}"/>\n`).join('');
  return `<View>\n  <Image name="image" value="$image"/>\n${lines.join('')}  <Choices name="choices" toName="image" choice="multiple">\n${choices}  </Choices>\n</View>\n`;
}

const escaped = (text: string): string =>
  text.replace(/[&<>"\n\r\t]/g, character => `&#${character.charCodeAt(0)};`).replace(/[\u0000-\u001f]/g, ' ');

function notesOf(dataset: Dataset) {
  const notes = createNotes();
  for (const annotated of dataset.photos) {
    const { photo } = annotated;
    for (const thing of thingsIn(annotated)) {
      if (thing.kind === 'polygon' && thing.polygon.length > 1) notes.add('polygon-parts', photo.path);
      if (thing.kind !== 'mask') continue;
      const { widthPx, heightPx } = thing.mask;
      if (!isMaskSize(thing.mask) || widthPx !== photo.widthPx || heightPx !== photo.heightPx)
        notes.add('mask-of-another-size', photo.path);
    }
    if (saysNothing(annotated, 'things') && labelsIn(annotated).length > 0)
      notes.add('nothing-things-left-out', photo.path);
  }
  return notesOnLosses(dataset, holds, {}, notes);
}
