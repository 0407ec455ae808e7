// The grid's question: which photos, in which order, cut into which groups. Loops over columns; nothing is made of a photo that is
// not in the answer.
import type { ClassId } from '../../shared/records/ids.ts';
import {
  foundProblems,
  modelSidePx,
  photoProblems,
  photoStates,
  splits,
  type FoundProblem,
  type PhotoFilter,
} from '../../shared/records/photo.ts';
import {
  columnForms,
  columnNames,
  type PhotoColumns,
  type PhotoGroup,
  type PhotoPage,
} from '../../shared/records/photo-page.ts';
import type { Predictions } from './likeliest.ts';
import type { PathText } from './path-text.ts';
import { stateNothing } from './photo-entry.ts';
import type { PhotoRows } from './photo-rows.ts';

/** What a question is asked of. */
export type Asked = {
  readonly rows: PhotoRows;
  readonly text: PathText;
  readonly predictions: Predictions;
  /** Classes that are there, in their order. */
  readonly classOrder: readonly ClassId[];
  /** Rows in the order of the question; null: as they stand. */
  readonly order: Uint32Array | null;
  /** Rows of what the check of the photos' health found last. */
  readonly found: (problem: FoundProblem) => Iterable<number>;
};

const noGroup = 0xffffffff;

/** 1 where the newest model's likeliest class is among the photo's labels, 0 where it is not, -1 where either is missing. */
export function agreementAt({ columns, labelSets }: PhotoRows, predictions: Predictions, row: number): 1 | 0 | -1 {
  const predicted = predictions.classId[row] ?? 0;
  const labels = labelSets.all[columns.labels[row]!]!;
  if (predicted === 0 || labels.length === 0) return -1;
  return labels.includes(predicted as ClassId) ? 1 : 0;
}

/** Places in a list of values as a table to look into. */
function table(size: number, places: readonly number[]): Uint8Array {
  const wanted = new Uint8Array(size).fill(places.length === 0 ? 1 : 0);
  for (const place of places) wanted[place] = 1;
  return wanted;
}

/** For every row 1 where it has one of the problems; null where none is asked for. */
function troubled({ rows: { columns, count }, found }: Asked, problems: PhotoFilter['problems']): Uint8Array | null {
  if (problems.length === 0) return null;
  const wanted = new Uint8Array(count);
  const reasons = table(
    photoProblems.length + 1,
    problems.map(problem => photoProblems.findIndex(name => name === problem) + 1),
  );
  reasons[0] = 0;
  const isSmall = problems.includes('small');
  for (let row = 0; row < count; row++) {
    const sidePx = Math.min(columns.widthPx[row]!, columns.heightPx[row]!);
    if (reasons[columns.problem[row]!] === 1 || (isSmall && sidePx > 0 && sidePx < modelSidePx)) wanted[row] = 1;
  }
  for (const problem of foundProblems) {
    if (problems.includes(problem)) for (const row of found(problem)) wanted[row] = 1;
  }
  return wanted;
}

/** For every row 1 where the filter takes it. */
function matching(asked: Asked, filter: PhotoFilter): Uint8Array {
  const { rows, text, predictions } = asked;
  const { columns, count, labelSets, thingSets } = rows;
  const states = table(
    photoStates.length,
    filter.states.map(state => photoStates.indexOf(state)),
  );
  const sides = filter.splits.map(split => splits.indexOf(split));
  const problems = troubled(asked, filter.problems);
  const classes = new Set(filter.classIds);
  const labelled = labelSets.all.map(ids => ids.some(id => classes.has(id)));
  const drawn = thingSets.all.map(things => things.some(({ classId }) => classes.has(classId)));
  const agreement = filter.agreement === 'any' ? null : filter.agreement === 'agree' ? 1 : 0;
  const excluded = filter.excluded === 'with' ? null : filter.excluded === 'only' ? 1 : 0;
  const found = new Uint8Array(count);
  const test = (row: number): void => {
    const isFound =
      columns.listed[row] === 1 &&
      (excluded === null || columns.excluded[row] === excluded) &&
      states[columns.state[row]!] === 1 &&
      (sides.length === 0 || sides.includes(columns.split[row]!)) &&
      (problems === null || problems[row] === 1) &&
      (classes.size === 0 || labelled[columns.labels[row]!] === true || drawn[columns.things[row]!] === true) &&
      (agreement === null || agreementAt(rows, predictions, row) === agreement);
    if (isFound) found[row] = 1;
  };
  if (filter.search === '') for (let row = 0; row < count; row++) test(row);
  else text.find(filter.search, test);
  return found;
}

