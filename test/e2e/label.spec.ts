// A person labels photo by photo and draws boxes; nothing they did is ever lost (lessons L2 to L4).
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { seriousFindings } from '../support/axe.ts';
import { expect, slow, test } from '../support/e2e.ts';
import { makePhotoFolder } from '../support/photo-folder.ts';

const folder = makePhotoFolder(6);
test.use({ openFolder: folder });
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const panel = (page: Page) => page.getByRole('complementary', { name: 'Classes and annotations' });
const boxes = (page: Page) => panel(page).getByRole('region', { name: 'On this photo' });
const film = (page: Page) => page.getByRole('navigation', { name: 'Photos in order' });
const place = (page: Page) => page.getByRole('group', { name: 'Photo', exact: true }).first();

async function openLabel(page: Page, classes: readonly string[]): Promise<void> {
  await page.getByRole('option').nth(0).dblclick();
  await expect(place(page)).toContainText('1 of 6');
  for (const name of classes) {
    await panel(page).getByRole('button', { name: 'Add a class' }).click();
    await panel(page).getByRole('textbox', { name: 'Add a class' }).fill(name);
    await page.keyboard.press('Enter');
    await expect(panel(page).getByRole('button', { name: new RegExp(`^${name}`) })).toBeVisible();
    await page.keyboard.press('Escape');
  }
}

async function startDrawing(page: Page): Promise<{ x: number; y: number }> {
  await page.getByText('Draw', { exact: true }).click();
  const stage = page.locator('[data-stage]');
  await expect(stage.locator('canvas').first()).toBeAttached();
  const bounds = (await stage.boundingBox())!;
  return { x: bounds.x + bounds.width / 2, y: bounds.y + bounds.height / 2 };
}

async function drag(page: Page, middle: { x: number; y: number }, from: [number, number], to: [number, number]) {
  await page.mouse.move(middle.x + from[0], middle.y + from[1]);
  await page.mouse.down();
  await page.mouse.move(middle.x + to[0], middle.y + to[1], { steps: 5 });
}

test('a class key labels the photo and goes on; Backspace goes back and undoes', async ({ fovea: page }) => {
  await openLabel(page, ['nuts', 'bolts']);
  await page.keyboard.press('1');
  await expect(place(page)).toContainText('2 of 6');
  await page.keyboard.press('2');
  await expect(place(page)).toContainText('3 of 6 · 4 left');
  await page.keyboard.press('Backspace');
  await expect(place(page)).toContainText('2 of 6 · 5 left');
  await page.keyboard.press('Backspace');
  await expect(place(page)).toContainText('1 of 6 · 6 left');
});

test('Backspace takes back the label of the photo that it goes back to, and no other', async ({ fovea: page }) => {
  await openLabel(page, ['nuts']);
  await page.keyboard.press('1');
  await expect(place(page)).toContainText('2 of 6 · 5 left');
  await page.keyboard.press('1');
  await expect(place(page)).toContainText('3 of 6 · 4 left');
  await page.keyboard.press('Control+z');
  await expect(place(page)).toContainText('3 of 6 · 5 left');
  await page.keyboard.press('Backspace');
  await expect(place(page)).toContainText('2 of 6');
  await page.keyboard.press('Backspace');
  await expect(place(page)).toContainText('1 of 6 · 6 left');
  await page.keyboard.press('Control+Shift+z');
  await expect(place(page)).toContainText('1 of 6 · 5 left');
});

test('N says that nothing is here, and S skips', async ({ fovea: page }) => {
  await openLabel(page, ['nuts']);
  await page.keyboard.press('n');
  await expect(place(page)).toContainText('2 of 6 · 5 left');
  await page.keyboard.press('s');
  await expect(place(page)).toContainText('3 of 6');
  await page.keyboard.press('a');
  await page.keyboard.press('a');
  await expect(panel(page).getByRole('button', { name: /Nothing here/ })).toHaveAttribute('aria-pressed', 'true');
});

