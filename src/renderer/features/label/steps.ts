// Which photo comes next.
import { photoStates, type AnnotationKind } from '../../../shared/records/photo.ts';
import type { Column, PhotoColumns } from '../../../shared/records/photo-page.ts';

const isNew = photoStates.indexOf('new');

function states(columns: PhotoColumns, kind: AnnotationKind): Column {
  return kind === 'photo' ? columns.photoState : columns.thingsState;
}

/** Photos that nothing was said of and that can be seen. */
export function countLeft(columns: PhotoColumns, kind: AnnotationKind): number {
  const ofKind = states(columns, kind);
  let left = 0;
  for (let place = 0; place < ofKind.length; place++) {
    if (ofKind[place] === isNew && columns.problem[place] === 0) left++;
  }
  return left;
}

/** The next photo after `place` that nothing was said of, going round once; -1 where none is left. */
export function nextNew(columns: PhotoColumns, kind: AnnotationKind, place: number): number {
  const ofKind = states(columns, kind);
  const total = columns.id.length;
  for (let step = 1; step < total; step++) {
    const other = (place + step + total) % total;
    if (ofKind[other] === isNew && columns.problem[other] === 0) return other;
  }
  return -1;
}

/** Where a gesture on the photo at `place` leads: to the next new one while labelling, to the neighbour while going over old ones. */
export function placeAfterGesture(columns: PhotoColumns, kind: AnnotationKind, place: number): number {
  const wasNew = states(columns, kind)[place] === isNew;
  const next = wasNew ? nextNew(columns, kind, place) : place + 1;
  return next >= 0 && next < columns.id.length ? next : place;
}
