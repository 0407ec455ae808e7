// What is common to the writers of annotations: classes by id, states, things, and numbers without noise.
import { invariant } from '../../../shared/errors.ts';
import type { AnnotatedPhoto } from '../../../shared/records/annotated-photo.ts';
import type { ClassRecord } from '../../../shared/records/class.ts';
import type { Annotation, AnnotationKind } from '../../../shared/records/photo.ts';
import type { BoxGeometry } from '../../../shared/records/shape.ts';
import type { Dataset, WriteOptions } from './write-dataset.ts';
import { isThing } from './writing.ts';

type PhotoSize = Pick<AnnotatedPhoto['photo'], 'widthPx' | 'heightPx'>;
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

/** What was stated of one kind: of things, or of the whole photo; `new` is not annotated yet. */
export function stateOf(annotations: readonly Annotation[], kind: AnnotationKind): 'annotated' | 'nothing' | 'new' {
  const states = kind === 'things' ? isThing : (annotation: Annotation) => annotation.kind === 'label';
  if (annotations.some(states)) return 'annotated';
  return annotations.some(annotation => annotation.kind === 'nothing' && annotation.of === kind) ? 'nothing' : 'new';
}

/**
 * Readers take a photo without things for one that holds none. So in a dataset that states things, photos of which nothing was stated about
 * things are not written; in a dataset of labels alone, nobody looks for things.
 */
export function statedPhotos({ photos }: Dataset): readonly AnnotatedPhoto[] {
  const statesThings = ({ annotations }: AnnotatedPhoto): boolean => stateOf(annotations, 'things') !== 'new';
  return photos.some(statesThings)
    ? photos.filter(statesThings)
    : photos.filter(({ annotations }) => annotations.length > 0);
}

/** What a file calls a photo: its path in the project, or where its copy lies below `images`, which may have another suffix. */
export const nameInImages = (photo: AnnotatedPhoto['photo'], photosAt: WriteOptions['photosAt']): string =>
  photosAt === null ? photo.path : photosAt(photo).replace(/^images\//, '');

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
