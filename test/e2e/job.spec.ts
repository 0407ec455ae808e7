// The main job from end to end on real photos in a real browser: open, label, train with one click, see every prediction, take the model away.
import type { Page } from '@playwright/test';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '../support/e2e.ts';
import { sharedFolder } from '../support/shared.ts';

const photos = sharedFolder === null ? undefined : path.join(sharedFolder, 'data/photos/hymenoptera');
test.use({ openFolder: photos });
test.skip(photos === undefined, 'There are no real photos: ../shared/data is absent');

const place = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click();

/** The contents of a file that the page lets the browser save. */
async function saved(page: Page, click: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

test('opens real photos, labels, trains with one click, shows every mistake, predicts and exports', async ({
  fovea: page,
}) => {
  test.setTimeout(480_000);
  await page.getByRole('button', { name: /names as classes/ }).click();
  await expect(page.getByRole('heading', { name: '397 photos' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'ants' })).toContainText('193');

  // The junk GIF is named as left out, with its reason.
  await page.getByRole('button', { name: /Not a photo, left out/ }).click();
  await expect(page.getByRole('dialog')).toContainText('imageNotFound.gif');
  await page.keyboard.press('Escape');

  // One photo is called something else by a key, and that is taken back and done again.
  await page.getByRole('option').first().click();
  await page.keyboard.press('2');
  await expect(page.getByRole('contentinfo')).toContainText('Last: bees');
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('contentinfo')).toContainText('Last: Folder names read');
  await page.keyboard.press('Control+Shift+z');
  await expect(page.getByRole('contentinfo')).toContainText('Last: bees');
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('contentinfo')).toContainText('Last: Folder names read');
  await expect(page.getByRole('region', { name: 'ants' })).toContainText('193');

  await place(page, 'Train');
  await expect(
    page.getByRole('heading', { name: 'Fine-tune EfficientNet-Lite0 on 244 photos in 2 classes' }),
  ).toBeVisible();
  await page.getByRole('button', { name: /^Train/ }).click();
  await expect(page.getByText('Looking at the photos')).toBeVisible({ timeout: 60_000 });
  // A page loaded again in the middle finds the run still going on.
  await page.reload();
  await expect(page.getByRole('button', { name: 'Stop and keep the best' })).toBeVisible();
  await expect(page.getByText(/\d+ of 153 validation photos are right/)).toBeVisible({ timeout: 120_000 });
  const sentence = await page.getByText(/\d+ of 153 validation photos are right/).textContent();
  expect(Number(/\d+/.exec(sentence!)![0])).toBeGreaterThanOrEqual(0.9 * 153);
  await expect(page.getByText(/The true score lies between .* Always saying “bees” would give 54.2 %/)).toBeVisible();

  // A wrong cell of the confusion matrix opens its photos.
  await page.getByRole('link', { name: 'See what it gets wrong' }).click();
  const cell = page.getByRole('button', { name: /^Labelled bees, model says ants: \d+ photos?$/ });
  const wrong = Number(/(\d+) photos?$/.exec((await cell.getAttribute('title'))!)![1]);
  await cell.click();
  await expect(page.getByRole('region', { name: /^Labelled bees, model says ants/ }).getByRole('link')).toHaveCount(
    wrong,
  );

  // A run can be deleted, and the deletion taken back.
  await page.getByRole('button', { name: 'Delete this run' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('No results yet')).toBeVisible();
  await page.getByRole('alert').filter({ hasText: 'Run 1 deleted.' }).getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('heading', { name: /of 153 validation photos are right/ })).toBeVisible();

  // New photos: each with its likeliest class; the predictions can be kept as a file.
  await place(page, 'Predict');
  const folder = path.join(photos!, 'val/ants');
  const files = readdirSync(folder).sort().slice(0, 5);
  await page.locator('input[type=file]').setInputFiles(files.map(name => path.join(folder, name)));
  await expect(page.getByRole('img', { name: /\.jpg$/ })).toHaveCount(5, { timeout: 60_000 });
  const csv = await saved(page, () => page.getByRole('button', { name: 'CSV' }).click());
  expect(csv.bytes.toString().trim().split(/\r?\n/)).toHaveLength(6);
  for (const name of files) expect(csv.bytes.toString()).toContain(name);

  // The model goes away as one archive, after it was read back and agreed.
  await place(page, 'Models');
  await page.getByRole('button', { name: 'Export and prove' }).click();
  await expect(page.getByText('The file says what the model says')).toBeVisible({ timeout: 60_000 });
  // Of at least 20; a slow machine asks about fewer than all 153.
  await expect(page.getByText(/^([2-9]\d|1\d\d) of \1$/)).toBeVisible();
  const archive = await saved(page, () => page.getByRole('button', { name: /^Save .*\.zip/ }).click());
  // Names stand uncompressed in an archive.
  for (const ending of ['.onnx', '.example.py', '.classes.txt', '.card.md'])
    expect(archive.bytes.includes(ending)).toBe(true);
  expect(archive.bytes.length).toBeGreaterThan(10_000_000);
});
