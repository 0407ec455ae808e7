// The project as an import meets it: its classes, what is stated of each photo, and how much of it there is.
import { shapeKey } from '../../shared/annotation-key.ts';
import type { ClassRecord } from '../../shared/records/class.ts';
import { noAnnotations, type AnnotationCounts } from '../../shared/records/import.ts';
import type { Annotation, AnnotationKind, Split } from '../../shared/records/photo.ts';
import type { Store, TurnedFile } from '../store/api.ts';

export type AnnotatedNow = {
  readonly split: Split | null;
  /** What makes its labels and things the same as others: `<class id> <shape>`. */
  keys(): ReadonlySet<string>;
  /** Whether something is stated of the kind, also that nothing is there. */
  says(kind: AnnotationKind): boolean;
  readonly nothing: ReadonlySet<AnnotationKind>;
};

export type ProjectNow = {
  readonly classes: readonly ClassRecord[];
  readonly labelMode: 'one' | 'several';
  readonly photos: number;
  readonly files: readonly TurnedFile[];
  /** Ids of `files`. */
  readonly ids: ReadonlySet<number>;
  readonly annotated: ReadonlyMap<number, AnnotatedNow>;
  readonly counts: AnnotationCounts;
};

export async function projectNow(store: Store): Promise<ProjectNow> {
  const [facts, classes, { photos }, files, all] = await Promise.all([
    store.projectRead(),
    store.classesList(),
    store.photosCounts(),
    store.photosFiles(null),
    store.annotationsAll(),
  ]);
  const counts: Record<string, number> = { ...noAnnotations };
  const annotated = new Map<number, AnnotatedNow>();
  for (const { photo, annotations } of all) {
    for (const { kind } of annotations) counts[kind] = (counts[kind] ?? 0) + 1;
    annotated.set(photo.id, annotatedNow(photo.split, annotations));
  }
  return {
    classes,
    labelMode: facts.labelMode,
    photos,
    files,
    ids: new Set(files.map(({ id }) => id)),
    annotated,
    counts: counts as AnnotationCounts,
  };
}

function annotatedNow(split: Split | null, annotations: readonly Annotation[]): AnnotatedNow {
  let keys: ReadonlySet<string> | null = null;
  const nothing = new Set(annotations.flatMap(one => (one.kind === 'nothing' ? [one.of] : [])));
  const stated = new Set<AnnotationKind>(nothing);
  for (const { kind } of annotations) if (kind !== 'nothing') stated.add(kind === 'label' ? 'photo' : 'things');
  return {
    split,
    nothing,
    says: kind => stated.has(kind),
    // Made when a photo of the import needs it: most projects are larger than most imports.
    keys: () =>
      (keys ??= new Set(
        annotations.flatMap(one =>
          one.kind === 'nothing' ? [] : [`${one.classId} ${shapeKey(one.kind === 'label' ? null : one)}`],
        ),
      )),
  };
}