/** Names of the groups in their order, and the place of each row's group among them (`noGroup`: its class is gone). */
function grouping(
  { rows, classOrder }: Asked,
  group: PhotoGroup,
): { readonly keys: readonly string[]; readonly groupOf: (row: number) => number } {
  const { columns, labelSets, thingSets } = rows;
  if (group === 'none') return { keys: ['all'], groupOf: () => 0 };
  if (group === 'split') {
    return {
      keys: [...splits, 'none'],
      groupOf: row => (columns.split[row]! + splits.length + 1) % (splits.length + 1),
    };
  }
  const keys = ['new', ...classOrder.map(id => `class:${id}`), 'several', 'nothing'];
  const [several, nothing] = [keys.length - 2, keys.length - 1];
  const placeOf = new Map(classOrder.map((id, place) => [id, place + 1]));
  const ofClasses = (ids: readonly ClassId[]): number =>
    ids.length === 0 ? -1 : ids.length > 1 ? several : (placeOf.get(ids[0]!) ?? noGroup);
  const ofLabels = labelSets.all.map(ofClasses);
  const ofThings = thingSets.all.map(things => ofClasses(things.map(({ classId }) => classId)));
  return {
    keys,
    groupOf(row) {
      const said = ofLabels[columns.labels[row]!]!;
      const place = said >= 0 ? said : ofThings[columns.things[row]!]!;
      if (place >= 0) return place;
      return columns.state[row] === stateNothing ? nothing : 0;
    },
  };
}

// One loop for each width of number: a loop that meets several kinds of arrays runs ten times as long.
function gathered32(source: Uint32Array, chosen: Uint32Array): ArrayBuffer {
  const column = new Uint32Array(chosen.length);
  for (let place = 0; place < chosen.length; place++) column[place] = source[chosen[place]!]!;
  return column.buffer;
}
function gathered8(source: Uint8Array, chosen: Uint32Array): ArrayBuffer {
  const column = new Uint8Array(chosen.length);
  for (let place = 0; place < chosen.length; place++) column[place] = source[chosen[place]!]!;
  return column.buffer;
}

/** The columns of these rows. Rows that nothing is predicted of may lie beyond the end of the predictions: zeros. */
function gathered({ rows, predictions }: Asked, chosen: Uint32Array): PhotoColumns {
  const sources = {
    ...rows.columns,
    predictedClass: predictions.classId,
    predictedProbability: predictions.probability,
  };
  const made = columnNames.map(name => {
    const { buffer, byteOffset, length } = sources[name];
    const Form = columnForms[name];
    const isByte = Form.BYTES_PER_ELEMENT === 1;
    return [
      name,
      new Form(
        isByte
          ? gathered8(new Uint8Array(buffer, byteOffset, length), chosen)
          : gathered32(new Uint32Array(buffer, byteOffset, length), chosen),
      ),
    ] as const;
  });
  return { ...Object.fromEntries(made), labelSets: rows.labelSets.all } as unknown as PhotoColumns;
}

export function queryPhotos(asked: Asked, filter: PhotoFilter, group: PhotoGroup): PhotoPage {
  const { rows, order } = asked;
  const found = matching(asked, filter);
  const { keys, groupOf } = grouping(asked, group);
  const counts = new Uint32Array(keys.length);
  const groups = new Uint32Array(rows.count).fill(noGroup);
  for (let row = 0; row < rows.count; row++) {
    if (found[row] === 0) continue;
    const place = groupOf(row);
    groups[row] = place;
    if (place === noGroup) found[row] = 0;
    else counts[place]!++;
  }
  const nexts = new Uint32Array(keys.length);
  for (let place = 1; place < keys.length; place++) nexts[place] = nexts[place - 1]! + counts[place - 1]!;
  const chosen = new Uint32Array(counts.reduce((sum, one) => sum + one, 0));
  for (let place = 0; place < rows.count; place++) {
    const row = order === null ? place : order[place]!;
    if (found[row] === 1) chosen[nexts[groups[row]!]!++] = row;
  }
  return {
    columns: gathered(asked, chosen),
    groups: keys.flatMap((key, place) => (counts[place]! > 0 ? [{ key, count: counts[place]! }] : [])),
  };
}
