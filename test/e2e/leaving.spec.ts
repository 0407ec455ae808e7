// A person leaves: stops Fovea, closes a project or the page. Nothing that is not saved is lost without being asked.
import type { Page } from '@playwright/test';
import { rmSync } from 'node:fs';
import { expect, test } from '../support/e2e.ts';
import { seriousFindings } from '../support/axe.ts';
import { makePhotoFolder } from '../support/photo-folder.ts';
import { workersBelow } from '../support/processes.ts';

const folder = makePhotoFolder(6);
test.use({ openFolder: folder });
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const photos = (page: Page) => page.getByRole('option');
const dialog = (page: Page) => page.getByRole('dialog');
const saved = (page: Page) => page.getByRole('contentinfo', { name: 'Status' }).getByText('Saved', { exact: true });
const stopped = (page: Page) => page.getByRole('heading', { name: 'Fovea has stopped' });

async function stop(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Menu', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Stop Fovea' }).click();
}

async function closeProject(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Project: / }).click();
  await page.getByRole('menuitem', { name: 'Close the project' }).click();
}

/** Excludes the first photo while nothing can be written; gives the way to make room again. */
async function failToExclude(page: Page): Promise<() => Promise<void>> {
  const full = { error: { code: 'disk-full', details: { file: 'project.fovea' } } };
  await page.route('**/call/photos:exclude', route => route.fulfill({ status: 507, json: full }));
  await expect(photos(page)).toHaveCount(6);
  await photos(page).first().click();
  await page.keyboard.press('x');
  await expect(page.getByRole('alert').filter({ hasText: 'Not saved: 1 gesture' })).toBeVisible();
  return () => page.unroute('**/call/photos:exclude');
}

test('stops Fovea from its page: the process ends well, and every tab says so', async ({ fovea: page, app }) => {
  await expect(photos(page)).toHaveCount(6);
  const other = await page.context().newPage();
  await other.goto(page.url());
  await expect(photos(other)).toHaveCount(6);
  await photos(page).first().click();
  await page.keyboard.press('x');
  await expect(photos(page)).toHaveCount(5);
  await stop(page);
  expect(await app.ended).toBe(0);
  for (const tab of [page, other]) {
    await expect(stopped(tab)).toBeVisible();
    await expect(tab.getByRole('main')).toContainText('Your work is stored.');
    await expect(tab.getByRole('main')).toContainText('npm run fovea -- serve');
  }
  expect(await seriousFindings(page)).toEqual([]);
});

test('asks before it stops Fovea while work goes on', async ({ fovea: page, app }) => {
  await page.getByRole('contentinfo').getByRole('button', { name: 'Help' }).click();
  await page.getByRole('button', { name: 'Run the self-test' }).click();
  await expect.poll(() => workersBelow(app.pid, 'engine')).toHaveLength(1);
  // Never let go: it must still be testing at the end, and is killed there.
  process.kill(workersBelow(app.pid, 'engine')[0]!, 'SIGSTOP');
  await stop(page);
  await expect(dialog(page)).toContainText(/Going on now: (?:Reading photos, )?Testing this computer\./);
  await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.getByRole('contentinfo').getByText('Testing this computer')).toBeVisible();
  await stop(page);
  await dialog(page).getByRole('button', { name: 'Stop anyway' }).click();
  await expect(stopped(page)).toBeVisible();
  expect(await app.ended).toBe(0);
});

test('Enter in the terminal prints a new link: it opens the page in another browser, once', async ({
  fovea: page,
  app,
  browser,
}) => {
  const link = await app.newLink();
  expect(link).not.toBe(app.link);
  const newcomer = await browser.newContext();
  const second = await newcomer.newPage();
  expect((await second.goto(app.link))!.status()).toBe(401);
  await expect(second.getByText('Press Enter there and open the link it prints.')).toBeVisible();
  await second.goto(link);
  await expect(photos(second)).toHaveCount(6);
  expect((await page.goto(link))!.status()).toBe(401);
  await page.goto(new URL('/', link).href);
  await expect(photos(page)).toHaveCount(6);
  await newcomer.close();
});

test('asks before a project is closed while a gesture is not saved: stay, try again, leave', async ({
  fovea: page,
}) => {
  const makeRoom = await failToExclude(page);
  await closeProject(page);
  await expect(dialog(page)).toContainText('1 change could not be saved');
  await expect(dialog(page)).toContainText('The disk is full while writing project.fovea.');
  await dialog(page).getByRole('button', { name: 'Stay' }).click();
  await expect(dialog(page)).toHaveCount(0);
  await expect(photos(page)).toHaveCount(6);

  await closeProject(page);
  await dialog(page).getByRole('button', { name: 'Try again' }).click();
  await expect(dialog(page)).toContainText('1 change could not be saved');
  await makeRoom();
  await dialog(page).getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('complementary', { name: 'Recent projects' }).getByRole('button').click();
  await expect(photos(page)).toHaveCount(5);
  await expect(saved(page)).toBeVisible();
});

test('leaves without what is not saved when the person says so, and the next project starts clean', async ({
  fovea: page,
}) => {
  await failToExclude(page);
  await closeProject(page);
  await dialog(page).getByRole('button', { name: 'Leave without saving' }).click();
  await page.getByRole('complementary', { name: 'Recent projects' }).getByRole('button').click();
  await expect(photos(page)).toHaveCount(6);
  await expect(saved(page)).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('an edit that Label keeps is asked about as well, and tried again', async ({ fovea: page }) => {
  const full = { error: { code: 'disk-full', details: { file: 'project.fovea' } } };
  await expect(photos(page)).toHaveCount(6);
  await page.route('**/call/labels:nothing', route => route.fulfill({ status: 507, json: full }));
  await page.getByRole('link', { name: 'Label', exact: true }).click();
  await expect(page.getByRole('main').getByRole('img', { name: 'photo 01.png' })).toBeVisible();
  await page.keyboard.press('n');
  await expect(page.getByRole('alert').filter({ hasText: 'Not saved: 1 gesture' })).toBeVisible();
  await closeProject(page);
  await expect(dialog(page)).toContainText('1 change could not be saved');
  await page.unroute('**/call/labels:nothing');
  await dialog(page).getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('complementary', { name: 'Recent projects' })).toContainText('1 of 6 annotated');
});

test('the browser asks before the page is closed while something is not saved, and not otherwise', async ({
  fovea: page,
}) => {
  const asked: string[] = [];
  page.on('dialog', question => {
    asked.push(question.type());
    void question.dismiss();
  });
  const makeRoom = await failToExclude(page);
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => asked).toEqual(['beforeunload']);
  expect(page.isClosed()).toBe(false);
  await makeRoom();
  await page.keyboard.press('x');
  await expect(photos(page)).toHaveCount(5);
  const closed = page.waitForEvent('close');
  await page.close({ runBeforeUnload: true });
  await closed;
  expect(asked).toHaveLength(1);
});
