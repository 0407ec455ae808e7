// The details of a run: chosen by keyboard and pointer, told when a number is wrong, seen before they are trained, and trained in two stages.
import type { Page } from '@playwright/test';
import { rmSync } from 'node:fs';
import { seriousFindings } from '../support/axe.ts';
import { makeClassFolders } from '../support/class-folder-photos.ts';
import { expect, test } from '../support/e2e.ts';

const { folder } = makeClassFolders(24);
test.use({ openFolder: folder });
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const main = (page: Page) => page.getByRole('main');
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const start = (page: Page) => main(page).getByRole('button', { name: /^Train/ });
const edge = (page: Page) => page.getByRole('slider', { name: 'Blocks that stay as they are' });
const pictures = (page: Page) => page.getByRole('region', { name: 'What it will see' }).locator('canvas');

/** Folder names become classes; then the details of the Train screen. */
async function openDetails(page: Page): Promise<void> {
  await page.getByRole('button', { name: /names as classes/ }).click();
  await expect(page.getByRole('heading', { name: '48 photos' })).toBeVisible();
  await page.getByRole('link', { name: 'Train', exact: true }).click();
  await page.getByRole('button', { name: /^Details/ }).click();
  await expect(page.getByRole('heading', { name: /^Fine-tune EfficientNet-Lite0 .* in two stages$/ })).toBeVisible();
}

/** What the previews show now; all of them are there. */
async function pixels(page: Page): Promise<string[]> {
  await expect(pictures(page)).toHaveCount(6);
  for (const picture of await pictures(page).all()) await expect(picture).toHaveAttribute('data-ready', 'true');
  return pictures(page).evaluateAll(all => all.map(picture => (picture as HTMLCanvasElement).toDataURL()));
}

test('two stages are trained from the details to the score, which says what stage 2 was worth; the choices are still there', async ({
  fovea: page,
}) => {
  test.setTimeout(240_000);
  await openDetails(page);
  await field(page, 'Epochs, Stage 1').fill('1');
  await field(page, 'Epochs, Stage 2').fill('2');
  await field(page, 'Photo size').fill('64');
  await field(page, 'Batch').fill('8');
  await field(page, 'Seed').fill('7');
  await expect(main(page)).toContainText('64 × 64 pixels');
  // From within a field, without leaving it first.
  await page.keyboard.press('Control+Enter');
  const run = page.getByRole('region', { name: 'Run 1', exact: true });
  await expect(run.first()).toContainText('Right on validation, best so far');
  await expect(page.getByRole('complementary', { name: 'Runs' })).toContainText('Textbook, two stages');
  expect(await seriousFindings(page)).toEqual([]);

  await expect(page.getByRole('link', { name: 'See what it gets wrong' })).toBeVisible({ timeout: 180_000 });
  await expect(main(page)).toContainText(/Opening the blocks (helped|left|did not help)/);
  await expect(main(page)).toContainText(/a one-click head on the same backbone has \d+ of \d+ right/);
  await expect(main(page)).toContainText(/Epoch [123] was the best and was kept/);
  await expect(main(page)).toContainText('These photos also chose the best epoch');
  await page.getByText('How it learned').click();
  await expect(page.getByRole('img', { name: /^Accuracy by epoch/ })).toBeVisible();

  await page.getByRole('button', { name: 'Change and train again' }).click();
  await expect(field(page, 'Epochs, Stage 2')).toHaveValue('2');
  await expect(field(page, 'Seed')).toHaveValue('7');
});

test('a number that cannot stand is named with what is allowed, and nothing can be started until it is put right', async ({
  fovea: page,
}) => {
  await openDetails(page);
  await expect(start(page)).toBeEnabled();
  await field(page, 'Learning rate, Stage 2').fill('fast');
  await field(page, 'Epochs, Stage 1').fill('0');
  const problems = main(page).getByRole('alert');
  await expect(problems).toContainText('Learning rate, Stage 2: a number above 0, at most 10');
  await expect(problems).toContainText('Epochs, Stage 1: a whole number from 1 to 1000');
  await expect(field(page, 'Epochs, Stage 1')).toHaveAttribute('aria-invalid', 'true');
  await expect(start(page)).toBeDisabled();
  expect(await seriousFindings(page)).toEqual([]);
  await page.keyboard.press('Control+Enter');
  await field(page, 'Epochs, Stage 1').fill('3');
  await expect(problems).not.toContainText('Epochs');
  await expect(start(page)).toBeDisabled();

  await page.getByRole('button', { name: 'Back to the book’s numbers' }).click();
  await expect(problems).toBeHidden();
  await expect(field(page, 'Epochs, Stage 1')).toHaveValue('5');
  await expect(start(page)).toBeEnabled();
});

