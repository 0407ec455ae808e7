// A person at work, to be killed at any moment: does everything that writes to a project, one random act after the other, and says so after
// each that was acknowledged. Run as a program: `node kill-writer.ts <folder> <seed>`.
import { createHash } from 'node:crypto';
import { openStore, runTask, type Store } from '../../src/main/store/index.ts';
import { listBackups } from '../../src/main/store/backup-files.ts';
import { mulberry32 } from '../../src/shared/random.ts';

/** Everything that was said, as one short text. */
export async function stateDigest(store: Store): Promise<string> {
  const said = (await store.annotationsAll()).map(({ photo, annotations }) => [
    photo.path,
    photo.split,
    photo.excluded,
    annotations,
  ]);
  return createHash('sha256')
    .update(JSON.stringify([said, await store.classesList()]))
    .digest('hex')
    .slice(0, 16);
}

const importedPhotos = 300;
type Act = (store: Store) => Promise<Store | void>;

async function work(folder: string, seed: number): Promise<void> {
  const random = mulberry32(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  const sequence = async (store: Store): Promise<number> => (await store.historyState()).last?.sequence ?? 0;
  let store = await openStore({ folder });
  // Those that came with an import go when a restore leads back before it.
  const ids = (await store.photosFiles(null)).filter(file => !file.path.includes('/')).map(file => file.id);
  const photo = () => ids[below(ids.length)]!;

  async function classOf(store: Store) {
    const classes = await store.classesList();
    return classes[below(classes.length)]?.id ?? (await store.classesCreate(`class ${seed} ${below(1e9)}`)).result.id;
  }
  const label: Act = async store => void (await store.labelsSet([photo()], await classOf(store), 'replace'));
  const box: Act = async store => {
    const place = { x: below(100), y: below(100), width: 1 + below(50), height: 1 + below(50) };
    const classId = await classOf(store);
    await store.thingsAdd(photo(), [{ kind: 'box', classId, box: place }]);
  };
  const polygon: Act = async store => {
    const polygonOf = Array.from({ length: 6 }, () => below(300) + random());
    const classId = await classOf(store);
    await store.thingsAdd(photo(), [{ kind: 'polygon', classId, polygon: [polygonOf] }]);
  };
  const many: Act = async store => void (await store.labelsSet(ids, await classOf(store), 'replace'));
  const clear: Act = async store => void (await store.annotationsClear(ids, below(2) ? 'photo' : 'things'));
  const steps: Act = async store => {
    for (let step = below(6); step >= 0; step--) if ((await store.historyState()).undo) await store.undo();
    for (let step = below(4); step >= 0; step--) if ((await store.historyState()).redo) await store.redo();
  };
  const bring: Act = async store => {
    const from = `import ${seed} ${below(1e9)}/`;
    const photos = Array.from({ length: importedPhotos }, (_, place) => ({
      photo: { path: `${from}${place}.jpg`, bytes: 1, modifiedMs: 1, folderClass: null, folderSplit: null },
      split: null,
      nothing: [],
      annotations: [{ class: { newClass: 0 }, shape: null, attributes: {} }],
    }));
    await store.importApply({
      newClasses: [{ name: from }],
      sources: [{ prefix: from, folder: '/away' }],
      photos,
      files: from,
    });
  };
  const backUp: Act = async store => void (await store.backupsMake('work'));
  const reopen: Act = async store => {
    await store.close();
    return openStore({ folder });
  };
  /** To the newest backup, with the later gestures or without them. */
  const restore: Act = async store => {
    const last = await sequence(store);
    const newest = listBackups(folder).find(backup => backup.intact && backup.sequence > 0);
    if (!newest) return undefined;
    const replay = below(2) === 1;
    say(`restoring ${replay ? last : newest.sequence} ${last}`);
    await store.close();
    await runTask({ kind: 'restore-apply', folder, from: { kind: 'backup', id: newest.id }, replay });
    return openStore({ folder });
  };
  const acts: readonly Act[] = [
    label,
    label,
    label,
    box,
    box,
    polygon,
    many,
    clear,
    steps,
    bring,
    backUp,
    reopen,
    restore,
  ];

  for (;;) {
    store = (await acts[below(acts.length)]!(store)) ?? store;
    say(`done ${await sequence(store)} ${await stateDigest(store)}`);
  }
}

if (process.argv[1] === import.meta.filename) await work(process.argv[2]!, Number(process.argv[3]));
