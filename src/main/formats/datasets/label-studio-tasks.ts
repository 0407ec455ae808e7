// What stands in one task of Label Studio: which of its annotations counts, and the results of it in the long and the short form.
import { listOf, numberOf, objectOf, textOf, type JsonObject } from './json-values.ts';
import { isShapeType } from './label-studio-shapes.ts';
import type { Notes } from './notes.ts';

/** Tasks have data beside annotations or predictions; in the short form the results lie beside the photo itself. */
export function isTask(value: unknown): boolean {
  const task = objectOf(value);
  if (task === null) return false;
  if (objectOf(task['data']) !== null)
    return (
      Array.isArray(task['annotations']) || Array.isArray(task['predictions']) || Array.isArray(task['completions'])
    );
  if (objectOf(objectOf(task['task'])?.['data']) !== null) return Array.isArray(task['result']);
  return shortResults(task).length > 0 || ('annotation_id' in task && 'annotator' in task);
}

/** The same of a task whose end is missing: Label Studio writes the annotations first and the data last. */
export const beginsAsTask = (value: unknown): boolean =>
  isTask(value) || listOf(objectOf(value)?.['annotations']).some(one => Array.isArray(objectOf(one)?.['result']));

/** What one person stated; null where nobody did. Of several annotations of a task the newest counts, unless one is the ground truth. */
export function resultsOf(task: JsonObject, where: string, notes: Notes): readonly JsonObject[] | null {
  if (Array.isArray(task['result'])) return objects(task['result']);
  if (objectOf(task['data']) === null) return shortResults(task);
  const all = objects(task['annotations'] ?? task['completions']);
  const kept = all.filter(({ was_cancelled }) => was_cancelled !== true);
  if (kept.length < all.length) notes.add('label-studio-cancelled', where);
  const truth = kept.filter(({ ground_truth }) => ground_truth === true);
  const newest = (truth.length > 0 ? truth : kept).toSorted((one, other) => timeOf(other) - timeOf(one))[0];
  if (kept.length > 1) notes.add('label-studio-several', where);
  return newest === undefined ? null : objects(newest['result']);
}

const timeOf = (annotation: JsonObject): number =>
  Date.parse(textOf(annotation['updated_at']) || textOf(annotation['created_at'])) || numberOf(annotation['id']) || 0;

const objects = (values: unknown): readonly JsonObject[] =>
  listOf(values)
    .map(objectOf)
    .filter(value => value !== null);

/** JSON-MIN: lists of values with their labels inside under the names of the controls, and choices as texts. */
function shortResults(task: JsonObject): readonly JsonObject[] {
  return Object.entries(task).flatMap(([control, value]): JsonObject[] => {
    const choices = objectOf(value)?.['choices'] ?? (/choice|class|label/i.test(control) ? value : undefined);
    if (typeof choices === 'string' && 'annotation_id' in task)
      return [{ type: 'choices', value: { choices: [choices] } }];
    if (Array.isArray(choices) && choices.every(choice => typeof choice === 'string') && choices.length > 0)
      return [{ type: 'choices', value: { choices } }];
    return objects(value).flatMap(entry => {
      const type = Object.keys(entry).find(key => key.endsWith('labels') && isShapeType(key));
      return type === undefined ? [] : [{ ...entry, type, value: entry }];
    });
  });
}

/** In the result itself, or in one of the same id where shapes and labels are two controls. */
export function labelsOf(result: JsonObject, results: readonly JsonObject[]): readonly string[] {
  const own = labelsIn(result);
  if (own.length > 0 || result['id'] === undefined) return own;
  return results.filter(other => other['id'] === result['id']).flatMap(labelsIn);
}

const labelsIn = (result: JsonObject): readonly string[] =>
  Object.entries(objectOf(result['value']) ?? {})
    .filter(([key]) => key.endsWith('labels'))
    .flatMap(([, labels]) => listOf(labels).map(textOf));
