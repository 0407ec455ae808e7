// What is common to the writers of annotations: classes by id, states, things, and numbers without noise.
import { invariant } from '../../../shared/errors.ts';
import type { AnnotatedPhoto } from '../../../shared/records/annotated-photo.ts';
import type { ClassRecord } from '../../../shared/records/class.ts';
import type { Annotation, AnnotationKind } from '../../../shared/records/photo.ts';
import type { BoxGeometry } from '../../../shared/records/shape.ts';

type PhotoSize = Pick<AnnotatedPhoto['photo'], 'widthPx' | 'heightPx'>;
type Label = Extract<Annotation, { kind: 'label' }>;
/** An annotation with a shape. */
export type DrawnThing = Exclude<Annotation, { kind: 'label' | 'nothing' }>;

/** Everything to be written. */
export type Dataset = { readonly classes: readonly ClassRecord[]; readonly photos: readonly AnnotatedPhoto[] };

/** A format that annotations can be written in. */
export type DatasetFormat = {
  readonly id: string;
  readonly extension: string;
  readonly mime: string;
  /** The file's text in pieces, so that 100,000 photos never are one string. */
  readonly write: (dataset: Dataset) => Iterable<string>;
  /** Photos that this format has no way to state honestly and therefore leaves out; for the report. */
  readonly leftOut: (dataset: Dataset) => number;
};

/** Looks classes up by id. */
export function classFinder(
  classes: readonly ClassRecord[],
): (annotation: { readonly classId: number }) => ClassRecord {
  const byId = new Map<number, ClassRecord>(classes.map(record => [record.id, record]));
  return ({ classId }) => {
    const found = byId.get(classId);
    invariant(found, `class ${classId} is annotated and not in the dataset`);
    return found;
  };
}

/** Classes as files number them. */
export const inExportOrder = (classes: readonly ClassRecord[]): readonly ClassRecord[] =>
  classes.toSorted((one, other) => one.exportPosition - other.exportPosition);

export const isThing = (annotation: Annotation): annotation is DrawnThing =>
  annotation.kind !== 'label' && annotation.kind !== 'nothing';

export const thingsOf = ({ annotations }: AnnotatedPhoto): readonly DrawnThing[] => annotations.filter(isThing);

export const labelsOf = ({ annotations }: AnnotatedPhoto): readonly Label[] =>
  annotations.filter(annotation => annotation.kind === 'label');

/** What was stated of one kind: of things, or of the whole photo; `new` is not annotated yet. */
export function stateOf(annotations: readonly Annotation[], kind: AnnotationKind): 'annotated' | 'nothing' | 'new' {
  const states = kind === 'things' ? isThing : (annotation: Annotation) => annotation.kind === 'label';
  if (annotations.some(states)) return 'annotated';
  return annotations.some(annotation => annotation.kind === 'nothing' && annotation.of === kind) ? 'nothing' : 'new';
}

/** Corners in pixels, cut at the photo's edges and rounded to 1/10,000 pixel. */
export function cornersOf(box: BoxGeometry, { widthPx, heightPx }: PhotoSize) {
  return {
    left: rounded(Math.min(Math.max(box.x, 0), widthPx)),
    top: rounded(Math.min(Math.max(box.y, 0), heightPx)),
    right: rounded(Math.min(box.x + box.width, widthPx)),
    bottom: rounded(Math.min(box.y + box.height, heightPx)),
  };
}

/** Without the noise of binary fractions: 0.1 + 0.2 is written 0.3. */
export const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
