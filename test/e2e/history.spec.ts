// A person walks through what they did: names, the way back and forward, one photo's past; with the mouse and with keys alone.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { openStore } from '../../src/main/store/index.ts';
import { startServe } from '../support/app.ts';
import { seriousFindings } from '../support/axe.ts';
import { expect, test } from '../support/e2e.ts';
import { makePhotoFolder } from '../support/photo-folder.ts';

const folder = makePhotoFolder(12);
test.use({ openFolder: folder });
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const photos = (page: Page) => page.getByRole('option');
const group = (page: Page, name: string) => page.getByRole('region', { name, exact: true }).getByRole('option');
const panel = (page: Page) => page.getByRole('complementary', { name: 'History' });
const rows = (page: Page) => panel(page).getByRole('list', { name: 'History' }).getByRole('listitem');
const row = (page: Page, words: string | RegExp) => rows(page).filter({ hasText: words });
/** The rows of gestures with this title alone. */
const titled = (page: Page, title: string) => rows(page).filter({ has: page.getByText(title, { exact: true }) });

async function addClass(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a class' }).click();
  await page.getByRole('textbox', { name: 'Add a class' }).fill(name);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: new RegExp(`^${name}`) })).toBeVisible();
  await page.keyboard.press('Escape');
}

/** Selects those of the photos from place to place and gives them a key. Waits until the gesture is on disk. */
async function label(page: Page, of: Locator, [from, to]: readonly [number, number], key: string): Promise<void> {
  await of.nth(from).click();
  if (to > from) await of.nth(to).click({ modifiers: ['Shift'] });
  const saved = page.waitForResponse(answer => /labels:/.test(answer.url()));
  await page.keyboard.press(key);
  await saved;
}

/** Two classes; four photos of nuts, then two of these bolts after all. */
async function annotate(page: Page): Promise<void> {
  await expect(photos(page)).toHaveCount(12);
  await addClass(page, 'nuts');
  await addClass(page, 'bolts');
  await label(page, photos(page), [0, 3], '1');
  await expect(group(page, 'nuts')).toHaveCount(4);
  await label(page, group(page, 'nuts'), [0, 1], '2');
  await expect(group(page, 'bolts')).toHaveCount(2);
}

test('names every gesture, shows what going back would change, goes there and comes forward again', async ({
  fovea: page,
}) => {
  await annotate(page);
  await page.keyboard.press('Control+h');
  await expect(panel(page).getByText('4 gestures')).toBeVisible();
  await expect(row(page, 'Class nuts created')).toBeVisible();
  await titled(page, 'nuts').hover();
  await expect(titled(page, 'nuts')).toContainText('2 photos change');
  await expect(photos(page).filter({ hasText: 'would change' })).toHaveCount(2);
  await titled(page, 'nuts').getByRole('button', { name: 'Go back to here' }).click();
  await expect(group(page, 'bolts')).toHaveCount(0);
  await expect(panel(page).getByText('Undone, still here')).toBeVisible();
  await page.mouse.move(600, 400);
  await expect(photos(page).filter({ hasText: 'would change' })).toHaveCount(0);
  await panel(page).getByRole('button', { name: 'Redo 1' }).click();
  await expect(group(page, 'bolts')).toHaveCount(2);
  await expect(panel(page).getByText('Undone, still here')).toHaveCount(0);
});

test('is searched from many gestures on: by a class’s name; words that no gesture has are said', async ({
  fovea: page,
}) => {
  await annotate(page);
  // The bar of the selection names the classes too.
  await page.keyboard.press('Escape');
  for (const letter of 'abcdefghijklmnop') await addClass(page, `spare ${letter}`);
  await page.keyboard.press('Control+h');
  await expect(panel(page).getByText('20 gestures')).toBeVisible();
  const search = panel(page).getByRole('searchbox', { name: 'Class, photo or gesture' });
  await expect(row(page, 'Class spare a created')).toBeVisible();
  await search.fill('bolts');
  await expect(row(page, 'Class spare a created')).toHaveCount(0);
  await expect(row(page, 'Class bolts created')).toBeVisible();
  await expect(titled(page, 'bolts')).toBeVisible();
  await search.fill('washers');
  await expect(panel(page).getByText('No gesture has “washers” in it.')).toBeVisible();
  await panel(page).getByRole('button', { name: 'Clear the search' }).click();
  await expect(row(page, 'Class spare p created')).toBeVisible();
});

test('is walked with keys alone: opened, gone back, gone to the beginning, forward, closed', async ({
  fovea: page,
}) => {
  await annotate(page);
  await page.keyboard.press('Control+h');
  await expect(row(page, 'You are here')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(titled(page, 'nuts')).toBeFocused();
  await expect(titled(page, 'nuts')).toContainText('2 photos change');
  await page.keyboard.press('Enter');
  await expect(group(page, 'bolts')).toHaveCount(0);
  await page.keyboard.press('End');
  await expect(row(page, 'The beginning')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(group(page, 'nuts')).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^nuts/ })).toHaveCount(0);
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(group(page, 'bolts')).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect(panel(page)).toHaveCount(0);
});

