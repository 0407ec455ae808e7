// Methods that change very much at once, each after a backup: whatever they do, the state before lies in a file of its own.
import type { StoreMethods } from './api.ts';
import type { Backups } from './backups.ts';
import type { Tables } from './tables/index.ts';

/** A delete of so many annotations or more is worth a backup. */
const bulkDelete = 100;

type Guarded = Pick<
  StoreMethods,
  'importApply' | 'classesDelete' | 'classesMerge' | 'annotationsClear' | 'annotationsNothing' | 'thingsDelete'
>;

/** The same methods, with the backup before them. It is left out where nothing changed since the last one. */
export function backupGuards(methods: Guarded, tables: Tables, { makeBefore }: Pick<Backups, 'makeBefore'>): Guarded {
  const beforeDeleting = (count: number): void => (count >= bulkDelete ? makeBefore('bulk-delete') : undefined);
  /** Looks no further than it must. */
  function saidOf(ids: Parameters<StoreMethods['annotationsClear']>[0]): number {
    let count = 0;
    for (const id of ids) if ((count += tables.annotation.ofPhoto(id).length) >= bulkDelete) break;
    return count;
  }
  return {
    importApply(plan) {
      makeBefore('import');
      return methods.importApply(plan);
    },
    classesDelete(id) {
      beforeDeleting(tables.annotation.ofClass(id).length);
      return methods.classesDelete(id);
    },
    classesMerge(from, into) {
      beforeDeleting(tables.annotation.ofClass(from).length);
      return methods.classesMerge(from, into);
    },
    annotationsClear(ids, kind) {
      beforeDeleting(saidOf(ids));
      return methods.annotationsClear(ids, kind);
    },
    annotationsNothing(ids, kind) {
      beforeDeleting(saidOf(ids));
      return methods.annotationsNothing(ids, kind);
    },
    thingsDelete(ids) {
      beforeDeleting(ids.length);
      return methods.thingsDelete(ids);
    },
  };
}
