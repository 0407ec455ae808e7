// End-to-end tests: the built page, the real core, a real browser; and a real Electron where there is one.
import { defineConfig } from '@playwright/test';
import { chromiumArgs, findChromium } from './test/support/browser.ts';

const chromium = await findChromium();

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/e2e',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  workers: 1,
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    launchOptions: {
      executablePath: chromium.executablePath,
      args: chromiumArgs,
      env: { ...process.env, ...chromium.env } as Record<string, string>,
    },
    trace: 'retain-on-failure',
    actionTimeout: 20_000,
  },
});
