// Writes what the tables say of a photo into its row of the photo index.
import type { ClassId } from '../../shared/records/ids.ts';
import { photoProblems, splits } from '../../shared/records/photo.ts';
import { stateAnnotated, stateNew, stateNothing, wholeState, type StatePlace } from './photo-entry.ts';
import type { PhotoRows } from './photo-rows.ts';
import type { ListedPhoto } from './tables/listing.ts';
import { problemOf } from './tables/photo.ts';

export function writePhoto({ columns }: PhotoRows, row: number, photo: ListedPhoto): void {
  const [id, , modifiedMs, folderSplit, group, hash, widthPx, heightPx, damaged, missing, excluded, split] = photo;
  const problem = problemOf({ damaged, missing });
  columns.id[row] = id;
  columns.modifiedMs[row] = modifiedMs;
  columns.folderSplit[row] = folderSplit === null ? -1 : splits.indexOf(folderSplit);
  columns.group[row] = group;
  columns.hashHigh[row] = hash === null ? 0 : parseInt(hash.slice(0, 8), 16);
  columns.hashLow[row] = hash === null ? 0 : parseInt(hash.slice(8), 16);
  columns.widthPx[row] = widthPx;
  columns.heightPx[row] = heightPx;
  columns.problem[row] = problem === null ? 0 : photoProblems.indexOf(problem) + 1;
  columns.excluded[row] = excluded;
  columns.split[row] = split === null ? -1 : splits.indexOf(split);
  columns.listed[row] = 1;
}

/** The values that annotations give a row. */
type SaidValues = {
  readonly labels: number;
  readonly things: number;
  readonly boxes: number;
  readonly photoState: StatePlace;
  readonly thingsState: StatePlace;
  readonly state: StatePlace;
};
const unsaid: SaidValues = { labels: 0, things: 0, boxes: 0, photoState: 0, thingsState: 0, state: 0 };

/** What was read before: most photos of a project have what others have. Forgotten with the index. */
const known = new WeakMap<PhotoRows['labelSets'], Map<string, SaidValues>>();
/** A project in which each photo has something else must not fill the memory. */
const mostKnown = 10_000;

/** @param said as `listing.saidOf` gives it. */
function readSaid({ labelSets, thingSets }: PhotoRows, said: string): SaidValues {
  const labels: ClassId[] = [];
  const things = new Map<ClassId, number>();
  let boxes = 0;
  let [isNothing, areNoThings] = [false, false];
  for (const annotation of said.split(',')) {
    const [kind, about, classText] = annotation.split(' ');
    const classId = Number(classText) as ClassId;
    if (kind === 'label') labels.push(classId);
    else if (kind !== 'nothing') {
      boxes++;
      things.set(classId, (things.get(classId) ?? 0) + 1);
    } else if (about === 'photo') isNothing = true;
    else areNoThings = true;
  }
  const counted = Array.from(things, ([classId, count]) => ({ classId, count }));
  const states = {
    photoState: labels.length > 0 ? stateAnnotated : isNothing ? stateNothing : stateNew,
    thingsState: boxes > 0 ? stateAnnotated : areNoThings ? stateNothing : stateNew,
  } as const;
  return {
    labels: labelSets.placeOf(labels, labels.join()),
    things: thingSets.placeOf(counted, counted.map(({ classId, count }) => `${classId}:${count}`).join()),
    boxes,
    ...states,
    state: wholeState(states),
  };
}

/** @param said as `listing.saidOf` gives it; '' where nothing is said of the photo. */
export function writeSaid(rows: PhotoRows, row: number, said: string): void {
  let texts = known.get(rows.labelSets);
  if (texts === undefined || texts.size > mostKnown) {
    texts = new Map([['', unsaid]]);
    known.set(rows.labelSets, texts);
  }
  let values = texts.get(said);
  if (values === undefined) texts.set(said, (values = readSaid(rows, said)));
  const { columns } = rows;
  columns.labels[row] = values.labels;
  columns.things[row] = values.things;
  columns.boxes[row] = values.boxes;
  columns.photoState[row] = values.photoState;
  columns.thingsState[row] = values.thingsState;
  columns.state[row] = values.state;
}
