// What a person did to a photo but the core has not confirmed yet, and how it looks on top of what the core last said.
import type { AnnotationId, ClassId, PhotoId } from '../../../shared/records/ids.ts';
import type { Annotation, AnnotationKind } from '../../../shared/records/photo.ts';
import type { Shape } from '../../../shared/records/shape.ts';

/** A finished gesture. A thing that the core does not know yet has a negative id. */
export type Edit =
  | {
      readonly kind: 'add-thing';
      readonly photoId: PhotoId;
      readonly id: AnnotationId;
      readonly classId: ClassId;
      readonly shape: Shape;
    }
  | {
      readonly kind: 'change-thing';
      readonly photoId: PhotoId;
      readonly id: AnnotationId;
      readonly classId?: ClassId;
      readonly shape?: Shape;
    }
  | { readonly kind: 'delete-thing'; readonly photoId: PhotoId; readonly id: AnnotationId }
  | {
      readonly kind: 'set-label';
      readonly photoId: PhotoId;
      readonly classId: ClassId;
      readonly how: 'replace' | 'toggle';
    }
  | { readonly kind: 'nothing'; readonly photoId: PhotoId; readonly of: AnnotationKind }
  | { readonly kind: 'clear'; readonly photoId: PhotoId; readonly of: AnnotationKind };

export function kindOf(annotation: Annotation): AnnotationKind {
  if (annotation.kind === 'nothing') return annotation.of;
  return annotation.kind === 'label' ? 'photo' : 'things';
}

/** The first id of annotations that exist on the screen only; `createEdits` counts down from it. */
const notSavedId = -1 as AnnotationId;

/** The annotations of one photo after one edit of it. */
export function applyEdit(annotations: readonly Annotation[], edit: Edit): readonly Annotation[] {
  const without = (kind: AnnotationKind): Annotation[] => annotations.filter(other => kindOf(other) !== kind);
  switch (edit.kind) {
    case 'add-thing': {
      const { id, classId, shape } = edit;
      const others = annotations.filter(other => !(other.kind === 'nothing' && other.of === 'things'));
      return [...others, { id, classId, ...shape }];
    }
    case 'change-thing':
      return annotations.map(other => {
        if (other.id !== edit.id || other.kind === 'label' || other.kind === 'nothing') return other;
        return { ...other, ...edit.shape, classId: edit.classId ?? other.classId };
      });
    case 'delete-thing':
      return annotations.filter(other => other.id !== edit.id);
    case 'set-label': {
      const label: Annotation = { id: notSavedId, kind: 'label', classId: edit.classId };
      if (edit.how === 'replace') return [...without('photo'), label];
      const isSet = annotations.some(other => other.kind === 'label' && other.classId === edit.classId);
      if (isSet) return annotations.filter(other => !(other.kind === 'label' && other.classId === edit.classId));
      return [...annotations.filter(other => !(other.kind === 'nothing' && other.of === 'photo')), label];
    }
    case 'nothing':
      return [...without(edit.of), { id: notSavedId, kind: 'nothing', of: edit.of }];
    case 'clear':
      return without(edit.of);
  }
}

/** The annotations as the person sees them: what the core said, then every edit that is not confirmed. */
export function withEdits(
  annotations: readonly Annotation[],
  edits: readonly Edit[],
  photoId: PhotoId,
): readonly Annotation[] {
  return edits.filter(edit => edit.photoId === photoId).reduce(applyEdit, annotations);
}
