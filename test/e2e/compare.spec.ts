// Two runs beside each other, from the results of one to the photos that changed sides, and what is said where they were not judged alike.
import type { Page } from '@playwright/test';
import { rmSync } from 'node:fs';
import { seriousFindings } from '../support/axe.ts';
import { makeClassFolders } from '../support/class-folder-photos.ts';
import { expect, test } from '../support/e2e.ts';

const { folder } = makeClassFolders(24);
test.use({ openFolder: folder });
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const place = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click();
const region = (page: Page, name: string | RegExp) => page.getByRole('region', { name });

/** Trains the run of this number. Until it starts, the page still shows the run before it, with its own link. */
async function train(page: Page, run: number): Promise<void> {
  await place(page, 'Train');
  await page
    .getByRole('main')
    .getByRole('button', { name: /^Train/ })
    .click();
  const finished = region(page, `Run ${run}`).getByRole('link', { name: 'See what it gets wrong' });
  await expect(finished).toBeVisible({ timeout: 90_000 });
}

test('two runs are compared on the same photos, swapped, and after a label changed on those that are left', async ({
  fovea: page,
}) => {
  test.setTimeout(240_000);
  await page.getByRole('button', { name: /names as classes/ }).click();
  await expect(page.getByRole('heading', { name: '48 photos' })).toBeVisible();
  await train(page, 1);
  await page.getByRole('link', { name: 'See what it gets wrong' }).click();
  await expect(page.getByRole('heading', { name: /photos are right/ })).toBeVisible();
  // One run alone has nothing to be compared with.
  await expect(page.getByRole('button', { name: 'Compare with…' })).toBeHidden();
  await train(page, 2);
  await page.getByRole('link', { name: 'See what it gets wrong' }).click();

  await expect(region(page, 'Against run 1')).toContainText('too close to call');
  await page.getByRole('button', { name: 'Compare with…' }).click();
  await page.getByRole('menuitem', { name: /^Run 1/ }).click();
  await expect(page.getByRole('heading', { name: 'Compare runs' })).toBeVisible();
  await expect(page.getByText(/^same \d+ validation photos, same labels$/)).toBeVisible();
  await expect(region(page, 'A, Run 1')).toContainText(/\d+ of \d+ right, interval/);
  await expect(region(page, 'B, Run 2')).toContainText('always “');
  await expect(region(page, 'B against A')).toContainText('too close to call');
  const settings = region(page, 'Settings that differ');
  await expect(settings.getByRole('row', { name: /^Seed/ })).toBeVisible();
  await expect(settings.getByRole('row', { name: /^Recipe/ })).toBeHidden();
  await settings.getByRole('button', { name: /^Show all/ }).click();
  await expect(settings.getByRole('row', { name: 'Recipe one click one click' })).toBeVisible();
  await expect(region(page, /repaired$/)).toContainText('wrong in A, right in B');
  expect(await seriousFindings(page)).toEqual([]);

  await page.getByRole('button', { name: 'Swap A and B' }).click();
  await expect(region(page, 'A, Run 2')).toBeVisible();
  await expect(region(page, 'B, Run 1')).toBeVisible();
  await page.getByRole('link', { name: 'Back to run 1' }).click();
  await expect(page.getByRole('heading', { name: /photos are right/ })).toBeVisible();

  // One scored photo gets another label: run 3 is judged on it otherwise than run 1.
  await place(page, 'Photos');
  await page.evaluate(() => (location.hash = '#/photos?split=validation'));
  await expect(page.getByRole('heading', { name: / of 48 photos$/ })).toBeVisible();
  await page.getByRole('option').first().click();
  const labelled = page.waitForResponse(answer => /labels:set/.test(answer.url()) && answer.ok());
  await page.keyboard.press('2');
  await labelled;
  await train(page, 3);
  await page.evaluate(() => (location.hash = '#/results/3?with=1'));
  await expect(page.getByText(/^on the \d+ photos that both were scored on$/)).toBeVisible();
  await expect(page.getByText('Left out: 1 labelled or edited otherwise since.')).toBeVisible();
});
