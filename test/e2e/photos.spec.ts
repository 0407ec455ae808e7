// A person goes through a folder in the grid: selects, labels many at once, filters, leaves photos out, and takes it all back.
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { seriousFindings } from '../support/axe.ts';
import { expect, test } from '../support/e2e.ts';
import { makePhotoFolder } from '../support/photo-folder.ts';

const folder = makePhotoFolder(12);
writeFileSync(path.join(folder, 'letter.jpg'), 'Dear photo, this is a letter.');
test.use({ openFolder: folder });
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const photos = (page: Page) => page.getByRole('option');
const filters = (page: Page) => page.getByRole('complementary', { name: 'Filters' });
const bar = (page: Page) => page.getByRole('toolbar', { name: 'Selection' });

async function addClass(page: Page, name: string): Promise<void> {
  await filters(page).getByRole('button', { name: 'Add a class' }).click();
  await filters(page).getByRole('textbox', { name: 'Add a class' }).fill(name);
  await page.keyboard.press('Enter');
  await expect(filters(page).getByRole('button', { name: new RegExp(`^${name}`) })).toBeVisible();
}

test('labels a stretch of photos with one key and undoes it in one step', async ({ fovea: page }) => {
  await expect(page.getByRole('heading', { name: '12 photos' })).toBeVisible();
  await addClass(page, 'nuts');
  await photos(page).nth(1).click();
  await photos(page)
    .nth(4)
    .click({ modifiers: ['Shift'] });
  await expect(bar(page)).toContainText('4 selected');
  await page.keyboard.press('1');
  await expect(page.getByRole('region', { name: 'nuts' }).getByRole('option')).toHaveCount(4);
  await expect(page.getByRole('region', { name: 'Not annotated yet' }).getByRole('option')).toHaveCount(8);
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('region', { name: 'Not annotated yet' }).getByRole('option')).toHaveCount(12);
});

test('the header of a group stays at the upper edge while its photos scroll under it', async ({ fovea: page }) => {
  await expect(photos(page)).toHaveCount(12);
  await addClass(page, 'nuts');
  await photos(page).nth(0).click();
  await photos(page)
    .nth(9)
    .click({ modifiers: ['Shift'] });
  await page.keyboard.press('1');
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 1024, height: 300 });
  const grid = page.getByRole('group', { name: 'Photos' });
  const second = page.getByRole('region', { name: 'nuts' });
  await grid.evaluate(element => element.scrollTo(0, element.scrollHeight));
  const top = async (what: typeof second) => Math.round((await what.boundingBox())!.y);
  const edge = await top(grid);
  await expect.poll(() => top(second)).toBeLessThan(edge);
  // The name stands in the middle of its 32 pixels.
  expect((await top(second.getByRole('heading'))) - edge).toBeLessThan(16);
  expect((await top(second.getByRole('heading'))) - edge).toBeGreaterThanOrEqual(0);
});

test('selects with the keyboard alone and opens a photo', async ({ fovea: page }) => {
  await expect(photos(page)).toHaveCount(12);
  await page.keyboard.press('ArrowRight');
  await expect(photos(page).nth(0)).toBeFocused();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(bar(page)).toContainText('3 selected');
  await page.keyboard.press('Control+a');
  await expect(bar(page)).toContainText('12 selected');
  await page.keyboard.press('Escape');
  await expect(bar(page)).toHaveCount(0);
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/label\/\d+/);
});

test('draws a rectangle over photos to select them', async ({ fovea: page }) => {
  await expect(photos(page)).toHaveCount(12);
  const first = (await photos(page).nth(0).boundingBox())!;
  const third = (await photos(page).nth(2).boundingBox())!;
  await page.mouse.move(first.x + 20, first.y + 20);
  await page.mouse.down();
  await page.mouse.move(third.x + 20, third.y + 40, { steps: 6 });
  await page.mouse.up();
  await expect(bar(page)).toContainText('3 selected');
});

test('leaves photos out, marks photos with nothing here, and finds both by the filters', async ({ fovea: page }) => {
  await expect(photos(page)).toHaveCount(12);
  await photos(page).nth(0).click();
  await page.keyboard.press('x');
  await expect(photos(page)).toHaveCount(11);
  await photos(page).nth(0).click();
  await page.keyboard.press('n');
  await expect(page.getByRole('region', { name: 'Nothing here' }).getByRole('option')).toHaveCount(1);
  await filters(page)
    .getByRole('button', { name: /^Nothing here/ })
    .click();
  await expect(photos(page)).toHaveCount(1);
  await filters(page).getByRole('button', { name: 'Clear filters' }).click();
  await filters(page)
    .getByRole('button', { name: /^Excluded/ })
    .click();
  await expect(photos(page)).toHaveCount(1);
  await photos(page).nth(0).click();
  await bar(page)
    .getByRole('button', { name: /^Include/ })
    .click();
  await expect(page.getByText('No photo fits these filters')).toBeVisible();
});

test('searches by file name, in any case', async ({ fovea: page }) => {
  await page.getByRole('searchbox').fill('PHOTO 1');
  await expect(photos(page)).toHaveCount(3);
  await expect(page.getByRole('heading', { name: '3 of 12 photos' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await expect(photos(page)).toHaveCount(12);
});

test('keys are letters while a class is being named', async ({ fovea: page }) => {
  await expect(photos(page)).toHaveCount(12);
  await addClass(page, 'nuts');
  await photos(page).nth(0).click();
  const gestures: string[] = [];
  page.on(
    'request',
    request => /\/call\/(?:labels|photos:exclude)/.test(request.url()) && gestures.push(request.url()),
  );
  await filters(page).getByRole('button', { name: 'Add a class' }).click();
  const name = filters(page).getByRole('textbox', { name: 'Add a class' });
  await expect(name).toBeFocused();
  await page.keyboard.type('1nx');
  await expect(name).toHaveValue('1nx');
  expect(gestures).toEqual([]);
});

test('renames, recolours and deletes a class in place, and undo brings it back', async ({ fovea: page }) => {
  await addClass(page, 'nuts');
  await filters(page).getByRole('button', { name: 'Change nuts' }).click({ force: true });
  await page.getByRole('textbox', { name: 'Name' }).fill('bolts');
  await page.keyboard.press('Enter');
  await page.getByRole('radio', { name: 'Colour 5' }).click();
  await expect(page.getByRole('radio', { name: 'Colour 5' })).toHaveAttribute('aria-checked', 'true');
  await page.getByRole('button', { name: 'Delete the class' }).click();
  await expect(page.getByRole('dialog')).toContainText('Delete the class bolts?');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(filters(page).getByRole('button', { name: /^bolts/ })).toHaveCount(0);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(filters(page).getByRole('button', { name: /^bolts/ })).toBeVisible();
});

test('names the file that is no photo, with the reason', async ({ fovea: page }) => {
  await page.getByRole('button', { name: /Not a photo, left out/ }).click();
  await expect(page.getByRole('dialog')).toContainText('letter.jpg');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`has no serious accessibility finding (${colorScheme})`, async ({ fovea: page }) => {
    await page.emulateMedia({ colorScheme });
    await expect(photos(page)).toHaveCount(12);
    await addClass(page, 'nuts');
    await photos(page).nth(0).click();
    await page.keyboard.press('1');
    await photos(page).nth(3).click();
    expect(await seriousFindings(page)).toEqual([]);
  });
}
