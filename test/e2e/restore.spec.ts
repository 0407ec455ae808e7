// A project file is damaged, lost or replaced while Fovea is not running: nothing that was done is lost, and a person sees why.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { startServe } from '../support/app.ts';
import { seriousFindings } from '../support/axe.ts';
import { makePhotoFolder } from '../support/photo-folder.ts';
import {
  damageProjectFile,
  damageRow,
  keepOldestBackup,
  loseBackups,
  replaceProjectFile,
} from '../support/project-damage.ts';

type Place = { readonly home: string; readonly project: string; readonly photos: string };
/** Starts Fovea in the home, shows the page to `work`, and ends it again. */
type Session = (work: (page: Page) => Promise<void>) => Promise<void>;

const test = base.extend<{ place: Place; session: Session }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads which fixtures are wanted from the pattern
  place: async ({}, use) => {
    const home = mkdtempSync(path.join(os.tmpdir(), 'fovea-restore-'));
    const photos = makePhotoFolder(6);
    await use({ home, photos, project: path.join(home, 'documents', path.basename(photos)) });
    for (const folder of [home, photos]) rmSync(folder, { recursive: true, force: true });
  },
  session: async ({ page, place }, use) => {
    await use(async work => {
      const app = await startServe({ home: place.home });
      try {
        await page.goto(app.link);
        await page.waitForURL(url => url.pathname === '/');
        await work(page);
      } finally {
        await app.stop();
      }
    });
  },
});

const photos = (page: Page) => page.getByRole('option');
const annotated = (page: Page) => page.getByRole('button', { name: /^Annotated/ });

async function label(page: Page, place: number, key: string): Promise<void> {
  await photos(page).nth(place).click();
  const saved = page.waitForResponse(/labels:/);
  await page.keyboard.press(key);
  await saved;
}

/** Two sessions: one label in the first, and with it in the backup; two more in the second. The project is closed then. */
async function work(place: Place, page: Page, session: Session): Promise<void> {
  const app = await startServe({ home: place.home, folder: place.photos });
  await page.goto(app.link);
  await page.waitForURL(url => url.pathname === '/');
  await expect(photos(page)).toHaveCount(6);
  await page.getByRole('button', { name: 'Add a class' }).click();
  await page.getByRole('textbox', { name: 'Add a class' }).fill('nuts');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^nuts/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await label(page, 0, '1');
  await app.stop();
  await session(async () => {
    await openRecent(page, place);
    await expect(annotated(page)).toContainText('1');
    // Of those that are not annotated yet, which are shown first.
    await label(page, 0, '1');
    await label(page, 1, '1');
  });
}

const openRecent = (page: Page, place: Place): Promise<void> =>
  page
    .getByRole('button', { name: new RegExp(path.basename(place.photos)) })
    .first()
    .click();

const files = (place: Place): string[] => readdirSync(place.project);

test('a damaged project is restored as it was left, from its backup and its journal; the damaged file is kept', async ({
  page,
  place,
  session,
}) => {
  await work(place, page, session);
  keepOldestBackup(place.project);
  damageProjectFile(place.project);
  await session(async () => {
    await openRecent(page, place);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('is damaged');
    await expect(page.getByRole('heading', { level: 1 })).toContainText('All your work can be brought back');
    await expect(page.getByRole('contentinfo')).toContainText('Project not open');
    await expect(page.getByRole('navigation')).toHaveCount(0);
    await expect(page.getByRole('region', { name: 'What was found' })).toContainText('damaged');
    const button = page.getByRole('button', { name: /^Restore today .* and replay 2 gestures/ });
    await expect(button).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(photos(page)).toHaveCount(6);
    await expect(annotated(page)).toContainText('3');
    await expect(
      page.getByRole('alert').filter({ hasText: 'The file before is kept as project.damaged-' }),
    ).toBeVisible();
    await page.keyboard.press('Control+z');
    await expect(annotated(page)).toContainText('2');
  });
  expect(files(place).filter(name => /^project\.damaged-.*\.fovea$/.test(name))).toHaveLength(1);
});

