// What the values and colours of masks mean, when all masks were seen: classes of a table, of VOC, or by their number.
import { ignoreValue, vocNames, type MaskTable } from './mask-values.ts';
import type { Notes } from './notes.ts';

export type Meaning = ReturnType<typeof createMeaning>;

/** What values and colours mean; values that no table knows are classes by their number. */
export function createMeaning(table: MaskTable | null, looksLikeVoc: boolean, notes: Notes) {
  const seen = new Set<string>();
  const known = (key: string): string | null | undefined =>
    key.startsWith('c') ? table?.colours.get(key.slice(1)) : table?.names.get(Number(key.slice(1)));
  return {
    /** Notes that the key occurs; false for what is background or to be ignored in every case. */
    mayBeClass(key: string): boolean {
      seen.add(key);
      const name = known(key);
      if (name !== undefined) return name !== null;
      // White may be the one class of masks that know no other: decided when all were seen.
      return key !== 'v0' && key !== 'c0,0,0' && !(table !== null && key === `v${ignoreValue}`);
    },
    /** The class of a key, when all masks were seen; null for what is to be ignored. */
    nameOf(key: string): string | null {
      const name = known(key);
      if (name !== undefined) return name;
      const others = [...seen].filter(other => !['v0', 'c0,0,0', key].includes(other));
      const isWhite = key === `v${ignoreValue}` || key === 'c255,255,255';
      if (isWhite && others.length === 0) {
        notes.add('masks-binary');
        return 'foreground';
      }
      if (key === `v${ignoreValue}`) return null;
      const value = Number(key.slice(1));
      if (looksLikeVoc && table === null && value >= 1 && value <= vocNames.length) {
        notes.add('masks-voc-names', vocNames[value - 1]!);
        return vocNames[value - 1]!;
      }
      const byNumber = key.startsWith('c') ? `colour ${key.slice(1)}` : `class ${value}`;
      notes.add('masks-class-by-number', byNumber);
      return byNumber;
    },
    table,
  };
}
