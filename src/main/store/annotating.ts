// What a person says of photos: labels, things drawn on them, "nothing here"; and which photos are left out or moved to another side.
import { AppError } from '../../shared/errors.ts';
import type { AnnotationId, ClassId, PhotoId } from '../../shared/records/ids.ts';
import type { Annotation, AnnotationKind, Split, Thing } from '../../shared/records/photo.ts';
import { shape, type Shape } from '../../shared/records/shape.ts';
import type { Done } from './api.ts';
import type { Classes } from './classes.ts';
import type { Gestures, Recorder } from './gestures.ts';
import type { PhotoEntry } from './photo-entry.ts';
import type { PhotoIndex } from './photo-index.ts';
import { writeFirstSplits, type NewlyAnnotated } from './splitting.ts';
import {
  isThing,
  labelRow,
  nothingRow,
  thingRow,
  toAnnotation,
  withAttributes,
  type AnnotationRow,
  type StoredAnnotation,
} from './tables/annotation.ts';
import type { Tables } from './tables/index.ts';

/** @throws AppError bad-request: SQLite would store it, but it could never be drawn or exported. */
export function checkedShape(drawn: Shape): Shape {
  const parsed = shape.safeParse(drawn);
  if (!parsed.success)
    throw new AppError('bad-request', { reason: 'a thing needs a place in the photo and a positive size' });
  return parsed.data;
}

