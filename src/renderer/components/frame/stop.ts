// Ends Fovea from its page, where the page is all a person has of it (a browser).
import { showError } from '../../api/notices.ts';
import type { Text } from '../../api/text.tsx';
import { call } from '../../api/transport.ts';
import { confirm } from '../Confirm.tsx';
import { mayLeave } from '../project/may-leave.ts';

/** Asks first where work goes on or something could not be saved. Errors are shown. */
export async function stopFovea({ t }: Text): Promise<void> {
  try {
    if (!(await mayLeave())) return;
    const running = (await call('work:list', null)).filter(({ state }) => state === 'running');
    const work = [...new Set(running.map(({ kind }) => t(`work.${kind}`)))].join(', ');
    const question = { title: t('stop.title'), body: t('stop.body', { work }), confirm: t('stop.confirm') };
    if (running.length > 0 && !(await confirm(question))) return;
    // The glyphs of the last words, while there is still somebody to ask for them.
    const words = (['stopped.title', 'stopped.body', 'stopped.again'] as const).map(key => t(key)).join('');
    await Promise.allSettled([document.fonts.load(`14px ${getComputedStyle(document.body).fontFamily}`, words)]);
    await call('app:stop', null);
  } catch (error) {
    showError(error);
  }
}
