// The order of names as a person expects it: "photo 9" before "photo 10", case aside, a folder's photos together.

/** Between paths that are folded together: no file system has it in a name. */
const between = '\0';

/**
 * Texts whose plain comparison gives the natural order of paths. Digit runs are led by their length, `/` sorts before everything else. All
 * are folded in one text: one by one takes twice as long.
 */
export function naturalKeys(paths: readonly string[]): string[] {
  if (paths.length === 0) return [];
  return paths
    .join(between)
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('/', '\u0001')
    .replace(/\d+/g, digits => {
      const number = digits.startsWith('0') ? digits.replace(/^0+(?=\d)/, '') : digits;
      return `0${String.fromCharCode(0x30 + Math.min(number.length, 0x4f))}${number}`;
    })
    .split(between);
}

/** The order by key, then by path; null where they stand in it already. */
export function orderOf(keys: readonly string[], paths: readonly string[]): Uint32Array | null {
  const compare = (one: number, other: number): number =>
    keys[one]! < keys[other]! ? -1 : keys[one]! > keys[other]! ? 1 : paths[one]! < paths[other]! ? -1 : 1;
  let isInOrder = true;
  for (let place = 1; isInOrder && place < keys.length; place++) isInOrder = compare(place - 1, place) < 0;
  return isInOrder ? null : Uint32Array.from(keys.keys()).sort(compare);
}