export function annotatingMethods(tables: Tables, index: PhotoIndex, gestures: Gestures, classes: Classes) {
  /** @throws AppError not-found: a stale page must not make annotations of a photo that is gone. */
  function requirePhotos(ids: readonly PhotoId[]): PhotoEntry[] {
    return [...new Set(ids)].map(id => {
      const entry = index.get(id);
      if (!entry) throw new AppError('not-found', { what: `photo ${id}` });
      return entry;
    });
  }
  function requireThing(id: AnnotationId): AnnotationRow {
    const row = tables.annotation.tracked.read(id);
    if (!row || !isThing(row)) throw new AppError('not-found', { what: `thing ${id}` });
    return row;
  }
  function add(recorder: Recorder, row: AnnotationRow): StoredAnnotation {
    const id = tables.annotation.nextId();
    recorder.write('annotation', id, row);
    return { id, ...row };
  }
  function remove(recorder: Recorder, rows: readonly StoredAnnotation[]): void {
    for (const { id } of rows) recorder.write('annotation', id, null);
  }
  const said = (photoId: PhotoId, about: AnnotationKind): StoredAnnotation[] =>
    tables.annotation.ofPhoto(photoId).filter(row => row.about === about);

  /** Gives the class alone (`replace`) or beside the others; true when the photo lacked it or something went. */
  function giveLabel(recorder: Recorder, photoId: PhotoId, classId: ClassId, replace: boolean): boolean {
    const before = said(photoId, 'photo');
    const going = before.filter(row => row.classId !== classId && (replace || row.kind === 'nothing'));
    remove(recorder, going);
    if (before.some(row => row.classId === classId)) return going.length > 0;
    add(recorder, labelRow(photoId, classId));
    return true;
  }
  function takeLabels(ids: readonly PhotoId[], classId: ClassId, name: string): Done {
    return gestures.run('labels-removed', recorder => {
      for (const id of ids)
        remove(
          recorder,
          said(id, 'photo').filter(row => row.classId === classId),
        );
      return { result: null, details: { class: name, photos: ids.length } };
    });
  }

  return {
    labelsSet(ids: readonly PhotoId[], classId: ClassId, how: 'replace' | 'toggle'): Done {
      const photos = requirePhotos(ids);
      const { name } = classes.require(classId);
      const lacking = photos.filter(photo => !photo.labels.includes(classId));
      if (how === 'toggle' && lacking.length === 0)
        return takeLabels(
          photos.map(photo => photo.id),
          classId,
          name,
        );
      return gestures.run('labels-set', recorder => {
        const given = (how === 'toggle' ? lacking : photos).filter(photo =>
          giveLabel(recorder, photo.id, classId, how === 'replace'),
        );
        writeFirstSplits(
          tables,
          index,
          recorder,
          given.map(photo => ({ photoId: photo.id, classKey: classId })),
        );
        return { result: null, details: { class: name, photos: given.length } };
      });
    },

    annotationsClear(ids: readonly PhotoId[], kind: AnnotationKind): Done {
      const photos = requirePhotos(ids);
      return gestures.run(kind === 'photo' ? 'labels-cleared' : 'things-cleared', recorder => {
        const cleared = photos.filter(photo => {
          const rows = said(photo.id, kind);
          remove(recorder, rows);
          return rows.length > 0;
        });
        return { result: null, details: { photos: cleared.length } };
      });
    },

    annotationsNothing(ids: readonly PhotoId[], kind: AnnotationKind): Done {
      const photos = requirePhotos(ids);
      return gestures.run('nothing-here', recorder => {
        const changed: NewlyAnnotated[] = [];
        for (const { id } of photos) {
          const rows = said(id, kind);
          if (rows.some(row => row.kind === 'nothing')) continue;
          remove(recorder, rows);
          add(recorder, nothingRow(id, kind));
          changed.push({ photoId: id, classKey: 0 });
        }
        writeFirstSplits(tables, index, recorder, changed);
        return { result: null, details: { photos: changed.length } };
      });
    },

    thingsAdd(photoId: PhotoId, things: readonly Thing[]): Done<Annotation[]> {
      requirePhotos([photoId]);
      const shapes = new Set(things.map(thing => thing.kind));
      const onlyBoxes = shapes.size === 1 && shapes.has('box');
      return gestures.run(onlyBoxes ? 'box-added' : 'things-added', recorder => {
        remove(
          recorder,
          said(photoId, 'things').filter(row => row.kind === 'nothing'),
        );
        const added = things.map(({ classId, ...drawn }) => {
          classes.require(classId);
          return add(recorder, thingRow(photoId, classId, checkedShape(drawn)));
        });
        if (added[0]) writeFirstSplits(tables, index, recorder, [{ photoId, classKey: added[0].classId! }]);
        const name = things[0] ? classes.require(things[0].classId).name : '';
        const what = onlyBoxes ? { boxes: added.length } : { things: added.length, shape: [...shapes].join(' ') };
        return { result: added.map(toAnnotation), details: { class: name, ...what, photos: 1 } };
      });
    },

    thingsUpdate(id: AnnotationId, changes: { classId?: ClassId; shape?: Shape }): Done<Annotation> {
      const before = requireThing(id);
      const kind = before.kind === 'box' ? 'box-changed' : 'thing-changed';
      return gestures.run(kind, recorder => {
        const classId = changes.classId ?? before.classId!;
        const { name } = classes.require(classId);
        const { photoId, attributes = {} } = before;
        const drawn =
          changes.shape && withAttributes(thingRow(photoId, classId, checkedShape(changes.shape)), attributes);
        const after: AnnotationRow = drawn ?? { ...before, classId };
        recorder.write('annotation', id, after);
        return { result: toAnnotation({ id, ...after }), details: { class: name, shape: after.kind, photos: 1 } };
      });
    },

    thingsDelete(ids: readonly AnnotationId[]): Done {
      const rows = new Map([...new Set(ids)].map(id => [id, requireThing(id)]));
      const onlyBoxes = [...rows.values()].every(row => row.kind === 'box');
      return gestures.run(onlyBoxes ? 'boxes-deleted' : 'things-deleted', recorder => {
        for (const id of rows.keys()) recorder.write('annotation', id, null);
        const photos = new Set([...rows.values()].map(row => row.photoId)).size;
        return { result: null, details: { [onlyBoxes ? 'boxes' : 'things']: rows.size, photos } };
      });
    },

    photosExclude(ids: readonly PhotoId[], excluded: boolean): Done {
      const photos = requirePhotos(ids).filter(photo => photo.excluded !== excluded);
      return gestures.run(excluded ? 'excluded' : 'included', recorder => {
        for (const { id } of photos) recorder.write('photo', id, { excluded });
        return { result: null, details: { photos: photos.length } };
      });
    },

    photosSetSplit(ids: readonly PhotoId[], split: Split): Done {
      const groups = new Set(requirePhotos(ids).map(photo => photo.group));
      const moving = [...groups].filter(group => tables.group.tracked.read(group)?.split !== split);
      const members = moving.flatMap(group => tables.photo.ofGroup(group));
      if (split === 'test') {
        const trained = members.filter(id => tables.run.wasTrainedOn(id)).length;
        if (trained > 0) throw new AppError('train-test-locked', { photos: trained });
      }
      return gestures.run('split-moved', recorder => {
        for (const group of moving) recorder.write('photo_group', group, { split });
        return { result: null, details: { split, photos: members.length } };
      });
    },
  };
}
