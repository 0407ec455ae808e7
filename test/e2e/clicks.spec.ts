// A person who is quicker than the program: what was typed, pressed or clicked before an answer came means what it meant then.
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { writeBareCsv, writeCoco } from '../support/annotation-files.ts';
import { expect, slow, test } from '../support/e2e.ts';
import { fillClassFolders, makePhotoFolder } from '../support/photo-folder.ts';
import { folderUntilExit } from '../support/until-exit.ts';

const folder = makePhotoFolder(8);
test.use({ openFolder: folder });
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const photos = (page: Page) => page.getByRole('option');
const filters = (page: Page) => page.getByRole('complementary', { name: 'Filters' });
const place = (page: Page) => page.getByRole('group', { name: 'Photo', exact: true }).first();
const keys = (page: Page) => page.getByRole('group', { name: 'Classes by key' });
const drawn = (page: Page) =>
  page.getByRole('region', { name: 'On this photo' }).getByRole('button', { name: /, \d+ by \d+/ });
const classRow = (of: Page | Locator, name: string) => of.getByRole('button', { name: new RegExp(`^${name}`) });

async function addClass(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a class' }).click();
  await page.getByRole('textbox', { name: 'Add a class' }).fill(name);
  await page.keyboard.press('Enter');
  await expect(classRow(page, name)).toBeVisible();
  await page.keyboard.press('Escape');
}

/** The first photo in Draw, with the class nuts; gives where the stage begins. */
async function startDrawing(page: Page): Promise<{ x: number; y: number }> {
  await expect(photos(page)).toHaveCount(8);
  await addClass(page, 'nuts');
  await photos(page).nth(0).dblclick();
  await page.getByText('Draw', { exact: true }).click();
  const stage = page.locator('[data-stage]');
  await expect(stage.locator('canvas').first()).toBeAttached();
  return (await stage.boundingBox())!;
}

async function typeName(page: Page, of: string, name: string): Promise<void> {
  await page.getByRole('button', { name: `Change ${of}` }).click();
  const field = page.getByRole('textbox', { name: 'Name', exact: true });
  await expect(field).toBeFocused();
  await field.fill(name);
}

test('a typed class name is kept by a click elsewhere and by leaving the place, and dropped by Escape', async ({
  fovea: page,
}) => {
  await expect(photos(page)).toHaveCount(8);
  await addClass(page, 'nuts');
  await addClass(page, 'wheels');
  await typeName(page, 'nuts', 'bolts');
  await photos(page).nth(2).click();
  await expect(classRow(filters(page), 'bolts')).toBeVisible();

  await typeName(page, 'bolts', 'screws');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Change bolts' })).toBeFocused();
  await typeName(page, 'bolts', 'pins');
  await page.keyboard.press('Alt+2');
  await page.waitForURL(url => url.hash.startsWith('#/label'));
  await expect(classRow(page, 'pins').first()).toBeVisible();
  await page.keyboard.press('Control+h');
  const history = page.getByRole('complementary', { name: 'History' });
  await expect(history).toContainText('Class pins changed');
  await expect(history).not.toContainText('screws');

  await page.keyboard.press('Alt+1');
  await typeName(page, 'pins', 'wheels');
  await photos(page).nth(2).click();
  await expect(page.getByText('There is already a class named “wheels”.')).toBeVisible();
});

test('a key that is held labels one photo and undoes one gesture; one that goes on by a photo goes on', async ({
  fovea: page,
}) => {
  await expect(photos(page)).toHaveCount(8);
  await addClass(page, 'nuts');
  const asked: string[] = [];
  page.on('request', request => {
    const name = /\/call\/(labels:\w+|history:undo|photos:exclude)/.exec(request.url())?.[1];
    if (name !== undefined) asked.push(name);
  });
  const hold = async (key: string): Promise<void> => {
    for (let repeat = 0; repeat < 5; repeat++) await page.keyboard.down(key);
    await page.keyboard.up(key);
  };
  await photos(page).nth(0).click();
  await hold('x');
  await page.keyboard.down('Control');
  await hold('z');
  await page.keyboard.up('Control');
  await page.keyboard.press('Enter');
  await expect(place(page)).toContainText('1 of 8 · 8 left');
  await hold('1');
  await expect(place(page)).toContainText('2 of 8 · 7 left');
  await hold('n');
  await expect(place(page)).toContainText('3 of 8 · 6 left');
  // As a browser clicks a focused button.
  await keys(page).getByRole('button').filter({ hasText: 'nuts' }).focus();
  await hold('Enter');
  await expect(place(page)).toContainText('4 of 8 · 5 left');
  const held = async (): Promise<string | null> => {
    await page.keyboard.down('d');
    return place(page).textContent();
  };
  await expect.poll(held).toContain('8 of 8');
  await page.keyboard.up('d');
  expect(asked).toEqual(['photos:exclude', 'history:undo', 'labels:set', 'labels:nothing', 'labels:set']);
});

