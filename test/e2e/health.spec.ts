// A person looks after the photos: twins across the splits are kept together or left out, files that are left out say why.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { seriousFindings } from '../support/axe.ts';
import { expect, test } from '../support/e2e.ts';
import { scene } from '../unit/main/photos/make-photos.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'fovea-health-'));
test.use({ openFolder: folder });
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function write(name: string, picture: ReturnType<typeof scene>): Promise<string> {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, await picture.jpeg({ quality: 92 }).toBuffer());
  return file;
}

/** Two pairs across the splits, one pair in train, one damaged photo, one file that is none. */
test.beforeAll(async () => {
  for (const [place, name] of [
    'train/bars/1.jpg',
    'train/bars/2.jpg',
    'train/disc/3.jpg',
    'train/disc/4.jpg',
    'val/bars/5.jpg',
    'val/disc/6.jpg',
  ].entries())
    await write(name, scene(place + 1));
  await write('val/bars/2 small.jpg', scene(2, 200, 150));
  await write('val/disc/3 bright.jpg', scene(3).linear(1.1, 4));
  await write('train/disc/4 again.jpg', scene(4).linear(0.95, 0));
  truncateSync(await write('val/disc/cut.jpg', scene(9)), 2_000);
  writeFileSync(path.join(folder, 'train/letter.jpg'), 'Dear photo, this is a letter.');
});

const card = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name });
const across = (page: Page) => page.getByRole('region', { name: 'Across the splits' }).getByRole('listitem');
const sentence = (page: Page) => page.getByRole('status').filter({ hasText: /fix|reading/ });

/** Answers the question about the class folders and goes to the health page from the inspector. */
async function openHealth(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Use the 2 names as classes/ }).click();
  await page.getByRole('link', { name: 'Look closer' }).click();
  await expect(sentence(page)).toHaveText('One thing to fix: 2 pairs lie across train and validation.');
}

test('names the one thing to fix, keeps a pair together with a key, then all, and takes it back', async ({
  fovea: page,
}) => {
  await openHealth(page);
  await expect(across(page)).toHaveCount(2);
  await expect(across(page).first()).toContainText('near-duplicate');
  await expect(across(page).first()).toContainText('kept in train');
  await page.keyboard.press('k');
  await expect(sentence(page)).toHaveText('One thing to fix: 1 pair lies across train and validation.');
  await page.keyboard.press('Shift+K');
  await expect(across(page)).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'In one split' }).getByRole('listitem')).toHaveCount(3);
  await expect(card(page, '2 small.jpg')).toContainText('together');
  // What is left to fix comes next.
  await expect(sentence(page)).toHaveText('One thing to fix: 1 photo is damaged.');
  await page.keyboard.press('Control+z');
  await expect(across(page)).toHaveCount(1);
});

test('leaves the second of a pair out, and the note takes that back', async ({ fovea: page }) => {
  await openHealth(page);
  await card(page, '2 small.jpg').getByRole('button', { name: 'Exclude the second' }).click();
  await expect(across(page)).toHaveCount(1);
  await page.getByRole('alert').filter({ hasText: '1 photo excluded' }).getByRole('button', { name: 'Undo' }).click();
  await expect(across(page)).toHaveCount(2);
});

test('a note takes back what it says and nothing else', async ({ fovea: page }) => {
  await openHealth(page);
  const exclude = across(page).first().getByRole('button', { name: 'Exclude the second' });
  const notes = page.getByRole('alert').filter({ hasText: '1 photo excluded' });
  await exclude.click();
  await expect(across(page)).toHaveCount(1);
  const [older] = await notes.elementHandles();
  await exclude.click();
  await expect(across(page)).toHaveCount(0);
  await expect(notes).toHaveCount(2);
  await (await older!.$('button'))!.click();
  await expect(page.getByText('That is no longer the last change.')).toBeVisible();
  await expect(notes).toHaveCount(1);
  await notes.getByRole('button', { name: 'Undo' }).click();
  await expect(across(page)).toHaveCount(1);
});

