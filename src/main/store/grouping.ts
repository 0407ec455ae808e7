// Photos that belong together: sets of them become groups that a split never parts, as one gesture.
import { AppError } from '../../shared/errors.ts';
import type { PhotoId } from '../../shared/records/ids.ts';
import type { Done } from './api.ts';
import type { Gestures } from './gestures.ts';
import type { PhotoIndex } from './photo-index.ts';
import type { Tables } from './tables/index.ts';

/** Sides in the order in which they win: what was trained on must never be judged, and what is judged is too precious to be given away. */
const order = ['train', 'validation', 'test', null] as const;

export function groupMethods(tables: Tables, index: PhotoIndex, gestures: Gestures) {
  /** Read from the table: an earlier set of the same gesture may have moved the photo. */
  function groupOf(id: PhotoId): number {
    const photo = index.get(id) && tables.photo.identity(id);
    if (!photo) throw new AppError('not-found', { what: `photo ${id}` });
    return photo.groupId;
  }
  const sideOf = (group: number): number => order.indexOf(tables.group.tracked.read(group)?.split ?? null);

  return {
    /** The whole of each group moves, so that copies stay with their photo. The side of `train` wins: adding to it flatters no score. */
    photosKeepTogether: (sets: readonly (readonly PhotoId[])[]): Done =>
      gestures.run('kept-together', recorder => {
        let [photos, groups] = [0, 0];
        for (const set of sets) {
          const joined = [...new Set(set.map(groupOf))];
          const home = joined.toSorted((one, other) => sideOf(one) - sideOf(other))[0]!;
          if (joined.length > 1) groups++;
          for (const group of joined) {
            if (group === home) continue;
            for (const id of tables.photo.ofGroup(group)) {
              recorder.write('photo_home', id, { groupId: home });
              photos++;
            }
          }
        }
        return { result: null, details: { photos, groups } };
      }),
  };
}