test('draws by dragging and by two clicks, changes the class, nudges, deletes, and undoes', async ({ fovea: page }) => {
  await openLabel(page, ['nuts', 'bolts']);
  const middle = await startDrawing(page);
  await drag(page, middle, [-200, -100], [-80, 0]);
  await page.mouse.up();
  await expect(boxes(page)).toContainText('1 box');
  await page.keyboard.press('Escape');
  await page.mouse.click(middle.x + 40, middle.y - 60);
  await page.mouse.move(middle.x + 100, middle.y);
  await page.mouse.click(middle.x + 160, middle.y + 60);
  await expect(boxes(page)).toContainText('2 boxes');
  await page.keyboard.press('2');
  await expect(boxes(page).getByRole('button', { name: /^bolts/ })).toBeVisible();
  const left = panel(page).getByRole('region', { name: 'Selected box' }).locator('dd').first();
  const before = Number(await left.textContent());
  await page.keyboard.press('Shift+ArrowRight');
  await expect(left).toHaveText(String(before + 10));
  // On a slow disk the key that takes back comes before the gesture is saved.
  await slow(page, 'things:delete', 1_000);
  await page.keyboard.press('Delete');
  await expect(boxes(page)).toContainText('1 box');
  await page.keyboard.press('Control+z');
  await expect(boxes(page)).toContainText('2 boxes');
  await page.reload();
  await expect(boxes(page)).toContainText('2 boxes');
});

test('moves and resizes a box with the pointer', async ({ fovea: page }) => {
  await openLabel(page, ['nuts']);
  const middle = await startDrawing(page);
  await drag(page, middle, [-100, -100], [0, 0]);
  await page.mouse.up();
  const size = boxes(page).getByRole('button', { name: /^nuts, \d+ by \d+/ });
  const drawn = await size.textContent();
  await drag(page, middle, [0, 0], [80, 60]);
  await page.mouse.up();
  await expect(size).not.toHaveText(drawn!);
  const resized = await size.textContent();
  const left = panel(page).getByRole('region', { name: 'Selected box' }).locator('dd').first();
  const before = await left.textContent();
  await page.keyboard.press('v');
  await drag(page, middle, [-30, -20], [40, 10]);
  await page.mouse.up();
  await expect(left).not.toHaveText(before!);
  await expect(size).toHaveText(resized!);
});

test('zooms at the pointer, keeps the view when it is locked, and fits again', async ({ fovea: page }) => {
  await openLabel(page, ['nuts']);
  const zoom = page.getByRole('button', { name: 'Zoom' });
  const fitted = await zoom.textContent();
  const stage = (await page.locator('[data-stage]').boundingBox())!;
  await page.mouse.move(stage.x + 200, stage.y + 200);
  let zoomed = fitted;
  for (let turn = 0; turn < 5; turn++) {
    await page.mouse.wheel(0, -120);
    await expect(zoom).not.toHaveText(zoomed!);
    zoomed = await zoom.textContent();
  }
  await page.getByRole('button', { name: 'Keep view' }).click();
  await page.keyboard.press('d');
  await expect(place(page)).toContainText('2 of 6');
  await page.keyboard.press('a');
  await expect(zoom).toHaveText(zoomed!);
  await page.keyboard.press('f');
  await expect(zoom).toHaveText(fitted!);
});

/** Each is a way to leave the photo while a box is half drawn: the pointer is down, so what is not a key is an address. */
const waysOut: readonly (readonly [string, (page: Page) => Promise<void>])[] = [
  ['the next key', page => page.keyboard.press('d')],
  ['the previous key', page => page.keyboard.press('a')],
  [
    'the film strip',
    page =>
      film(page)
        .getByRole('button', { name: /^Photo 4/ })
        .dispatchEvent('click'),
  ],
  ['the grid', page => page.evaluate("location.hash = '#/photos'")],
  ['the screen that starts a run', page => page.evaluate("location.hash = '#/train'")],
  ['the other mode', page => page.keyboard.press('w')],
  [
    'the search',
    async page => {
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').getByRole('combobox').fill('photo 05');
      await page
        .getByRole('dialog')
        .getByRole('option', { name: /photo 05/ })
        .dispatchEvent('click');
    },
  ],
];
for (const [name, leave] of waysOut) {
  test(`L2: a box that is still being drawn is kept when the photo is left by ${name}`, async ({ fovea: page }) => {
    await openLabel(page, ['nuts']);
    await page.keyboard.press('d');
    await expect(place(page)).toContainText('2 of 6');
    const middle = await startDrawing(page);
    const photo = new URL(page.url()).hash;
    await drag(page, middle, [-120, -80], [60, 70]);
    await leave(page);
    if (name !== 'the other mode') await page.waitForURL(url => url.hash !== photo);
    await page.mouse.up();
    await page.evaluate(hash => {
      location.hash = hash;
    }, photo);
    if (name === 'the other mode') await page.keyboard.press('w');
    await expect(boxes(page)).toContainText('1 box');
  });
}