test('classes that are typed one after the other are all made, and a refused name comes back', async ({
  fovea: page,
}) => {
  await expect(photos(page)).toHaveCount(8);
  await slow(page, 'classes:create', 500);
  await page.getByRole('button', { name: 'Add a class' }).click();
  const field = page.getByRole('textbox', { name: 'Add a class' });
  await page.keyboard.type('cat\ndog\nbi');
  await expect(classRow(page, 'cat')).toBeVisible();
  await expect(classRow(page, 'dog')).toBeVisible();
  await expect(field).toHaveValue('bi');
  await field.fill('cat');
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue('');
  await expect(page.getByText('There is already a class named “cat”.')).toBeVisible();
  await expect(field).toHaveValue('cat');
  // Refused once the field is closed.
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(field).toHaveCount(0);
  await expect(page.getByText('There is already a class named “cat”.')).toBeVisible();
});

test('a new class is given to the box that was selected when it was typed, not to the one selected since', async ({
  fovea: page,
}) => {
  const { x, y } = await startDrawing(page);
  for (const [at, left] of [200, 400].entries()) {
    await page.mouse.move(x + left, y + 150);
    await page.mouse.down();
    await page.mouse.move(x + left + 100, y + 250, { steps: 3 });
    await page.mouse.up();
    await expect(drawn(page)).toHaveCount(at + 1);
  }
  await slow(page, 'classes:create', 500);
  await page.getByRole('button', { name: 'Add a class' }).click();
  await page.keyboard.type('wheels\n');
  const made = page.waitForResponse(/classes:create/);
  await drawn(page).nth(0).click();
  await made;
  // The class of what is drawn next.
  await expect(classRow(page, 'wheels')).toHaveAttribute('aria-pressed', 'true');
  await expect(drawn(page)).toHaveText([/^nuts/, /^nuts/]);
  await page.getByRole('button', { name: 'Add a class' }).click();
  await page.keyboard.type('pins\n');
  await expect(drawn(page).filter({ hasText: 'pins' })).toHaveCount(1);
});

test('the past of one photo cannot be restored onto another', async ({ fovea: page }) => {
  await expect(photos(page)).toHaveCount(8);
  await addClass(page, 'nuts');
  await photos(page).nth(0).click();
  await page.keyboard.press('1');
  await page.keyboard.press('Control+h');
  const states = page.getByRole('region', { name: 'This photo' });
  await expect(states.getByRole('button', { name: /^Restore/ })).toHaveCount(1);
  await slow(page, 'history:of-photo', 1_500);
  const past = page.waitForResponse(/history:of-photo/);
  const asked = page.waitForRequest(/history:of-photo/);
  await photos(page).nth(3).click();
  await asked;
  await expect(states.getByRole('button', { name: /^Restore/ })).toHaveCount(0, { timeout: 1_000 });
  await past;
  await expect(states).toContainText('Not annotated yet');
});

test('class keys that are pressed while a photo is read label the photos that stood there', async ({ fovea: page }) => {
  await expect(photos(page)).toHaveCount(8);
  await addClass(page, 'nuts');
  await slow(page, 'photos:read', 500);
  const labelled: unknown[] = [];
  page.on('request', request => {
    if (request.url().endsWith('/call/labels:set')) labelled.push(...(request.postDataJSON() as { ids: number[] }).ids);
  });
  await photos(page).nth(0).dblclick();
  await expect(place(page)).toContainText('1 of 8');
  await page.keyboard.press('1');
  await page.keyboard.press('1');
  await expect(place(page)).toContainText('3 of 8 · 6 left');
  expect(labelled).toHaveLength(2);
  expect(new Set(labelled).size).toBe(2);
  await page.keyboard.press('a');
  await expect(keys(page).getByRole('button').filter({ hasText: 'nuts' })).toHaveAttribute('aria-pressed', 'true');
});

