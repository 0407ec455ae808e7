// What readers of annotations share: classes by name, and shapes that are checked. What cannot be used becomes a note.
import type { Split } from '../../../shared/records/photo.ts';
import type { Attributes, PolygonGeometry, Shape } from '../../../shared/records/shape.ts';
import type { NoteCode, Notes } from './notes.ts';

/** Size of the photo that coordinates belong to: pixels, or 1 × 1 for fractions; 0 where it is not known. */
export type Frame = { readonly width: number; readonly height: number };
export const unitFrame: Frame = { width: 1, height: 1 };

/** Why a name names no class: the note that each annotation of it is worth. */
export type NoClass = Extract<NoteCode, 'class-name-empty' | 'class-name-too-long'>;

export type ClassList = {
  /** Place of a class that a list of classes names, made when it is new; what is said of its annotations where the name is none. */
  declare(name: string): number | NoClass;
  /** Place of an annotation's class, made when it is new; null and a note for a name that is none. `where` is said in the note. */
  place(name: string, where: string): number | null;
  readonly classes: readonly { readonly name: string }[];
};

const longestClassName = 200;

/** Names are kept as they stand, ends trimmed; two spellings of one Unicode text are one class. */
export function createClassList(notes: Notes): ClassList {
  const places = new Map<string, number>();
  const classes: { name: string }[] = [];
  function declare(name: string): number | NoClass {
    const plain = name.normalize('NFC').trim();
    const known = places.get(plain);
    if (known !== undefined) return known;
    if (plain === '') return 'class-name-empty';
    if (plain.length > longestClassName) return 'class-name-too-long';
    places.set(plain, classes.length);
    classes.push({ name: plain });
    return classes.length - 1;
  }
  return {
    classes,
    declare,
    place(name, where) {
      const place = declare(name);
      if (typeof place === 'number') return place;
      notes.add(place, where);
      return null;
    },
  };
}

/** Overhang below this is a matter of rounding and not worth a word: half a pixel, or a thousandth of the photo. */
const overhang = ({ width, height }: Frame): number => (width === 1 && height === 1 ? 0.001 : 0.5);

/**
 * A box from its edges. Swapped edges are put right, what hangs over the photo is cut off, both with a note. Null and a note where an edge is
 * no finite number, nothing is left inside the photo, or width or height is 0.
 */
export function boxShape(
  edges: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number },
  frame: Frame,
  notes: Notes,
  where: string,
): Extract<Shape, { kind: 'box' }> | null {
  if (!Object.values(edges).every(Number.isFinite)) {
    notes.add('box-not-a-number', where);
    return null;
  }
  const [left, right] = [Math.min(edges.left, edges.right), Math.max(edges.left, edges.right)];
  const [top, bottom] = [Math.min(edges.top, edges.bottom), Math.max(edges.top, edges.bottom)];
  if (left === right || top === bottom) {
    notes.add('box-empty', where);
    return null;
  }
  const most = { x: frame.width || Infinity, y: frame.height || Infinity };
  const [x, y] = [Math.max(left, 0), Math.max(top, 0)];
  const [width, height] = [Math.min(right, most.x) - x, Math.min(bottom, most.y) - y];
  if (width <= 0 || height <= 0) {
    notes.add('box-outside', where);
    return null;
  }
  if (left !== edges.left || top !== edges.top) notes.add('box-edges-swapped', where);
  if (Math.max(-left, -top, right - most.x, bottom - most.y) > overhang(frame)) notes.add('box-clipped', where);
  return { kind: 'box', box: { x, y, width, height } };
}

const mostParts = 10_000;
const mostVertices = 100_000;
/** Coordinates that cannot be meant: a photo has at most 100,000 pixels a side. */
const farthest = 1e7;

/**
 * A polygon from its parts `[x1, y1, …]`; no vertex is moved or taken out. A closing point equal to the first stays. Null and a note where
 * it has too few or too many points, a coordinate is no number, or all of it lies outside the photo.
 */
export function polygonShape(
  parts: readonly (readonly number[])[],
  frame: Frame,
  notes: Notes,
  where: string,
): Extract<Shape, { kind: 'polygon' }> | null {
  const code = polygonProblem(parts, frame);
  if (code !== null) {
    notes.add(code, where);
    return null;
  }
  const polygon: PolygonGeometry = parts.map(part => [...part]);
  return { kind: 'polygon', polygon };
}

function polygonProblem(parts: readonly (readonly number[])[], { width, height }: Frame) {
  if (parts.length === 0 || parts.some(part => part.length < 6 || part.length % 2 !== 0)) return 'polygon-too-short';
  if (parts.length > mostParts || parts.some(part => part.length > 2 * mostVertices)) return 'polygon-too-long';
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const part of parts) {
    for (let i = 0; i < part.length; i += 2) {
      const [x, y] = [part[i]!, part[i + 1]!];
      if (!(Math.abs(x) <= farthest && Math.abs(y) <= farthest)) return 'polygon-not-a-number';
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
    }
  }
  if (left === right || top === bottom) return 'polygon-empty';
  if (right <= 0 || bottom <= 0 || left >= (width || Infinity) || top >= (height || Infinity)) return 'polygon-outside';
  return null;
}

const mostAttributes = 50;

/** What a format says besides class and shape: texts, finite numbers and yes or no; the rest is not kept. */
export function attributesOf(entries: Iterable<readonly [string, unknown]>): Attributes {
  const kept: [string, string | number | boolean][] = [];
  for (const [key, value] of entries) {
    if (kept.length === mostAttributes) break;
    const isKept =
      (typeof value === 'string' && value.length <= 1000) || typeof value === 'boolean' || Number.isFinite(value);
    // An own key `__proto__` would be lost or worse on its way through plain objects.
    if (isKept && key.length <= 100 && key !== '__proto__') kept.push([key, value as string | number | boolean]);
  }
  return Object.fromEntries(kept);
}

const splitWords: readonly (readonly [RegExp, Split])[] = [
  [/^(?:train|training)(?![a-z])/i, 'train'],
  [/^(?:val|valid|validation|dev)(?![a-z])/i, 'validation'],
  [/^(?:test|testing)(?![a-z])/i, 'test'],
];

/** The split that a word names: `train`, `valid`, `val2017`, `test_1`; null for every other word. */
export const splitOfWord = (word: string): Split | null => splitWords.find(([form]) => form.test(word))?.[1] ?? null;
