// Runs that do not go straight through: ended, stopped and kept, deleted and taken back, overtaken by a changed label; and what the page says then.
import type { Page } from '@playwright/test';
import { cpSync, rmSync, symlinkSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { makeClassFolders } from '../support/class-folder-photos.ts';
import { expect, test } from '../support/e2e.ts';
import { workersBelow } from '../support/processes.ts';

const { folder } = makeClassFolders(24);
test.use({ openFolder: folder });
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const place = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click();
const panel = (page: Page) => page.getByRole('complementary', { name: 'Runs' });

/** Folder names become classes; then the Train screen. */
async function openTrain(page: Page): Promise<void> {
  await page.getByRole('button', { name: /names as classes/ }).click();
  await expect(page.getByRole('heading', { name: '48 photos' })).toBeVisible();
  await place(page, 'Train');
  await expect(
    page.getByRole('heading', { name: /^Fine-tune EfficientNet-Lite0 on \d+ photos in 2 classes$/ }),
  ).toBeVisible();
}

/** Models of the project on the Models screen. */
const trained = (page: Page) =>
  page.getByRole('complementary', { name: 'Models' }).getByRole('link', { name: /, one click, / });

async function train(page: Page): Promise<void> {
  await page
    .getByRole('main')
    .getByRole('button', { name: /^Train/ })
    .click();
  await expect(page.getByRole('link', { name: 'See what it gets wrong' })).toBeVisible({ timeout: 90_000 });
}

/** The Models screen after the language was switched in the settings; then back. */
async function inKorean(page: Page, look: () => Promise<void>): Promise<void> {
  await page.keyboard.press('Control+,');
  await page.getByText('한국어', { exact: true }).click();
  await place(page, '모델');
  await look();
  await page.keyboard.press('Control+,');
  await page.getByText('English', { exact: true }).click();
  await place(page, 'Models');
}

test('the screen is there in a browser of the POSIX locale too', async ({ fovea: page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'language', { get: () => 'en-US@posix', configurable: true });
  });
  await page.reload();
  await openTrain(page);
});

test('a run that is ended keeps nothing, and the next one starts afresh', async ({ fovea: page, app }) => {
  test.setTimeout(180_000);
  await openTrain(page);
  await page
    .getByRole('main')
    .getByRole('button', { name: /^Train/ })
    .click();
  await expect(panel(page)).toContainText('Run 1');
  await expect(panel(page)).toContainText('running');
  const dialog = page.getByRole('dialog', { name: 'End this run?' });
  await expect.poll(() => workersBelow(app.pid, 'engine')).toHaveLength(1);
  await whileStopped(workersBelow(app.pid, 'engine'), async () => {
    await expect(panel(page).getByRole('button', { name: 'Delete run 1' })).toBeHidden();
    await page.getByRole('button', { name: 'End this run' }).click();
    await expect(dialog).toContainText('Nothing is kept of it');
  });
  await dialog.getByRole('button', { name: 'End this run' }).click();
  await expect(panel(page)).toContainText('ended, nothing kept');
  await panel(page).getByRole('button', { name: 'Delete run 1' }).click();
  await page.getByRole('dialog', { name: 'Delete run 1?' }).getByRole('button', { name: 'Delete' }).click();
  await expect(panel(page)).toContainText('No run yet');
  await page.getByRole('alert').filter({ hasText: 'Run 1 deleted' }).getByRole('button', { name: 'Undo' }).click();
  await expect(panel(page)).toContainText('ended, nothing kept');
  await place(page, 'Results');
  await expect(page.getByText('No results yet')).toBeVisible();

  await page.getByRole('button', { name: 'Go to Train' }).click();
  await train(page);
  await expect(panel(page)).toContainText('Run 2');
});

test('a warning leads to the photos it speaks of', async ({ fovea: page }) => {
  test.setTimeout(120_000);
  await openTrain(page);
  const warning = page.getByRole('status').filter({ hasText: 'No test photos are set aside' });
  await warning.getByRole('link', { name: 'Choose test photos' }).click();
  await expect(page.getByRole('heading', { name: /of 48 photos/ })).toBeVisible();
});

