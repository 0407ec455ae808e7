// A note that says what a gesture did, with the way to take back that gesture and no other.
import { AppError } from '../../shared/errors.ts';
import { openFolder } from './app-info.ts';
import { showError, showUndoable } from './notices.ts';
import { call } from './transport.ts';

/** No note where nothing changed (`gesture` null). Once something else was done the undo is refused, and that is said. */
export function showGesture(message: string, gesture: number | null): void {
  if (gesture === null) return;
  const folder = openFolder();
  const undo = async (): Promise<void> => {
    // Another tab may have opened another project, with numbers of its own.
    if (openFolder() !== folder) throw new AppError('not-the-last-gesture');
    await call('history:undo', { gesture });
  };
  showUndoable(message, () => void undo().catch(showError));
}
