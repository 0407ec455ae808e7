// Which overlay is open: the palette, the key sheet, a dialog that a command opens from anywhere. One at a time.
import { useSyncExternalStore } from 'react';

export type Overlay = 'palette' | 'keys' | 'rename' | 'export';

let open: Overlay | null = null;
const listeners = new Set<() => void>();

function set(next: Overlay | null): void {
  open = next;
  for (const listener of listeners) listener();
}

export function openOverlay(overlay: Overlay): void {
  set(overlay);
}

/** Opens the overlay, or closes it when it is the open one. */
export function toggleOverlay(overlay: Overlay): void {
  set(open === overlay ? null : overlay);
}

export function closeOverlay(): void {
  set(null);
}

export function useOverlay(): Overlay | null {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => open,
  );
}
