// Edits of which nobody knows whether they were written, because the core died before it answered. Before one is sent again the photo is
// looked at, so that no box is there twice and no label is toggled back.
import type { AnnotationId } from '../../../shared/records/ids.ts';
import type { Annotation } from '../../../shared/records/photo.ts';
import type { Edit } from './edits.ts';

/** Pixels: the core may round a place a little. */
const samePx = 0.01;

/** What the core has made of the edit, by the photo's annotations before it and now; undefined where it was not written. */
export function outcomeIn(
  edit: Edit,
  before: readonly Annotation[],
  now: readonly Annotation[],
): Annotation | null | undefined {
  switch (edit.kind) {
    case 'add-thing': {
      const known: ReadonlySet<AnnotationId> = new Set(before.map(({ id }) => id));
      return now.find(other => !known.has(other.id) && isLike(other, { ...edit.shape, classId: edit.classId }));
    }
    case 'delete-thing':
      return now.some(({ id }) => id === edit.id) ? undefined : null;
    case 'set-label':
      return edit.how === 'toggle' && hasLabel(now, edit) !== hasLabel(before, edit) ? null : undefined;
    default:
      return undefined; // done twice these are as done once
  }
}

const hasLabel = (annotations: readonly Annotation[], { classId }: Extract<Edit, { kind: 'set-label' }>): boolean =>
  annotations.some(other => other.kind === 'label' && other.classId === classId);

/** Whether `found` holds everything that `drawn` does, numbers to within a hundredth of a pixel. */
function isLike(found: unknown, drawn: unknown): boolean {
  if (typeof drawn === 'number') return typeof found === 'number' && Math.abs(found - drawn) < samePx;
  if (typeof drawn !== 'object' || drawn === null) return found === drawn;
  if (typeof found !== 'object' || found === null) return false;
  if (Array.isArray(drawn) && (!Array.isArray(found) || found.length !== drawn.length)) return false;
  return Object.entries(drawn).every(([key, value]) => isLike((found as Record<string, unknown>)[key], value));
}
