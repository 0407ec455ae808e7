// Going through large photos: the neighbour is on the screen with the key, and never one photo's annotations over another's picture.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { expect, test } from '../support/e2e.ts';

const photos = 12;
/** Far enough apart that JPEG does not mix them up. */
const colourOf = (photo: number) => ({ r: 20 * photo, g: 250 - 20 * photo, b: photo % 2 === 0 ? 40 : 200 });

const folder = mkdtempSync(path.join(os.tmpdir(), 'fovea-large-'));
test.use({ openFolder: folder });
test.beforeAll(async () => {
  for (let photo = 1; photo <= photos; photo++) {
    const create = { width: 2400, height: 1800, channels: 3, background: colourOf(photo) } as const;
    await sharp({ create })
      .jpeg()
      .toFile(path.join(folder, `photo ${String(photo).padStart(2, '0')}.jpg`));
  }
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const place = (page: Page) => page.getByRole('group', { name: 'Photo', exact: true }).first();

/** Photo 1 has one box, photo 2 two, and so on. */
async function drawBoxes(page: Page): Promise<void> {
  await page.evaluate(async count => {
    const token = document.querySelector<HTMLMetaElement>('meta[name="fovea-token"]')!.content;
    const call = async (name: string, argument: unknown): Promise<{ id: number }> => {
      const headers = { 'content-type': 'application/json', 'x-fovea-token': token };
      const answer = await fetch(`/call/${name}`, { method: 'POST', headers, body: JSON.stringify(argument) });
      return ((await answer.json()) as { result: { id: number } }).result;
    };
    const { id: classId } = await call('classes:create', { name: 'nuts' });
    for (let photoId = 1; photoId <= count; photoId++) {
      const things = Array.from({ length: photoId }, (_, at) => ({
        classId,
        kind: 'box',
        box: { x: 100 + 200 * at, y: 200, width: 150, height: 150 },
      }));
      await call('things:add', { photoId, things });
    }
  }, photos);
}

async function openLabel(page: Page): Promise<void> {
  await expect(page.locator('[role=option] img').nth(photos - 1)).toBeVisible();
  await expect(page.getByRole('contentinfo')).toContainText('Queue empty');
  // Up to 250 ms later all photos are told of once more, which makes stale what was read ahead; nothing shows that it came.
  await page.waitForTimeout(1_000);
  await page.evaluate("location.hash = '#/label/1'");
  await expect(place(page)).toContainText(`1 of ${photos}`);
  await expect(page.locator('[data-stage] [data-picture="1"]')).toBeVisible();
}

test('the next photo was fetched and decoded before: with the key it is on the screen, and nothing of it is asked for', async ({
  fovea: page,
}) => {
  const asked: string[] = [];
  page.on('request', request => asked.push(`${new URL(request.url()).pathname} ${request.postData() ?? ''}`));
  await page.evaluate(() => {
    const decode = window.createImageBitmap.bind(window) as (jpeg: Blob) => Promise<ImageBitmap>;
    const counted = Object.assign(window, { decoded: 0 });
    window.createImageBitmap = async (jpeg: ImageBitmapSource) => {
      const bitmap = await decode(jpeg as Blob);
      counted.decoded += 1;
      return bitmap;
    };
  });
  await openLabel(page);
  await expect.poll(() => page.evaluate('decoded')).toBe(3);
  for (const photo of [2, 3]) {
    const before = asked.length;
    await page.evaluate(() => {
      const firstFrame = new Promise(resolve => {
        const look = (): void => {
          const [layer, ...others] = document.querySelectorAll<HTMLCanvasElement>(
            '[data-stage] [data-picture], [data-stage] img',
          );
          const { width, height } = layer!;
          const [r, g, b] = layer!.getContext('2d')!.getImageData(width / 2, height / 2, 1, 1).data;
          resolve({ photo: Number(layer!.dataset.picture), colour: { r, g, b }, others: others.length });
        };
        window.addEventListener('keydown', () => requestAnimationFrame(look), { capture: true, once: true });
      });
      Object.assign(window, { firstFrame });
    });
    await page.keyboard.press('d');
    const { colour, ...shown } = await page.evaluate<{ colour: ReturnType<typeof colourOf> }>('firstFrame');
    expect(shown).toEqual({ photo, others: 0 });
    for (const channel of ['r', 'g', 'b'] as const)
      expect(Math.abs(colour[channel] - colourOf(photo)[channel])).toBeLessThan(8);
    await expect(place(page)).toContainText(`${photo} of ${photos}`);
    const asksForIt = (request: string): boolean =>
      request.startsWith(`/photo/${photo} `) || request === `/call/photos:read {"ids":[${photo}]}`;
    expect(asked.slice(before).filter(asksForIt)).toEqual([]);
  }
  expect(asked.filter(request => request.startsWith('/photo/2 '))).toHaveLength(1);
});

test('a key that is held ends on the right photo with its own boxes, and at no moment are the two of different photos', async ({
  fovea: page,
}) => {
  await drawBoxes(page);
  await openLabel(page);
  await page.getByText('Draw', { exact: true }).click();
  await expect(page.getByRole('img', { name: 'Photo photo 01.jpg with 1 box' })).toBeVisible();
  await page.evaluate(
    colours => {
      const seen = window as unknown as { wrong: string[]; looks: number; isOver: boolean };
      Object.assign(seen, { wrong: [], looks: 0, isOver: false });
      const pixel = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
      const photoIn = (picture: HTMLImageElement): number => {
        pixel.drawImage(picture, 0, 0, 1, 1);
        const [r, g] = pixel.getImageData(0, 0, 1, 1).data;
        return 1 + colours.findIndex(colour => Math.abs(colour.r - r!) < 8 && Math.abs(colour.g - g!) < 8);
      };
      const look = (): void => {
        const name = document.querySelector('[data-stage] [role=img]')?.getAttribute('aria-label') ?? '';
        const named = Number(/photo (\d+)\.jpg/.exec(name)?.[1] ?? 0);
        const boxes = /with (\d+) box/.exec(name)?.[1];
        if (boxes !== undefined && Number(boxes) !== named) seen.wrong.push(name);
        for (const picture of document.querySelectorAll<HTMLImageElement>('[data-stage] img')) {
          if (named === 0 || !picture.complete || picture.naturalWidth === 0) continue;
          seen.looks += 1;
          if (photoIn(picture) !== named) seen.wrong.push(`${name}: the picture of photo ${photoIn(picture)}`);
        }
        if (!seen.isOver) requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    },
    Array.from({ length: photos }, (_, at) => colourOf(at + 1)),
  );
  for (const key of ['d', 'a', 'd']) {
    for (let repeat = 0; repeat < 15; repeat++) await page.keyboard.down(key);
    await page.keyboard.up(key);
  }
  // The last key may still be on its way.
  let shown: string | null = null;
  await expect
    .poll(
      async () => {
        const before = shown;
        shown = await place(page).textContent();
        return shown === before;
      },
      { intervals: [300] },
    )
    .toBe(true);
  const at = Number(/(\d+) of/.exec(shown!)![1]);
  expect(at).toBeGreaterThan(1);
  const two = String(at).padStart(2, '0');
  await expect(page.locator(`[data-stage] [data-picture="${at}"]`)).toBeVisible();
  await expect(page.locator('[data-stage]').getByRole('img')).toHaveAccessibleName(
    `Photo photo ${two}.jpg with ${at} ${at === 1 ? 'box' : 'boxes'}`,
  );
  expect(await place(page).textContent()).toContain(`${at} of ${photos}`);
  const { wrong, looks } = await page.evaluate(() => {
    const seen = window as unknown as { wrong: string[]; looks: number; isOver: boolean };
    seen.isOver = true;
    return { wrong: seen.wrong, looks: seen.looks };
  });
  expect(wrong).toEqual([]);
  expect(looks).toBeGreaterThan(0);
});
