// Annotations counted by what they are, in words.
import type { AnnotationCounts } from '../../shared/records/import.ts';
import type { Annotation } from '../../shared/records/photo.ts';
import { shapeKinds } from '../../shared/records/shape.ts';
import type { Text } from '../api/text.tsx';

export const countedKinds = [...shapeKinds, 'label', 'nothing'] as const satisfies (keyof AnnotationCounts)[];

export const totalOf = (counts: AnnotationCounts): number => countedKinds.reduce((sum, kind) => sum + counts[kind], 0);

/** What is drawn on a photo, by kind; labels and "nothing here" are of the whole photo and not counted. */
export function countKinds(drawn: readonly { readonly kind: Annotation['kind'] }[]): Partial<AnnotationCounts> {
  return Object.fromEntries(shapeKinds.map(kind => [kind, drawn.filter(other => other.kind === kind).length]));
}

/** "96 boxes, 47 polygons"; '' where there is none. */
export function countsText({ t }: Pick<Text, 't'>, counts: Partial<AnnotationCounts>): string {
  return countedKinds
    .map(kind => ({ kind, count: counts[kind] ?? 0 }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => t(`shape.${kind}.count`, { count }))
    .join(', ');
}