test('later gestures can be set aside: the button says so, and the journal is kept under another name', async ({
  page,
  place,
  session,
}) => {
  await work(place, page, session);
  keepOldestBackup(place.project);
  damageProjectFile(place.project);
  await session(async () => {
    await openRecent(page, place);
    const later = page.getByRole('region', { name: '2 later gestures' });
    await expect(later).toContainText('nuts on 1 photo');
    await later.getByText('Set aside', { exact: true }).click();
    await page.getByRole('button', { name: /^Restore today \d\d:\d\d Enter$|^Restore today \d\d:\d\d$/ }).click();
    await expect(annotated(page)).toContainText('1');
  });
  expect(files(place).some(name => name.startsWith('journal.set-aside-'))).toBe(true);
});

test('an older file in the project’s place is opened with the later gestures made again', async ({
  page,
  place,
  session,
}) => {
  await work(place, page, session);
  replaceProjectFile(place.project, keepOldestBackup(place.project));
  await session(async () => {
    await openRecent(page, place);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('is older than its journal');
    await page.getByRole('button', { name: /^Open and replay 2 gestures/ }).click();
    await expect(annotated(page)).toContainText('3');
  });
});

test('without a file and without backups the project is rebuilt from its journal alone', async ({
  page,
  place,
  session,
}) => {
  await work(place, page, session);
  loseBackups(place.project);
  rmSync(path.join(place.project, 'project.fovea'));
  await session(async () => {
    await openRecent(page, place);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('brought back from the journal');
    await page.getByRole('button', { name: /^Rebuild from the journal/ }).click();
    await expect(photos(page)).toHaveCount(6);
    await expect(annotated(page)).toContainText('3');
  });
});

test('where nothing is left to restore from, the page says so and leads to other projects', async ({
  page,
  place,
  session,
}) => {
  await work(place, page, session);
  loseBackups(place.project);
  damageProjectFile(place.project);
  rmSync(path.join(place.project, 'journal.jsonl'));
  await session(async () => {
    await openRecent(page, place);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('no backup and no journal');
    await expect(page.getByRole('button', { name: /^Restore|^Rebuild/ })).toHaveCount(0);
    await page.getByRole('button', { name: 'Other projects' }).click();
    await expect(page.getByRole('heading', { name: 'Recent projects' })).toBeVisible();
  });
  expect(existsSync(path.join(place.project, 'project.fovea'))).toBe(true);
});

test('what is intact of a damaged file is opened where nothing else is left, with what is lost said before', async ({
  page,
  place,
  session,
}) => {
  await work(place, page, session);
  loseBackups(place.project);
  rmSync(path.join(place.project, 'journal.jsonl'));
  damageRow(place.project);
  await session(async () => {
    await openRecent(page, place);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('What can still be read of it can be opened');
    const lost = page.getByRole('region', { name: 'What is lost' });
    await expect(lost).toContainText('1 annotation; 2 stay');
    await expect(lost).not.toContainText('history');
    expect(await seriousFindings(page)).toEqual([]);
    const button = page.getByRole('button', { name: /^Open what is intact/ });
    await expect(button).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(photos(page)).toHaveCount(6);
    await expect(annotated(page)).toContainText('2');
  });
  expect(files(place).filter(name => /^project\.damaged-.*\.fovea$/.test(name))).toHaveLength(1);
});

test('beside a backup it is only offered, and one press shows what would be lost', async ({ page, place, session }) => {
  await work(place, page, session);
  damageRow(place.project);
  await session(async () => {
    await openRecent(page, place);
    await expect(page.getByRole('button', { name: /^Restore today/ })).toBeFocused();
    await page.getByRole('button', { name: 'Open what is intact' }).click();
    await expect(page.getByRole('radio', { name: /^What is intact/ })).toBeChecked();
    await expect(page.getByRole('region', { name: 'What is lost' })).toContainText('1 annotation; 2 stay');
  });
});

