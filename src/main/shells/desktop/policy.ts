// What a window may not do: navigate away, open windows, ask for devices, reach the network. Set before any window exists.
import { shell } from 'electron/common';
import { app, session, type WebContents } from 'electron/main';
import { origin } from './forward.ts';

/** Addresses a person may be sent to outside Fovea; anything else is ignored. */
const outside = new Set(['https://www.apache.org/licenses/LICENSE-2.0']);

/** Applies to every window and every session of the app. */
export function refuseEverythingElse(): void {
  app.on('web-contents-created', (_event, contents) => restrict(contents));
  app.on('session-created', restrictSession);
  void app.whenReady().then(() => restrictSession(session.defaultSession));
}

function restrict(contents: WebContents): void {
  const staysInside = (event: Electron.Event, url: string): void => {
    if (!url.startsWith(`${origin}/`)) event.preventDefault();
  };
  contents.on('will-navigate', (event, url) => staysInside(event, url));
  contents.on('will-redirect', (event, url) => staysInside(event, url));
  contents.on('will-frame-navigate', event => event.preventDefault());
  contents.on('will-attach-webview', event => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (outside.has(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
}

function restrictSession(target: Electron.Session): void {
  target.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(permission === 'clipboard-sanitized-write'),
  );
  target.setPermissionCheckHandler((_contents, permission) => permission === 'clipboard-sanitized-write');
  target.setDevicePermissionHandler(() => false);
  target.webRequest.onBeforeRequest((details, answer) => {
    answer({
      cancel: !(
        details.url.startsWith(`${origin}/`) ||
        details.url.startsWith(`blob:${origin}`) ||
        details.url.startsWith('devtools:')
      ),
    });
  });
}
