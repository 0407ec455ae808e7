// What the store of a large project takes: opening, every question of the grid, gestures, a class with 5,000 boxes, everything for an export.
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { openStore, type Store } from '../../src/main/store/index.ts';
import type { ClassId, PhotoId } from '../../src/shared/records/ids.ts';
import { photoFilter } from '../../src/shared/records/photo.ts';
import { photoPageBytes, type PhotoGroup, type PhotoSort } from '../../src/shared/records/photo-page.ts';
import { timesOf, type Times } from './percentiles.ts';

export type Row = Readonly<Record<string, number>>;
const asked = 60;
const gestures = 200;

/** Bytes that this process has given to the disk, whatever file it was. */
const writtenBytes = (): number => Number(/^wchar: (\d+)/m.exec(readFileSync('/proc/self/io', 'utf8'))![1]);

const toRow = ({ p50Ms, p95Ms, firstMs }: Times): Row => ({ p50Ms, p95Ms, firstMs });

async function questions(store: Store, classId: ClassId): Promise<Record<string, Row>> {
  const all: [string, object, PhotoSort, PhotoGroup][] = [
    ['everything by name', {}, 'name', 'none'],
    ['everything by state and class', {}, 'name', 'state-class'],
    ['a class', { classIds: [classId] }, 'name', 'state-class'],
    ['not annotated', { states: ['new'] }, 'name', 'none'],
    ['validation', { splits: ['validation'] }, 'name', 'split'],
    ['disagreeing with the model', { agreement: 'disagree' }, 'name', 'none'],
    ['uncertain first', {}, 'uncertain', 'none'],
    ['newest first', {}, 'newest', 'none'],
    ['left out', { excluded: 'only' }, 'name', 'none'],
    ['missing', { problems: ['missing'] }, 'name', 'none'],
    ['file name with 99', { search: '99' }, 'name', 'none'],
    ['a file name that none has', { search: 'nowhere' }, 'name', 'none'],
  ];
  const rows: Record<string, Row> = {};
  for (const [name, filter, sort, group] of all) {
    const parsed = photoFilter.parse(filter);
    rows[`query: ${name}`] = toRow(await timesOf(asked, () => store.photosQuery(parsed, sort, group)));
  }
  rows['counts'] = toRow(await timesOf(asked, () => store.photosCounts()));
  const page = await store.photosQuery(photoFilter.parse({}), 'name', 'state-class');
  rows['the answer as bytes'] = {
    ...toRow(await timesOf(20, () => Promise.resolve(photoPageBytes.write(page)))),
    mb: photoPageBytes.write(page).byteLength / 1e6,
  };
  return rows;
}

async function gesturesOf(store: Store, classId: ClassId): Promise<Record<string, Row>> {
  const before = writtenBytes();
  const label = await timesOf(gestures, turn => store.labelsSet([(1 + turn) as PhotoId], classId, 'toggle'));
  const kb = (writtenBytes() - before) / gestures / 1e3;
  const everything = photoFilter.parse({});
  const between = await timesOf(asked, async turn => {
    await store.labelsSet([(1 + turn) as PhotoId], classId, 'toggle');
    return store.photosQuery(everything, 'name', 'state-class');
  });
  return {
    'a label on disk': { ...toRow(label), writtenKb: kb },
    'a label, then the whole list': toRow(between),
    undo: toRow(await timesOf(gestures, () => store.undo())),
    redo: toRow(await timesOf(gestures, () => store.redo())),
  };
}

/** A class of 5,000 boxes deleted and brought back. */
async function largeClass(store: Store): Promise<Record<string, Row>> {
  const { result } = await store.classesCreate('to be deleted');
  const things = Array.from({ length: 50 }, (_, place) => {
    const box = { x: place, y: 1, width: 10, height: 10 };
    return { kind: 'box', classId: result.id, box } as const;
  });
  for (let photo = 1; photo <= 100; photo++) await store.thingsAdd(photo as PhotoId, things);
  const deleted = await timesOf(1, () => store.classesDelete(result.id));
  const undone = await timesOf(1, () => store.undo());
  return {
    'a class with 5,000 boxes deleted': { firstMs: deleted.firstMs },
    'and brought back': { firstMs: undone.firstMs },
  };
}

/** Everything annotated, page by page, as the exporters read it. */
async function everythingAnnotated(store: Store): Promise<Row> {
  let photos = 0;
  const { firstMs } = await timesOf(1, async () => {
    for (let after = ''; ;) {
      const page = await store.annotationsPage(after, 2_000);
      photos += page.length;
      if (page.length < 2_000) return;
      after = page.at(-1)!.photo.path;
    }
  });
  return { firstMs, photos };
}

/** What a model says of every photo: right of two thirds of them. */
async function predict(folder: string): Promise<void> {
  const store = await openStore({ folder });
  try {
    const classes = await store.classesList();
    const run = await store.runsCreate({}, await store.snapshot());
    const files = await store.photosFiles(null);
    const rows = files.map(({ id: photoId }, place) => ({
      photoId,
      top: [{ classId: classes[place % 2]!.id, probability: 0.5 + (place % 500) / 1000 }],
    }));
    await store.predictionsWrite(run, rows);
    const nothing = { seconds: 1, score: null, report: null, error: null };
    await store.runsFinish(run, { ...nothing, state: 'finished', modelId: 'made' });
  } finally {
    await store.close();
  }
}

/** The project in `folder`, which has classes and labels. */
export async function scaleStore(folder: string): Promise<Record<string, Row>> {
  await predict(folder);
  const openedMs = performance.now();
  const store = await openStore({ folder });
  const openMs = performance.now() - openedMs;
  try {
    const [first] = await store.classesList();
    const firstAnswer = await timesOf(1, () => store.photosQuery(photoFilter.parse({}), 'name', 'state-class'));
    const bytes = statSync(path.join(folder, 'project.fovea')).size;
    return {
      'the store opened': { firstMs: openMs, mb: bytes / 1e6 },
      'the first list': { firstMs: firstAnswer.firstMs },
      ...(await questions(store, first!.id)),
      ...(await gesturesOf(store, first!.id)),
      ...(await largeClass(store)),
      'everything annotated, for an export': await everythingAnnotated(store),
    };
  } finally {
    await store.close();
  }
}
