// A person finds that two classes are one, or that one is two, and changes it for all photos at once; undo brings it back.
import { rmSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { seriousFindings } from '../support/axe.ts';
import { expect, test } from '../support/e2e.ts';
import { makePhotoFolder } from '../support/photo-folder.ts';

const folder = makePhotoFolder(6);
test.use({ openFolder: folder });
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const photos = (page: Page) => page.getByRole('option');
const filters = (page: Page) => page.getByRole('complementary', { name: 'Filters' });
const bar = (page: Page) => page.getByRole('toolbar', { name: 'Selection' });
const group = (page: Page, name: string) => page.getByRole('region', { name, exact: true }).getByRole('option');

async function addClass(page: Page, name: string): Promise<void> {
  await filters(page).getByRole('button', { name: 'Add a class' }).click();
  await filters(page).getByRole('textbox', { name: 'Add a class' }).fill(name);
  await page.keyboard.press('Enter');
  await expect(filters(page).getByRole('button', { name: new RegExp(`^${name}`) })).toBeVisible();
  await page.keyboard.press('Escape');
}

/** Selects so many of the photos that are not annotated yet, and gives them the class of a key. */
async function label(page: Page, count: number, key: string): Promise<void> {
  await photos(page).nth(0).click();
  await photos(page)
    .nth(count - 1)
    .click({ modifiers: ['Shift'] });
  await page.keyboard.press(key);
  await page.keyboard.press('Escape');
}

test('merges a class into another and takes it back; moves part of a class to a new one', async ({ fovea: page }) => {
  await addClass(page, 'ants');
  await addClass(page, 'emmets');
  await label(page, 3, '1');
  await expect(group(page, 'ants')).toHaveCount(3);
  await label(page, 3, '2');
  await expect(group(page, 'emmets')).toHaveCount(3);

  await filters(page).getByRole('button', { name: 'Change emmets' }).click();
  await page.getByRole('button', { name: 'Merge into…' }).click();
  await page.getByRole('menuitem', { name: /ants/ }).click();
  const question = page.getByRole('dialog', { name: 'Make emmets part of ants?' });
  await expect(question).toContainText('on 3 photos');
  expect(await seriousFindings(page)).toEqual([]);
  await question.getByRole('button', { name: 'Merge' }).click();
  await expect(group(page, 'ants')).toHaveCount(6);
  await expect(filters(page).getByRole('button', { name: /^emmets/ })).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(group(page, 'emmets')).toHaveCount(3);

  await group(page, 'emmets').nth(0).click();
  await bar(page).getByRole('button', { name: 'Classes' }).click();
  await page.getByRole('menuitem', { name: 'Move to a new class…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Move annotations to a new class' });
  // What the selected photo carries, though it is not the first class.
  await expect(dialog.getByRole('combobox', { name: 'Annotations of' }).locator('option:checked')).toHaveText('emmets');
  await dialog.getByLabel('New class').fill('ants');
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('There is already a class named “ants”.');
  expect(await seriousFindings(page)).toEqual([]);
  await dialog.getByLabel('New class').fill('wood ants');
  await page.keyboard.press('Enter');
  await expect(group(page, 'wood ants')).toHaveCount(1);
  await expect(group(page, 'emmets')).toHaveCount(2);
});
