// G2, G11 and G16 in the served app: processes are killed or put to sleep; the rest goes on or says so, and what was done is there.
import type { Page } from '@playwright/test';
import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { writeCoco } from '../support/annotation-files.ts';
import { startServe } from '../support/app.ts';
import { seriousFindings } from '../support/axe.ts';
import { makeClassFolders } from '../support/class-folder-photos.ts';
import { expect, test } from '../support/e2e.ts';
import { isAlive, processesBelow, workersBelow } from '../support/processes.ts';

const { folder } = makeClassFolders(24);
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const photos = (page: Page) => page.getByRole('option');
const status = (page: Page) => page.getByRole('contentinfo', { name: /Status|상태/ });
/** Asked in every frame of the page: small photos are looked at in a moment. */
const lookedAt = (page: Page) =>
  page.waitForFunction(() => document.querySelector('main')?.textContent?.includes('Photos looked at'), undefined, {
    timeout: 60_000,
  });
const trainButton = (page: Page) => page.getByRole('main').getByRole('button', { name: /^Train/ });

async function openClasses(page: Page): Promise<void> {
  await page.getByRole('button', { name: /names as classes/ }).click();
  await expect(page.getByRole('heading', { name: '48 photos' })).toBeVisible({ timeout: 60_000 });
}

test.describe('with photos', () => {
  test.use({ openFolder: folder });

  test('G2: the page’s process, then the program itself is killed: workers end, the page says so, everything is there again', async ({
    fovea,
    app,
    context,
  }) => {
    await openClasses(fovea);
    await photos(fovea).first().click();
    await fovea.keyboard.press('x');
    await expect(photos(fovea)).toHaveCount(47);
    await expect(status(fovea)).toContainText('Saved');
    const crashed = fovea.waitForEvent('crash');
    const devtools = await context.newCDPSession(fovea);
    devtools.send('Page.crash').catch(() => undefined); // never answered
    await crashed;
    const page = await context.newPage();
    await page.goto(fovea.url());
    await expect(photos(page)).toHaveCount(47);
    const below = processesBelow(app.pid).map(({ pid }) => pid);
    expect(below).not.toEqual([]);
    process.kill(app.pid, 'SIGKILL');
    await expect.poll(() => below.filter(isAlive)).toEqual([]);
    await expect(page.getByRole('alert').filter({ hasText: 'Not connected to Fovea' })).toBeVisible();

    const next = await startServe({ home: app.folder, folder });
    try {
      await page.goto(next.link);
      await expect(photos(page)).toHaveCount(47);
    } finally {
      await next.stop();
    }
  });

  test('G2, G11: the trainer, then decode workers are killed: the run says so, photos are shown; the computer sleeps in the next run, and it succeeds', async ({
    fovea: page,
    app,
  }) => {
    test.setTimeout(180_000);
    await openClasses(page);
    await page.getByRole('link', { name: 'Train', exact: true }).click();
    await trainButton(page).click();
    // Not the worker that times the machine before a run.
    await lookedAt(page);
    const engines = workersBelow(app.pid, 'engine');
    expect(engines).not.toEqual([]);
    for (const pid of engines) process.kill(pid, 'SIGKILL');
    await expect(page.getByRole('main')).toContainText('The engine process ended unexpectedly');
    await expect(status(page)).toContainText('48 annotated');
    for (const pid of workersBelow(app.pid, 'decode')) process.kill(pid, 'SIGKILL');
    await page.getByRole('link', { name: 'Photos', exact: true }).click();
    await photos(page).first().dblclick();
    await expect(page.locator('[data-stage] [data-picture]')).toBeVisible();
    await page.getByRole('link', { name: 'Train', exact: true }).click();
    await trainButton(page).first().click();
    await lookedAt(page);
    const all = [app.pid, ...processesBelow(app.pid).map(({ pid }) => pid)];
    for (const pid of all) process.kill(pid, 'SIGSTOP');
    await wait(3_000);
    for (const pid of all.toReversed()) process.kill(pid, 'SIGCONT');
    await expect(page.getByRole('link', { name: 'See what it gets wrong' })).toBeVisible({ timeout: 90_000 });
    await expect(status(page)).toContainText('Saved');
    await page.reload();
    await expect(page.getByText(/photos are right/).first()).toBeVisible();
  });

  test('G2: the worker that reads annotations is killed: the import says so, writes nothing, and reads them again', async ({
    fovea: page,
    app,
  }) => {
    await openClasses(page);
    writeCoco(path.join(app.folder, 'field.json'));
    await page.keyboard.press('Control+i');
    const dialog = page.getByRole('dialog', { name: 'Choose annotations' });
    await expect(dialog.getByRole('option', { name: /^field\.json/ })).toBeVisible();
    await dialog.getByRole('combobox').fill('field.json');
    await expect(dialog.getByRole('option', { name: /^field\.json/ })).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    // Killed as soon as it is there: a file of six photos is read before anybody could look.
    const watch = setInterval(() => {
      for (const pid of workersBelow(app.pid, 'dataset')) {
        process.kill(pid, 'SIGKILL');
        clearInterval(watch);
      }
    }, 5);
    await expect(page.getByText('Nothing was written')).toBeVisible();
    clearInterval(watch);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('button', { name: /^(?:Import \d|Nothing to import)/ })).toBeVisible();
    await expect(status(page)).toContainText('48 annotated');
  });
});

test('G16: after three crashes no project is opened by itself; a backup is restored, or the project opened', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const home = mkdtempSync(path.join(os.tmpdir(), 'fovea-e2e-'));
  const crash = (): void => writeFileSync(path.join(home, 'data', 'starts.json'), '[0,0,0]');
  const notice = page.getByRole('status').filter({ hasText: 'This is safe mode' });
  try {
    const first = await startServe({ home, folder });
    await page.goto(first.link);
    await openClasses(page);
    await first.stop();
    mkdirSync(path.join(home, 'data'), { recursive: true });
    crash();

    const safe = await startServe({ home, folder });
    await page.goto(safe.link);
    await expect(page.getByRole('button', { name: 'Choose a folder of photos' })).toBeVisible();
    await expect(notice).toContainText('Fovea stopped three times');
    expect(await seriousFindings(page)).toEqual([]);
    await notice.getByRole('button', { name: 'Restore its backup' }).click();
    await expect(page.getByRole('heading', { name: /^Backups of / })).toBeVisible();
    await expect(page.getByRole('radio').first()).toBeVisible();
    await page.getByRole('button', { name: 'Back to the photos' }).click();
    await notice.getByRole('button', { name: 'Open the last project' }).click();
    await expect(photos(page)).toHaveCount(48, { timeout: 60_000 });
    await notice.getByRole('button', { name: 'Go on normally' }).click();
    await expect(notice).toHaveCount(0);
    await safe.stop();

    const normal = await startServe({ home, folder });
    await page.goto(normal.link);
    await expect(photos(page)).toHaveCount(48, { timeout: 60_000 });
    await expect(notice).toHaveCount(0);
    await normal.stop();
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
});
