// A person takes annotations away: what a format cannot hold is said before, and the written files are read again before they are given.
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { cocoCounts, writeCoco } from '../support/annotation-files.ts';
import { seriousFindings } from '../support/axe.ts';
import { expect, test } from '../support/e2e.ts';
import { makePhotoFolder } from '../support/photo-folder.ts';

const folder = makePhotoFolder(6);
test.use({ openFolder: folder });
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function importCoco(page: Page, home: string): Promise<void> {
  writeCoco(path.join(home, 'field.json'));
  await expect(page.getByRole('heading', { name: '6 photos' })).toBeVisible();
  await page.keyboard.press('Control+i');
  const chooser = page.getByRole('dialog', { name: 'Choose annotations' });
  await expect(chooser.getByRole('option', { name: /^field.json/ })).toBeVisible();
  await chooser.getByRole('combobox').fill('field.json');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Import 8 annotations/ }).click();
  await expect(page.getByText(`${cocoCounts.good} annotations imported`)).toBeVisible();
}

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Export annotations' });
/** By its words, not by `check({ force: true })`: that hits nothing while the dialog still moves. */
const choose = (page: Page, format: string) => dialog(page).getByText(format, { exact: true }).click();

async function openExport(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Annotations in and out' }).click();
  await page.getByRole('menuitem', { name: 'Export annotations…' }).click();
  await expect(dialog(page)).toBeVisible();
}

test('COCO holds everything, says so before, is read again, and is saved as one archive', async ({
  fovea: page,
  app,
}) => {
  await importCoco(page, app.folder);
  await openExport(page);
  const plan = dialog(page).getByRole('region', { name: 'What is written' });
  await expect(plan).toContainText('As they are: 6 boxes, 1 polygon, 1 mask. 5 photos');
  await expect(dialog(page).getByRole('region', { name: 'Left out or changed' })).toContainText('Nothing');
  await dialog(page).getByRole('button', { name: 'Export' }).click();
  await expect(dialog(page)).toContainText(/Read again: 8 annotations, largest difference 0(\.\d+)? px\./);
  const saved = page.waitForEvent('download');
  await dialog(page)
    .getByRole('button', { name: /^Save \.zip/ })
    .click();
  expect((await saved).suggestedFilename()).toMatch(/\.zip$/);
});

test('a format that cannot hold a shape says how it is changed, before anything is written', async ({
  fovea: page,
  app,
}) => {
  await importCoco(page, app.folder);
  await openExport(page);
  await page.keyboard.press('ArrowDown');
  await choose(page, 'CreateML');
  const losses = dialog(page).getByRole('region', { name: 'Left out or changed' });
  await expect(losses).toContainText('1 polygon');
  await expect(losses).toContainText('1 mask');
  await expect(losses.getByRole('listitem').first()).toContainText('photo 03.png');
  await expect(dialog(page).getByRole('button', { name: 'Export' })).toBeEnabled();
  expect(await seriousFindings(page)).toEqual([]);
  await dialog(page).getByRole('button', { name: 'Export' }).click();
  await expect(dialog(page)).toContainText(/Read again: 8 annotations/);
  await choose(page, 'COCO');
  await expect(dialog(page)).not.toContainText('Read again');
  await expect(dialog(page).getByRole('button', { name: 'Export' })).toBeEnabled();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
});

test('a photo that is excluded stays out, and the export says so before', async ({ fovea: page }) => {
  const photos = page.getByRole('option');
  await expect(photos).toHaveCount(6);
  const filters = page.getByRole('complementary', { name: 'Filters' });
  await filters.getByRole('button', { name: 'Add a class' }).click();
  await filters.getByRole('textbox', { name: 'Add a class' }).fill('nuts');
  await page.keyboard.press('Enter');
  await expect(filters.getByRole('button', { name: /^nuts/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await photos.nth(0).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('1');
  await expect(page.getByRole('region', { name: 'nuts' }).getByRole('option')).toHaveCount(6);
  await photos.nth(0).click();
  await page.keyboard.press('x');
  await expect(photos).toHaveCount(5);
  await openExport(page);
  await choose(page, 'CSV');
  await expect(dialog(page).getByRole('region', { name: 'What is written' })).toContainText('5 labels. 5 photos');
  await expect(dialog(page).getByRole('region', { name: 'Left out or changed' })).toContainText('1 excluded photo');
  // A format for boxes holds nothing of labels: nothing can be started, and why is said.
  await choose(page, 'Pascal VOC');
  await expect(dialog(page).getByRole('region', { name: 'What is written' })).toContainText('Choose another one.');
  await expect(dialog(page).getByRole('region', { name: 'Left out or changed' })).toContainText('5 labels');
  await expect(dialog(page).getByRole('button', { name: 'Export' })).toBeDisabled();
});
