// The class table of an import: rows that stay where they are, a fold for rare names, and what a name becomes in one word.
import { describe, expect, test } from 'vitest';
import {
  arrange,
  becomesOf,
  choiceOf,
  commonChoice,
  foundRows,
  howOf,
  isArrangedFor,
  tableRows,
} from '../../../../../src/renderer/features/import/class-rows.ts';
import type { ClassRecord } from '../../../../../src/shared/records/class.ts';
import type { ClassId } from '../../../../../src/shared/records/ids.ts';
import type { Becomes, ImportClass } from '../../../../../src/shared/records/import.ts';

const record = (id: number, name: string): ClassRecord => ({
  id: id as ClassId,
  name,
  colour: id,
  patterned: false,
  key: String(id),
  position: id - 1,
  exportPosition: id - 1,
});
const list = [record(1, 'elephant'), record(2, 'zebra')];
const byId = new Map(list.map(one => [one.id, one]));
const toClass = (id: number): Becomes => ({ kind: 'class', classId: id as ClassId });
const toNew = (name: string): Becomes => ({ kind: 'new', name });
const out: Becomes = { kind: 'leave-out' };

function row(name: string, annotations: number, becomes: Becomes, source = 0): ImportClass {
  const why = becomes.kind === 'class' ? 'same-name' : annotations === 0 ? 'unused' : 'new-class';
  return { key: `${source}-${name}`, name, source, annotations, becomes, why };
}

const rare = Array.from({ length: 20 }, (_, place) => row(`thing ${place}`, 20 - place, toNew(`thing ${place}`), 1));
const classes = [
  row('dog', 9, toNew('dog')),
  row('zebra', 4, toClass(2)),
  row('elephant', 17, toClass(1)),
  row('Elephant', 41, toClass(1)),
  ...rare,
];
const names = (arranged: ReturnType<typeof arrange>, open: readonly number[] = []): string[] =>
  tableRows(classes, arranged, new Set(open)).map(one =>
    one.kind === 'class' ? one.row.name : `${one.rows.length} more`,
  );

describe('the order of the rows', () => {
  test('is that of the project’s classes, then the new ones, then the rarest names behind a fold', () => {
    const shown = names(arrange(classes, list));
    expect(shown.slice(0, 5)).toEqual(['elephant', 'Elephant', 'zebra', 'dog', 'thing 0']);
    expect(shown.at(-1)).toBe('8 more');
    expect(shown).toHaveLength(4 + 12 + 1);
  });
  test('stays when a name is left out, and is made anew when names come in', () => {
    const arranged = arrange(classes, list);
    const changed = classes.map(one => (one.name === 'elephant' ? { ...one, becomes: out } : one));
    expect(isArrangedFor(arranged, changed)).toBe(true);
    expect(tableRows(changed, arranged, new Set())[0]).toMatchObject({ row: { name: 'elephant', becomes: out } });
    expect(isArrangedFor(arranged, [...classes, row('cat', 1, toNew('cat'), 2)])).toBe(false);
  });
  test('shows the names behind a fold that is open', () => {
    expect(names(arrange(classes, list), [1])).toHaveLength(4 + 12 + 1 + 8);
  });
  test('is kept by the names that answer what is looked for, out of their folds', () => {
    const found = (query: string) => foundRows(classes, arrange(classes, list), query);
    expect(found('ELEPH').map(one => one.kind === 'class' && one.row.name)).toEqual(['elephant', 'Elephant']);
    expect(found('thing 1')).toHaveLength(11);
    expect(found('thing 19')).toMatchObject([{ kind: 'class', isInFold: false }]);
    expect(found('whale')).toEqual([]);
  });
  test('has no fold for one or two names', () => {
    const few = [row('dog', 9, toNew('dog')), row('cat', 0, out), row('cow', 0, out)];
    expect(arrange(few, list).folds).toEqual([]);
  });
});

describe('how a name came to its class', () => {
  const how = (one: ImportClass, others: readonly ImportClass[] = []) => howOf(one, [one, ...others], byId);
  test('is seen from the names, whoever chose', () => {
    expect(how(row('zebra', 4, toClass(2)))).toBe('same-name');
    expect(how(row('Zebra', 4, toClass(2)))).toBe('case-differs');
    expect(how(row('plains zebra', 4, toClass(2)))).toBe('merged');
    expect(how(row('dog', 4, toNew('dog')))).toBe('new-class');
    expect(how(row('dog', 4, out))).toBe('left-out');
    expect(how(row('dog', 0, out))).toBe('unused');
  });
  test('tells a new name from one that several share', () => {
    expect(how(row('hound', 4, toNew('dog')))).toBe('renamed');
    expect(how(row('hound', 4, toNew('dog')), [row('dog', 4, toNew('dog'))])).toBe('merged');
  });
});

test('a choice in one word reads back as what it was, also for names with colons', () => {
  for (const becomes of [toClass(12), toNew('a:b'), toNew('out'), out]) {
    expect(becomesOf(choiceOf(becomes))).toEqual(becomes);
  }
});

test('a fold says what all its names become, or that they differ', () => {
  expect(commonChoice([row('a', 1, out), row('b', 1, out)])).toBe('out');
  expect(commonChoice([row('a', 1, toNew('a')), row('b', 1, toNew('b'))])).toBe('new');
  expect(commonChoice([row('a', 1, toNew('a')), row('b', 1, out)])).toBe('mixed');
  expect(commonChoice([row('a', 1, toNew('x'))])).toBe('mixed');
  expect(commonChoice([row('a', 1, toNew('a')), row('b', 0, out)])).toBe('new');
});
