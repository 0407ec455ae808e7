// Names of photos in formats that know a photo by its name without suffix: `shelf.jpg` and `shelf.png` of one folder part.
import type { AnnotatedPhoto } from '../../../shared/records/annotated-photo.ts';
import { foldName, stemOf } from './photo-names.ts';
import { sameName } from './write-dataset.ts';

/** What no line of a list can hold: Python ends a line at each of these. */
const lineEnds = /[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g;

/**
 * Name by path of the project: what the photo is called, or that with a stem of its own. Case and Unicode form tell no names apart, as on most
 * disks.
 */
export function distinctNames(photos: readonly AnnotatedPhoto[], called = sameName): ReadonlyMap<string, string> {
  const taken = new Set(photos.map(({ photo }) => foldName(stemOf(called(photo)))));
  const given = new Set<string>();
  const names = new Map<string, string>();
  for (const { photo } of photos) {
    const plain = called(photo).replace(lineEnds, '_');
    let name = plain;
    if (given.has(foldName(stemOf(plain)))) {
      const [stem, suffix] = [stemOf(plain), plain.slice(stemOf(plain).length)];
      const base = `${stem}_${suffix.slice(1)}`;
      for (let number = 1; ; number++) {
        name = `${base}${number === 1 ? '' : `_${number}`}${suffix}`;
        if (!taken.has(foldName(stemOf(name)))) break;
      }
    }
    taken.add(foldName(stemOf(name)));
    given.add(foldName(stemOf(name)));
    names.set(photo.path, name);
  }
  return names;
}
