// A person brings annotations in: they see what the files hold before anything is written, decide, import in one gesture, take it back.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import {
  cocoCounts,
  writeBareCsv,
  writeCoco,
  writeManyNames,
  writePoint,
  writeTurnedBox,
  writeVoc,
  writeYolo,
} from '../support/annotation-files.ts';
import { seriousFindings } from '../support/axe.ts';
import { expect, test } from '../support/e2e.ts';
import { makePhotoFolder } from '../support/photo-folder.ts';

const folder = makePhotoFolder(6);
test.use({ openFolder: folder });
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const side = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const row = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });
const becomes = (page: Page, name: string) => page.getByRole('combobox', { name: `${name} becomes` });
const importButton = (page: Page) => page.getByRole('button', { name: /^(?:Import \d|Nothing to import)/ });

async function addClass(page: Page, name: string): Promise<void> {
  const filters = page.getByRole('complementary', { name: 'Filters' });
  await filters.getByRole('button', { name: 'Add a class' }).click();
  await filters.getByRole('textbox', { name: 'Add a class' }).fill(name);
  await page.keyboard.press('Enter');
  await expect(filters.getByRole('button', { name: new RegExp(`^${name}`) })).toBeVisible();
  await page.keyboard.press('Escape');
}

/** By the keyboard alone; the chooser starts in the home folder of the program. */
async function chooseInChooser(page: Page, name: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Choose annotations' });
  const option = dialog.getByRole('option', { name: new RegExp(`^${name}`) });
  await expect(option).toBeVisible();
  await dialog.getByRole('combobox').fill(name);
  await expect(option).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
}

async function startImport(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('heading', { name: '6 photos' })).toBeVisible();
  await page.keyboard.press('Control+i');
  await chooseInChooser(page, name);
  await expect(page.getByRole('heading', { name: 'Import annotations' })).toBeVisible();
}

/** Opens a photo by its name, in the mode that draws. */
async function drawOn(page: Page, photo: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill(photo);
  await expect(page.getByRole('option', { name: new RegExp(photo) })).toBeVisible();
  await page.keyboard.press('Enter');
  await page.getByText('Draw', { exact: true }).click();
}

async function choose(page: Page, name: string, option: string): Promise<void> {
  await becomes(page, name).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

test('a COCO file is looked at first, comes in as one gesture, and goes by one undo', async ({ fovea: page, app }) => {
  writeCoco(path.join(app.folder, 'field.json'));
  await addClass(page, 'nuts');
  await startImport(page, 'field.json');

  await expect(side(page, 'From')).toContainText('COCO, 6 photos');
  await expect(row(page, 'Nuts')).toContainText('case differs');
  await expect(becomes(page, 'Nuts')).toHaveValue('nuts');
  await expect(row(page, 'bolt')).toContainText('new class');
  await expect(side(page, 'What stays out')).toContainText('invalid1');
  await expect(side(page, 'What stays out')).toContainText('on photos not found1');
  await expect(side(page, 'To look at')).toContainText('1 photo not found');
  await expect(importButton(page)).toHaveText(new RegExp(`^Import ${cocoCounts.good} annotations`));

  await choose(page, 'hex nut', 'nuts');
  await expect(row(page, 'hex nut')).toContainText('merged');
  await choose(page, 'washer', 'Leave out');
  await expect(row(page, 'washer')).toContainText('left out');
  await expect(importButton(page)).toHaveText(/^Import 6 annotations/);
  await expect(page.getByText('count as not annotated yet, never as “nothing here”')).toBeVisible();
  await expect(page.getByLabel('Status')).toContainText('0 annotated');
  await expect(page.getByLabel('Status')).toContainText('Preview only, nothing is changed');

  await page.getByRole('heading', { name: 'Import annotations' }).click();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('6 annotations imported')).toBeVisible();
  await expect(page.getByLabel('Status')).toContainText('4 annotated');
  await expect(page.getByLabel('Status')).toContainText('field.json imported: 6 annotations on 4 photos');
  const filters = page.getByRole('complementary', { name: 'Filters' });
  await expect(filters.getByRole('button', { name: /^bolt/ })).toBeVisible();

  await page.keyboard.press('Control+z');
  await expect(page.getByLabel('Status')).toContainText('0 annotated');
  await expect(filters.getByRole('button', { name: /^bolt/ })).toHaveCount(0);
  await expect(filters.getByRole('button', { name: /^nuts/ })).toBeVisible();
});

