// Electron's main process: window, dialogs, policy. It parses nothing, opens no project and decodes no photo: all of that is the core's,
// a Node process it starts and talks to over a private socket.
import { app, BrowserWindow, dialog, Menu, protocol } from 'electron/main';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { text } from '../../../shared/messages.ts';
import { openStarts } from '../../core/starts.ts';
import { runCore } from './core-process.ts';
import { answerPreload, mayClose, systemLanguage } from './dialogs.ts';
import { forwardTo, origin, scheme } from './forward.ts';
import { revivePage } from './page-process.ts';
import { refuseEverythingElse } from './policy.ts';
import { coreFolders, coreProgram } from './places.ts';

protocol.registerSchemesAsPrivileged([
  { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
]);
// As root Chromium starts without its sandbox only (`npm start` says so with the switch), and then its children must be told the same.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
refuseEverythingElse();
const starts = openStarts(coreFolders().dataFolder, line => console.error(line));
const isSafeStart = starts.isSafeModeDue();
if (isSafeStart) {
  // A driver of the graphics card may be why earlier starts crashed.
  app.disableHardwareAcceleration();
  app.commandLine.appendSwitch('disable-gpu');
}

if (process.argv.includes('--self-test')) runSelfTest();
else if (app.requestSingleInstanceLock()) void app.whenReady().then(open);
else app.quit();

/** The command line's self-test in the Node that runs the core, on this terminal. */
function runSelfTest(): void {
  const { node, commandLine } = coreProgram();
  const { status } = spawnSync(node, [commandLine, 'self-test'], { stdio: 'inherit' });
  app.exit(status ?? 1);
}

async function open(): Promise<void> {
  const core = runCore({ ...coreProgram(), folders: coreFolders(), starts, onGivenUp: giveUp });
  protocol.handle(scheme, forwardTo(core.address));
  if (process.platform !== 'darwin') Menu.setApplicationMenu(null);

  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 800,
    minHeight: 600,
    show: false,
    backgroundColor: '#1b1c1e',
    autoHideMenuBar: true,
    webPreferences: {
      preload: path.join(__dirname, 'preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  const page = answerPreload(window, core.address);
  revivePage(window, starts, () => {
    void core.stop({ isWell: false }).then(() => {
      if (!isSafeStart) app.relaunch();
      else giveUp();
      app.exit(1);
    });
  });
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });

  let closing = false;
  window.on('close', event => {
    if (closing) return;
    event.preventDefault();
    void mayClose(window, core.address, page.isUnsaved()).then(async may => {
      if (!may) return;
      closing = true;
      await core.stop({ isWell: true });
      window.destroy();
      app.quit();
    });
  });
  window.once('ready-to-show', () => window.show());
  await window.loadURL(`${origin}/`);
}

/** Nothing helped: says so and ends. */
function giveUp(): void {
  dialog.showErrorBox('Fovea', text(systemLanguage(), 'desktop.given-up'));
  app.exit(1);
}
