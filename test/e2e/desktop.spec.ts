// The desktop shell in a real Electron: a folder is opened through the system's dialog, its photos are seen, and the window may do nothing else.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { writeCoco } from '../support/annotation-files.ts';
import { corePids, expect, openByDialog, test } from '../support/desktop-window.ts';
import { isAlive } from '../support/processes.ts';
import { sharedFolder } from '../support/shared.ts';

test('opens a folder of photos and shows them', async ({ desktop, photos }) => {
  await openByDialog(desktop, photos);
  await expect(desktop.page.getByRole('option')).toHaveCount(8);
  await expect(desktop.page.getByRole('option').first().locator('img')).toHaveJSProperty('complete', true);
  await expect
    .poll(() =>
      desktop.page
        .getByRole('option')
        .first()
        .locator('img')
        .evaluate(image => (image as HTMLImageElement).naturalWidth),
    )
    .toBeGreaterThan(0);
});

test('gives the page six functions and nothing of Node', async ({ desktop: { page } }) => {
  const seen = await page.evaluate(() => ({
    globals: ['require', 'process', 'module', 'Buffer', 'electron'].filter(name => name in window),
    bridge: Object.keys((window as unknown as { fovea: object }).fovea).sort(),
  }));
  expect(seen).toEqual({
    globals: [],
    bridge: ['chooseAnnotationFiles', 'chooseFolder', 'chooseModelFile', 'grantDropped', 'onMenu', 'tellUnsaved'],
  });
});

test('looks at a file of annotations that was chosen in the system’s dialog', async ({ desktop, photos }) => {
  const { app, page } = desktop;
  await openByDialog(desktop, photos);
  await expect(page.getByRole('option')).toHaveCount(8);
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'fovea-desktop-')), 'field.json');
  writeCoco(file);
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, file);
  await page.keyboard.press('Control+i');
  await expect(page.getByRole('heading', { name: 'Import annotations' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Import 8 annotations/ })).toBeEnabled();
  rmSync(path.dirname(file), { recursive: true, force: true });
});

test('neither leaves, nor opens windows, nor reaches the network or main’s own routes', async ({
  desktop: { app, page },
}) => {
  const outcome = await page.evaluate(async () => {
    const status = (address: string): Promise<number | string> =>
      fetch(address, { method: 'POST', body: '{}' }).then(
        answer => answer.status,
        () => 'refused',
      );
    return {
      opened: window.open('https://example.com') === null,
      network: await status('http://127.0.0.1:9/'),
      ownRoute: await status('/main/grant'),
      otherHost: await status('fovea://other/call/app:info'),
      climbing: await fetch('/%2e%2e/%2e%2e/package.json').then(answer => answer.status),
    };
  });
  expect(outcome).toEqual({ opened: true, network: 'refused', ownRoute: 404, otherHost: 'refused', climbing: 404 });
  const isRefused = await app.evaluate(({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!;
    const asked = new Promise<boolean>(resolve => {
      webContents.once('will-navigate', event => resolve(event.defaultPrevented));
    });
    void webContents.executeJavaScript("location.href = 'https://example.com/'");
    return asked;
  });
  expect(isRefused).toBe(true);
  expect(page.url()).toMatch(/^fovea:\/\/app\//);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('leaves no process behind when it is closed', async ({ desktop, photos }) => {
  await openByDialog(desktop, photos);
  await expect(desktop.page.getByRole('option')).toHaveCount(8);
  const [pid] = corePids(desktop.app.process().pid!);
  await desktop.app.close();
  await expect.poll(() => isAlive(pid!)).toBe(false);
});

test('asks before it is closed while a run goes on', async ({ desktop }) => {
  test.setTimeout(240_000);
  test.skip(sharedFolder === null, 'A run that lasts needs real photos: ../shared/data is absent');
  const { app, page } = desktop;
  await openByDialog(desktop, path.join(sharedFolder!, 'data/photos/hymenoptera'));
  await page.getByRole('button', { name: /names as classes/ }).click();
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.getByRole('link', { name: 'Train', exact: true }).click();
  await page.getByRole('button', { name: /^Train/ }).click();
  await expect(page.getByRole('button', { name: 'Stop and keep the best' })).toBeVisible();

  const asked = await app.evaluate(async ({ BrowserWindow, dialog }) => {
    const question = new Promise<string>(resolve => {
      dialog.showMessageBox = (_window: unknown, options?: { message: string }) => {
        resolve(options!.message);
        return Promise.resolve({ response: 0, checkboxChecked: false }); // "Keep it going"
      };
    });
    BrowserWindow.getAllWindows()[0]!.close();
    return question;
  });
  expect(asked).toBe('A run is still going on.');
  await expect(page.getByText(/validation photos are right/)).toBeVisible({ timeout: 120_000 });
});

test('asks before it is closed while something could not be saved', async ({ desktop, photos }) => {
  const { app, page } = desktop;
  await openByDialog(desktop, photos);
  await expect(page.getByRole('option')).toHaveCount(8);
  await page.evaluate(() => {
    const { fetch } = window;
    const full = { error: { code: 'disk-full', details: { file: 'project.fovea' } } };
    window.fetch = (address, init) =>
      address === '/call/photos:exclude'
        ? Promise.resolve(new Response(JSON.stringify(full), { status: 507 }))
        : fetch(address, init);
  });
  await page.getByRole('option').first().click();
  await page.keyboard.press('x');
  await expect(page.getByRole('alert').filter({ hasText: 'Not saved: 1 gesture' })).toBeVisible();

  const asked = await app.evaluate(async ({ BrowserWindow, dialog }) => {
    const question = new Promise<string>(resolve => {
      dialog.showMessageBox = (_window: unknown, options?: { message: string }) => {
        resolve(options!.message);
        return Promise.resolve({ response: 0, checkboxChecked: false }); // "Stay"
      };
    });
    BrowserWindow.getAllWindows()[0]!.close();
    return question;
  });
  expect(asked).toBe('Some changes could not be saved.');
  await expect(page.getByRole('option')).toHaveCount(8);
  await app.evaluate(({ dialog }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false }); // "Close anyway", as the fixture closes
  });
});
