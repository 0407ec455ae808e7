// What keeps a person from closing Fovea by mistake: the browser asks, and the window is told what it must ask about.
import { useEffect } from 'react';
import { desktop } from '../../api/desktop.ts';
import { useLiveRun } from '../../api/query.ts';
import { isUnsaved, onSaving } from '../../api/saving.ts';

/** The browser asks before the page is closed while a run goes on (it is the core's and not lost by it) or something is not saved. */
export function useAskBeforeLeaving(): void {
  const isRunning = useLiveRun() !== null;
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => {
      if (!isRunning && !isUnsaved()) return;
      event.preventDefault();
      event.returnValue = true; // Chrome before 119 asks only for this
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isRunning]);
  useEffect(() => {
    let told: boolean | null = null;
    const tell = (): void => {
      if (told !== isUnsaved()) desktop?.tellUnsaved((told = isUnsaved()));
    };
    tell();
    return onSaving(tell);
  }, []);
}
