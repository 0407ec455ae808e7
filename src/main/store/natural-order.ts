// The order of names as a person expects it: "photo 9" before "photo 10", case aside, a folder's photos together.

/** A text whose plain comparison gives the natural order of paths. Digit runs are led by their length, `/` sorts before everything else. */
export function naturalKey(path: string): string {
  return path
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('/', '\u0001')
    .replace(/\d+/g, digits => {
      const number = digits.replace(/^0+(?=\d)/, '');
      return `0${String.fromCharCode(0x30 + Math.min(number.length, 0x4f))}${number}`;
    });
}