test('L2: a box that is still being drawn is kept when the project is closed', async ({ fovea: page }) => {
  await openLabel(page, ['nuts']);
  await page.keyboard.press('d');
  await expect(place(page)).toContainText('2 of 6');
  const photo = new URL(page.url()).hash;
  await drag(page, await startDrawing(page), [-120, -80], [60, 70]);
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill('close the project');
  await page
    .getByRole('dialog')
    .getByRole('option', { name: /^Close the project/ })
    .dispatchEvent('click');
  await page.mouse.up();
  await expect(page.getByRole('button', { name: 'Choose a folder of photos' })).toBeVisible();
  const opened = page.waitForResponse(/\/call\/project:open/);
  await page.getByRole('button', { name: new RegExp(path.basename(folder)) }).click();
  await opened;
  await expect(page.getByRole('heading', { name: '6 photos' })).toBeVisible();
  await page.goto(new URL(photo, page.url()).href);
  await expect(place(page)).toContainText('photo 02.png');
  await page.getByText('Draw', { exact: true }).click();
  await expect(boxes(page)).toContainText('1 box');
});

test('L2: a box that is still being drawn is kept when the page is loaded again', async ({ fovea: page }) => {
  await openLabel(page, ['nuts']);
  await page.keyboard.press('d');
  await expect(place(page)).toContainText('2 of 6');
  page.on('dialog', dialog => void dialog.accept());
  await drag(page, await startDrawing(page), [-120, -80], [60, 70]);
  await page.reload();
  await page.mouse.up();
  await expect(place(page)).toContainText('photo 02.png');
  await page.getByText('Draw', { exact: true }).click();
  await expect(boxes(page)).toContainText('1 box');
});

test('L3: a failed save stops navigation, keeps the box and says so; trying again saves it', async ({
  fovea: page,
}) => {
  await openLabel(page, ['nuts']);
  const middle = await startDrawing(page);
  await page.route('**/call/things:add', route =>
    route.fulfill({ status: 500, json: { error: { code: 'disk-full', details: { freeMegabytes: 0 } } } }),
  );
  await drag(page, middle, [-120, -80], [60, 70]);
  await page.mouse.up();
  await expect(page.getByText('1 change is not saved.')).toBeVisible();
  await expect(boxes(page)).toContainText('1 box');
  await page.keyboard.press('d');
  await page.evaluate("location.hash = '#/photos'");
  await expect(place(page)).toContainText('1 of 6');
  await expect(boxes(page)).toContainText('1 box');
  await page.unroute('**/call/things:add');
  const saved = page.waitForResponse(answer => /things:add/.test(answer.url()) && answer.ok());
  await page.getByRole('button', { name: 'Try again' }).first().click();
  await saved;
  await expect(page.getByText('1 change is not saved.')).toHaveCount(0);
  await page.keyboard.press('d');
  await expect(place(page)).toContainText('2 of 6');
  await page.keyboard.press('a');
  await expect(boxes(page)).toContainText('1 box');
  await page.reload();
  await expect(boxes(page)).toContainText('1 box');
});

test('L4: annotations that cannot be read are an error, never an empty photo to draw on', async ({ fovea: page }) => {
  await openLabel(page, ['nuts']);
  const middle = await startDrawing(page);
  await drag(page, middle, [-120, -80], [60, 70]);
  await page.mouse.up();
  await expect(boxes(page)).toContainText('1 box');
  await page.route('**/call/photos:read', route =>
    route.fulfill({ status: 500, json: { error: { code: 'disk-failed', details: { reason: 'EIO' } } } }),
  );
  await page.reload();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.locator('canvas')).toHaveCount(0);
  await page.unroute('**/call/photos:read');
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
  await expect(boxes(page)).toContainText('1 box');
});

test('has no serious accessibility finding in either mode', async ({ fovea: page }) => {
  await openLabel(page, ['nuts', 'bolts']);
  for (const mode of ['photo', 'draw']) {
    if (mode === 'draw') {
      const middle = await startDrawing(page);
      await drag(page, middle, [-120, -80], [60, 70]);
      await page.mouse.up();
    }
    expect(await seriousFindings(page)).toEqual([]);
  }
});
