// The window's page when its process dies: loaded again where it was; what was being done then is in the project, but for the stroke in hand.
import type { BrowserWindow } from 'electron/main';
import { livedMs, type Starts } from '../../core/starts.ts';

/**
 * Loads the page again each time its process is gone. A death within a minute of its load counts as a crash of this start: from three on
 * `onSafeModeDue` is called instead, because a graphics driver may be the reason.
 */
export function revivePage(window: BrowserWindow, starts: Starts, onSafeModeDue: () => void): void {
  let loadedAtMs = performance.now();
  let deaths = 0;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    console.error(`The page's process is gone: ${reason}`);
    if (performance.now() - loadedAtMs > livedMs) deaths = 0;
    else starts.crash();
    deaths += 1;
    loadedAtMs = performance.now();
    if (deaths >= 3) onSafeModeDue();
    else window.webContents.reload();
  });
}
