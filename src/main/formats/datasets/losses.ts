// What a writer says of annotations that its format cannot hold, or holds in another form: one rule for each kind of thing.
import type { AnnotatedPhoto } from '../../../shared/records/annotated-photo.ts';
import type { ShapeKind } from '../../../shared/records/shape.ts';
import { classFinder, isThing, stateOf } from './dataset.ts';
import { polygonOfMask } from './mask-outlines.ts';
import type { NoteCode, Notes } from './notes.ts';
import type { Dataset } from './write-dataset.ts';

/** The note for each kind that is lost or changed; what has no rule is held as it is. */
export type LossRules = Readonly<
  Partial<
    Record<ShapeKind | 'label' | 'nothing-photo' | 'nothing-things' | 'split' | 'attributes' | 'unannotated', NoteCode>
  >
>;

/** Notes by `rules` for everything in the dataset. Attributes in `heldAttributes` are held. */
export function noteLosses(
  { classes, photos }: Dataset,
  rules: LossRules,
  notes: Notes,
  heldAttributes: ReadonlySet<string> = new Set(),
): void {
  const classOf = classFinder(classes);
  const add = (rule: keyof LossRules, example: string): void => {
    const code = rules[rule];
    if (code !== undefined) notes.add(code, example);
  };
  for (const { photo, annotations } of photos) {
    if (annotations.length === 0) add('unannotated', photo.path);
    if (photo.split !== null) add('split', photo.path);
    for (const annotation of annotations) {
      if (annotation.kind === 'nothing') {
        add(annotation.of === 'photo' ? 'nothing-photo' : 'nothing-things', photo.path);
        continue;
      }
      const example = `${photo.path}: ${classOf(annotation).name}`;
      add(annotation.kind, example);
      if (!isThing(annotation)) continue;
      const lost = Object.keys(annotation.attributes ?? {}).filter(key => !heldAttributes.has(key));
      if (lost.length > 0) add('attributes', `${example} (${lost.join(', ')})`);
    }
  }
}

/** Masks become polygons without their holes: says which, and which have no outline that a file may hold. */
export function noteOutlines({ photos }: Dataset, notes: Notes): void {
  for (const { photo, annotations } of photos) {
    for (const annotation of annotations) {
      if (annotation.kind !== 'mask') continue;
      const traced = polygonOfMask(annotation.mask);
      if (traced === null) notes.add('out-mask-without-outline', photo.path);
      else if (traced.holes > 0) notes.add('out-mask-holes', photo.path);
    }
  }
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
