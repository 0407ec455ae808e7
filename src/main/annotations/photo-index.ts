// Finds a photo among many by what a file of annotations calls it. Where two fit equally well none is taken: a guess would put one
// photo's annotations on another.

import { baseOf, foldName, stemOf } from '../formats/datasets/photo-names.ts';

/** How well a name fits, best first: the very path, folders and name, the name alone, the name without its suffix. */
export type Fit = 'path' | 'suffix' | 'name' | 'stem';
export type Found =
  | { readonly kind: 'one'; readonly place: number; readonly fit: Fit }
  | { readonly kind: 'several' }
  | { readonly kind: 'none' };

export type PhotoIndex = {
  /** `path`: relative, with `/`. */
  readonly find: (path: string) => Found;
};

const none: Found = { kind: 'none' };

/** `paths`: relative, with `/`; a found photo is named by its place in them. */
export function createPhotoIndex(paths: readonly string[]): PhotoIndex {
  const byPath = new Map<string, number>();
  const byName = new Map<string, number[]>();
  const byStem = new Map<string, number[]>();
  const add = (map: Map<string, number[]>, key: string, place: number): void => {
    const places = map.get(key);
    if (places) places.push(place);
    else map.set(key, [place]);
  };
  paths.forEach((path, place) => {
    const name = foldName(baseOf(path));
    byPath.set(path.normalize('NFC'), place);
    add(byName, name, place);
    add(byStem, stemOf(name), place);
  });

  /** Those of the places that share the most folders with the path, counted from the end. */
  function closest(
    path: string,
    places: readonly number[],
  ): { readonly places: readonly number[]; readonly shared: number } {
    let best: number[] = [];
    let most = -1;
    for (const place of places) {
      const shared = sharedFolders(path, paths[place]!);
      if (shared > most) [best, most] = [[], shared];
      if (shared === most) best.push(place);
    }
    return { places: best, shared: most };
  }

  function choose(path: string, places: readonly number[], fit: Fit): Found {
    const name = baseOf(path).normalize('NFC');
    const sameCase = places.filter(place => baseOf(paths[place]!).normalize('NFC') === name);
    const { places: left, shared } = closest(path, sameCase.length > 0 ? sameCase : places);
    if (left.length > 1) return { kind: 'several' };
    return { kind: 'one', place: left[0]!, fit: fit === 'name' && shared > 0 ? 'suffix' : fit };
  }

  return {
    find(path) {
      const exact = byPath.get(path.normalize('NFC'));
      if (exact !== undefined) return { kind: 'one', place: exact, fit: 'path' };
      const name = foldName(baseOf(path));
      const named = byName.get(name);
      if (named) return choose(path, named, 'name');
      // Some files name photos without their suffix, others with one that was changed since.
      const stemmed = byStem.get(name) ?? byStem.get(stemOf(name));
      return stemmed ? choose(path, stemmed, 'stem') : none;
    },
  };
}

function sharedFolders(one: string, other: string): number {
  const [left, right] = [foldName(one).split('/').reverse(), foldName(other).split('/').reverse()];
  let shared = 1;
  while (shared < left.length && shared < right.length && left[shared] === right[shared]) shared++;
  return shared - 1;
}
