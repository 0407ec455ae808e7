// A person meets Fovea: opens a folder or the sample, comes back to it later, finds a lost folder, and sets the program to their taste.
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { startServe } from '../support/app.ts';
import { expect, test } from '../support/e2e.ts';
import { fillClassFolders } from '../support/photo-folder.ts';
import { seriousFindings } from '../support/axe.ts';

const dialog = (page: Page) => page.getByRole('dialog');
const photos = (page: Page) => page.getByRole('option');
const status = (page: Page) => page.getByRole('contentinfo', { name: /Status|상태/ });

async function choose(page: Page, ...names: readonly string[]): Promise<void> {
  const find = dialog(page).getByRole('combobox', { name: 'Find a folder' });
  await expect(find).toBeFocused();
  for (const [place, name] of names.entries()) {
    await expect(dialog(page).getByRole('option', { name })).toBeVisible();
    await find.fill(name);
    await expect(dialog(page).getByRole('option', { name })).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press(place === names.length - 1 ? 'Enter' : 'ArrowRight');
  }
}

async function openClassFolders(page: Page, home: string): Promise<void> {
  fillClassFolders(path.join(home, 'work', 'screws'), 5);
  await page.getByRole('button', { name: 'Choose a folder of photos' }).click();
  await choose(page, 'work', 'screws');
}

test('opens a folder by the chooser, answers the question about its sub-folders, and arrives in the grid', async ({
  fovea: page,
  app,
}) => {
  await openClassFolders(page, app.folder);
  await expect(dialog(page)).toContainText('2 sub-folders hold photos');
  await expect(dialog(page).getByRole('row', { name: /bars/ })).toContainText('5');
  await expect(dialog(page)).toContainText('will be split by class');
  await expect(dialog(page).getByRole('columnheader')).toHaveText(['Class', 'In the folder', 'Photos']);
  await dialog(page).getByRole('button', { name: 'Use the 2 names as classes' }).click();
  await expect(page.getByRole('heading', { name: '10 photos' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'bars' }).getByRole('option')).toHaveCount(5);
  await expect(status(page)).toContainText('10 annotated');
  await page.keyboard.press('Control+z');
  await expect(status(page)).toContainText(/\D0 annotated/);
  await expect(status(page)).toContainText('10 photos');
});

test('takes only the photos, by the key that the question names', async ({ fovea: page, app }) => {
  await openClassFolders(page, app.folder);
  await expect(dialog(page)).toContainText('2 sub-folders hold photos');
  await page.keyboard.press('o');
  await expect(page.getByRole('region', { name: 'Not annotated yet' }).getByRole('option')).toHaveCount(10);
  await expect(status(page)).toContainText(/\D0 annotated/);
});

test('gives the question up and is back on the start screen', async ({ fovea: page, app }) => {
  await openClassFolders(page, app.folder);
  await expect(dialog(page)).toContainText('2 sub-folders hold photos');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Choose a folder of photos' })).toBeVisible();
});

test('asks the unanswered question again after a reload', async ({ fovea: page, app }) => {
  await openClassFolders(page, app.folder);
  await expect(dialog(page)).toContainText('2 sub-folders hold photos');
  await page.reload();
  await expect(dialog(page)).toContainText('2 sub-folders hold photos');
  await page.keyboard.press('Enter');
  await expect(status(page)).toContainText('10 annotated');
});

