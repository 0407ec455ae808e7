// From the key for the next photo to the frame with its picture on the screen, with photos of 12 megapixels, in a real browser: the key is a real
// one, and what counts is the frame that the browser presented (Event Timing), not when the bytes were there.
import path from 'node:path';
import type { Page } from 'playwright-core';
import { startServe } from '../../test/support/app.ts';
import { launchChromium } from '../../test/support/browser.ts';
import { makePhotoFiles } from './scale-files.ts';
import { memoryOfPages } from './scale-page.ts';
import type { Row } from './scale-store.ts';

const photos = 90;
const steps = 38;
/** A quick person looks at each for so long. */
const lookMs = 400;
/** A key that is held: as many steps, so far apart. */
const held = { steps: 30, everyMs: 33 };

type Shown = { readonly ms: number; readonly frames: number };

/** Runs in the page: says of every key when the picture of another photo was on the screen, and in which frame after it. */
function watch(): void {
  const picture = (): string | undefined =>
    document.querySelector<HTMLElement>('[data-stage] [data-picture]')?.dataset.picture;
  /** By time stamp of the key: milliseconds until the next frame was presented, in steps of 8. */
  const presentedMs = new Map<number, number>();
  new PerformanceObserver(list => {
    for (const { name, startTime, duration } of list.getEntries())
      if (name === 'keydown') presentedMs.set(startTime, duration);
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
  const framesUntilOther = async (before: string | undefined): Promise<number> => {
    for (let frames = 1; ; frames++) {
      await new Promise(requestAnimationFrame);
      const now = picture();
      if (now !== undefined && now !== before) return frames;
    }
  };
  const pressed = async ({ timeStamp }: Event): Promise<Shown> => {
    const frames = await framesUntilOther(picture());
    // The frame after that begins once this one is handed over, and after what the page still has to do: an upper bound.
    await new Promise(requestAnimationFrame);
    const handedOverMs = performance.now() - timeStamp;
    if (frames > 1) return { ms: handedOverMs, frames };
    // The frame with the picture is the first after the key, whose presentation the browser tells later.
    await new Promise(resolve => setTimeout(resolve, 250));
    return { ms: presentedMs.get(timeStamp) ?? handedOverMs, frames };
  };
  const listen = (event: Event): void => void Object.assign(window, { shown: pressed(event) });
  window.addEventListener('keydown', listen, { capture: true });
}

const shown = async (page: Page): Promise<Shown> => page.evaluate<Shown>('shown');

export async function nextPhoto(home: string, jpeg: Uint8Array): Promise<Record<string, Row>> {
  const folder = path.join(home, 'large photos');
  makePhotoFiles(folder, photos, jpeg);
  const browser = await launchChromium();
  const app = await startServe({ folder });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(app.link);
    await page.locator('[role=option] img').nth(20).waitFor();
    await page.locator('[role=option]').first().dblclick();
    await page.locator('[data-stage] [data-picture]').waitFor();
    // The scan reads the contents of every photo first: a person who labels has it behind them.
    await page.waitForTimeout(12_000);
    await page.evaluate(watch);
    const took: Shown[] = [];
    for (let turn = 0; turn < steps; turn++) {
      await page.waitForTimeout(lookMs);
      await page.keyboard.press('d');
      took.push(await shown(page));
    }
    const sorted = took.map(({ ms }) => ms).sort((a, b) => a - b);
    const share = (part: number): number => sorted[Math.floor((sorted.length - 1) * part)]!;
    for (let step = 0; step < held.steps; step++) {
      await page.keyboard.down('d');
      await page.waitForTimeout(held.everyMs);
    }
    await page.keyboard.up('d');
    const rest = await shown(page);
    const next = {
      p50Ms: share(0.5),
      p95Ms: share(0.95),
      inFirstFrame: took.filter(({ frames }) => frames === 1).length / took.length,
      pageMb: (await memoryOfPages(browser)) / 1e6,
    };
    return {
      'the next photo of 12 megapixels': next,
      'the last one after a held key': { restToPictureMs: rest.ms },
    };
  } finally {
    await browser.close();
    await app.stop();
  }
}
