// Making, changing and deleting classes.
import { AppError } from '../../shared/errors.ts';
import { classKeys, className, type ClassRecord } from '../../shared/records/class.ts';
import type { ClassId, PhotoId } from '../../shared/records/ids.ts';
import type { Done } from './api.ts';
import type { Gestures, Recorder } from './gestures.ts';
import type { Tables } from './tables/index.ts';
import type { ClassRow } from './tables/class.ts';

const colours = Array.from({ length: 12 }, (_, index) => index + 1);
export const longestClassName = 200;

/** @throws AppError class-name-empty, class-name-too-long. */
function checkedName(name: string): string {
  const trimmed = name.normalize('NFC').trim();
  if (trimmed === '') throw new AppError('class-name-empty');
  const parsed = className.safeParse(trimmed);
  if (!parsed.success) throw new AppError('class-name-too-long', { limit: longestClassName });
  return parsed.data;
}

export function classWriter(tables: Tables) {
  const living = (): (ClassRow & { readonly id: ClassId })[] => tables.class.all().filter(row => !row.deleted);
  const toRecord = (id: ClassId, { deleted: _, ...row }: ClassRow): ClassRecord => ({ id, ...row });

  function requireFree(name: string, except?: ClassId): void {
    if (living().some(row => row.name === name && row.id !== except)) throw new AppError('class-name-taken', { name });
  }
  /** @throws AppError not-found for a class that is not there or was deleted. */
  function require(id: ClassId): ClassRow {
    const row = tables.class.tracked.read(id);
    if (!row || row.deleted) throw new AppError('not-found', { what: `class ${id}` });
    return row;
  }

  /** A new class at the end of the list. The row is first written as deleted, so that undoing its creation deletes it. */
  function create(recorder: Recorder, wanted: string): ClassRecord {
    const name = checkedName(wanted);
    requireFree(name);
    const all = tables.class.all();
    const alive = all.filter(row => !row.deleted);
    const unused = (patterned: boolean): number | undefined =>
      colours.find(colour => !alive.some(row => row.colour === colour && row.patterned === patterned));
    const plain = unused(false);
    const id = (all.reduce((highest, row) => Math.max(highest, row.id), 0) + 1) as ClassId;
    const row: ClassRow = {
      name,
      colour: plain ?? unused(true) ?? (alive.length % colours.length) + 1,
      patterned: plain === undefined,
      key: classKeys.find(key => !alive.some(other => other.key === key)) ?? null,
      position: all.reduce((highest, other) => Math.max(highest, other.position), -1) + 1,
      exportPosition: all.reduce((highest, other) => Math.max(highest, other.exportPosition), -1) + 1,
      deleted: false,
    };
    tables.class.tracked.write(id, { ...row, deleted: true });
    recorder.write('class', id, row);
    return toRecord(id, row);
  }

  return {
    require,
    create,
    /** In order. */
    list: (): ClassRecord[] => living().map(({ id, ...row }) => toRecord(id, row)),
    order: (): ClassId[] => living().map(row => row.id),
  };
}
export type Classes = ReturnType<typeof classWriter>;

export function classMethods(tables: Tables, gestures: Gestures, classes: Classes) {
  return {
    classesList: (): ClassRecord[] => classes.list(),

    classesCreate: (name: string): Done<ClassRecord> =>
      gestures.run('class-created', recorder => {
        const result = classes.create(recorder, name);
        return { result, details: { class: result.name } };
      }),

    /** A key that another class has is swapped with it. */
    classesUpdate: (id: ClassId, changes: { name?: string; colour?: number; key?: string | null }): Done<ClassRecord> =>
      gestures.run('class-changed', recorder => {
        const before = classes.require(id);
        const name = changes.name === undefined ? before.name : checkedName(changes.name);
        if (classes.list().some(other => other.name === name && other.id !== id)) {
          throw new AppError('class-name-taken', { name });
        }
        const key = changes.key === undefined ? before.key : changes.key;
        const holder = key === null ? undefined : classes.list().find(other => other.key === key && other.id !== id);
        if (holder) recorder.write('class', holder.id, { ...classes.require(holder.id), key: before.key });
        const after: ClassRow = { ...before, name, key, colour: changes.colour ?? before.colour };
        recorder.write('class', id, after);
        const { deleted: _, ...record } = after;
        return { result: { id, ...record }, details: { class: name, before: before.name } };
      }),

    classesDelete: (id: ClassId): Done<{ readonly photos: number; readonly annotations: number }> =>
      gestures.run('class-deleted', recorder => {
        const row = classes.require(id);
        const annotations = tables.annotation.ofClass(id);
        for (const annotation of annotations) recorder.write('annotation', annotation.id, null);
        recorder.write('class', id, { ...row, deleted: true });
        const result = {
          photos: new Set(annotations.map(annotation => annotation.photoId)).size,
          annotations: annotations.length,
        };
        return { result, details: { class: row.name, ...result } };
      }),

    /** Things keep their ids; a photo that has both labels keeps the one of `into`. */
    classesMerge: (from: ClassId, into: ClassId): Done<{ readonly photos: number; readonly annotations: number }> =>
      gestures.run('class-merged', recorder => {
        const [going, staying] = [classes.require(from), classes.require(into)];
        if (from === into) throw new AppError('bad-request', { reason: 'a class cannot become itself' });
        const annotations = tables.annotation.ofClass(from);
        const labelled = new Set(
          tables.annotation.ofClass(into).flatMap(row => (row.kind === 'label' ? [row.photoId] : [])),
        );
        for (const { id, ...row } of annotations) {
          const isDouble = row.kind === 'label' && labelled.has(row.photoId);
          recorder.write('annotation', id, isDouble ? null : { ...row, classId: into });
        }
        recorder.write('class', from, { ...going, deleted: true });
        const result = { photos: new Set(annotations.map(row => row.photoId)).size, annotations: annotations.length };
        return { result, details: { class: going.name, into: staying.name, ...result } };
      }),

    classesSplit: (id: ClassId, photos: readonly PhotoId[], name: string): Done<ClassRecord> =>
      gestures.run('class-split', recorder => {
        const before = classes.require(id);
        const chosen = new Set(photos);
        const moving = tables.annotation.ofClass(id).filter(row => chosen.has(row.photoId));
        if (moving.length === 0) throw new AppError('not-found', { what: `annotations of ${before.name}` });
        const result = classes.create(recorder, name);
        for (const { id: annotation, ...row } of moving) {
          recorder.write('annotation', annotation, { ...row, classId: result.id });
        }
        const changed = new Set(moving.map(row => row.photoId)).size;
        return { result, details: { class: result.name, before: before.name, photos: changed } };
      }),
  };
}
