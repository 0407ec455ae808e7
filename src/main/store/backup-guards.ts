// Which calls change so much at once that a backup is made before them: whatever they do, the state before lies in a file of its own.
import type { Backup } from '../../shared/records/restore.ts';
import type { StoreMethods } from './api.ts';
import type { MethodName } from './protocol.ts';
import type { Tables } from './tables/index.ts';

/** A delete of so many annotations or more is worth a backup. */
const bulkDelete = 100;

type Guards = { readonly [Name in MethodName]?: (...args: Parameters<StoreMethods[Name]>) => boolean };

/** @returns what a backup before this call is made for; null where it needs none. */
export function backupGuards(tables: Tables) {
  /** Looks no further than it must. */
  function isBulk(ids: Parameters<StoreMethods['annotationsClear']>[0]): boolean {
    let count = 0;
    for (const id of ids) if ((count += tables.annotation.ofPhoto(id).length) >= bulkDelete) return true;
    return false;
  }
  const guards: Guards = {
    classesDelete: id => tables.annotation.ofClass(id).length >= bulkDelete,
    classesMerge: from => tables.annotation.ofClass(from).length >= bulkDelete,
    annotationsClear: isBulk,
    annotationsNothing: isBulk,
    thingsDelete: ids => ids.length >= bulkDelete,
  };
  return (method: MethodName, args: readonly unknown[]): Backup['reason'] | null => {
    if (method === 'importApply') return 'import';
    const guard = guards[method] as ((...args: readonly unknown[]) => boolean) | undefined;
    return guard?.(...args) === true ? 'bulk-delete' : null;
  };
}
