// G2: what becomes of an edit when the core died before it answered.
import { expect, test } from 'vitest';
import type { Edit } from '../../../../../src/renderer/features/label/edits.ts';
import { outcomeIn } from '../../../../../src/renderer/features/label/uncertain-edits.ts';
import type { AnnotationId, ClassId, PhotoId } from '../../../../../src/shared/records/ids.ts';
import type { Annotation } from '../../../../../src/shared/records/photo.ts';

const photoId = 1 as PhotoId;
const [ant, bee] = [1 as ClassId, 2 as ClassId];
const box = { x: 10.25, y: 20, width: 30, height: 40 };
const boxOf = (id: number, classId: ClassId, x = box.x): Annotation => ({
  id: id as AnnotationId,
  kind: 'box',
  classId,
  box: { ...box, x },
});
const labelOf = (id: number, classId: ClassId): Annotation => ({ id: id as AnnotationId, kind: 'label', classId });
const drawn: Edit = { kind: 'add-thing', photoId, id: -2 as AnnotationId, classId: ant, shape: { kind: 'box', box } };

test('a box that was written before the core died is not drawn a second time', () => {
  expect(outcomeIn(drawn, [], [boxOf(7, ant)])).toEqual(boxOf(7, ant));
  expect(outcomeIn(drawn, [boxOf(3, ant)], [boxOf(3, ant), boxOf(7, ant, 10.2500001)])).toMatchObject({ id: 7 });
});

test('a box that was not written is sent again, whatever alike lies there already', () => {
  const alike = [boxOf(3, ant)];
  expect(outcomeIn(drawn, alike, alike)).toBeUndefined();
  expect(outcomeIn(drawn, [], [boxOf(7, bee)])).toBeUndefined();
  expect(outcomeIn(drawn, [], [boxOf(7, ant, 11)])).toBeUndefined();
});

test('a polygon counts as written only with every one of its points', () => {
  const ring = [
    [1, 2],
    [30, 4],
    [5, 60],
  ] as const;
  const shape = { kind: 'polygon', polygon: { rings: [ring] } };
  const edit = { ...drawn, shape } as unknown as Edit;
  const found = (points: readonly (readonly number[])[]): Annotation =>
    ({ id: 9, kind: 'polygon', classId: ant, polygon: { rings: [points] } }) as unknown as Annotation;
  expect(outcomeIn(edit, [], [found(ring)])).toMatchObject({ id: 9 });
  expect(outcomeIn(edit, [], [found(ring.slice(1))])).toBeUndefined();
  expect(outcomeIn(edit, [], [found([...ring, [7, 8]])])).toBeUndefined();
});

test('a deleted thing is deleted once, and a toggled label is not toggled back', () => {
  const gone: Edit = { kind: 'delete-thing', photoId, id: 3 as AnnotationId };
  expect(outcomeIn(gone, [boxOf(3, ant)], [])).toBeNull();
  expect(outcomeIn(gone, [boxOf(3, ant)], [boxOf(3, ant)])).toBeUndefined();
  const toggle: Edit = { kind: 'set-label', photoId, classId: ant, how: 'toggle' };
  expect(outcomeIn(toggle, [], [labelOf(4, ant)])).toBeNull();
  expect(outcomeIn(toggle, [labelOf(4, ant)], [])).toBeNull();
  expect(outcomeIn(toggle, [], [labelOf(4, bee)])).toBeUndefined();
});

test('what may be done twice is sent again', () => {
  const again: Edit[] = [
    { kind: 'set-label', photoId, classId: ant, how: 'replace' },
    { kind: 'nothing', photoId, of: 'things' },
    { kind: 'clear', photoId, of: 'photo' },
    { kind: 'change-thing', photoId, id: 3 as AnnotationId, classId: bee },
  ];
  for (const edit of again) expect(outcomeIn(edit, [boxOf(3, ant)], [boxOf(3, ant)])).toBeUndefined();
});
