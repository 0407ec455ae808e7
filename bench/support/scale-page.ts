// What a person waits for with a large folder in a real browser: from the click to the first photos, without and with a project there.
import type { Browser, Page } from 'playwright-core';
import { startServe } from '../../test/support/app.ts';
import { launchChromium } from '../../test/support/browser.ts';
import { memoryOf, memoryOfTree } from './memory.ts';
import type { Row } from './scale-store.ts';

/** Bytes of all the browser's page processes: script, layout and decoded thumbnails, which the script's heap does not show. */
export async function memoryOfPages(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const pages = processInfo.filter(({ type }) => type === 'renderer');
  if (pages.length === 0) throw new Error('The browser names no page process');
  const bytes = await Promise.all(pages.map(({ id }) => memoryOf(id)));
  return bytes.reduce((sum, one) => sum + one, 0);
}

/** Runs in the page: from the click or key that opens until the frame with the first photos, and until the first has its picture. */
function watchOpening(): void {
  let startedMs = 0;
  const begin = (): void => void (startedMs = performance.now());
  for (const event of ['click', 'keydown']) addEventListener(event, begin, { capture: true });
  const shownMs = async (selector: string): Promise<number> => {
    while (document.querySelector(selector) === null) await new Promise(requestAnimationFrame);
    // The frame after that begins once this one is handed over.
    await new Promise(requestAnimationFrame);
    return performance.now() - startedMs;
  };
  const photo = '[id^="photo-"]';
  Object.assign(window, { opening: Promise.all([shownMs(photo), shownMs(`${photo} img`)]) });
}

async function firstFrame(page: Page, open: () => Promise<void>): Promise<Row> {
  await page.evaluate(watchOpening);
  await open();
  const [firstMs, pictureMs] = await page.evaluate<[number, number]>('opening');
  return { firstMs, pictureMs };
}

const scrollFrames = 60;

/** `home` holds the folder `photos`; no project was made of it yet. */
export async function scalePage(home: string, photos: number): Promise<Record<string, Row>> {
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  try {
    const first = await startServe({ home });
    await page.goto(first.link);
    await page.getByRole('button', { name: 'Choose a folder of photos' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('option', { name: 'photos' }).waitFor();
    await dialog.getByRole('combobox', { name: 'Find a folder' }).fill('photos');
    const cold = await firstFrame(page, () => page.keyboard.press('Enter'));
    await page.waitForFunction(
      wanted => document.querySelector('h1')?.textContent.replace(/\D/g, '') === wanted,
      String(photos),
      { timeout: 300_000 },
    );
    await page.getByRole('group', { name: 'Photos', exact: true }).evaluate(async (list, frames) => {
      for (let turn = 0; turn < frames; turn++) {
        list.scrollTop += 400;
        await new Promise(requestAnimationFrame);
      }
    }, scrollFrames);
    const memory = { pageMb: (await memoryOfPages(browser)) / 1e6, coreMb: (await memoryOfTree(first.pid)) / 1e6 };
    await first.stop();

    const second = await startServe({ home });
    await page.goto(second.link);
    const recent = page.getByRole('complementary', { name: 'Recent projects' }).getByRole('button').first();
    await recent.waitFor();
    const warm = await firstFrame(page, () => recent.click());
    await second.stop();
    return { 'cold: click to photos': cold, 'warm: click to photos': warm, 'memory after scrolling': memory };
  } finally {
    await browser.close();
  }
}
