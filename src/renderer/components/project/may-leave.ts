// Asks before the open project is left while something in it could not be saved.
import { errorText, text } from '../../../shared/messages.ts';
import { currentLanguage } from '../../api/language.ts';
import { retrySaving, savingSettled } from '../../api/saving.ts';
import { choose } from '../Confirm.tsx';

/** True when everything is saved, now or after another try, or the person leaves without it. */
export async function mayLeave(): Promise<boolean> {
  for (;;) {
    const { count, error } = await savingSettled();
    if (count === 0) return true;
    const language = currentLanguage();
    const choice = await choose({
      title: text(language, 'leave.title', { count }),
      body: `${error === null ? '' : `${errorText(language, error)} `}${text(language, 'leave.body')}`,
      cancel: text(language, 'leave.stay'),
      choices: [
        { value: 'leave', label: text(language, 'leave.anyway') },
        { value: 'retry', label: text(language, 'action.retry') },
      ],
    });
    if (choice !== 'retry') return choice === 'leave';
    await retrySaving();
  }
}