test('an undone gesture that was overtaken stays struck through, with the undo by name', async ({ fovea: page }) => {
  await annotate(page);
  await page.keyboard.press('Control+z');
  await expect(group(page, 'bolts')).toHaveCount(0);
  await label(page, photos(page), [8, 8], 'n');
  await page
    .getByRole('contentinfo')
    .getByRole('button', { name: /^Last: Nothing here/ })
    .click();
  await expect(row(page, 'Undo: bolts')).toBeVisible();
  const undone = titled(page, 'bolts').filter({ hasText: /undone at \d\d:\d\d/ });
  await expect(undone).toBeVisible();
  const offered = titled(page, 'nuts').getByRole('button', { name: 'Go back to here' });
  await titled(page, 'nuts').hover();
  await expect(offered).toBeVisible();
  await undone.hover();
  await expect(offered).toHaveCount(0);
  await expect(undone.getByRole('button')).toHaveCount(0);
});

test('single keys one after the other are one row, which unfolds', async ({ fovea: page }) => {
  await expect(photos(page)).toHaveCount(12);
  await addClass(page, 'nuts');
  await page.getByRole('button', { name: /^Group/ }).click();
  await page.getByRole('menuitem', { name: 'None' }).click();
  for (let place = 0; place < 5; place++) await label(page, photos(page), [place, place], '1');
  await page.keyboard.press('Control+h');
  await expect(row(page, '5 photos, one by one')).toContainText('5 nuts');
  await expect(row(page, 'You are here')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(titled(page, 'nuts')).toHaveCount(5);
  await row(page, '5 photos, one by one').getByRole('button', { name: 'Fold' }).click();
  await expect(titled(page, 'nuts')).toHaveCount(0);
});

test('one photo gets an earlier state back as a new gesture; the others keep theirs', async ({ fovea: page }) => {
  await annotate(page);
  await page.keyboard.press('Control+h');
  const foot = page.getByRole('region', { name: 'This photo' });
  await expect(foot).toContainText(/Select one photo|states/);
  await group(page, 'bolts').first().click();
  await expect(foot.getByText('3 states')).toBeVisible();
  // By the keyboard: the button shows when the focus comes to it.
  await foot.getByRole('button', { name: 'Restore: nuts' }).focus();
  const restored = page.waitForResponse(/restore-photo/);
  await page.keyboard.press('Enter');
  await restored;
  await expect(group(page, 'bolts')).toHaveCount(1);
  await expect(group(page, 'nuts')).toHaveCount(3);
  await expect(row(page, 'Earlier state restored')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(group(page, 'bolts')).toHaveCount(2);
});

test('1,005 gestures are read as a person goes down to the beginning, each of them once', async ({ page }) => {
  const home = mkdtempSync(path.join(os.tmpdir(), 'fovea-history-'));
  const project = path.join(home, 'project');
  const store = await openStore({
    folder: project,
    create: { name: 'Long', photosFolder: folder, seed: 1, sample: false },
  });
  await store.scanApply(
    [1, 2, 3].map(place => ({
      path: `photo 0${place}.png`,
      bytes: 100,
      modifiedMs: 1,
      folderClass: null,
      folderSplit: null,
    })),
    [],
    false,
  );
  const [first] = await store.photosFiles(null);
  for (let place = 0; place < 1_005; place++) await store.photosExclude([first!.id], place % 2 === 0);
  await store.close();
  const app = await startServe({ folder: project, home });
  try {
    await page.goto(app.link);
    await page.waitForURL(url => url.pathname === '/');
    await expect(photos(page).first()).toBeVisible();
    await page.keyboard.press('Control+h');
    await expect(panel(page).getByText('1,005 gestures')).toBeVisible();
    await expect(row(page, 'You are here')).toBeFocused();
    const keys = await rows(page).evaluateAll(all => all.map(one => one.getAttribute('data-row')));
    expect(keys.length).toBeLessThan(60);
    expect(keys.filter((key, place) => keys.indexOf(key) !== place)).toEqual([]);
    // Each End goes to the end of what is read, and what is below is read then.
    await expect(async () => {
      await page.keyboard.press('End');
      await expect(row(page, 'The beginning')).toBeFocused({ timeout: 300 });
    }).toPass();
  } finally {
    await app.stop();
    rmSync(home, { recursive: true, force: true });
  }
});

test.describe('in Korean', () => {
  test.use({ locale: 'ko-KR' });
  test('names the gestures, the place and the way back', async ({ fovea: page }) => {
    await expect(photos(page)).toHaveCount(12);
    await photos(page).first().click();
    await page.keyboard.press('n');
    await page.keyboard.press('Control+h');
    const korean = page.getByRole('complementary', { name: '작업 기록' });
    await expect(korean).toContainText('현재 위치');
    await korean.getByRole('listitem').filter({ hasText: '아무 작업도 하기 전' }).hover();
    await expect(korean.getByRole('button', { name: '여기로 되돌리기' })).toBeVisible();
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`has no serious accessibility finding (${colorScheme})`, async ({ fovea: page }) => {
    await page.emulateMedia({ colorScheme });
    await annotate(page);
    await page.keyboard.press('Control+z');
    await expect(group(page, 'bolts')).toHaveCount(0);
    await page.keyboard.press('Control+h');
    await group(page, 'nuts').first().click();
    await row(page, 'Class nuts created').hover();
    await expect(row(page, 'Class nuts created')).toContainText('photos change');
    expect(await seriousFindings(page)).toEqual([]);
  });
}
