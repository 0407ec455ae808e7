// The counts beside the filters, of all photos that are not excluded.
import type { ClassId } from '../../shared/records/ids.ts';
import { photoProblems, photoStates, splits, type PhotoCounts } from '../../shared/records/photo.ts';
import { agreementAt, type Asked } from './photo-query.ts';

/** Photos that have a side while a photo of the same content has another. */
function countAcrossSplits({ columns }: Asked['rows'], twins: readonly (readonly number[])[]): number {
  let across = 0;
  for (const set of twins) {
    const used = set.filter(
      row => columns.listed[row] === 1 && columns.excluded[row] === 0 && columns.split[row]! >= 0,
    );
    if (new Set(used.map(row => columns.split[row])).size > 1) across += used.length;
  }
  return across;
}

/** `twins`: rows of equal content, set by set. */
export function countPhotos(
  asked: Omit<Asked, 'order' | 'found'>,
  twins: readonly (readonly number[])[],
  skipped: number,
): PhotoCounts {
  const { rows, predictions, classOrder } = asked;
  const { columns, count, labelSets, thingSets } = rows;
  const classes = new Map(classOrder.map(classId => [classId, { classId, photos: 0, boxes: 0 }]));
  const states = new Uint32Array(photoStates.length);
  const sides = new Uint32Array(splits.length + 1);
  const problems = new Uint32Array(photoProblems.length + 1);
  let [photos, excluded, agree, disagree] = [0, 0, 0, 0];
  for (let row = 0; row < count; row++) {
    if (columns.listed[row] === 0) continue;
    if (columns.excluded[row] === 1) {
      excluded++;
      continue;
    }
    photos++;
    states[columns.state[row]!]!++;
    sides[columns.split[row]! + 1]!++;
    problems[columns.problem[row]!]!++;
    const labels = labelSets.all[columns.labels[row]!]!;
    const things = thingSets.all[columns.things[row]!]!;
    for (const id of labels) classes.get(id)!.photos++;
    for (const { classId, count: boxes } of things) {
      const counted = classes.get(classId)!;
      counted.boxes += boxes;
      if (!labels.includes(classId)) counted.photos++;
    }
    const agreement = agreementAt(rows, predictions, row);
    if (agreement === 1) agree++;
    else if (agreement === 0) disagree++;
  }
  const named = <Name extends string>(names: readonly Name[], counts: Uint32Array, from: number) =>
    Object.fromEntries(names.map((name, place) => [name, counts[place + from]!])) as Record<Name, number>;
  return {
    photos,
    excluded,
    agree,
    disagree,
    skipped,
    ...named(photoProblems, problems, 1),
    acrossSplits: countAcrossSplits(rows, twins),
    states: named(photoStates, states, 0),
    splits: { ...named(splits, sides, 1), none: sides[0]! },
    classes: [...classes.values()] as { classId: ClassId; photos: number; boxes: number }[],
  };
}
