import { expect, test } from 'vitest';
import type { ClassId, PhotoId } from '../../../../src/shared/records/ids.ts';
import type { Shape } from '../../../../src/shared/records/shape.ts';
import { cornersOfRotatedBox } from '../../../../src/shared/records/shape.ts';
import { names, opened, scanned, withPhotos } from './project.ts';

const shapes: readonly Shape[] = [
  { kind: 'box', box: { x: 1, y: 2, width: 3, height: 4 } },
  { kind: 'rotated-box', rotatedBox: { centreX: 10.5, centreY: 20, width: 6, height: 2, angle: 30 } },
  {
    kind: 'polygon',
    polygon: [
      [0, 0, 10, 0, 10, 10],
      [20.25, 20, 30, 20, 25, 30, 22, 28],
    ],
  },
  { kind: 'mask', mask: { widthPx: 4, heightPx: 4, counts: '52203' } },
  { kind: 'point', point: { x: 0.5, y: 7 } },
];

async function drawn() {
  const { folder, store, ids } = await withPhotos(names(3).map(name => scanned(name)));
  const ant = (await store.classesCreate('ant')).result.id;
  const things = shapes.map(shape => ({ ...shape, classId: ant }));
  const added = (await store.thingsAdd(ids[0]!, things)).result;
  const annotationsOf = async (id: PhotoId) => (await store.photosRead([id]))[0]!.annotations;
  return { folder, store, ids, ant, added, annotationsOf };
}

test('every shape is kept to the last digit, undone, done again, and there after a restart', async () => {
  const { folder, store, ids, ant, added, annotationsOf } = await drawn();
  expect(added.map(({ id: _, ...rest }) => rest)).toEqual(shapes.map(shape => ({ ...shape, classId: ant })));
  await store.undo();
  expect(await annotationsOf(ids[0]!)).toEqual([]);
  await store.redo();
  expect(await annotationsOf(ids[0]!)).toEqual(added);
  await store.close();
  const again = await opened(folder);
  expect((await again.photosRead([ids[0]!]))[0]!.annotations).toEqual(added);
});

test('a thing becomes another shape or another class, and undo gives the one before back', async () => {
  const { store, ids, added, annotationsOf } = await drawn();
  const bee = (await store.classesCreate('bee')).result.id;
  const [box, , polygon] = added;
  await store.thingsUpdate(box!.id, { shape: shapes[2]! });
  await store.thingsUpdate(polygon!.id, { classId: bee });
  const now = await annotationsOf(ids[0]!);
  expect(now[0]).toEqual({
    ...box,
    kind: 'polygon',
    polygon: (shapes[2] as { polygon: unknown }).polygon,
    box: undefined,
  });
  expect(now[2]).toEqual({ ...polygon, classId: bee });
  await store.undo();
  await store.undo();
  expect(await annotationsOf(ids[0]!)).toEqual(added);
});

test('a shape that could never be drawn is refused, and nothing is recorded', async () => {
  const { store, ids, ant } = await drawn();
  const before = await store.historyState();
  const bad: readonly Shape[] = [
    { kind: 'polygon', polygon: [[0, 0, 1, 1]] },
    { kind: 'polygon', polygon: [[0, 0, 1, 1, 2, Number.NaN]] },
    { kind: 'rotated-box', rotatedBox: { centreX: 1, centreY: 1, width: 0, height: 2, angle: 0 } },
    { kind: 'point', point: { x: Number.POSITIVE_INFINITY, y: 0 } },
    { kind: 'mask', mask: { widthPx: 1e9, heightPx: 1e9, counts: '0' } },
  ];
  for (const shape of bad) {
    await expect(store.thingsAdd(ids[0]!, [{ ...shape, classId: ant }])).rejects.toMatchObject({ code: 'bad-request' });
  }
  expect(await store.historyState()).toEqual(before);
});

test('a class that becomes another takes its labels and things along; a photo with both labels keeps one; undo parts them again', async () => {
  const { store, ids, ant, added, annotationsOf } = await drawn();
  const emmet = (await store.classesCreate('emmet')).result.id;
  await store.labelsSet([ids[0]!, ids[1]!], ant, 'toggle');
  await store.labelsSet([ids[1]!], emmet, 'toggle');
  const before = await Promise.all(ids.map(annotationsOf));
  const { result } = await store.classesMerge(ant, emmet);
  expect(result).toEqual({ photos: 2, annotations: added.length + 2 });
  expect((await store.classesList()).map(row => row.name)).toEqual(['emmet']);
  expect((await annotationsOf(ids[0]!)).map(row => 'classId' in row && row.classId)).toEqual(Array(6).fill(emmet));
  expect(await annotationsOf(ids[1]!)).toHaveLength(1);
  await store.undo();
  expect(await Promise.all(ids.map(annotationsOf))).toEqual(before);
  await expect(store.classesMerge(ant, ant)).rejects.toMatchObject({ code: 'bad-request' });
});

test('a class is split: what is annotated on the chosen photos becomes a new one', async () => {
  const { store, ids, ant, annotationsOf } = await drawn();
  await store.labelsSet(ids, ant, 'replace');
  const { result } = await store.classesSplit(ant, ids.slice(0, 2), 'wood ant');
  const classOf = async (id: PhotoId) =>
    new Set((await annotationsOf(id)).map(row => ('classId' in row ? row.classId : null)));
  expect(await classOf(ids[0]!)).toEqual(new Set<ClassId>([result.id]));
  expect(await classOf(ids[2]!)).toEqual(new Set<ClassId>([ant]));
  await expect(store.classesSplit(ant, [ids[0]!], 'red ant')).rejects.toMatchObject({ code: 'not-found' });
  await expect(store.classesSplit(ant, [ids[2]!], 'wood ant')).rejects.toMatchObject({ code: 'class-name-taken' });
});

test('a rotated box has the corners of a box turned clockwise about its centre', () => {
  const box = { centreX: 20, centreY: 10, width: 8, height: 4, angle: 0 };
  expect(cornersOfRotatedBox(box)).toEqual([16, 8, 24, 8, 24, 12, 16, 12]);
  const quarter = cornersOfRotatedBox({ ...box, angle: 90 }).map(value => Math.round(value * 1e9) / 1e9);
  // Its left upper corner is at the right now: down in the photo is a larger y.
  expect(quarter).toEqual([22, 6, 22, 14, 18, 14, 18, 6]);
});
