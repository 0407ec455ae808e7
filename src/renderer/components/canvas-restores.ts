// Canvases lose what was drawn when the graphics process dies: a number to draw again by.
import { useSyncExternalStore } from 'react';

let restores = 0;

/** How often a canvas of this page got its context back, empty: whoever draws by an effect lists it among what the effect depends on. */
export function useCanvasRestores(): number {
  return useSyncExternalStore(
    listener => {
      const restored = (): void => {
        restores += 1;
        listener();
      };
      // The event does not bubble, but it is captured on its way down.
      document.addEventListener('contextrestored', restored, true);
      return () => document.removeEventListener('contextrestored', restored, true);
    },
    () => restores,
  );
}
