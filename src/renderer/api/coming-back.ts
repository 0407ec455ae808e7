// What the page does when the core is there again after it was away, the same or a new one: unsaved gestures go on into their project.
import { text } from '../../shared/messages.ts';
import { openFolder } from './app-info.ts';
import { currentLanguage } from './language.ts';
import { showNote } from './notices.ts';
import { queries } from './query.ts';
import { forgetUncertain, giveUpUnsaved, retrySaving } from './saving.ts';

/** The project that a dead core took with it; its unsaved gestures wait until it is open again. */
let waitingFor: string | null = null;

/** The stream is there again. Rejects where the core refuses a gesture that is sent again. */
export async function comeBack(): Promise<void> {
  const before = openFolder() ?? waitingFor;
  await queries.invalidateQueries({ queryKey: ['app:info'] });
  const now = openFolder();
  waitingFor = now === null ? before : null;
  if (before !== null && now === before) await goOn();
}

/** The core says which project is open now. What could not be saved must never reach another one. */
export async function followProject(folder: string | null): Promise<void> {
  const isBack = waitingFor !== null && folder === waitingFor;
  const isSame = folder === openFolder();
  if (folder !== null) waitingFor = null;
  if (isBack) await goOn();
  else if (!isSame) giveUpUnsaved();
}

async function goOn(): Promise<void> {
  if (forgetUncertain() > 0) showNote(text(currentLanguage(), 'saving.uncertain'));
  await retrySaving();
}
