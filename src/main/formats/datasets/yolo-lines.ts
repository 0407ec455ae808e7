// One line of a YOLO label file: a class by its number, then a box, a ring of points, or a box with keypoints; all in fractions of the photo.
import type { Notes } from './notes.ts';
import { boxShape, polygonShape, unitFrame } from './reading.ts';
import type { Shape } from '../../../shared/records/shape.ts';
import type { YoloConfig } from './yolo-config.ts';

export type YoloLine = {
  readonly classIndex: number;
  readonly shape: Shape | null;
  readonly score: number | null;
  /** Four points: a rotated box, where the dataset is one of rotated boxes. */
  readonly isQuad: boolean;
};

/**
 * Null and a note for a line that is none; `shape` null and a note for one whose shape cannot be used. Fields are parted by any white space.
 * Numbers have a point: `0,5` is none.
 */
export function readYoloLine(
  line: string,
  { keypoints }: Pick<YoloConfig, 'keypoints'>,
  notes: Notes,
  where: string,
): YoloLine | null {
  const [classIndex, ...numbers] = line.split(/\s+/).map(field => (field === '' ? NaN : Number(field)));
  const isClass = Number.isInteger(classIndex) && classIndex! >= 0;
  const form = formOf(numbers, keypoints);
  if (!isClass || form === null || numbers.some(Number.isNaN)) {
    notes.add('yolo-line-unreadable', where);
    return null;
  }
  const score = form.hasScore ? numbers.at(-1)! : null;
  const head = { classIndex: classIndex!, score, isQuad: form.kind === 'ring' && numbers.length === 8 };
  if (form.kind === 'ring') {
    const ring = form.hasScore ? numbers.slice(0, -1) : numbers;
    return { ...head, shape: polygonShape([ring], unitFrame, notes, where) };
  }
  if (form.kind === 'pose') notes.add('keypoints-left-out', where);
  const [cx, cy, width, height] = numbers as [number, number, number, number];
  if (width < 0 || height < 0) {
    notes.add('box-empty', where);
    return { ...head, shape: null };
  }
  const edges = { left: cx - width / 2, top: cy - height / 2, right: cx + width / 2, bottom: cy + height / 2 };
  return { ...head, shape: boxShape(edges, unitFrame, notes, where) };
}

type Form = { readonly kind: 'box' | 'ring' | 'pose'; readonly hasScore: boolean };

/** By how many numbers follow the class; null where none of the forms has so many. */
function formOf(numbers: readonly number[], keypoints: YoloConfig['keypoints']): Form | null {
  const count = numbers.length;
  if (keypoints !== null && count === 4 + keypoints[0] * keypoints[1]) return { kind: 'pose', hasScore: false };
  if (count === 4 || count === 5) return { kind: 'box', hasScore: count === 5 };
  if (count < 6) return null;
  // A box with points and how visible each is: 0, 1 or 2, as no fraction of a ring is time after time.
  const visibilities = numbers.filter((_, place) => place >= 6 && (place - 6) % 3 === 0);
  const isPose = count >= 7 && (count - 4) % 3 === 0 && visibilities.every(value => [0, 1, 2].includes(value));
  return isPose ? { kind: 'pose', hasScore: false } : { kind: 'ring', hasScore: count % 2 === 1 };
}
