// One shape of labelme's or X-AnyLabeling's JSON, read.
import type { Attributes, Shape } from '../../../shared/records/shape.ts';
import { AppError } from '../../../shared/errors.ts';
import { listOf, numberOf, objectOf, textOf, type JsonObject } from './json-values.ts';
import { maskOfPatch } from './mask-cutting.ts';
import { isMaskSize } from './masks.ts';
import type { Notes } from './notes.ts';
import { readPng } from './png-read.ts';
import { attributesOf, boxShape, polygonShape, type Frame } from './reading.ts';
import { rotatedBoxOfCorners } from './rotated-corners.ts';

/** What is read by itself, or says nothing besides. */
const ownKeys = new Set([
  'label',
  'points',
  'shape_type',
  'flags',
  'mask',
  'attributes',
  'group_id',
  'direction',
  'kie_linking',
]);
/** A circle as a polygon is nowhere farther from it than this. */
const circleSlackPx = 0.25;

/** null and a note where it is nothing that Fovea draws; several for labelme's `points`. */
export function shapesOf(entry: JsonObject, frame: Frame, notes: Notes, where: string): readonly Shape[] {
  const points = listOf(entry['points']).flatMap(point => [numberOf(listOf(point)[0]), numberOf(listOf(point)[1])]);
  const type = textOf(entry['shape_type']) || 'polygon';
  const shape = (found: Shape | null): readonly Shape[] => (found === null ? [] : [found]);
  switch (type) {
    case 'rectangle':
      return shape(rectangle(points, frame, notes, where));
    case 'oriented_rectangle':
    case 'rotation':
      return shape(rotated(points, frame, notes, where));
    case 'polygon':
      return shape(polygonShape([points], frame, notes, where));
    case 'quadrilateral':
      notes.add('labelme-quadrilateral', where);
      return shape(polygonShape([points], frame, notes, where));
    case 'circle':
      return shape(circle(points, frame, notes, where));
    case 'point':
    case 'points':
      return pointsOf(points, notes, where);
    case 'mask':
      return shape(mask(entry, points, frame, notes, where));
    default:
      notes.add(
        type === 'line' || type === 'linestrip' ? 'labelme-line' : 'labelme-shape-unknown',
        `${where}: ${type}`,
      );
      return [];
  }
}

/** Two corners in any order, or all four as X-AnyLabeling writes them. */
function rectangle(points: readonly number[], frame: Frame, notes: Notes, where: string): Shape | null {
  const xs = points.filter((_, place) => place % 2 === 0);
  const ys = points.filter((_, place) => place % 2 === 1);
  if (points.length !== 4 && points.length !== 8) {
    notes.add('labelme-points', where);
    return null;
  }
  const isUpright = points.length === 4 || (new Set(xs).size <= 2 && new Set(ys).size <= 2);
  if (!isUpright && xs.every(Number.isFinite) && ys.every(Number.isFinite)) return rotated(points, frame, notes, where);
  const edges = { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
  return boxShape(edges, frame, notes, where);
}

function rotated(points: readonly number[], frame: Frame, notes: Notes, where: string): Shape | null {
  const rotatedBox = rotatedBoxOfCorners(points);
  if (rotatedBox !== null) return { kind: 'rotated-box', rotatedBox };
  const polygon = polygonShape([points], frame, notes, where);
  if (polygon !== null) notes.add('rotated-not-rectangular', where);
  return polygon;
}

/** Centre, and a point on the rim. */
function circle([x, y, rimX, rimY]: readonly number[], frame: Frame, notes: Notes, where: string): Shape | null {
  const radius = Math.hypot(rimX! - x!, rimY! - y!);
  if (!(radius > 0)) {
    notes.add('labelme-points', where);
    return null;
  }
  const corners = Math.min(720, Math.max(16, Math.ceil(Math.PI / Math.acos(Math.max(0, 1 - circleSlackPx / radius)))));
  const part = Array.from({ length: corners }, (_, place) => (2 * Math.PI * place) / corners).flatMap(angle => [
    x! + radius * Math.cos(angle),
    y! + radius * Math.sin(angle),
  ]);
  const polygon = polygonShape([part], frame, notes, where);
  if (polygon !== null) notes.add('circle-as-polygon', where);
  return polygon;
}

function pointsOf(points: readonly number[], notes: Notes, where: string): readonly Shape[] {
  const shapes: Shape[] = [];
  for (let place = 0; place < points.length; place += 2) {
    const [x, y] = [points[place]!, points[place + 1]!];
    if (Number.isFinite(x) && Number.isFinite(y)) shapes.push({ kind: 'point', point: { x, y } });
  }
  if (2 * shapes.length < points.length || shapes.length === 0) notes.add('labelme-points', where);
  return shapes;
}

/** A patch of pixels in an inclusive box: from (10, 5) to (29, 14) it is 20 × 10. */
function mask(entry: JsonObject, points: readonly number[], frame: Frame, notes: Notes, where: string): Shape | null {
  const size = { widthPx: frame.width, heightPx: frame.height };
  const [left, top, right, bottom] = points.map(Math.round) as [number, number, number, number];
  if (points.length !== 4 || !points.every(Number.isFinite) || !isMaskSize(size)) {
    notes.add('labelme-points', where);
    return null;
  }
  try {
    const patch = readPng(Buffer.from(textOf(entry['mask']), 'base64'), where);
    if (patch.widthPx !== right - left + 1 || patch.heightPx !== bottom - top + 1 || patch.channels !== 1) {
      notes.add('mask-of-another-size', where);
      return null;
    }
    const found = maskOfPatch(patch, { left, top }, size);
    if (found === null) notes.add('mask-empty', where);
    return found && { kind: 'mask', mask: found };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    notes.add('mask-damaged', where);
    return null;
  }
}

/** What each shape says where nobody said anything. */
const isDefault = (key: string, value: unknown): boolean =>
  value === null || value === '' || (key === 'difficult' && value === false);

/** group_id, description, difficult, score and every key that is not known; flags as `flag:<name>`. */
export function attributesOfShape(entry: JsonObject, notes: Notes, where: string): Attributes {
  const flags = Object.entries(objectOf(entry['flags']) ?? {}).map(([name, value]) => [`flag:${name}`, value] as const);
  const group = entry['group_id'];
  const said = [
    ...(group === null || group === undefined ? [] : [['group_id', group] as const]),
    ...Object.entries(entry).filter(([key, value]) => !ownKeys.has(key) && !isDefault(key, value)),
    ...Object.entries(objectOf(entry['attributes']) ?? {}),
    ...flags.filter(([, value]) => value !== false),
  ];
  const attributes = attributesOf(said);
  if (Object.keys(attributes).length < new Set(said.map(([key]) => key)).size) notes.add('attributes-left-out', where);
  return attributes;
}
