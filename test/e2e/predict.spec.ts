// Photos that are not the project's: what the model says of them, what it cannot read, many of them as a table, and the files to take away.
import type { Page } from '@playwright/test';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { makeClassFolders } from '../support/class-folder-photos.ts';
import { expect, test } from '../support/e2e.ts';

const { folder, files } = makeClassFolders(15);
test.use({ openFolder: folder });
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const place = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click();

async function openProject(page: Page): Promise<void> {
  await page.getByRole('button', { name: /names as classes/ }).click();
  await expect(page.getByRole('heading', { name: '30 photos' })).toBeVisible();
}

test('the built-in network names ImageNet classes; a file that is no photo is named with its reason', async ({
  fovea: page,
}, testInfo) => {
  test.setTimeout(120_000);
  await openProject(page);
  // Before anything is trained the built-in network is the model.
  await place(page, 'Models');
  await page.getByRole('button', { name: 'Predict' }).click();
  await expect(page.getByText('Nothing to predict yet')).toBeVisible();
  const bad = testInfo.outputPath('not a photo.jpg');
  writeFileSync(bad, 'words, no pixels');
  await page.locator('input[type=file]').setInputFiles([...files.slice(0, 2), bad]);
  await expect(page.getByText('1 file left out')).toBeVisible({ timeout: 60_000 });
  await page.getByText('1 file left out').click();
  await expect(page.getByText(/not a photo\.jpg/)).toBeVisible();
  const cards = page.getByRole('list', { name: '2 photos' });
  await expect(cards.getByRole('img', { name: /\.(png|jpg)$/ })).toHaveCount(2);
  // The three likeliest of a thousand classes, each with its share.
  await expect(cards.getByText(/^\d+\.\d %$/)).toHaveCount(6);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'JSON' }).click(),
  ]);
  const saved = JSON.parse(readFileSync(await download.path(), 'utf8')) as { photo: string; top: unknown[] }[];
  expect(saved.map(({ photo, top }) => [photo, top.length])).toEqual([
    ['1.png', 5],
    ['2.png', 5],
  ]);

  // Coming back finds the batch.
  await place(page, 'Photos');
  await place(page, 'Predict');
  await expect(cards).toBeVisible();
});

test('many photos stand in a table, most certain first, and the threshold marks what is unsure', async ({
  fovea: page,
}) => {
  test.setTimeout(120_000);
  await openProject(page);
  await place(page, 'Predict');
  await page.locator('input[type=file]').setInputFiles([...files]);
  const rows = page.getByRole('row');
  await expect(page.getByRole('table')).toHaveAttribute('aria-rowcount', '30', { timeout: 60_000 });
  const shares = (await rows.getByText(/^\d+\.\d %$/).allTextContents()).map(share => Number.parseFloat(share));
  expect(shares.length).toBeGreaterThan(5);
  expect(shares).toEqual(shares.toSorted((a, b) => b - a));

  const threshold = page.getByRole('slider', { name: 'Call it unsure below' });
  await threshold.focus();
  await page.keyboard.press('End');
  await expect(page.getByText(/^30 photos · \d+ unsure$/)).toBeVisible();
  await page.keyboard.press('Home');
  await expect(page.getByRole('main').getByText('30 photos', { exact: true })).toBeVisible();
});
