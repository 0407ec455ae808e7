// The few things the page asks of main: the folder and file dialogs, grants for dropped files, and the questions before closing: something is not saved, a run goes on.
import {
  app,
  dialog,
  ipcMain,
  type BrowserWindow,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  type OpenDialogOptions,
} from 'electron/main';
import { text, type MessageKey } from '../../../shared/messages.ts';
import type { Language } from '../../../shared/messages/message.ts';
import type { CoreAddress } from './core-process.ts';
import { askCore, origin, type MainAnswers } from './forward.ts';

const annotationEndings = [
  'json',
  'xml',
  'txt',
  'csv',
  'tsv',
  'yaml',
  'yml',
  'zip',
  'tar',
  'gz',
  'tgz',
  'tfrecord',
  'record',
  'png',
];
const modelEndings = ['keras', 'h5', 'hdf5', 'onnx', 'safetensors', 'zip', 'json', 'pt', 'pth'];

/** Registers the channels of the preload script. Only the window's own main frame is answered. Gives what the page said of itself last. */
export function answerPreload(
  window: BrowserWindow,
  address: () => Promise<CoreAddress>,
): { readonly isUnsaved: () => boolean } {
  let isUnsaved = false;
  ipcMain.on('saving:unsaved', (event, now: unknown) => {
    if (isOurPage(event, window)) isUnsaved = now === true;
  });
  const handle = <Answer>(channel: string, answer: (argument: unknown) => Promise<Answer>): void => {
    ipcMain.handle(channel, (event, argument: unknown) => {
      if (!isOurPage(event, window)) throw new Error('Only the page of this window may ask.');
      return answer(argument);
    });
  };
  const grant = async (paths: readonly string[]): Promise<string[]> => [
    ...(await askCore(await address(), '/main/grant', { paths })).grants,
  ];

  const choose = async (options: OpenDialogOptions): Promise<string | null> => {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, options);
    return canceled || filePaths[0] === undefined ? null : ((await grant([filePaths[0]]))[0] ?? null);
  };

  handle('folder:choose', () => choose({ properties: ['openDirectory'] }));
  handle('model-file:choose', () =>
    choose({
      properties: ['openFile'],
      filters: [{ name: 'Keras, ONNX, TensorFlow.js, safetensors', extensions: modelEndings }],
    }),
  );
  handle('annotation-files:choose', async () => {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, {
      properties: ['openFile', 'multiSelections'],
      filters: [
        { name: 'COCO, VOC, YOLO, labelme, CreateML, CSV, ZIP', extensions: annotationEndings },
        // IDX files and records of TensorFlow have all kinds of endings, or none.
        { name: '*', extensions: ['*'] },
      ],
    });
    return canceled ? [] : grant(filePaths);
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
  return { isUnsaved: () => isUnsaved };
}

function isOurPage(event: IpcMainInvokeEvent | IpcMainEvent, window: BrowserWindow): boolean {
  const frame = event.senderFrame;
  return (
    frame !== null &&
    event.sender === window.webContents &&
    frame === window.webContents.mainFrame &&
    frame.url.startsWith(`${origin}/`)
  );
}

/** True when the window may close: everything is saved and nothing is running, or the person says so. */
export async function mayClose(
  window: BrowserWindow,
  address: () => Promise<CoreAddress>,
  isUnsaved: boolean,
): Promise<boolean> {
  const { running, language: chosen } = await coreState(address);
  const language = chosen === 'system' ? systemLanguage() : chosen;
  const agrees = async (words: 'close.unsaved' | 'close.running', stay: MessageKey): Promise<boolean> => {
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: text(language, words),
      detail: text(language, `${words}.detail`),
      buttons: [text(language, stay), text(language, 'close.anyway')],
      defaultId: 0,
      cancelId: 0,
    });
    return response === 1;
  };
  if (isUnsaved && !(await agrees('close.unsaved', 'close.unsaved.stay'))) return false;
  return !running || agrees('close.running', 'close.stay');
}

export const systemLanguage = (): Language => (app.getLocale().startsWith('ko') ? 'ko' : 'en');

/** What the core says of itself; without one nothing runs, and only the system's language is known. */
async function coreState(address: () => Promise<CoreAddress>): Promise<MainAnswers['/main/running']> {
  try {
    return await askCore(await address(), '/main/running', null);
  } catch (error) {
    console.error(`No core answered before closing: ${String(error)}`);
    return { running: false, language: 'system' };
  }
}
