// Random walks of gestures, undo and redo through a project, beside a model that keeps every state in memory (safety.md, F11).
import assert from 'node:assert/strict';
import path from 'node:path';
import type { ScannedPhoto } from '../../src/main/store/api.ts';
import { openStore, type Store } from '../../src/main/store/index.ts';
import { mulberry32 } from '../../src/shared/random.ts';
import type { ClassId, PhotoId } from '../../src/shared/records/ids.ts';
import { photoFilter, type Annotation } from '../../src/shared/records/photo.ts';
import { plainColumns } from './plain-columns.ts';

const photos = 9;
const everything = photoFilter.parse({ excluded: 'with' });
const withoutId = ({ id: _, ...annotation }: Annotation) => annotation;

/** Everything a person made, as plain data; annotations without their ids, which undo may give anew. */
async function stateOf(store: Store) {
  const columns = plainColumns(await store.photosQuery(everything, 'name', 'none'));
  return {
    photos: (await store.photosRead(columns.id)).map(({ id, excluded, split, annotations }) => ({
      id,
      excluded,
      split,
      annotations: annotations.map(annotation => JSON.stringify(withoutId(annotation))).sort(),
    })),
    classes: await store.classesList(),
  };
}

type UndoWalks = { readonly gestures: number; readonly undone: number; readonly redone: number };

/**
 * `walks` of `steps` each in a new project below `home`: each goes on from where the last one ended, and at its end is undone to its
 * beginning and redone. The project is reopened once, in the midst of the middle one. Throws an AssertionError where it is not what the
 * model says.
 */
export async function undoWalks(
  home: string,
  { seed, walks, steps }: { readonly seed: number; readonly walks: number; readonly steps: number },
): Promise<UndoWalks> {
  const random = mulberry32(seed);
  const folder = path.join(home, `walks ${seed}`);
  let store = await openStore({ folder, create: { name: 'Walks', photosFolder: '/photos', seed, sample: false } });
  const counts = { gestures: 0, undone: 0, redone: 0 };
  try {
    const found = Array.from({ length: photos }, (_, place) => scanned(`photo ${place}.jpg`));
    await store.scanApply(found, [], false);
    await readContent(store);
    const ids = (await store.photosFiles(null)).map(file => file.id);
    const gestures = gesturesOf(() => store, ids, random);
    const beginning = await stateOf(store);

    async function walk(isReopened: boolean): Promise<void> {
      const past = [await stateOf(store)];
      let future: (typeof past)[number][] = [];
      const isAsModelled = async (): Promise<void> => assert.deepEqual(await stateOf(store), past.at(-1));
      const undo = async (): Promise<void> => {
        await store.undo();
        future.push(past.pop()!);
        counts.undone += 1;
        await isAsModelled();
      };
      const redo = async (): Promise<void> => {
        await store.redo();
        past.push(future.pop()!);
        counts.redone += 1;
        await isAsModelled();
      };
      const gesture = async (): Promise<void> => {
        const classes = past.at(-1)!.classes.map(row => row.id);
        const before = (await store.historyState()).last?.sequence ?? 0;
        await gestures[classes.length === 0 ? 0 : Math.floor(random() * gestures.length)]!(classes);
        if (((await store.historyState()).last?.sequence ?? 0) === before) return;
        past.push(await stateOf(store));
        future = [];
        counts.gestures += 1;
      };
      for (let taken = 1; taken <= steps; taken++) {
        const turn = random();
        if (turn < 0.3 && past.length > 1) await undo();
        else if (turn < 0.5 && future.length > 0) await redo();
        else await gesture();
        if (!isReopened || taken !== Math.ceil(steps / 2)) continue;
        await store.close();
        store = await openStore({ folder });
        await isAsModelled();
      }
      while (past.length > 1) await undo();
      while (future.length > 0) await redo();
    }
    for (let number = 0; number < walks; number++) await walk(number === Math.floor(walks / 2));
    while ((await store.historyState()).undo !== null) await store.undo();
    assert.deepEqual(await stateOf(store), beginning);
    return counts;
  } finally {
    await store.close();
  }
}

