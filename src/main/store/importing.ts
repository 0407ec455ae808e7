// An import of annotations: its classes, photos, annotations and sides in one gesture. Nothing that is there is changed or removed.
import type { ClassId, PhotoId } from '../../shared/records/ids.ts';
import type { AnnotationKind } from '../../shared/records/photo.ts';
import type { Shape } from '../../shared/records/shape.ts';
import { shapeKey } from '../../shared/annotation-key.ts';
import { invariant } from '../../shared/errors.ts';
import { checkedShape } from './annotating.ts';
import type { Done, ImportedPhoto, ImportPlan, PhotoSource, ScannedPhoto } from './api.ts';
import type { Classes } from './classes.ts';
import { groupsForNewPhotos } from './clips.ts';
import type { Gestures, Recorder } from './gestures.ts';
import type { PhotoIndex } from './photo-index.ts';
import { writeFirstSplits, type NewlyAnnotated } from './splitting.ts';
import {
  labelRow,
  nothingRow,
  thingRow,
  toAnnotation,
  withAttributes,
  type AnnotationRow,
  type StoredAnnotation,
} from './tables/annotation.ts';
import type { Tables } from './tables/index.ts';

/** What makes an annotation the same as another one on its photo. */
const keyOf = (classId: ClassId | null, shape: Shape | null): string => `${classId} ${shapeKey(shape)}`;

function keyOfRow(row: StoredAnnotation): string {
  if (row.kind === 'nothing' || row.kind === 'label') return keyOf(row.classId, null);
  const {
    id: _,
    classId,
    attributes: __,
    ...shape
  } = toAnnotation(row) as { id: number; classId: ClassId; attributes?: unknown } & Shape;
  return keyOf(classId, shape as Shape);
}

export function importMethods(tables: Tables, index: PhotoIndex, gestures: Gestures, classes: Classes) {
  function writeSource(recorder: Recorder, source: PhotoSource): void {
    if (tables.source.all().some(known => known.prefix === source.prefix)) return;
    recorder.write('source', tables.source.nextId(), source);
  }

  /** A photo that comes with the import; one that an undone import took away is that photo again. */
  function bringIn(recorder: Recorder, file: ScannedPhoto): PhotoId {
    const known = tables.photo.ofPath(file.path);
    if (known !== null) return known;
    let id = tables.photo.unlistedOfPath(file.path);
    if (id === null) {
      id = tables.photo.create(file, groupsForNewPhotos(tables)(file.path));
      tables.photo.listed.write(id, { listed: false });
    } else tables.photo.setFile(id, file);
    tables.photo.setMustBeRead(id);
    recorder.write('photo_listed', id, { listed: true });
    return id;
  }

  function annotate(
    recorder: Recorder,
    photoId: PhotoId,
    photo: ImportedPhoto,
    newClasses: readonly ClassId[],
  ): { readonly added: number; readonly alreadyHere: number; readonly classKey: number | null } {
    const before = tables.annotation.ofPhoto(photoId);
    const known = new Set(before.map(keyOfRow));
    const added: AnnotationRow[] = [];
    let alreadyHere = 0;
    for (const { class: given, shape, attributes } of photo.annotations) {
      const classId = typeof given === 'number' ? given : newClasses[given.newClass]!;
      const key = keyOf(classId, shape);
      if (known.has(key)) {
        alreadyHere++;
        continue;
      }
      known.add(key);
      const row = shape ? thingRow(photoId, classId, checkedShape(shape)) : labelRow(photoId, classId);
      added.push(withAttributes(row, attributes));
    }
    const says = (kind: AnnotationKind, rows: readonly AnnotationRow[]): boolean =>
      rows.some(row => row.about === kind);
    for (const kind of photo.nothing) {
      if (!says(kind, before) && !says(kind, added)) added.push(nothingRow(photoId, kind));
    }
    // "Nothing here" ends where something is stated.
    for (const row of before) {
      if (row.kind === 'nothing' && says(row.about, added)) recorder.write('annotation', row.id, null);
    }
    for (const row of added) recorder.write('annotation', tables.annotation.nextId(), row);
    return { added: added.length, alreadyHere, classKey: added[0] ? (added[0].classId ?? 0) : null };
  }

  /** Sides that the files name, for groups that have none. */
  function giveSides(recorder: Recorder, ids: readonly PhotoId[], plan: ImportPlan): void {
    plan.photos.forEach(({ split }, place) => {
      const group = split === null ? null : tables.photo.identity(ids[place]!)!.groupId;
      if (group === null || tables.group.tracked.read(group)?.split !== null) return;
      recorder.write('photo_group', group, { split });
    });
  }

  return {
    importApply(plan: ImportPlan): Done<{
      readonly annotations: number;
      readonly photos: number;
      readonly classes: number;
      readonly alreadyHere: number;
    }> {
      try {
        return gestures.run('imported', recorder => {
          const newClasses = plan.newClasses.map(({ name }) => classes.create(recorder, name).id);
          for (const source of plan.sources) writeSource(recorder, source);
          const before = index.size();
          const ids = plan.photos.map(({ photo }) => (typeof photo === 'number' ? photo : bringIn(recorder, photo)));
          // Sides are balanced over the photos as they are now, the new ones among them.
          index.invalidate();
          const alive = new Set(classes.order());
          const newly: NewlyAnnotated[] = [];
          let [annotations, annotated, alreadyHere] = [0, 0, 0];
          plan.photos.forEach((photo, place) => {
            const photoId = ids[place]!;
            invariant(index.get(photoId), `photo ${photoId} of an import is in the project`);
            for (const { class: given } of photo.annotations) {
              invariant(typeof given !== 'number' || alive.has(given), 'an import names living classes');
            }
            const done = annotate(recorder, photoId, photo, newClasses);
            annotations += done.added;
            if (done.added > 0) annotated += 1;
            alreadyHere += done.alreadyHere;
            if (done.classKey !== null) newly.push({ photoId, classKey: done.classKey });
          });
          giveSides(recorder, ids, plan);
          index.invalidate();
          writeFirstSplits(tables, index, recorder, newly);
          const result = { annotations, photos: index.size() - before, classes: newClasses.length };
          // The history names the photos that were annotated, not those that were added.
          return { result: { ...result, alreadyHere }, details: { ...result, photos: annotated, files: plan.files } };
        });
      } finally {
        // Also where it failed: the index may hold photos that are gone again.
        index.invalidate();
      }
    },
    sourcesList: (): PhotoSource[] => tables.source.all().map(({ prefix, folder }) => ({ prefix, folder })),
  };
}