test('the edge between what stays and what learns is moved by keys and by pointer, and says so', async ({
  fovea: page,
}) => {
  await openDetails(page);
  const blocks = Number(await edge(page).getAttribute('aria-valuemax'));
  const before = Number(await edge(page).getAttribute('aria-valuenow'));
  await edge(page).focus();
  await page.keyboard.press('ArrowRight');
  await expect(edge(page)).toBeFocused();
  await expect(edge(page)).toHaveAttribute('aria-valuenow', String(before + 1));
  await expect(edge(page)).toHaveAttribute(
    'aria-valuetext',
    new RegExp(`^blocks 1 to ${before + 1} stay as they are; .* of 3\\.4 M learn$`),
  );
  await page.keyboard.press('End');
  await expect(edge(page)).toHaveAttribute('aria-valuenow', String(blocks));
  await expect(page.getByRole('heading', { name: /^Train a head on EfficientNet-Lite0/ })).toBeVisible();
  await expect(field(page, 'Epochs, Stage 2')).toBeHidden();
  await page.keyboard.press('Home');
  await expect(main(page)).toContainText('every block learns; nothing is cached');
  await expect(main(page)).toContainText('3.4 of 3.4 M learn');
  await expect(field(page, 'Epochs, Stage 2')).toHaveValue('10');

  // Dragged to the middle of the fourth bar and a little on: four stay as they are.
  const bars = main(page).locator('[data-block]');
  const [first, fourth] = [await bars.nth(0).boundingBox(), await bars.nth(3).boundingBox()];
  await page.mouse.move(first!.x, first!.y + 10);
  await page.mouse.down();
  await page.mouse.move(fourth!.x + 0.8 * fourth!.width, fourth!.y + 10, { steps: 4 });
  await page.mouse.up();
  await expect(edge(page)).toHaveAttribute('aria-valuenow', '4');
});

test('photos are shown as the network will see them; other augmentations change them, and others can be seen', async ({
  fovea: page,
}) => {
  await openDetails(page);
  const changed = await pixels(page);
  const group = page.getByRole('group', { name: 'How photos are changed' });
  for (const box of await group.getByRole('checkbox').all()) await box.setChecked(false);
  await expect(pictures(page).first()).toHaveAttribute('aria-label', /: as it is$/);
  await expect(main(page)).toContainText('no photo is changed');
  const plain = await pixels(page);
  expect(plain).not.toEqual(changed);

  await group.getByRole('checkbox', { name: 'Upside down' }).setChecked(true);
  await expect
    .poll(() => pictures(page).evaluateAll(all => all.map(picture => picture.getAttribute('aria-label')).join()))
    .toContain('upside down');
  await group.getByRole('checkbox', { name: 'Upside down' }).setChecked(false);
  await expect(page.getByRole('region', { name: 'What it will see' })).not.toContainText('upside down');
  await page.getByRole('button', { name: 'Show others' }).click();
  await expect.poll(() => pixels(page)).not.toEqual(plain);
});

test('details stay open over a reload, with what was chosen; one click is one click away', async ({ fovea: page }) => {
  await openDetails(page);
  await page.getByText('From scratch', { exact: true }).click();
  await expect(page.getByRole('heading', { name: /^Train .* from scratch on/ })).toBeVisible();
  await expect(page.getByRole('slider')).toBeHidden();
  await field(page, 'Epochs, Training').fill('12');
  await page.reload();
  await expect(page.getByRole('heading', { name: /^Train .* from scratch on/ })).toBeVisible();
  await expect(field(page, 'Epochs, Training')).toHaveValue('12');
  await page.getByRole('button', { name: 'Back to one click' }).click();
  await expect(
    page.getByRole('heading', { name: /^Fine-tune EfficientNet-Lite0 on \d+ photos in 2 classes$/ }),
  ).toBeVisible();
  await page.keyboard.press('d');
  await expect(field(page, 'Epochs, Training')).toHaveValue('12');
});

test('a backbone that is not on this computer says its size and offers the download; nothing can be started with it', async ({
  fovea: page,
}) => {
  await openDetails(page);
  await page.getByRole('combobox', { name: 'Backbone' }).click();
  await page.getByRole('option', { name: /^Xception.*not here yet, 92 MB$/ }).click();
  await expect(page.getByRole('heading', { name: /^Fine-tune Xception/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Download 92 MB' })).toBeVisible();
  await expect(main(page)).toContainText('Xception is not on this computer yet');
  await expect(edge(page)).toHaveAttribute('aria-valuetext', /of 20\.9 M learn$/);
  await expect(start(page)).toBeDisabled();
});

test('an address with a backbone opens the details with it', async ({ fovea: page }) => {
  await page.getByRole('button', { name: /names as classes/ }).click();
  await expect(page.getByRole('heading', { name: '48 photos' })).toBeVisible();
  await page.evaluate(() => (location.hash = '#/train?backbone=resnet-50'));
  await expect(page.getByRole('heading', { name: /^Fine-tune ResNet-50/ })).toBeVisible();
  await expect(page).toHaveURL(/#\/train$/);
});
