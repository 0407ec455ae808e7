// Fixtures of the end-to-end tests: the served app in a page, watched for page errors and for reports of the content security policy.
import { test as base, expect, type Page } from '@playwright/test';
import { setTimeout as wait } from 'node:timers/promises';
import { startServe, type ServedApp } from './app.ts';

type Fixtures = {
  /** The photo folder or project to open; undefined starts on the start screen. */
  openFolder: string | undefined;
  app: ServedApp;
  /** A page on the app's link. It fails the test on any uncaught error or policy report. */
  fovea: Page;
};

export const test = base.extend<Fixtures>({
  openFolder: [undefined, { option: true }],
  app: async ({ openFolder }, use) => {
    const app = await startServe(openFolder === undefined ? {} : { folder: openFolder });
    await use(app);
    await app.stop();
  },
  fovea: async ({ page, app }, use) => {
    const faults: string[] = [];
    page.on('pageerror', error => faults.push(String(error)));
    page.on('console', message => {
      if (message.type() === 'error' && /Content Security Policy|Trusted/.test(message.text()))
        faults.push(message.text());
    });
    await page.goto(app.link);
    // The link is used up first; then it leads to the page.
    await page.waitForURL(url => url.pathname === '/');
    await use(page);
    expect(faults).toEqual([]);
  },
});
export { expect };

/** The call has its answer later, as on a slow disk. */
export async function slow(page: Page, call: string, ms: number): Promise<void> {
  await page.route(`**/call/${call}`, async route => {
    await wait(ms);
    await route.continue();
  });
}
