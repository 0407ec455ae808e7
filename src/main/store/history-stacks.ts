// The gestures that count, and those that can be made again: what undo, redo and every other gesture do to the two lists.
import type { HistoryEntry } from '../../shared/records/project.ts';
import type { Tables } from './tables/index.ts';

export function openStacks({ gesture }: Tables) {
  const undoable: number[] = [];
  const redoable: number[] = [];
  /** Gestures in either list. */
  const states = new Map<number, HistoryEntry['state']>();

  function move(from: number[], to: number[], state: HistoryEntry['state'], target: number): void {
    from.pop();
    to.push(target);
    states.set(target, state);
  }
  function step(kind: string, sequence: number, target: number | null): void {
    if (kind === 'undo') move(undoable, redoable, 'redoable', target!);
    else if (kind === 'redo') move(redoable, undoable, 'done', target!);
    else {
      for (const lost of redoable) states.delete(lost);
      redoable.length = 0;
      undoable.push(sequence);
      states.set(sequence, 'done');
    }
  }
  function read(): void {
    for (const list of [undoable, redoable]) list.length = 0;
    states.clear();
    for (const { kind, sequence, target } of gesture.iterateSteps()) step(kind, sequence, target);
  }
  read();

  return {
    /** In order; of `redoable` the next one last. */
    lists: { undoable, redoable } as { readonly undoable: readonly number[]; readonly redoable: readonly number[] },
    /** A gesture was made. */
    step,
    /** Reads both again from the gestures on disk. */
    read,
    stateOf: (sequence: number, kind: string): HistoryEntry['state'] =>
      kind === 'undo' || kind === 'redo' ? 'done' : (states.get(sequence) ?? 'undone'),
  };
}
