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
