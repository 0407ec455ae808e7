// The photos of one reading: each once, however often its files name it, with the splits settled at the end.
import type { Split } from '../../../shared/records/photo.ts';
import type { Notes } from './notes.ts';
import type { ReadAnnotation, ReadPhoto } from './read-dataset.ts';

/** A photo while its files are being read. */
export type GatheredPhoto = {
  readonly name: string;
  readonly file: string | null;
  widthPx: number;
  heightPx: number;
  split: Split | null;
  lookedFor: { photo: boolean; things: boolean };
  readonly annotations: ReadAnnotation[];
  /** Something that was stated of things in it could not be read: that nothing is left does not say that nothing is there. */
  hasLost: boolean;
};

export type PhotoList = {
  /** The photo known by `key` (its file, else what tells it from others), made when it is new; `isNew` false where it was there already. */
  photo(key: string, name: string, file: string | null): { readonly photo: GatheredPhoto; readonly isNew: boolean };
  /** Takes a split from a file; the first one stays. */
  setSplit(photo: GatheredPhoto, split: Split): void;
  /** As they are so far. */
  all(): Iterable<GatheredPhoto>;
  /** All of them in the order in which they came. */
  settled(): readonly ReadPhoto[];
};

export function createPhotoList(notes: Notes): PhotoList {
  const byKey = new Map<string, GatheredPhoto>();
  const moved = new Set<GatheredPhoto>();
  return {
    photo(key, name, file) {
      const known = byKey.get(key);
      if (known !== undefined) return { photo: known, isNew: false };
      const lookedFor = { photo: false, things: false };
      const photo: GatheredPhoto = {
        name,
        file,
        widthPx: 0,
        heightPx: 0,
        split: null,
        lookedFor,
        annotations: [],
        hasLost: false,
      };
      byKey.set(key, photo);
      return { photo, isNew: true };
    },
    setSplit(photo, split) {
      if (photo.split === null) photo.split = split;
      else if (photo.split !== split && !moved.has(photo)) {
        moved.add(photo);
        notes.add('split-twice', photo.name);
      }
    },
    all: () => byKey.values(),
    settled() {
      const photos = [...byKey.values()];
      const sides = new Set(photos.map(({ split }) => split).filter(split => split !== null));
      // One side alone divides nothing: a project of validation photos only could not be trained on.
      const isOneSided = sides.size === 1;
      if (isOneSided) notes.add('split-one-sided', null, { split: [...sides][0]! });
      return photos.map(({ hasLost, ...photo }) => {
        const hasThings = photo.annotations.some(({ shape }) => shape !== null);
        const lookedFor = { ...photo.lookedFor, things: photo.lookedFor.things && (hasThings || !hasLost) };
        return { ...photo, lookedFor, split: isOneSided ? null : photo.split, pixels: null };
      });
    },
  };
}