test('walks folders with the keyboard, and says where a folder is empty', async ({ fovea: page, app }) => {
  mkdirSync(path.join(app.folder, 'empty'));
  mkdirSync(path.join(app.folder, 'work', 'inner'), { recursive: true });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Control+o');
  await expect(dialog(page).getByRole('option', { name: 'empty' })).toBeVisible();
  await dialog(page).getByRole('combobox').fill('empty');
  await page.keyboard.press('ArrowRight');
  await expect(dialog(page)).toContainText('There are no folders in here.');
  await page.keyboard.press('Backspace');
  await expect(dialog(page).getByRole('option', { name: 'work' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
});

test('makes the sample project and opens it with its labels', async ({ fovea: page }) => {
  await page.getByRole('button', { name: /Try the sample/ }).click();
  await expect(page.getByRole('heading', { name: '60 photos' })).toBeVisible({ timeout: 60_000 });
  for (const name of ['nut', 'bolt', 'washer'])
    await expect(page.getByRole('complementary', { name: 'Filters' }).getByText(name, { exact: true })).toBeVisible();
  await expect(photos(page).first()).toBeVisible();
  await expect(status(page)).toContainText('Saved');
});

test('shows recent projects after a restart, opens one, and takes a lost one off the list', async ({ page }) => {
  const home = mkdtempSync(path.join(os.tmpdir(), 'fovea-restart-'));
  try {
    const first = await startServe({ home });
    await page.goto(first.link);
    await openClassFolders(page, home);
    await dialog(page).getByRole('button', { name: 'Use the 2 names as classes' }).click();
    await expect(status(page)).toContainText('10 annotated');
    await first.stop();

    const second = await startServe({ home });
    await page.goto(second.link);
    const recents = page.getByRole('complementary', { name: 'Recent projects' });
    await expect(recents).toContainText('10 photos2 classes10 of 10 annotated');
    await expect(recents.locator('img').first()).toHaveJSProperty('complete', true);
    await recents.getByRole('button', { name: /screws/ }).click();
    await expect(page.getByRole('heading', { name: '10 photos' })).toBeVisible();
    await expect(status(page)).toContainText('10 annotated');
    await second.stop();

    rmSync(path.join(home, 'documents'), { recursive: true });
    const third = await startServe({ home });
    await page.goto(third.link);
    await expect(recents).toContainText('Not found. It was moved, or its drive is not connected.');
    await recents.getByRole('button', { name: 'Take screws off this list' }).click();
    await expect(recents).toContainText('Projects you open stand here.');
    await third.stop();
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});

test('says that the photo folder is gone, and finds it at its new place', async ({ fovea: page, app }) => {
  await openClassFolders(page, app.folder);
  await dialog(page).getByRole('button', { name: 'Use the 2 names as classes' }).click();
  await expect(status(page)).toContainText('10 annotated');
  renameSync(path.join(app.folder, 'work', 'screws'), path.join(app.folder, 'work', 'moved'));
  await page.getByRole('button', { name: 'Project: screws' }).click();
  await page.getByRole('menuitem', { name: 'Look for new photos' }).click();
  const banner = page.getByRole('status').filter({ hasText: 'The photos are not where they were' });
  await expect(banner).toBeVisible();
  await expect(banner).toContainText('Your annotations are safe');
  await banner.getByRole('button', { name: 'Find the photo folder…' }).click();
  await choose(page, 'work', 'moved');
  await expect(banner).toHaveCount(0);
  await expect(page.getByRole('heading', { name: '10 photos' })).toBeVisible();
  await expect(status(page)).toContainText('10 annotated');
  const size = await photos(page)
    .first()
    .locator('img')
    .evaluate((image: HTMLImageElement) => image.naturalWidth);
  expect(size).toBeGreaterThan(0);
});

test('says what was not saved on a full disk, and takes it back with the next save', async ({ fovea: page, app }) => {
  await openClassFolders(page, app.folder);
  await dialog(page).getByRole('button', { name: 'Only the photos' }).click();
  await expect(photos(page)).toHaveCount(10);
  const full = { error: { code: 'disk-full', details: { file: 'project.fovea' } } };
  await page.route('**/call/photos:exclude', route => route.fulfill({ status: 507, json: full }));
  await photos(page).first().click();
  await page.keyboard.press('x');
  const banner = page.getByRole('alert').filter({ hasText: 'Not saved: 1 gesture. Do it again once there is room' });
  await expect(banner).toContainText('The disk is full while writing project.fovea.');
  await expect(status(page)).toContainText('1 gesture not saved');
  const bar = page.getByRole('toolbar', { name: 'Selection' });
  const note = page.getByRole('alert').filter({ hasText: 'The disk is full', hasNotText: 'Not saved' });
  for (const size of [
    { width: 1440, height: 900 },
    { width: 1024, height: 700 },
  ]) {
    await page.setViewportSize(size);
    await expect(note).toBeVisible();
    const gapPx = async (): Promise<number> => {
      const [above, below] = [(await note.boundingBox())!, (await bar.boundingBox())!];
      return below.y - (above.y + above.height);
    };
    await expect.poll(gapPx, 'a note stays clear of the selection bar').toBeGreaterThanOrEqual(8);
  }
  await expect(photos(page)).toHaveCount(10);
  await page.unroute('**/call/photos:exclude');
  await page.keyboard.press('x');
  await expect(photos(page)).toHaveCount(9);
  await expect(banner).toHaveCount(0);
  await expect(status(page)).toContainText('Saved');
});

test('changes language and theme at once, and keeps them over a reload', async ({ fovea: page }) => {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Control+,');
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await page.getByText('한국어', { exact: true }).click();
  await expect(page.getByRole('heading', { name: '설정' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
  await page.getByText('어둡게', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await page.reload();
  await expect(page.getByRole('heading', { name: '설정' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
});

test('opens the key sheet on "?", finds a command by its key, and closes it on "?"', async ({ fovea: page }) => {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('?');
  await expect(dialog(page).getByRole('heading', { name: 'Keys' })).toBeVisible();
  await expect(dialog(page)).toContainText('Open a folder…');
  await page.keyboard.press('Control+o');
  await expect(dialog(page)).not.toContainText('Settings');
  await expect(dialog(page)).toContainText('Open a folder…');
  await dialog(page).getByRole('textbox').fill('');
  await page.keyboard.press('?');
  await expect(dialog(page)).toHaveCount(0);
});

test('runs a command from the palette', async ({ fovea: page }) => {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Control+k');
  await dialog(page).getByRole('combobox', { name: 'Search or do' }).fill('licen');
  await expect(dialog(page).getByRole('option', { name: /Licences/ })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/help\/licences/);
  await expect(dialog(page)).toHaveCount(0);
});

test('tests this computer and says line by line what works', async ({ fovea: page }) => {
  await page.getByRole('contentinfo').getByRole('button', { name: 'Help' }).click();
  await page.getByRole('button', { name: 'Run the self-test' }).click();
  await expect(page.getByRole('button', { name: 'Run it again' })).toBeEnabled({ timeout: 100_000 });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Everything you need works on this computer.');
  const table = page.getByRole('table');
  await expect(table.getByRole('row', { name: /^Training step works 5 steps, largest difference/ })).toBeVisible();
  await expect(table.getByRole('row', { name: /^Engine works 10 checks/ })).toBeVisible();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy diagnostics' }).click();
  await expect(page.getByText('The diagnostics are in the clipboard')).toBeVisible();
  const diagnostics = await page.evaluate(() => navigator.clipboard.readText());
  for (const name of await table.locator('th[scope=row]').allTextContents())
    expect(diagnostics).toContain(`${name} | `);

  await page.goto(new URL('/#/settings', page.url()).href);
  await page.getByText('한국어').click();
  await page.goto(new URL('/#/help', page.url()).href);
  await expect(table.getByRole('row', { name: /^메모리 (작동|느림) \S+ GB 중/ })).toBeVisible();
  await expect(table.getByRole('row', { name: /^내장 모델 작동 EfficientNet-Lite0, 가중치/ })).toBeVisible();
  expect(await table.getByText(/largest|photos|written|checks/).count()).toBe(0);
});

test('shows the licences of what it is made of, and finds one', async ({ fovea: page }) => {
  await page.goto(new URL('/#/help/licences', page.url()).href);
  const text = page.getByRole('region', { name: 'Licences' });
  await expect(text).toContainText(/Apache|MIT/);
  await page.getByRole('textbox', { name: 'Find in the licences' }).fill('pretendard');
  await expect(text.locator('pre').first()).toContainText(/pretendard/i);
});

test('renames the project; its folder keeps its name', async ({ fovea: page, app }) => {
  await openClassFolders(page, app.folder);
  await dialog(page).getByRole('button', { name: 'Only the photos' }).click();
  await page.getByRole('button', { name: 'Project: screws' }).click();
  await page.getByRole('menuitem', { name: 'Rename the project…' }).click();
  await dialog(page).getByRole('textbox', { name: 'Name' }).fill('Nuts of 2026');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Project: Nuts of 2026' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Project: Nuts of 2026' })).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`has no serious accessibility finding, place by place and dialog by dialog (${colorScheme})`, async ({
    fovea: page,
    app,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await seriousFindings(page), 'start').toEqual([]);
    await page.keyboard.press('Control+k');
    await expect(dialog(page)).toBeVisible();
    expect(await seriousFindings(page), 'palette').toEqual([]);
    await page.keyboard.press('Escape');
    await expect(dialog(page)).toHaveCount(0);
    fillClassFolders(path.join(app.folder, 'work', 'screws'), 5);
    await page.getByRole('button', { name: 'Choose a folder of photos' }).click();
    await expect(dialog(page).getByRole('option', { name: 'work' })).toBeVisible();
    expect(await seriousFindings(page), 'chooser').toEqual([]);
    await choose(page, 'work', 'screws');
    await expect(dialog(page)).toContainText('2 sub-folders hold photos');
    expect(await seriousFindings(page), 'question').toEqual([]);
    await page.keyboard.press('Enter');
    await expect(photos(page)).toHaveCount(10);
    for (const place of [
      'photos',
      'label',
      'train',
      'results',
      'predict',
      'models',
      'help',
      'settings',
      'help/licences', // not after help: `data-place` tells of a place that is another one
    ]) {
      await page.evaluate(to => (location.hash = `#/${to}`), place);
      await expect(page.locator(`[data-place="${place.split('/')[0]}"]`)).toBeVisible();
      await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0);
      expect(await seriousFindings(page), place).toEqual([]);
    }
    await page.keyboard.press('?');
    await expect(dialog(page)).toBeVisible();
    expect(await seriousFindings(page), 'keys').toEqual([]);
  });
}