test('a restore that goes on is said, cannot be asked for twice, and is seen by a page that is loaded meanwhile', async ({
  page,
  place,
  session,
}) => {
  await work(place, page, session);
  damageRow(place.project);
  await session(async () => {
    await openRecent(page, place);
    const button = page.getByRole('button', { name: /^Restore today/ });
    await expect(button).toBeEnabled();
    let asked = 0;
    let letGo: () => void = () => undefined;
    const held = new Promise<void>(resolve => (letGo = resolve));
    await page.route(/restore:apply/, async route => {
      asked++;
      await held;
      await route.continue();
    });
    await button.click();
    await expect(page.getByText('Restoring…')).toBeVisible();
    await expect(button).toBeDisabled();
    await expect(page.getByRole('radio').first()).toBeDisabled();
    await page.keyboard.press('Enter');
    letGo();
    await expect(photos(page)).toHaveCount(6);
    await expect(annotated(page)).toContainText('3');
    expect(asked).toBe(1);
  });
});

test('a backup that changed since it was made: what failed, why, and what to do; nothing is touched', async ({
  page,
  place,
  session,
}) => {
  await work(place, page, session);
  const backup = keepOldestBackup(place.project);
  damageProjectFile(place.project);
  await session(async () => {
    await openRecent(page, place);
    const button = page.getByRole('button', { name: /^Restore today/ });
    await expect(button).toBeEnabled();
    writeFileSync(backup, readFileSync(backup).fill(1, 20_000));
    await button.click();
    await expect(page.getByRole('alert')).toContainText('Not restored');
    await expect(page.getByRole('alert')).toContainText('Nothing was changed');
    // It was looked at again.
    await expect(page.getByRole('button', { name: 'Rebuild from the journal' })).toBeEnabled();
  });
  expect(files(place).filter(name => name.startsWith('project.damaged-'))).toEqual([]);
});

test('an open project goes back to a backup of its own, and keeps how it was', async ({ page, place, session }) => {
  await work(place, page, session);
  keepOldestBackup(place.project);
  await session(async () => {
    await openRecent(page, place);
    await expect(annotated(page)).toContainText('3');
    await page.getByRole('button', { name: /^Project:/ }).click();
    await page.getByRole('menuitem', { name: 'Backups…' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Backups of');
    await page.getByRole('button', { name: 'Make a backup now' }).click();
    const sources = page.getByRole('radiogroup', { name: 'Restore from' });
    await expect(sources.getByRole('radio')).toHaveCount(2);
    await expect(page.getByText('The project is as in this backup.')).toBeVisible();
    // With keys alone: the older backup, then Enter.
    await sources.getByRole('radio').first().focus();
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('region', { name: '2 later gestures' })).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(annotated(page)).toContainText('1');
  });
  expect(files(place).some(name => name.startsWith('project.replaced-'))).toBe(true);
});

test.describe('in Korean', () => {
  test.use({ locale: 'ko-KR' });
  test('says what happened and what comes back', async ({ page, place, session }) => {
    const app = await startServe({ home: place.home, folder: place.photos });
    await page.goto(app.link);
    await page.waitForURL(url => url.pathname === '/');
    await expect(photos(page)).toHaveCount(6);
    await photos(page).first().click();
    await page.keyboard.press('n');
    await expect(page.getByRole('contentinfo')).toContainText('해당 없음');
    await app.stop();
    damageProjectFile(place.project);
    await session(async () => {
      await openRecent(page, place);
      await expect(page.getByRole('heading', { level: 1 })).toContainText('프로젝트 파일이 손상되었어요');
      await expect(page.getByRole('contentinfo')).toContainText('프로젝트 열리지 않음');
      await page.getByRole('button', { name: /백업 복원/ }).click();
      await expect(photos(page)).toHaveCount(6);
    });
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`has no serious accessibility finding (${colorScheme})`, async ({ page, place, session }) => {
    await page.emulateMedia({ colorScheme });
    await work(place, page, session);
    keepOldestBackup(place.project);
    damageProjectFile(place.project);
    await session(async () => {
      await openRecent(page, place);
      await expect(page.getByRole('region', { name: '2 later gestures' })).toBeVisible();
      expect(await seriousFindings(page)).toEqual([]);
    });
  });
}