test('lists what is left out, each with its reason in bold', async ({ fovea: page }) => {
  await openHealth(page);
  const leftOut = page.getByRole('region', { name: 'Left out' });
  await expect(leftOut.getByRole('listitem').filter({ hasText: 'letter.jpg' })).toContainText('Not a photo:');
  await expect(leftOut.getByRole('listitem').filter({ hasText: 'cut.jpg' })).toContainText('Damaged:');
  await expect(page.getByRole('region', { name: 'Class balance' })).toContainText('none set aside');
  await expect(page.getByRole('region', { name: 'Size' })).toContainText('root scale');
});

test('a good copy put in the place of a damaged photo comes in again with “Check again”', async ({ fovea: page }) => {
  await openHealth(page);
  await expect(card(page, 'cut.jpg')).toBeVisible();
  await write('val/disc/cut.jpg', scene(9));
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect(card(page, 'cut.jpg')).toHaveCount(0);
  truncateSync(path.join(folder, 'val/disc/cut.jpg'), 2_000);
});

test('damaged photos are excluded in one gesture, shown in Photos before, and come back with one undo', async ({
  fovea: page,
}) => {
  await openHealth(page);
  const damaged = page.getByRole('group', { name: 'Damaged' });
  await damaged.getByRole('link', { name: 'Show in Photos: Damaged' }).click();
  await expect(page.getByRole('option')).toHaveCount(1);
  const problem = page.getByRole('region', { name: 'Problem' }).getByRole('button', { name: /^Damaged/ });
  await expect(problem).toHaveAttribute('aria-pressed', 'true');
  await problem.click();
  await expect(page.getByRole('option')).toHaveCount(10);
  await page.goBack();
  await damaged.getByRole('button', { name: 'Exclude 1 photo' }).click();
  await expect(damaged).toHaveCount(0);
  await expect(page.getByText('1 photo is excluded.')).toBeVisible();
  await page.getByRole('alert').filter({ hasText: '1 photo excluded' }).getByRole('button', { name: 'Undo' }).click();
  await expect(damaged).toBeVisible();
});

test('of photos that are alike in one split one of each is kept, the others are excluded in one gesture', async ({
  fovea: page,
}) => {
  await openHealth(page);
  const inside = page.getByRole('region', { name: 'In one split' });
  await inside.getByRole('button', { name: 'Keep one of each, exclude 1' }).click();
  await expect(inside).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(inside.getByRole('listitem')).toHaveCount(1);
});

test('the photos of pairs across the splits are shown in Photos', async ({ fovea: page }) => {
  await openHealth(page);
  await page.getByRole('link', { name: 'Show in Photos: Across the splits' }).click();
  await expect(page.getByRole('option')).toHaveCount(4);
  await expect(page.getByRole('button', { name: 'Alike across splits' })).toHaveAttribute('aria-pressed', 'true');
});

test('with keys alone: a pair that is put right passes the focus to the next one, the last to the sentence', async ({
  fovea: page,
}) => {
  await openHealth(page);
  const keep = across(page).getByRole('button', { name: /^Keep together/ });
  await keep.first().focus();
  await page.keyboard.press('Enter');
  await expect(across(page)).toHaveCount(1);
  await expect(keep).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(across(page)).toHaveCount(0);
  await expect(sentence(page)).toBeFocused();
});

test('saves the report as JSON', async ({ fovea: page }) => {
  await openHealth(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save report' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('Health of the photos.json');
  const report = JSON.parse(readFileSync(await download.path(), 'utf8')) as { across: unknown[]; photos: number };
  expect(report.across).toHaveLength(2);
  expect(report.photos).toBe(10);
});

test.describe('in Korean', () => {
  test.use({ locale: 'ko-KR' });
  test('names the one thing to fix', async ({ fovea: page }) => {
    await page.getByRole('button', { name: /이름 2개를/ }).click();
    await page.getByRole('link', { name: '자세히 보기' }).click();
    await expect(page.getByText('고칠 점 하나: 비슷한 사진 2쌍이 학습과 검증에 나뉘어 있어요.')).toBeVisible();
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`has no serious accessibility finding (${colorScheme})`, async ({ fovea: page }) => {
    await page.emulateMedia({ colorScheme });
    await openHealth(page);
    await expect(across(page)).toHaveCount(2);
    expect(await seriousFindings(page)).toEqual([]);
  });
}