const scanned = (place: string): ScannedPhoto => ({
  path: place,
  bytes: 1000,
  modifiedMs: 1_700_000_000_000,
  folderClass: null,
  folderSplit: null,
});

/** Every photo has a content of its own. */
async function readContent(store: Store): Promise<void> {
  const none = { problem: null, orientation: 1, takenMs: null, nearHash: null, note: null } as const;
  const pending = await store.scanPending(1_000);
  await store.scanContent(
    pending.map(({ id }) => ({ id, hash: String(id).padStart(64, '0'), widthPx: 640, heightPx: 480, ...none })),
  );
}

type Gesture = (classes: readonly ClassId[]) => Promise<unknown>;

/** What a person can do, the first of it without a class. Some of it changes nothing in some states and is then no gesture. */
function gesturesOf(storeNow: () => Store, ids: readonly PhotoId[], random: () => number): readonly Gesture[] {
  let made = 0;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const box = () => ({ x: random() * 100, y: random() * 100, width: 1 + random() * 50, height: 1 + random() * 50 });
  const some = (): PhotoId[] => ids.filter(() => random() < 0.4);
  return [
    () => storeNow().classesCreate(`class ${made++}`),
    classes => storeNow().labelsSet(some(), pick(classes), pick(['replace', 'toggle'])),
    classes => storeNow().labelsSet([pick(ids)], pick(classes), 'replace'),
    classes => storeNow().thingsAdd(pick(ids), [{ kind: 'box', classId: pick(classes), box: box() }]),
    () => storeNow().annotationsNothing(some(), pick(['photo', 'things'])),
    () => storeNow().annotationsClear(some(), pick(['photo', 'things'])),
    () => storeNow().photosExclude(some(), random() < 0.5),
    () => storeNow().photosSetSplit([pick(ids)], pick(['train', 'validation'])),
    classes => storeNow().classesUpdate(pick(classes), { name: `renamed ${made++}`, key: pick(['1', '5', null]) }),
    classes => (random() < 0.3 ? storeNow().classesDelete(pick(classes)) : storeNow().historyState()),
    async () => {
      const boxes = (await storeNow().photosRead(ids)).flatMap(photo =>
        photo.annotations.filter(row => row.kind === 'box'),
      );
      if (boxes.length > 0) await storeNow().thingsUpdate(pick(boxes).id, { shape: { kind: 'box', box: box() } });
    },
    classes => {
      const corners = Array.from({ length: 8 }, () => random() * 100);
      const turned = { centreX: random() * 100, centreY: 50, width: 3, height: 4, angle: random() * 359 };
      return storeNow().thingsAdd(pick(ids), [
        { kind: 'polygon', classId: pick(classes), polygon: [corners] },
        { kind: 'rotated-box', classId: pick(classes), rotatedBox: turned },
      ]);
    },
    async classes => {
      const [from, into] = [pick(classes), pick(classes)];
      if (from !== into && random() < 0.3) await storeNow().classesMerge(from, into);
    },
    async classes => {
      const [id, chosen] = [pick(classes), some()];
      const has = (await storeNow().photosRead(chosen)).some(photo =>
        photo.annotations.some(row => 'classId' in row && row.classId === id),
      );
      if (has) await storeNow().classesSplit(id, chosen, `split ${made++}`);
    },
    () => storeNow().photosKeepTogether([[pick(ids), pick(ids)]]),
    async () => {
      const [photo, sequence] = [pick(ids), Math.floor(random() * made * 10)];
      const living = new Set((await storeNow().classesList()).map(row => row.id));
      const then = (await storeNow().historyOfPhoto(photo)).find(state => state.sequence <= sequence)!;
      if (then.annotations.every(row => !('classId' in row) || living.has(row.classId)))
        await storeNow().historyRestorePhoto(photo, sequence);
    },
    () =>
      storeNow().importApply({
        newClasses: [{ name: `imported ${made}` }],
        sources: [{ prefix: 'more/', folder: '/more' }],
        files: 'more.json',
        photos: [
          {
            photo: scanned(`more/${made++}.jpg`),
            split: 'test',
            nothing: [],
            annotations: [{ class: { newClass: 0 }, shape: { kind: 'box', box: box() }, attributes: { score: 0.5 } }],
          },
        ],
      }),
  ];
}
