// One line of a YOLO label file: a class by its number, then a box, a ring of points, or a box with keypoints; all in fractions of the photo.
import type { Notes } from './notes.ts';
import { boxShape, polygonShape, unitFrame } from './reading.ts';
import type { Shape } from '../../../shared/records/shape.ts';
import type { YoloConfig } from './yolo-config.ts';

export type YoloLine = {
  readonly classIndex: number;
  /** What follows the class. */
  readonly numbers: readonly number[];
  /** `ring-or-pose`: the numbers alone do not tell. */
  readonly form: 'box' | 'ring' | 'pose' | 'ring-or-pose';
  readonly score: number | null;
};
type Hints = Pick<YoloConfig, 'task' | 'hasKeypoints'>;

/** Null for a line that is none. Fields are parted by any white space. Numbers have a point: `0,5` is none. */
export function readYoloLine(line: string, hints: Hints): YoloLine | null {
  const [classIndex, ...numbers] = line.split(/\s+/).map(field => (field === '' ? NaN : Number(field)));
  const isClass = Number.isInteger(classIndex) && classIndex! >= 0;
  if (!isClass || numbers.some(Number.isNaN)) return null;
  const form = formOf(numbers, hints);
  if (form === null) return null;
  const hasScore = form !== 'pose' && numbers.length % 2 === 1;
  return { classIndex: classIndex!, numbers, form, score: hasScore ? numbers.at(-1)! : null };
}

/** Null and a note for a shape that cannot be used. What may be a ring is read as one. */
export function shapeOfLine({ numbers, form, score }: YoloLine, notes: Notes, where: string): Shape | null {
  if (form === 'ring' || form === 'ring-or-pose')
    return polygonShape([score === null ? numbers : numbers.slice(0, -1)], unitFrame, notes, where);
  if (form === 'pose') notes.add('keypoints-left-out', where);
  const [cx, cy, width, height] = numbers as [number, number, number, number];
  if (width < 0 || height < 0) {
    notes.add('box-empty', where);
    return null;
  }
  const edges = { left: cx - width / 2, top: cy - height / 2, right: cx + width / 2, bottom: cy + height / 2 };
  return boxShape(edges, unitFrame, notes, where);
}

/** By what the dataset says of itself, else by how many numbers follow the class; null where none of the forms has so many. */
function formOf(numbers: readonly number[], { task, hasKeypoints }: Hints): YoloLine['form'] | null {
  const count = numbers.length;
  if (count === 4 || count === 5) return 'box';
  if (count < 6) return null;
  if (task !== null) return task === 'pose' ? 'pose' : 'ring';
  if (hasKeypoints) return 'pose';
  // A box with points and how visible each is: 0, 1 or 2. A ring in a corner of the photo has zeros and ones too, but no fraction is 2.
  const visibilities = numbers.filter((_, place) => place >= 6 && (place - 6) % 3 === 0);
  const fitsPose = count >= 7 && (count - 4) % 3 === 0 && visibilities.every(value => [0, 1, 2].includes(value));
  if (!fitsPose) return 'ring';
  return visibilities.includes(2) ? 'pose' : 'ring-or-pose';
}