test('a run leaves on deletion and returns on undo, with its model', async ({ fovea: page }) => {
  test.setTimeout(180_000);
  await openTrain(page);
  await train(page);
  await page.getByRole('link', { name: 'See what it gets wrong' }).click();
  await page.getByRole('button', { name: 'Delete this run' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('No results yet')).toBeVisible();
  await page.getByRole('alert').filter({ hasText: 'Run 1 deleted' }).getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('region', { name: 'Confusion' })).toBeVisible();

  await place(page, 'Models');
  await expect(trained(page)).toHaveCount(1);
  // The card's sentences are made in the person's language.
  const card = page.getByRole('main');
  await expect(card).toContainText('frozen, used as it is');
  await expect(card).toContainText('The score holds for photos like the held-out ones');
  await inKorean(page, async () => {
    await expect(card).toContainText('RGB, 비율과 상관없이 224 × 224로 조절');
    await expect(card).toContainText('고정한 채 그대로 사용');
    await expect(card).toContainText('점수는 남겨 둔 사진과 비슷한 사진에만 맞아요');
    await expect(card).not.toContainText(/pretrained|photo is|The score/);
  });
  await page.getByRole('button', { name: 'Delete this model' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(trained(page)).toHaveCount(0);
  await page.getByRole('alert').filter({ hasText: 'deleted' }).last().getByRole('button', { name: 'Undo' }).click();
  await expect(trained(page)).toHaveCount(1);
});

test('a score says that it is out of date once a photo was left out, and the matrix is walked by arrow keys', async ({
  fovea: page,
}) => {
  test.setTimeout(180_000);
  await openTrain(page);
  await train(page);
  await place(page, 'Results');
  const outdated = page.getByText('changed since this run', { exact: false });
  await expect(page.getByRole('region', { name: 'Confusion' })).toBeVisible();
  await expect(outdated).toBeHidden();

  const cells = page.getByRole('region', { name: 'Confusion' }).getByRole('button', { disabled: false });
  await cells.first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  await expect(cells.first()).toBeFocused();
  await page.keyboard.press('Enter');
  const photos = page.getByRole('region', { name: /^Labelled .*, model says / });
  await photos.getByRole('button', { name: 'Exclude' }).first().click();
  await expect(outdated).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(outdated).toBeHidden();
});

test.describe('with more photos', () => {
  const more = makeClassFolders(120);
  test.use({ openFolder: more.folder });
  test.afterAll(() => rmSync(more.folder, { recursive: true, force: true }));

  const epochs = (page: Page) => page.getByText('Epochs', { exact: true }).locator('xpath=following-sibling::div[1]');

  test('a page loaded again in the middle of a run draws its curves from the first epoch on; a run that is stopped says so', async ({
    fovea: page,
    app,
  }) => {
    test.setTimeout(180_000);
    await page.getByRole('button', { name: /names as classes/ }).click();
    await expect(page.getByRole('heading', { name: '240 photos' })).toBeVisible();
    await place(page, 'Train');
    await page
      .getByRole('main')
      .getByRole('button', { name: /^Train/ })
      .click();
    await expect(epochs(page)).toHaveText(/^[2-9]|^1\d/, { timeout: 60_000 });
    await whileStopped(workersBelow(app.pid, 'engine'), async () => {
      const before = Number(await epochs(page).textContent());
      await page.reload();
      await expect.poll(async () => Number(await epochs(page).textContent())).toBeGreaterThanOrEqual(before);
      await expect(page.getByRole('img', { name: /^Loss by epoch/ })).toBeVisible();
      const heard = page.waitForResponse(/training:stop/);
      await page.getByRole('button', { name: 'Stop and keep the best' }).click();
      await heard;
    });
    await expect(page.getByText('This run was stopped early')).toBeVisible({ timeout: 60_000 });
    await expect(panel(page)).toContainText('stopped early, kept');
    await page.getByRole('link', { name: 'See what it gets wrong' }).click();
    await expect(page.getByText('This run was stopped early')).toBeVisible();
  });

  test.describe('opened from the page', () => {
    test.use({ openFolder: undefined });

    test('an answer and a start that wait for photos say how far the reading is, and can be taken back', async ({
      fovea: page,
      app,
    }) => {
      test.setTimeout(120_000);
      const dialog = page.getByRole('dialog');
      const use = dialog.getByRole('button', { name: /names as classes/ });
      // A photo that is held for 15 s is given up, so the page is there before; and on a fast computer the reading is soon over.
      symlinkSync(more.folder, path.join(app.folder, 'more'));
      await page.getByRole('button', { name: 'Choose a folder of photos' }).click();
      await dialog.getByRole('option', { name: /^more/ }).click();
      await dialog.getByRole('button', { name: 'Open this folder' }).click();
      await expect
        .poll(() => workersBelow(app.pid, 'decode').length, { intervals: [20] })
        .toBe(Math.min(availableParallelism(), 4));
      await whileStopped(workersBelow(app.pid, 'decode'), async () => {
        await use.click();
        await expect(dialog).toContainText(/Reading photos: \d+ of 240/);
        const heard = page.waitForResponse(/work:cancel/);
        await dialog.getByRole('button', { name: 'Cancel' }).last().click();
        await heard;
      });
      await expect(dialog).not.toContainText('Reading photos');
      await use.click();
      await expect(page.getByRole('heading', { name: '240 photos' })).toBeVisible();

      await place(page, 'Train');
      const start = page.getByRole('main').getByRole('button', { name: /^Train/ });
      await expect(start).toBeEnabled();
      const newer = makeClassFolders(30);
      cpSync(newer.folder, path.join(more.folder, 'newer'), { recursive: true });
      rmSync(newer.folder, { recursive: true });
      await whileStopped(workersBelow(app.pid, 'decode'), async () => {
        await page.getByRole('button', { name: /^Project:/ }).click();
        await page.getByRole('menuitem', { name: 'Look for new photos' }).click();
        await expect(page.getByRole('contentinfo')).toContainText('Reading photos: 0 of 60');
        await start.click();
        await expect(page.getByRole('main')).toContainText('Reading photos: 0 of 60');
        const heard = page.waitForResponse(/work:cancel/);
        await page.getByRole('main').getByRole('button', { name: 'Cancel' }).click();
        await heard;
      });
      await expect(page.getByRole('main')).not.toContainText('Reading photos');
      await expect(start).toBeEnabled();
      await expect(panel(page)).toContainText('No run yet');
    });
  });
});

/** Does `meanwhile` while these workers hold their breath, so that it happens in the middle of their work on any computer. */
async function whileStopped(workers: readonly number[], meanwhile: () => Promise<void>): Promise<void> {
  expect(workers).not.toEqual([]);
  for (const worker of workers) process.kill(worker, 'SIGSTOP');
  try {
    await meanwhile();
  } finally {
    for (const worker of workers) process.kill(worker, 'SIGCONT');
  }
}

test('L5: going through photos that a model has predictions of makes no annotation', async ({ fovea: page }) => {
  test.setTimeout(180_000);
  await openTrain(page);
  await train(page);
  await place(page, 'Photos');
  const status = page.getByRole('contentinfo', { name: 'Status' });
  await expect(status).toContainText('48 annotated');
  // Photos without a class have a prediction shown; whoever passes by accepts nothing.
  await page.getByRole('option').first().click();
  await page.keyboard.press('Control+a');
  await page.getByRole('button', { name: 'Remove annotations' }).click();
  await expect(status).toContainText(/\D0 annotated/);
  await page.getByRole('option').first().dblclick();
  const photo = page.getByRole('group', { name: 'Photo', exact: true }).first();
  await expect(photo).toContainText('1 of 48');
  const gestures: string[] = [];
  page.on('request', request => /\/call\/(?:labels|things):/.test(request.url()) && gestures.push(request.url()));
  for (const key of ['d', 's', 'd', 'a', 's']) {
    const before = await photo.textContent();
    await page.keyboard.press(key);
    await expect(photo).not.toHaveText(before!);
  }
  await place(page, 'Photos');
  await expect(status).toContainText(/\D0 annotated/);
  expect(gestures).toEqual([]);
});
