// One entry of COCO's `annotations`: its shape by what it states (run lengths, polygons, a turned box, a box), and what it says besides.
import { rotatedBoxGeometry, type Attributes, type Shape } from '../../../shared/records/shape.ts';
import { fieldOf } from './json-stream.ts';
import { extentOfMask, maskOfList, maskOfText } from './masks.ts';
import type { Notes } from './notes.ts';
import { attributesOf, boxShape, polygonShape, type Frame } from './reading.ts';

/** What of an entry is read elsewhere, or follows from its shape. */
const notAttributes = new Set([
  'id',
  'image_id',
  'category_id',
  'bbox',
  'area',
  'segmentation',
  'keypoints',
  'num_keypoints',
  'rotated_bbox',
  'image_name',
  'file_name',
]);

/** The shape of an entry; null and a note where it has none that can be used. */
export function shapeOfEntry(entry: unknown, frame: Frame, notes: Notes, where: string): Shape | null {
  if (Array.isArray(fieldOf(entry, 'keypoints'))) notes.add('keypoints-left-out', where);
  const segmentation = fieldOf(entry, 'segmentation');
  if (fieldOf(segmentation, 'counts') !== undefined) return maskShape(segmentation, frame, notes, where);
  const turned = turnedBox(entry);
  if (turned !== null) return turned;
  if (Array.isArray(segmentation) && segmentation.length > 0) {
    // One polygon that was not put into a list is what is meant.
    const parts = segmentation.every(part => typeof part === 'number') ? [segmentation] : segmentation;
    return polygonShape(parts.map(numbersOf), eitherWay(frame), notes, where);
  }
  const bbox = numbersOf(fieldOf(entry, 'bbox'));
  if (bbox.length !== 4) {
    notes.add('coco-no-shape', where);
    return null;
  }
  const [left, top, width, height] = bbox as [number, number, number, number];
  // A negative width would be read as swapped edges, which COCO does not know.
  if (width < 0 || height < 0) {
    notes.add('box-empty', where);
    return null;
  }
  return boxShape({ left, top, right: left + width, bottom: top + height }, eitherWay(frame), notes, where);
}

/**
 * Some tools state the stored size of a photo that EXIF turns, and draw on the upright one: what either reading holds is left for the
 * importer, which knows the photo.
 */
const eitherWay = ({ width, height }: Frame): Frame => {
  const longer = Math.max(width, height);
  return { width: longer, height: longer };
};

/** A list of numbers; what is none is NaN, and no list is empty. */
const numbersOf = (value: unknown): number[] =>
  Array.isArray(value) ? value.map(item => (typeof item === 'number' ? item : NaN)) : [];

function maskShape(segmentation: unknown, frame: Frame, notes: Notes, where: string): Shape | null {
  const [heightPx, widthPx] = numbersOf(fieldOf(segmentation, 'size')) as [number?, number?];
  if (frame.width > 0 && frame.height > 0 && (widthPx !== frame.width || heightPx !== frame.height)) {
    notes.add('mask-of-another-size', where);
    return null;
  }
  const counts = fieldOf(segmentation, 'counts');
  const size = { widthPx: widthPx ?? 0, heightPx: heightPx ?? 0 };
  const mask =
    typeof counts === 'string' ? maskOfText(counts, size) : Array.isArray(counts) ? maskOfList(counts, size) : null;
  if (mask === null || extentOfMask(mask) === null) {
    notes.add(mask === null ? 'mask-damaged' : 'mask-empty', where);
    return null;
  }
  return { kind: 'mask', mask };
}

/**
 * A box that is turned: `rotated_bbox` as Fovea writes it, or CVAT's `attributes.rotation` in degrees clockwise about the middle of `bbox`,
 * for an entry without an outline.
 */
function turnedBox(entry: unknown): Shape | null {
  const own = numbersOf(fieldOf(entry, 'rotated_bbox'));
  if (own.length === 5) return rotatedShape(own[0]!, own[1]!, own[2]!, own[3]!, own[4]!);
  const angle = fieldOf(fieldOf(entry, 'attributes'), 'rotation');
  const [x, y, width, height] = numbersOf(fieldOf(entry, 'bbox')) as [number?, number?, number?, number?];
  const segmentation = fieldOf(entry, 'segmentation');
  const hasOutline = Array.isArray(segmentation) && segmentation.length > 0;
  if (typeof angle !== 'number' || angle === 0 || hasOutline || height === undefined) return null;
  return rotatedShape(x! + width! / 2, y! + height / 2, width!, height, angle);
}

function rotatedShape(centreX: number, centreY: number, width: number, height: number, angle: number): Shape | null {
  const rotatedBox = rotatedBoxGeometry.safeParse({
    centreX,
    centreY,
    width,
    height,
    angle: ((angle % 360) + 360) % 360,
  });
  return rotatedBox.success ? { kind: 'rotated-box', rotatedBox: rotatedBox.data } : null;
}

/** `iscrowd` where it is 1, `score`, CVAT's `attributes`, and every other plain value. */
export function attributesOfEntry(entry: unknown): Attributes {
  const own = Object.entries(entry ?? {}).filter(([key]) => !notAttributes.has(key) && key !== 'attributes');
  const inner = Object.entries(fieldOf(entry, 'attributes') ?? {}).filter(([key]) => key !== 'rotation');
  return attributesOf([...own.filter(([key, value]) => key !== 'iscrowd' || value === 1 || value === true), ...inner]);
}
