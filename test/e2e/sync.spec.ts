// A project in a folder that a program synchronises: the person hears of it once, and of a second version when one comes.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startServe } from '../support/app.ts';
import { seriousFindings } from '../support/axe.ts';
import { expect, test } from '../support/e2e.ts';
import { makePhotoFolder } from '../support/photo-folder.ts';

const home = mkdtempSync(path.join(os.tmpdir(), 'fovea-sync-'));
const photos = makePhotoFolder(3);
test.afterAll(() => [home, photos].forEach(folder => rmSync(folder, { recursive: true, force: true })));

test('G13: a project in a Dropbox folder says so at its creation and not again; a conflict copy is named and left alone', async ({
  page,
}) => {
  mkdirSync(path.join(home, '.dropbox.cache'));
  const notice = page.getByRole('status').filter({ hasText: 'This project lies in a Dropbox folder.' });
  const conflict = page.getByRole('status').filter({ hasText: 'Beside this project lies a second version of it.' });
  const understood = page.getByRole('button', { name: 'Understood' });

  const first = await startServe({ home, folder: photos });
  await page.goto(first.link);
  await expect(page.getByRole('option')).toHaveCount(3);
  await expect(notice).toContainText('Open it on one computer at a time');
  expect(await seriousFindings(page)).toEqual([]);
  await understood.click();
  await expect(notice).toBeHidden();
  await first.stop();

  const project = path.join(first.documentsFolder, readdirSync(first.documentsFolder)[0]!);
  const copy = "project (kim's conflicted copy 2026-05-01).fovea";
  writeFileSync(path.join(project, copy), 'of the other computer');
  const second = await startServe({ home, folder: project });
  await page.goto(second.link);
  await expect(page.getByRole('option')).toHaveCount(3);
  await expect(conflict).toContainText(copy);
  await expect(conflict).toContainText('neither opens nor deletes it');
  await expect(notice).toBeHidden();
  await understood.click();
  await expect(conflict).toBeHidden();
  const noticesRead = page.waitForResponse(/sync:notices/);
  await page.reload();
  await noticesRead;
  await expect(page.getByRole('option')).toHaveCount(3);
  await expect(conflict).toBeHidden();
  await second.stop();
  expect(readdirSync(project)).toContain(copy);
});