test('the same file again adds nothing, and a name can be given to a new class', async ({ fovea: page, app }) => {
  writeCoco(path.join(app.folder, 'field.json'));
  await startImport(page, 'field.json');
  await becomes(page, 'bolt').fill('screw');
  await page.getByRole('option', { name: 'new class screw' }).click();
  await expect(row(page, 'bolt')).toContainText('renamed');
  await importButton(page).click();
  await expect(page.getByText(`${cocoCounts.good} annotations imported`)).toBeVisible();
  const filters = page.getByRole('complementary', { name: 'Filters' });
  await expect(filters.getByRole('button', { name: /^screw/ })).toBeVisible();

  await startImport(page, 'field.json');
  await choose(page, 'bolt', 'screw');
  await expect(importButton(page)).toHaveText('Nothing to import');
  await expect(importButton(page)).toBeDisabled();
  await expect(side(page, 'What stays out')).toContainText(`already here${cocoCounts.good}`);
});

test('an import that was given up wrote nothing; one that was left waits, also when the page is loaded again', async ({
  fovea: page,
  app,
}) => {
  writeCoco(path.join(app.folder, 'field.json'));
  await startImport(page, 'field.json');
  await choose(page, 'washer', 'Leave out');
  await expect(row(page, 'washer')).toContainText('left out');
  await page.keyboard.press('Alt+1');
  await expect(page.getByRole('heading', { name: '6 photos' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: '6 photos' })).toBeVisible();
  await page.keyboard.press('Control+i');
  await expect(row(page, 'washer')).toContainText('left out');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('heading', { name: '6 photos' })).toBeVisible();
  await expect(page.getByLabel('Status')).toContainText('0 annotated');
  await page.keyboard.press('Control+i');
  await expect(page.getByRole('dialog', { name: 'Choose annotations' })).toBeVisible();
});

test('a YOLO folder brings its photos, and a VOC folder beside it the boxes for them', async ({ fovea: page, app }) => {
  const yolo = path.join(app.folder, 'yolo set');
  const voc = path.join(app.folder, 'voc set');
  mkdirSync(yolo, { recursive: true });
  writeYolo(yolo, folder, 3);
  writeVoc(voc, 2);
  await startImport(page, 'yolo set');
  await expect(side(page, 'From')).toContainText('YOLO, 3 photos');
  await expect(importButton(page)).toHaveText(/^Import 6 annotations/);
  await page.getByRole('button', { name: 'Add a file or folder…' }).click();
  await chooseInChooser(page, 'voc set');
  await expect(side(page, 'From')).toContainText('Pascal VOC, 2 photos');
  await expect(importButton(page)).toHaveText(/^Import 8 annotations/);
  await page.getByRole('button', { name: 'Take voc set out' }).click();
  await expect(importButton(page)).toHaveText(/^Import 6 annotations/);
  await importButton(page).click();
  await expect(page.getByText('6 annotations imported')).toBeVisible();
  await expect(page.getByLabel('Status')).toContainText('3 annotated');
});

test('a table whose columns nobody can know asks which column is what', async ({ fovea: page, app }) => {
  writeBareCsv(path.join(app.folder, 'table.csv'), 4);
  await startImport(page, 'table.csv');
  const question = page.getByRole('region', { name: 'Which column of table.csv is what?' });
  await expect(question).toContainText('photo 01.png');
  await expect(question.getByRole('combobox', { name: 'Column 1 is' })).toHaveValue('photo');
  await question.getByRole('combobox', { name: 'Column 5 is' }).click();
  await page.getByRole('option', { name: 'width of the box' }).click();
  await expect(question.getByRole('combobox', { name: 'Column 5 is' })).toHaveValue('width of the box');
});

test('a file without annotations says so, can be named a format, and writes nothing', async ({ fovea: page, app }) => {
  writeFileSync(path.join(app.folder, 'letter.json'), '{"dear": "photo"}');
  await expect(page.getByRole('heading', { name: '6 photos' })).toBeVisible();
  await page.keyboard.press('Control+i');
  await chooseInChooser(page, 'letter.json');
  await expect(page.getByRole('heading', { name: 'The format was not recognised' })).toBeVisible();
  await expect(page.getByText('Nothing was written.')).toBeVisible();
  await page.getByRole('combobox', { name: 'Read it as' }).click();
  await page.getByRole('option', { name: 'CSV' }).click();
  await page.getByRole('button', { name: 'Read as CSV' }).click();
  await expect(page.getByRole('heading', { name: 'The file cannot be read' })).toBeVisible();
  // The key that began it begins another.
  await page.keyboard.press('Control+i');
  await chooseInChooser(page, 'letter.json');
  await expect(page.getByRole('heading', { name: 'The format was not recognised' })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('heading', { name: '6 photos' })).toBeVisible();
});

