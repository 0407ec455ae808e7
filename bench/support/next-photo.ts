// From the key for the next photo to its pixels on the screen, with photos of 12 megapixels, in a real browser.
import path from 'node:path';
import { startServe } from '../../test/support/app.ts';
import { launchChromium } from '../../test/support/browser.ts';
import { makePhotoFiles } from './scale-files.ts';
import type { Row } from './scale-store.ts';

const photos = 40;
/** A quick person looks at each for so long. */
const lookMs = 400;

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
    await page.locator('[data-stage] img').first().waitFor();
    await page.waitForTimeout(2_000);
    const took: number[] = [];
    for (let turn = 0; turn < photos - 2; turn++) {
      await page.waitForTimeout(lookMs);
      took.push(
        await page.evaluate(async () => {
          const addressOf = (): string =>
            [...document.querySelectorAll<HTMLImageElement>('[data-stage] img')].find(image =>
              image.src.includes('/photo/'),
            )?.src ?? '';
          const before = addressOf();
          const startedMs = performance.now();
          document.activeElement?.dispatchEvent(
            new KeyboardEvent('keydown', { key: 'd', code: 'KeyD', bubbles: true }),
          );
          for (;;) {
            await new Promise(requestAnimationFrame);
            const now = [...document.querySelectorAll<HTMLImageElement>('[data-stage] img')].find(image =>
              image.src.includes('/photo/'),
            );
            if (now && now.src !== before && now.complete && now.naturalWidth > 0) return performance.now() - startedMs;
            if (performance.now() - startedMs > 10_000) return Infinity;
          }
        }),
      );
    }
    took.sort((a, b) => a - b);
    const share = (part: number): number => took[Math.floor((took.length - 1) * part)]!;
    return { 'the next photo of 12 megapixels': { p50Ms: share(0.5), p95Ms: share(0.95) } };
  } finally {
    await browser.close();
    await app.stop();
  }
}
