// The few things the page asks of main: the folder dialog, grants for dropped files, and the question before closing while a run goes on.
import { app, dialog, ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron/main';
import { text } from '../../../shared/messages.ts';
import type { Language } from '../../../shared/messages/message.ts';
import type { CoreAddress } from './core-process.ts';
import { askCore, origin } from './forward.ts';

/** Registers the channels of the preload script. Only the window's own main frame is answered. */
export function answerPreload(window: BrowserWindow, address: () => Promise<CoreAddress>): void {
  const handle = <Answer>(channel: string, answer: (argument: unknown) => Promise<Answer>): void => {
    ipcMain.handle(channel, (event, argument: unknown) => {
      if (!isOurPage(event, window)) throw new Error('Only the page of this window may ask.');
      return answer(argument);
    });
  };
  const grant = async (paths: readonly string[]): Promise<string[]> => [
    ...(await askCore(await address(), '/main/grant', { paths })).grants,
  ];

  handle('folder:choose', async () => {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, { properties: ['openDirectory'] });
    return canceled || filePaths[0] === undefined ? null : ((await grant([filePaths[0]]))[0] ?? null);
  });
  handle('paths:grant', async paths => {
    if (
      !Array.isArray(paths) ||
      paths.length > 1_000 ||
      !paths.every(item => typeof item === 'string' && item.length < 4_096)
    )
      return [];
    return grant((paths as string[]).filter(item => item !== ''));
  });
}

function isOurPage(event: IpcMainInvokeEvent, window: BrowserWindow): boolean {
  const frame = event.senderFrame;
  return (
    frame !== null &&
    event.sender === window.webContents &&
    frame === window.webContents.mainFrame &&
    frame.url.startsWith(`${origin}/`)
  );
}

/** True when the window may close: nothing is running, or the person says so. */
export async function mayClose(window: BrowserWindow, address: () => Promise<CoreAddress>): Promise<boolean> {
  const { running, language: chosen } = await askCore(await address(), '/main/running', null);
  if (!running) return true;
  const language: Language = chosen === 'system' ? (app.getLocale().startsWith('ko') ? 'ko' : 'en') : chosen;
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: text(language, 'close.running'),
    detail: text(language, 'close.running.detail'),
    buttons: [text(language, 'close.stay'), text(language, 'close.anyway')],
    defaultId: 0,
    cancelId: 0,
  });
  return response === 1;
}