test('a second finger neither ends nor replaces the box that the first draws', async ({ fovea: page }) => {
  const { x, y } = await startDrawing(page);
  const client = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly (readonly [number, number])[]) =>
    client.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: points.map(([left, top], id) => ({ x: x + left, y: y + top, id })),
    });
  await touch('touchStart', [[300, 150]]);
  await touch('touchMove', [[450, 250]]);
  const [first, second] = [[450, 250] as const, [600, 300] as const];
  await touch('touchStart', [first, second]);
  await touch('touchMove', [
    [500, 300],
    [620, 320],
  ]);
  await touch('touchEnd', []);
  await expect(drawn(page)).toHaveCount(1);
  const [, wide, high] = /(\d+) by (\d+)/.exec(
    (await drawn(page).getAttribute('aria-label')) ?? (await drawn(page).innerText()),
  )!;
  // From where the first finger began to where it ended: 200 by 150 on the screen.
  expect(Number(wide) / Number(high)).toBeCloseTo(200 / 150, 1);
});

test('a file dropped on the window comes beside the import that is being looked at, and no choice is lost', async ({
  page,
  app,
}) => {
  writeBareCsv(path.join(app.folder, 'first.csv'), 2);
  writeCoco(path.join(app.folder, 'second.json'));
  // A browser hides where a dropped file lies, the desktop window does not: here the folder chooser stands for its bridge.
  await page.addInitScript(() => {
    const call = async (name: string, argument: unknown): Promise<unknown> => {
      const token = document.querySelector<HTMLMetaElement>('meta[name="fovea-token"]')!.content;
      const headers = { 'content-type': 'application/json', 'x-fovea-token': token };
      const answer = await fetch(`/call/${name}`, { method: 'POST', headers, body: JSON.stringify(argument) });
      return ((await answer.json()) as { result: unknown }).result;
    };
    type Listing = Record<'entries' | 'files', { id: string; name: string }[]>;
    const grantDropped = async ([file]: File[]): Promise<string[]> => {
      const roots = (await call('folders:list', { folder: null })) as Listing;
      const home = (await call('folders:list', { folder: roots.entries[0]!.id, files: 'annotations' })) as Listing;
      const found = home.files.find(({ name }) => name === file!.name)!;
      return [((await call('folders:grant', { folder: found.id })) as { grant: string }).grant];
    };
    const nothing = (): void => undefined;
    Object.assign(window, { fovea: { grantDropped, tellUnsaved: nothing, onMenu: nothing } });
  });
  await page.goto(app.link);
  await expect(photos(page)).toHaveCount(8);
  const drop = async (name: string): Promise<void> => {
    const dropped = await page.evaluateHandle(fileName => {
      const data = new DataTransfer();
      data.items.add(new File(['{}'], fileName));
      return data;
    }, name);
    await page.dispatchEvent('body', 'drop', { dataTransfer: dropped });
  };
  await drop('first.csv');
  const from = page.getByRole('region', { name: 'From', exact: true });
  await expect(from).toContainText('first.csv');
  await expect(page.getByRole('combobox', { name: 'nuts becomes' })).toBeVisible();
  await page.getByRole('combobox', { name: 'nuts becomes' }).click();
  await page.getByRole('option', { name: 'Leave out', exact: true }).click();
  await drop('second.json');
  await expect(from).toContainText('second.json');
  await expect(from).toContainText('first.csv');
  const chosen = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'nuts', exact: true }) });
  await expect(chosen).toContainText('left out');
});

test.describe('while the names of sub-folders are asked about', () => {
  const sorted = folderUntilExit('fovea-classes-');
  test.use({ openFolder: sorted });
  test.beforeAll(() => fillClassFolders(sorted, 3));

  test('a letter that is typed elsewhere or a key held from before is no answer', async ({ fovea: page }) => {
    const question = page.getByRole('dialog').filter({ hasText: '2 sub-folders hold photos' });
    await expect(question).toBeVisible();
    const answers: string[] = [];
    page.on('request', request => {
      if (request.url().endsWith('/call/project:answer-class-folders')) answers.push(request.postData() ?? '');
    });
    await page.keyboard.press('Control+k');
    await page.keyboard.type('o');
    await expect(page.getByRole('combobox')).toHaveValue('o');
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('combobox')).toHaveCount(0);
    await expect(question).toBeVisible();
    await question.getByRole('heading').click();
    await page.evaluate(() => {
      for (const key of ['o', 'Enter'])
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key, repeat: true, bubbles: true }));
    });
    await slow(page, 'project:answer-class-folders', 1_000);
    await page.keyboard.press('o');
    await page.keyboard.press('o');
    await expect(photos(page)).toHaveCount(6);
    expect(answers).toHaveLength(1);
  });
});
