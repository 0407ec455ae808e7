// The classes of a run with their look: a class deleted since keeps its name and a plain swatch.
import type { ClassId } from '../../../shared/records/ids.ts';
import type { RunSummary } from '../../../shared/records/run.ts';
import type { ClassLook } from '../../components/ClassSwatch.tsx';
import { useClasses } from '../../components/classes/class-lookup.ts';

export type RunClass = ClassLook & { readonly id: ClassId; readonly name: string };

export function useRunClasses(run: Pick<RunSummary, 'classes'>): readonly RunClass[] {
  const { byId } = useClasses();
  return run.classes.map(({ id, name }, place) => {
    const record = byId.get(id);
    return record
      ? { id, name: record.name, colour: record.colour, patterned: record.patterned, key: record.key }
      : { id, name, colour: (place % 12) + 1, patterned: true, key: null };
  });
}
