// Gives the focus back to where it was when a dialog that is mounted open goes again.
import { useEffect, useState } from 'react';

/** For a dialog that leaves the page as a whole, which its own focus trap does not notice. */
export function useFocusBack(): void {
  // While it is drawn for the first time: its trap takes the focus right after.
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // After the dialog has left; whoever took the focus by then keeps it.
      setTimeout(() => {
        const isFree = document.activeElement === null || document.activeElement === document.body;
        if (isFree && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
      });
    },
    [before],
  );
}