test('Label shows what came in: a polygon of two parts and a mask, which can be chosen and taken away', async ({
  fovea: page,
  app,
}) => {
  writeCoco(path.join(app.folder, 'field.json'));
  await startImport(page, 'field.json');
  await importButton(page).click();
  await expect(page.getByText(`${cocoCounts.good} annotations imported`)).toBeVisible();
  await drawOn(page, 'photo 03');
  const drawn = page.getByRole('region', { name: 'On this photo' });
  await expect(drawn).toContainText('1 polygon, 1 mask');
  await drawn.getByRole('button', { name: 'bolt, polygon, 6 points' }).click();
  const chosen = page.getByRole('region', { name: 'Selected polygon' });
  await expect(chosen).toContainText('Parts2');
  await page.keyboard.press('Delete');
  await expect(drawn).toContainText('1 mask');
  await expect(drawn).not.toContainText('polygon');
  await page.keyboard.press('Control+z');
  await expect(drawn).toContainText('1 polygon, 1 mask');
  await drawn.getByRole('button', { name: /^washer, mask/ }).click();
  await page.keyboard.press('1');
  await expect(drawn.getByRole('button', { name: /^Nuts, mask/ })).toBeVisible();
});

test('Label shows a turned box and a point with what their files say of them; both are chosen, taken away, brought back', async ({
  fovea: page,
  app,
}) => {
  writeTurnedBox(path.join(app.folder, 'turned.json'));
  writePoint(path.join(app.folder, 'point.json'));
  await startImport(page, 'turned.json');
  await page.getByRole('button', { name: 'Add a file or folder…' }).click();
  await chooseInChooser(page, 'point.json');
  await expect(side(page, 'What comes in')).toContainText('Rotated boxes01');
  await expect(side(page, 'What comes in')).toContainText('Points01');
  await importButton(page).click();
  await expect(page.getByLabel('Status')).toContainText('1 annotated');
  await drawOn(page, 'photo 01');
  const drawn = page.getByRole('region', { name: 'On this photo' });
  await expect(drawn).toContainText('1 rotated box, 1 point');

  await page.keyboard.press('v');
  await page.getByRole('img', { name: /photo 01/ }).click();
  const turned = page.getByRole('region', { name: 'Selected rotated box' });
  await expect(turned).toContainText('Angle30°');
  await expect(turned).toContainText('occludedyes');
  await expect(turned).toContainText('seen byAna');
  await page.keyboard.press('Delete');
  await expect(drawn).not.toContainText('rotated box');
  await page.keyboard.press('Control+z');
  await expect(drawn).toContainText('1 rotated box, 1 point');
  await drawn.getByRole('button', { name: /^bolt, point/ }).click();
  await expect(page.getByRole('region', { name: 'Selected point' })).toContainText('group_id7');
  expect(await seriousFindings(page)).toEqual([]);
});

test('among many names one is found by its letters, also behind the fold, and what it becomes is chosen there', async ({
  fovea: page,
  app,
}) => {
  writeManyNames(path.join(app.folder, 'many.json'), 60);
  await startImport(page, 'many.json');
  await expect(row(page, '48 more names')).toBeVisible();
  await expect(row(page, 'kind 057')).toHaveCount(0);
  const find = page.getByRole('textbox', { name: 'Find a name' });
  await find.fill('d 05');
  await expect(page.getByRole('table', { name: 'Classes' }).getByRole('rowheader')).toHaveCount(11);
  await choose(page, 'kind 057', 'Leave out');
  await expect(row(page, 'kind 057')).toContainText('left out');
  await expect(importButton(page)).toHaveText(/^Import 59 annotations/);
  await find.fill('whale');
  await expect(page.getByText('No name of the files answers “whale”.')).toBeVisible();
  await find.fill('');
  await expect(row(page, '48 more names')).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
});

