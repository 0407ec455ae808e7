// The command list: what a person can do now. It feeds the keys, the key sheet and the palette, so none of them is out of date.
import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { MessageKey } from '../../shared/messages.ts';
import type { MessageParams } from '../../shared/messages/message.ts';
import { desktop } from '../api/desktop.ts';
import { isKeyTaken, isMac, keyName } from './keys.ts';

/** Where a command belongs in the key sheet: its heading is `scope.<name>`. */
export type CommandScope =
  | 'everywhere'
  | 'places'
  | 'photos'
  | 'label'
  | 'draw'
  | 'train'
  | 'results'
  | 'predict'
  | 'models'
  | 'health'
  | 'import';

export type Command = {
  /** Unique, `subject.verb`. */
  readonly id: string;
  /** Key names of keys.ts; the first is the one that is shown. Without keys the command is in the palette only. */
  readonly keys?: readonly string[];
  readonly textKey: MessageKey;
  readonly params?: MessageParams;
  readonly scope: CommandScope;
  readonly run: (event: KeyboardEvent | null) => void;
  /** Not now; its key then does nothing and the palette leaves it out. */
  readonly isDisabled?: boolean;
  /** Also while text is being typed or a dialog is open (Ctrl+K). */
  readonly isAlways?: boolean;
  /** A key that makes no sense as an entry of the palette (arrows). */
  readonly isKeyOnly?: boolean;
  /** Goes on while its key is held (going on by one, zooming). Any other runs once: a finger that rests on a key says nothing more. */
  readonly mayRepeat?: boolean;
};

let lists: readonly (readonly Command[])[] = [];
const listeners = new Set<() => void>();
let flat: readonly Command[] = [];

function setLists(next: readonly (readonly Command[])[]): void {
  lists = next;
  flat = next.flat();
  for (const listener of listeners) listener();
}

/** The same words, keys and state: then the key sheet and the palette need not hear of it. */
function looksSame(a: readonly Command[], b: readonly Command[]): boolean {
  const look = ({ id, keys, textKey, params, isDisabled, isKeyOnly }: Command) =>
    JSON.stringify([id, keys, textKey, params, isDisabled, isKeyOnly]);
  return a.length === b.length && a.every((command, index) => look(command) === look(b[index]!));
}

/** Offers commands while the component is there. The newest list wins where two name one key. */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands);
  const offered = useRef<readonly Command[]>([]);
  useEffect(() => {
    latest.current = commands;
    if (looksSame(offered.current, commands)) return;
    const before = offered.current;
    // `run` is read through `latest`, so a list offered once stays right when only its closures change.
    offered.current = commands.map((command, index) => ({
      ...command,
      run: event => latest.current[index]?.run(event),
    }));
    const next = offered.current;
    setLists(lists.includes(before) ? lists.map(list => (list === before ? next : list)) : [...lists, next]);
  });
  useEffect(() => {
    const mine = offered;
    // Development mounts twice: what the first clean-up removed is offered again.
    if (!lists.includes(mine.current)) setLists([...lists, mine.current]);
    return () => setLists(lists.filter(list => list !== mine.current));
  }, []);
}

/** Every command that is offered now. */
export function useCommandList(): readonly Command[] {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => flat,
  );
}

/** The command that a pressed key means now, or undefined. */
export function commandFor(
  commands: readonly Command[],
  name: string,
  { isTaken, isDialogOpen }: { readonly isTaken: boolean; readonly isDialogOpen: boolean },
): Command | undefined {
  return commands.findLast(
    command => command.keys?.includes(name) && !command.isDisabled && (command.isAlways || (!isTaken && !isDialogOpen)),
  );
}

function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  // While Enter is held, a browser clicks the focused button again and again.
  if (event.repeat && event.key === 'Enter' && event.target instanceof HTMLButtonElement) event.preventDefault();
  const name = keyName(event, isMac);
  const command = commandFor(flat, name, {
    isTaken: isKeyTaken(event.target instanceof Element ? event.target : null, name),
    isDialogOpen: document.querySelector('[role="dialog"][aria-modal="true"]') !== null,
  });
  if (!command) return;
  event.preventDefault();
  if (!event.repeat || command.mayRepeat) command.run(event);
}

/** Listens to the keyboard and the application menu; once, by the entry of the page. */
export function startKeys(signal: AbortSignal): void {
  window.addEventListener('keydown', pressed, { signal });
  desktop?.onMenu(id => flat.find(command => command.id === id && !command.isDisabled)?.run(null));
}
