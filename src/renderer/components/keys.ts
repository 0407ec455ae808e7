// Keys as commands name them: "K", "Ctrl+K", "Shift+Tab", "?", "ArrowLeft", "Space". On a Mac, Ctrl means Command.

export type KeyEventParts = {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
};

/**
 * The name of a pressed key. A letter or digit is taken from what the layout types, and where that is no Latin character
 * (Korean, Russian, an input method at work) from the key's place on the board, so that class keys work in every layout.
 */
export function keyName(event: KeyEventParts, isMac: boolean): string {
  const key = mainKey(event);
  const isSymbol = key.length === 1 && !/[A-Z0-9]/.test(key);
  const parts = [
    (isMac ? event.metaKey : event.ctrlKey) && 'Ctrl',
    event.altKey && 'Alt',
    // "?" is typed with Shift on one layout and without on another: the symbol itself is the name.
    event.shiftKey && !isSymbol && 'Shift',
    key,
  ];
  return parts.filter(Boolean).join('+');
}

function mainKey({ key, code, altKey }: KeyEventParts): string {
  if (key === ' ') return 'Space';
  const place = /^(?:Key([A-Z])|Digit([0-9])|Numpad([0-9]))$/.exec(code);
  const atPlace = place?.[1] ?? place?.[2] ?? place?.[3];
  const isPlain = key.length === 1 && key > ' ' && key <= '~';
  // With Alt a Mac types "å" or "¡": the place says what was meant. So it does for the brackets of Alt+[ and Alt+].
  if (altKey && code === 'BracketLeft') return '[';
  if (altKey && code === 'BracketRight') return ']';
  if (isPlain && !(altKey && atPlace)) return key.toUpperCase();
  if (atPlace !== undefined && (key.length === 1 || key === 'Process' || key === 'Unidentified')) return atPlace;
  return key.length === 1 ? key.toUpperCase() : key;
}

const shown: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Delete: 'Del',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
};

/** The caps of a key name as they are drawn: "Ctrl+ArrowLeft" gives Ctrl and ←. */
export function keyCaps(name: string, isMac: boolean): string[] {
  const caps = name === '+' ? ['+'] : name.replace(/\+\+$/, '+Plus').split('+');
  return caps.map(cap => {
    if (cap === 'Plus') return '+';
    if (isMac && cap === 'Ctrl') return '⌘';
    if (isMac && cap === 'Alt') return '⌥';
    return shown[cap] ?? cap;
  });
}

const typing = /^(?:text|search|url|tel|email|password|number|date|time)$/;
const arrows = /^(?:Arrow|Home$|End$|Page)/;

/** True where the focused element itself answers this key: text being typed, a button's Enter, a slider's arrows. */
export function isKeyTaken(target: Element | null, name: string): boolean {
  if (!target || name.startsWith('Alt+')) return false;
  if (target instanceof HTMLElement && target.isContentEditable) return true;
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  if (target instanceof HTMLInputElement && typing.test(target.type)) return true;
  const role = target.getAttribute('role') ?? '';
  const isButton =
    target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement || target instanceof HTMLInputElement;
  if (name === 'Enter' || name === 'Space')
    return isButton || /^(?:button|menuitem|option|tab|slider|checkbox|radio|switch)/.test(role);
  if (arrows.test(name))
    return target instanceof HTMLInputElement || /^(?:menuitem|option|tab|slider|radio|separator)/.test(role);
  return false;
}

export const isMac = /^Mac/.test(navigator.platform);
