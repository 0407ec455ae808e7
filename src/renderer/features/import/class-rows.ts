// The class table of an import: in which order its rows stand, which are folded away, and how each came to its class.
import type { ClassRecord } from '../../../shared/records/class.ts';
import type { ClassId } from '../../../shared/records/ids.ts';
import type { Becomes, ImportClass } from '../../../shared/records/import.ts';
import { rank } from '../../components/overlays/matching.ts';

/** Names of one source that no class of the project answers; beyond so many the rarest are folded. */
const mostUnmatched = 12;
/** Fewer are not worth a fold. */
const fewestFolded = 3;

/** Keys of the rows in their order, and those that stand behind a fold of their source. */
export type Arrangement = {
  readonly order: readonly string[];
  readonly folds: readonly { readonly source: number; readonly keys: readonly string[] }[];
};

export type TableRow =
  | { readonly kind: 'class'; readonly row: ImportClass; readonly isInFold: boolean }
  | { readonly kind: 'fold'; readonly source: number; readonly rows: readonly ImportClass[]; readonly isOpen: boolean };

const isMatched = ({ why }: ImportClass): boolean => why === 'same-name' || why === 'case-differs';

/**
 * Made once for a set of names, so that no row moves under the hand when its class is changed: names of the same class together, in
 * the project's order, then new classes, then what is left out.
 */
export function arrange(classes: readonly ImportClass[], list: readonly ClassRecord[]): Arrangement {
  const folds = [...new Set(classes.map(({ source }) => source))].flatMap(source => {
    const open = classes.filter(row => row.source === source && !isMatched(row));
    const byCount = [...open].sort((a, b) => b.annotations - a.annotations);
    const folded = new Set(byCount.filter((row, place) => place >= mostUnmatched || row.annotations === 0));
    return folded.size < fewestFolded ? [] : [{ source, keys: byCount.filter(row => folded.has(row)).map(keyOf) }];
  });
  const folded = new Set(folds.flatMap(({ keys }) => keys));
  const placeOf = new Map(list.map(({ id }, place) => [id, place]));
  const rank = ({ becomes }: ImportClass): number =>
    becomes.kind === 'class'
      ? (placeOf.get(becomes.classId) ?? list.length)
      : list.length + (becomes.kind === 'new' ? 1 : 2);
  const order = classes
    .map((row, place) => ({ row, place }))
    .filter(({ row }) => !folded.has(row.key))
    .sort((a, b) => rank(a.row) - rank(b.row) || a.place - b.place)
    .map(({ row }) => row.key);
  return { order, folds };
}

const keyOf = ({ key }: ImportClass): string => key;

/** The arrangement is of exactly these names. */
export function isArrangedFor({ order, folds }: Arrangement, classes: readonly ImportClass[]): boolean {
  const keys = new Set([...order, ...folds.flatMap(fold => fold.keys)]);
  return keys.size === classes.length && classes.every(({ key }) => keys.has(key));
}

/** `openSources`: whose folds are open. */
export function tableRows(
  classes: readonly ImportClass[],
  { order, folds }: Arrangement,
  openSources: ReadonlySet<number>,
): TableRow[] {
  const byKey = new Map(classes.map(row => [row.key, row]));
  const found = (keys: readonly string[]): ImportClass[] => keys.flatMap(key => byKey.get(key) ?? []);
  return [
    ...found(order).map((row): TableRow => ({ kind: 'class', row, isInFold: false })),
    ...folds.flatMap(({ source, keys }): TableRow[] => {
      const rows = found(keys);
      const isOpen = openSources.has(source);
      const inside = isOpen ? rows.map((row): TableRow => ({ kind: 'class', row, isInFold: true })) : [];
      return [{ kind: 'fold', source, rows, isOpen }, ...inside];
    }),
  ];
}

/** Those whose name answers what is looked for, in the same order, out of their folds. */
export function foundRows(
  classes: readonly ImportClass[],
  { order, folds }: Arrangement,
  query: string,
): readonly TableRow[] {
  const byKey = new Map(classes.map(row => [row.key, row]));
  return [...order, ...folds.flatMap(({ keys }) => keys)]
    .flatMap(key => byKey.get(key) ?? [])
    .filter(({ name }) => rank(name, query) < Infinity)
    .map(row => ({ kind: 'class', row, isInFold: false }));
}

export type How = 'same-name' | 'case-differs' | 'merged' | 'renamed' | 'new-class' | 'left-out' | 'unused';

/** How a name of a file and its class are related now, whoever decided it. */
export function howOf(row: ImportClass, classes: readonly ImportClass[], byId: ReadonlyMap<ClassId, ClassRecord>): How {
  const { becomes } = row;
  if (becomes.kind === 'leave-out') return row.annotations === 0 ? 'unused' : 'left-out';
  const name = becomes.kind === 'class' ? (byId.get(becomes.classId)?.name ?? '') : becomes.name;
  const isSame = name === row.name;
  if (becomes.kind === 'new' && isSame) return 'new-class';
  if (isSame) return 'same-name';
  if (becomes.kind === 'class') return name.toLowerCase() === row.name.toLowerCase() ? 'case-differs' : 'merged';
  const isShared = classes.some(other => other !== row && other.becomes.kind === 'new' && other.becomes.name === name);
  return isShared ? 'merged' : 'renamed';
}

const leaveOut = 'out';

/** One text for each choice, for a list that a person chooses from. */
export function choiceOf(becomes: Becomes): string {
  if (becomes.kind === 'leave-out') return leaveOut;
  return becomes.kind === 'class' ? `class:${becomes.classId}` : `new:${becomes.name}`;
}

export function becomesOf(choice: string): Becomes {
  if (choice === leaveOut) return { kind: 'leave-out' };
  const value = choice.slice(choice.indexOf(':') + 1);
  return choice.startsWith('class:')
    ? { kind: 'class', classId: Number(value) as ClassId }
    : { kind: 'new', name: value };
}

/** Those with annotations; all, where none has any. What a name without annotations becomes changes nothing. */
export function usedRows(rows: readonly ImportClass[]): readonly ImportClass[] {
  const used = rows.filter(({ annotations }) => annotations > 0);
  return used.length > 0 ? used : rows;
}

/** What all these names become: nothing, a new class each, or not the same for all. */
export function commonChoice(all: readonly ImportClass[]): 'out' | 'new' | 'mixed' {
  const rows = usedRows(all);
  if (rows.every(({ becomes }) => becomes.kind === 'leave-out')) return 'out';
  return rows.every(({ becomes, name }) => becomes.kind === 'new' && becomes.name === name) ? 'new' : 'mixed';
}
