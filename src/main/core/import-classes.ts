// What every class of the files becomes: a class of the project, a new one, or nothing; as far as nobody chose, by its name.
import type { ClassRecord } from '../../shared/records/class.ts';
import type { ClassId } from '../../shared/records/ids.ts';
import type { Becomes, ImportClass } from '../../shared/records/import.ts';
import type { SourceRead } from './import-read.ts';

/** null: left out. */
export type Resolved = ClassId | { readonly newClass: number } | null;

export type ResolvedClasses = {
  readonly rows: readonly ImportClass[];
  /** By place of the source, then by place of the class in it. */
  readonly of: ReadonlyMap<number, readonly Resolved[]>;
  readonly newClasses: readonly string[];
};

export const classKey = (source: number, classPlace: number): string => `${source}-${classPlace}`;
const longestName = 200;
const plain = (name: string): string => name.normalize('NFC').trim();
const fold = (name: string): string => plain(name).toLowerCase();

export function resolveClasses(
  sources: readonly SourceRead[],
  choices: ReadonlyMap<string, Becomes>,
  classes: readonly ClassRecord[],
): ResolvedClasses {
  const rows = sources.flatMap(source => rowsOf(source, choices, classes));
  const newPlaces = new Map<string, number>();
  const idOf = new Map(classes.map(({ name, id }) => [name, id]));
  const resolve = ({ becomes }: ImportClass): Resolved => {
    if (becomes.kind === 'leave-out') return null;
    if (becomes.kind === 'class') return becomes.classId;
    const name = plain(becomes.name);
    // A new class that is called like one of the project is that one.
    const known = idOf.get(name);
    if (known !== undefined) return known;
    if (!newPlaces.has(name)) newPlaces.set(name, newPlaces.size);
    return { newClass: newPlaces.get(name)! };
  };
  const of = new Map(sources.map(({ place }) => [place, rows.filter(row => row.source === place).map(resolve)]));
  return { rows, of, newClasses: [...newPlaces.keys()] };
}

function rowsOf(
  { place, outcome, perClass }: SourceRead,
  choices: ReadonlyMap<string, Becomes>,
  classes: readonly ClassRecord[],
): ImportClass[] {
  const exact = new Map(classes.map(record => [plain(record.name), record.id]));
  const folded = Map.groupBy(classes, record => fold(record.name));
  const names = outcome.classes.map(plain);
  const inFile = Map.groupBy(names, fold);
  return names.map((name, at): ImportClass => {
    const annotations = perClass[at] ?? 0;
    const key = classKey(place, at);
    const row = { key, name: outcome.classes[at]!, source: place, annotations };
    const chosen = choices.get(key);
    const isThere = chosen?.kind !== 'class' || classes.some(({ id }) => id === chosen.classId);
    if (chosen !== undefined && isThere) return { ...row, becomes: chosen, why: 'chosen' };
    const same = exact.get(name);
    if (annotations === 0 || name === '') return { ...row, becomes: { kind: 'leave-out' }, why: 'unused' };
    if (same !== undefined) return { ...row, becomes: { kind: 'class', classId: same }, why: 'same-name' };
    // Letters are classes in some data: A and a are two where the file, or the project, has both.
    const alike = folded.get(fold(name)) ?? [];
    if (alike.length === 1 && inFile.get(fold(name))!.length === 1)
      return { ...row, becomes: { kind: 'class', classId: alike[0]!.id }, why: 'case-differs' };
    return { ...row, becomes: { kind: 'new', name: name.slice(0, longestName) }, why: 'new-class' };
  });
}
