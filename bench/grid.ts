// Grid: 100,000 photo rows in a real Chromium: the first thumbnails, frames while scrolling, memory of the page.
import os from 'node:os';
import type { Page } from 'playwright-core';
import { startServe } from '../test/support/app.ts';
import { launchChromium } from '../test/support/browser.ts';
import { makeLargeProject } from '../test/support/large-project.ts';
import { memoryOfPages } from './support/scale-page.ts';

const photos = 100_000;
const thumbnails = 4_000;
const scrolledPx = 12_000;
const scrollMs = 3_000;

/** Scrolls the grid evenly; the longest and the median time between two frames. */
function scroll(page: Page): Promise<{ frameMs: number; longestFrameMs: number }> {
  return page.getByRole('group', { name: 'Photos', exact: true }).evaluate(
    (list, [distancePx, durationMs]) =>
      new Promise<{ frameMs: number; longestFrameMs: number }>(resolve => {
        const frames: number[] = [];
        const startMs = performance.now();
        let beforeMs = startMs;
        const next = (): void => {
          const nowMs = performance.now();
          frames.push(nowMs - beforeMs);
          beforeMs = nowMs;
          list.scrollTop = (distancePx! * (nowMs - startMs)) / durationMs!;
          if (nowMs - startMs < durationMs!) return void requestAnimationFrame(next);
          frames.sort((a, b) => a - b);
          resolve({ frameMs: frames[frames.length >> 1]!, longestFrameMs: frames.at(-1)! });
        };
        requestAnimationFrame(next);
      }),
    [scrolledPx, scrollMs],
  );
}

async function inPage(folder: string): Promise<Record<string, number>> {
  const browser = await launchChromium();
  const app = await startServe({ folder });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const startMs = performance.now();
    await page.goto(app.link);
    await page.locator('[role=option] img').first().waitFor();
    const firstThumbnailMs = performance.now() - startMs;
    const frames = await scroll(page);
    const pageMb = (await memoryOfPages(browser)) / 1e6;
    const session = await page.context().newCDPSession(page);
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const elements = await page.locator('*').count();
    return { firstThumbnailMs, ...frames, pageMb, heapMb: usedSize / 1e6, elements };
  } finally {
    await browser.close();
    await app.stop();
  }
}

const project = await makeLargeProject(photos, thumbnails);
try {
  const results = Object.fromEntries(
    Object.entries(await inPage(project.folder)).map(([name, value]) => [name, Math.round(value * 10) / 10]),
  );
  console.table(results);
  console.log(JSON.stringify({ benchmark: 'grid', cpu: os.cpus()[0]?.model, photos, results }));
} finally {
  await project.remove();
}