test('a file that is added and cannot be read says so by its name, and the preview before it stays', async ({
  fovea: page,
  app,
}) => {
  writeCoco(path.join(app.folder, 'field.json'));
  writeFileSync(path.join(app.folder, 'letter.json'), '{"dear": "photo"}');
  await startImport(page, 'field.json');
  await page.getByRole('button', { name: 'Add a file or folder…' }).click();
  await chooseInChooser(page, 'letter.json');
  await expect(page.getByText(/^letter\.json holds no annotations that Fovea knows/)).toBeVisible();
  await expect(side(page, 'From').getByRole('listitem')).toHaveCount(1);
  await expect(importButton(page)).toHaveText(new RegExp(`^Import ${cocoCounts.good} annotations`));
  await expect(importButton(page)).toBeEnabled();
});

test('the chooser goes to a typed path, says where a wrong one ends, and gives the focus back', async ({
  fovea: page,
  app,
}) => {
  mkdirSync(path.join(app.folder, 'sets', 'spring'), { recursive: true });
  writeCoco(path.join(app.folder, 'sets', 'spring', 'field.json'));
  await expect(page.getByRole('heading', { name: '6 photos' })).toBeVisible();
  await page.getByRole('button', { name: 'Annotations in and out' }).focus();
  await page.keyboard.press('Control+i');
  const dialog = page.getByRole('dialog', { name: 'Choose annotations' });
  const field = dialog.getByRole('combobox');
  await expect(dialog.getByRole('option', { name: /^sets/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Annotations in and out' })).toBeFocused();

  await page.keyboard.press('Control+i');
  await expect(dialog.getByRole('option', { name: /^sets/ })).toBeVisible();
  await field.fill('sets/autumn/field.json');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toHaveText('There is no “autumn” in sets.');
  await expect(dialog.getByRole('button', { name: /^Use this/ })).toBeDisabled();
  expect(await seriousFindings(page)).toEqual([]);
  await field.fill(path.join(app.folder, 'sets', 'spring', 'field.json'));
  await page.keyboard.press('Enter');
  const file = dialog.getByRole('option', { name: /^field.json/ });
  await expect(file).toHaveAttribute('aria-selected', 'true');
  await expect(field).toHaveValue('');
  await page.keyboard.press('Enter');
  await expect(importButton(page)).toHaveText(new RegExp(`^Import ${cocoCounts.good} annotations`));
});

test('a file of annotations that is dropped leads to the chooser, because a browser hides where it lies', async ({
  fovea: page,
}) => {
  await expect(page.getByRole('heading', { name: '6 photos' })).toBeVisible();
  const dropped = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['{}'], 'field.json'));
    return data;
  });
  await page.dispatchEvent('body', 'drop', { dataTransfer: dropped });
  const chooser = page.getByRole('dialog', { name: 'Choose annotations' });
  await expect(chooser).toContainText('A browser does not tell where a dropped file or folder lies');
  await page.keyboard.press('Escape');
  await expect(chooser).toHaveCount(0);
});

test('the preview has no serious finding of accessibility, in both languages and themes', async ({
  fovea: page,
  app,
}) => {
  writeCoco(path.join(app.folder, 'field.json'));
  await startImport(page, 'field.json');
  await expect(importButton(page)).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await seriousFindings(page)).toEqual([]);
});

test.describe('in Korean', () => {
  test.use({ locale: 'ko-KR' });
  test('the preview is in Korean and imports by the keyboard', async ({ fovea: page, app }) => {
    writeCoco(path.join(app.folder, 'field.json'));
    await expect(page.getByRole('heading', { name: '사진 6장' })).toBeVisible();
    await page.keyboard.press('Control+i');
    const dialog = page.getByRole('dialog', { name: '주석 선택' });
    await expect(dialog.getByRole('option', { name: /^field.json/ })).toBeVisible();
    await dialog.getByRole('combobox').fill('field.json');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: '주석 가져오기' })).toBeVisible();
    await expect(page.getByRole('button', { name: /^주석 8개 가져오기/ })).toBeEnabled();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText('주석 8개를 가져왔어요')).toBeVisible();
  });
});

test.describe('without a project', () => {
  test.use({ openFolder: undefined });
  test('the card on the start screen makes a project of the photos that the file speaks of', async ({
    fovea: page,
    app,
  }) => {
    const set = path.join(app.folder, 'yolo set');
    mkdirSync(set, { recursive: true });
    writeYolo(set, folder, 4);
    await page.getByRole('button', { name: /^Import annotations/ }).click();
    await chooseInChooser(page, 'yolo set');
    await expect(page.getByRole('heading', { name: 'Import annotations' })).toBeVisible();
    await expect(importButton(page)).toHaveText(/^Import 8 annotations/);
    await importButton(page).click();
    await expect(page.getByLabel('Status')).toContainText('4 annotated');
  });
});
