// Fixtures of the tests in a real Electron: the program in its window, on a display of its own, with its own home.
import { expect, test as base, _electron, type ElectronApplication, type Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findElectron, launchOptions, startDisplay } from './electron.ts';
import { makePhotoFolder } from './photo-folder.ts';
import { processesBelow } from './processes.ts';

const electron = findElectron();
const closeWithinMs = 30_000;

export type Desktop = {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Electron's main. */
  readonly pid: number;
  readonly dataFolder: string;
};

export const test = base.extend<{ photos: string; home: string; desktop: Desktop }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixture's needs from this pattern
  photos: async ({}, use) => {
    const folder = makePhotoFolder(8);
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  // eslint-disable-next-line no-empty-pattern -- as above
  home: async ({}, use) => {
    const home = mkdtempSync(path.join(os.tmpdir(), 'fovea-desktop-'));
    await use(home);
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  },
  desktop: async ({ home }, use) => {
    const { display, stop } = await startDisplay();
    const app = await _electron.launch(launchOptions(electron!, home, display));
    // Playwright knows it no more once it is closed.
    const main = app.process();
    const page = await app.firstWindow();
    await use({ app, page, pid: main.pid!, dataFolder: path.join(home, 'data') });
    // A test may have killed it, and then Playwright may wait for its end for ever.
    await Promise.race([app.close().catch(() => undefined), wait(closeWithinMs)]);
    main.kill('SIGKILL');
    stop();
  },
});
test.skip(electron === null, 'There is no test Electron or no display: see test/support/electron.ts');
export { expect };

/** Answers the system's folder dialog, which no test can click. */
export async function openByDialog({ app, page }: Desktop, folder: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, folder);
  await page.getByRole('button', { name: /^Open a folder/ }).click();
}

/** The program's cores: one, but for the moment after it died. */
export const corePids = (mainPid: number): number[] =>
  processesBelow(mainPid)
    .filter(({ args }) => /desktop[\\/]core\.[tj]s/.test(args))
    .map(({ pid }) => pid);
