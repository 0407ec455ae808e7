// A test part for a project that has none: a tenth of each class, whole groups, only photos that no run has learned from.
import type { PhotoId } from '../../shared/records/ids.ts';
import type { HealthRow, Store } from '../store/api.ts';

const share = 0.1;
/** A score of fewer photos says next to nothing. */
const fewest = 10;

/** The photos that would be set aside; none where there is a test part already, or where too few photos can be. */
export async function testPartOf(store: Store, rows: readonly HealthRow[]): Promise<PhotoId[]> {
  if (rows.some(({ split }) => split === 'test')) return [];
  const usable = rows.filter(
    ({ classId, excluded, problem, hash }) => classId !== null && !excluded && problem === null && hash !== '',
  );
  if (usable.length * share < fewest) return [];
  const learned = await learnedFrom(store);
  const groups = Map.groupBy(rows, ({ group }) => group);
  const chosen: PhotoId[] = [];
  for (const ofClass of Map.groupBy(usable, ({ classId }) => classId).values()) {
    let wanted = Math.round(ofClass.length * share);
    // By content: the same photos each time, in an order that has nothing to do with their names or folders.
    const inOrder = ofClass.toSorted((one, other) => (one.hash < other.hash ? -1 : 1));
    for (const group of new Set(inOrder.map(row => row.group))) {
      const members = groups.get(group)!;
      if (members.length > wanted || members.some(({ id }) => learned.has(id))) continue;
      wanted -= members.length;
      chosen.push(...members.map(({ id }) => id));
    }
  }
  return chosen.length < fewest ? [] : chosen;
}

async function learnedFrom(store: Store): Promise<Set<PhotoId>> {
  const learned = new Set<PhotoId>();
  for (const { id } of await store.runsList()) {
    for (const photo of await store.runsPhotos(id, 'train')) learned.add(photo.id);
  }
  return learned;
}
