// G2 and G16 in a real Electron: each of its processes is killed; the others recover by themselves, and nothing that was done is lost.
import type { Page } from '@playwright/test';
import { existsSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { makeClassFolders } from '../support/class-folder-photos.ts';
import { corePids, expect, openByDialog, test, type Desktop } from '../support/desktop-window.ts';
import { isAlive, processesBelow, workersBelow } from '../support/processes.ts';

const photos = (page: Page) => page.getByRole('option');
const status = (page: Page) => page.getByRole('contentinfo', { name: 'Status' });
const panel = (page: Page) => page.getByRole('complementary', { name: 'Classes and annotations' });
const onPhoto = (page: Page) => panel(page).getByRole('region', { name: 'On this photo' });

/** The first photo in Draw, with one class. */
async function startDrawing(desktop: Desktop, folder: string): Promise<{ x: number; y: number }> {
  const { page } = desktop;
  await openByDialog(desktop, folder);
  await photos(page).first().dblclick();
  await panel(page).getByRole('button', { name: 'Add a class' }).click();
  await panel(page).getByRole('textbox', { name: 'Add a class' }).fill('nut');
  await page.keyboard.press('Enter');
  await expect(panel(page).getByRole('button', { name: /^nut/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByText('Draw', { exact: true }).click();
  const bounds = (await page.locator('[data-stage]').boundingBox())!;
  return { x: bounds.x + bounds.width / 2, y: bounds.y + bounds.height / 2 };
}

/** A box left of the middle of the stage, whose place it gives. */
async function drawFirstBox(desktop: Desktop, folder: string): Promise<{ x: number; y: number }> {
  const { page } = desktop;
  const middle = await startDrawing(desktop, folder);
  await page.mouse.move(middle.x - 200, middle.y - 100);
  await page.mouse.down();
  await page.mouse.move(middle.x - 80, middle.y, { steps: 3 });
  const saved = page.waitForResponse(answer => /things:add/.test(answer.url()) && answer.ok());
  await page.mouse.up();
  await saved;
  await expect(onPhoto(page).getByRole('listitem')).toHaveCount(1);
  return middle;
}

/** Waits until the core that is up now has a project open: what the page shows may be of the core before it. */
async function coreHasProject(page: Page): Promise<void> {
  const asked = () =>
    page.evaluate(async () => {
      const headers = { 'content-type': 'application/json' };
      return (await fetch('/call/project:read', { method: 'POST', headers, body: 'null' })).status;
    });
  await expect.poll(asked).toBe(200);
}

async function killCore({ pid }: Desktop): Promise<void> {
  const [core] = corePids(pid);
  process.kill(core!, 'SIGKILL');
  await expect.poll(() => corePids(pid).filter(other => other !== core)).toHaveLength(1);
}

test('G2: a killed core comes back with its project; what was done is there, and the box in hand is kept', async ({
  desktop,
  photos: folder,
}) => {
  const { page } = desktop;
  const middle = await drawFirstBox(desktop, folder);

  await page.mouse.move(middle.x + 20, middle.y - 50);
  await page.mouse.down();
  await page.mouse.move(middle.x + 100, middle.y + 40, { steps: 3 });
  await killCore(desktop);
  await page.mouse.up();
  await expect(onPhoto(page).getByRole('listitem')).toHaveCount(2);
  // What the new core has, past what the page shows: each of the two boxes once.
  const boxes = () =>
    page.evaluate(async () => {
      const body = JSON.stringify({ ids: [Number(location.hash.split('/')[2])] });
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch('/call/photos:read', { method: 'POST', headers, body });
      return (await answer.text()).split('"kind":"box"').length - 1;
    });
  await expect.poll(boxes).toBe(2);
  await expect(status(page)).toContainText('Saved');
  await expect(status(page)).toContainText('1 annotated');
  await expect(page.getByText('This is safe mode')).toHaveCount(0);
});

test('G2: main is killed while a run goes on: its core, the trainer and every decode worker end', async ({
  desktop,
}) => {
  const { page, pid, dataFolder } = desktop;
  const starts = path.join(dataFolder, 'starts.json');
  expect(JSON.parse(readFileSync(starts, 'utf8'))).toEqual([pid]);
  const many = makeClassFolders(24);
  await openByDialog(desktop, many.folder);
  await page.getByRole('button', { name: /names as classes/ }).click();
  await expect(photos(page).first()).toBeVisible({ timeout: 60_000 });
  await page.getByRole('link', { name: 'Train', exact: true }).click();
  await page
    .getByRole('main')
    .getByRole('button', { name: /^Train/ })
    .click();
  await expect.poll(() => workersBelow(pid, 'engine')).toHaveLength(1);
  const below = processesBelow(pid).map(process => process.pid);
  expect(below).toEqual(expect.arrayContaining(corePids(pid)));
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => below.filter(isAlive), { intervals: [100] }).toEqual([]);
  // A start that lived a minute was a good one, and is listed no more.
  if (existsSync(starts)) expect(JSON.parse(readFileSync(starts, 'utf8'))).toEqual([pid]);
  rmSync(many.folder, { recursive: true, force: true });
});

test('G2: the page’s process is killed: the window loads it again where it was, with everything saved', async ({
  desktop,
  photos: folder,
}) => {
  const { app, page } = desktop;
  await openByDialog(desktop, folder);
  await photos(page).first().click();
  await page.keyboard.press('x');
  await expect(photos(page)).toHaveCount(7);
  await page.getByRole('link', { name: 'Models', exact: true }).click();
  const renderer = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.getOSProcessId());
  /** Asked through main: for Playwright the page is gone for good. */
  const ask = (script: string) =>
    app.evaluate(
      ({ BrowserWindow }, code) =>
        BrowserWindow.getAllWindows()[0]!.webContents.executeJavaScript(code) as Promise<unknown>,
      script,
    );
  const before = await renderer();
  process.kill(before, 'SIGKILL');
  await expect.poll(renderer).not.toBe(before);
  await expect.poll(() => ask('location.hash + document.title.length')).toContain('#/models');
  await expect.poll(() => ask('document.querySelector("footer")?.textContent')).toContain('Saved');
  await ask('location.hash = "#/photos"');
  await expect.poll(() => ask('document.querySelectorAll("[role=option]").length')).toBe(7);
});

test('G16: a page that dies three times at once has Fovea start again, then in safe mode', async ({
  desktop,
  photos: folder,
}) => {
  const { app, page, pid, dataFolder } = desktop;
  await openByDialog(desktop, folder);
  await photos(page).first().click();
  await page.keyboard.press('x');
  await expect(photos(page)).toHaveCount(7);
  // In place of a second Fovea, which no test would end.
  const relaunched = path.join(dataFolder, 'relaunched');
  await app.evaluate(({ app: electron }, file) => {
    electron.relaunch = () => process.mainModule!.require('node:fs').writeFileSync(file, '');
  }, relaunched);
  const [core] = corePids(pid);
  const renderer = () => processesBelow(pid).find(({ args }) => args.includes('--type=renderer'))?.pid;
  for (let deaths = 0; deaths < 3; deaths++) {
    await expect.poll(renderer).toBeDefined();
    const before = renderer()!;
    process.kill(before, 'SIGKILL');
    await expect.poll(() => renderer() === before).toBe(false);
  }
  await expect.poll(() => isAlive(pid) || isAlive(core!)).toBe(false);
  expect(existsSync(relaunched)).toBe(true);
  expect(JSON.parse(readFileSync(path.join(dataFolder, 'starts.json'), 'utf8'))).toEqual([0, 0, 0]);
});

test('G2: the graphics process is killed: the window draws on, and what was drawn is seen', async ({
  desktop,
  photos: folder,
}) => {
  const { app, page } = desktop;
  const middle = await drawFirstBox(desktop, folder);
  await page.keyboard.press('Escape');
  /** Of the middles of the two boxes, which are tinted: each box has its place. */
  const tinted = () =>
    page.locator('[data-stage] canvas:not([data-picture])').evaluateAll(
      (canvases, places) =>
        places.map(({ x, y }) =>
          (canvases as HTMLCanvasElement[]).some(canvas => {
            const { left, top, width } = canvas.getBoundingClientRect();
            const ratio = canvas.width / width;
            const pixel = canvas.getContext('2d')!.getImageData((x - left) * ratio, (y - top) * ratio, 1, 1);
            return pixel.data[3]! > 0;
          }),
        ),
      [
        { x: middle.x - 140, y: middle.y - 50 },
        { x: middle.x + 60, y: middle.y - 5 },
      ],
    );
  await expect.poll(tinted).toEqual([true, false]);
  const graphics = () =>
    app.evaluate(({ app: electron }) => electron.getAppMetrics().find(({ type }) => type === 'GPU')?.pid ?? null);
  const before = await graphics();
  test.skip(before === null, 'This Electron draws without a graphics process');
  process.kill(before!, 'SIGKILL');
  await expect.poll(async () => [before, null].includes(await graphics())).toBe(false);
  await page.mouse.move(middle.x + 20, middle.y - 50);
  await page.mouse.down();
  await page.mouse.move(middle.x + 100, middle.y + 40, { steps: 3 });
  await page.mouse.up();
  await expect(onPhoto(page).getByRole('listitem')).toHaveCount(2);
  await expect.poll(tinted).toEqual([true, true]);
  await page.keyboard.press('s');
  await expect(onPhoto(page).getByRole('listitem')).toHaveCount(0);
});

test('G16: three cores that die at once lead to safe mode, with the ways on; then everything is as before', async ({
  desktop,
  photos: folder,
}) => {
  test.setTimeout(180_000);
  const { page, dataFolder } = desktop;
  await openByDialog(desktop, folder);
  await expect(photos(page)).toHaveCount(8);
  for (let deaths = 0; deaths < 3; deaths++) {
    await killCore(desktop);
    if (deaths < 2) await coreHasProject(page);
    await expect(photos(page)).toHaveCount(deaths < 2 ? 8 : 0);
  }
  const notice = page.getByRole('status').filter({ hasText: 'This is safe mode' });
  await expect(notice).toContainText('Fovea stopped three times');
  await notice.getByRole('button', { name: 'Open the last project' }).click();
  await expect(photos(page)).toHaveCount(8);
  await notice.getByRole('button', { name: 'Go on normally' }).click();
  await expect(notice).toHaveCount(0);
  expect(existsSync(path.join(dataFolder, 'starts.json'))).toBe(false);
  await killCore(desktop);
  await coreHasProject(page);
  await photos(page).first().click();
  const saved = page.waitForResponse(answer => /photos:exclude/.test(answer.url()) && answer.ok());
  await page.keyboard.press('x');
  await saved;
  await expect(photos(page)).toHaveCount(7);
});

test.describe('after three crashes', () => {
  test.beforeEach(({ home }) => {
    mkdirSync(path.join(home, 'data'), { recursive: true });
    writeFileSync(path.join(home, 'data', 'starts.json'), '[0,0,0]');
  });

  test('G16: the window starts without the graphics card, and a start that ends well is the last of them', async ({
    desktop: { app, page, dataFolder },
  }) => {
    await expect(page.getByRole('status').filter({ hasText: 'This is safe mode' })).toBeVisible();
    expect(await app.evaluate(({ app: electron }) => electron.commandLine.hasSwitch('disable-gpu'))).toBe(true);
    await app.close();
    expect(existsSync(path.join(dataFolder, 'starts.json'))).toBe(false);
  });
});
