// Calls: round trips to the core alone, and from the page while the grid stands and scrolls, in a browser and in the test Electron's window.
// "wire" is what the browser's network side saw; the rest until the script has its answer is the page's one thread being busy with frames.
import { mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { _electron, type Page } from 'playwright-core';
import { startServe } from '../test/support/app.ts';
import { launchChromium } from '../test/support/browser.ts';
import { findElectron, launchOptions, startDisplay } from '../test/support/electron.ts';
import { makeLargeProject } from '../test/support/large-project.ts';
import { coreRoundTrips } from './support/core-round-trips.ts';
import { roundTrips } from './support/round-trips.ts';

const photos = 10_000;

type Row = Readonly<Record<string, number | undefined>>;

async function inCore(folder: string, home: string): Promise<Record<string, Row>> {
  const rows = Object.entries(await coreRoundTrips(folder, home)).map(([name, times]): [string, Row] => [
    `core alone, ${name}`,
    { calls: times.length, p50Ms: share(times, 0.5), p95Ms: share(times, 0.95) },
  ]);
  return Object.fromEntries(rows);
}

/** Still first, then scrolling. */
async function measure(shell: string, page: Page): Promise<Record<string, Row>> {
  const rows: Record<string, Row> = {};
  for (const [how, pxPerFrame] of [
    ['still', 0],
    ['scrolling', 20],
  ] as const) {
    for (const [name, { script, wire }] of Object.entries(await roundTrips(page, pxPerFrame))) {
      rows[`${shell}, ${how}, ${name}`] = {
        calls: script.length,
        p50Ms: share(script, 0.5),
        p95Ms: share(script, 0.95),
        wireP50Ms: share(wire, 0.5),
        wireP95Ms: share(wire, 0.95),
      };
    }
  }
  return rows;
}

function share(values: readonly number[], part: number): number | undefined {
  const value = values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * part)];
  return value === undefined ? undefined : Math.round(10 * value) / 10;
}

async function inBrowser(folder: string): Promise<Record<string, Row>> {
  const browser = await launchChromium();
  const app = await startServe({ folder });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(app.link);
    return await measure('serve', page);
  } finally {
    await browser.close();
    await app.stop();
  }
}

/** Nothing where there is no test Electron. */
async function inWindow(folder: string, home: string): Promise<Record<string, Row>> {
  const electron = findElectron();
  if (electron === null) return {};
  const { display, stop } = await startDisplay();
  await mkdir(home, { recursive: true });
  const app = await _electron.launch(launchOptions(electron, home, display));
  try {
    const page = await app.firstWindow();
    await app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    }, folder);
    await page.getByRole('button', { name: /^Open a folder/ }).click();
    return await measure('desktop', page);
  } finally {
    await app.close();
    stop();
  }
}

const project = await makeLargeProject(photos, photos);
try {
  const results = {
    ...(await inCore(project.folder, path.join(project.home, 'core'))),
    ...(await inBrowser(project.folder)),
    ...(await inWindow(project.folder, path.join(project.home, 'desktop'))),
  };
  console.table(results);
  console.log(JSON.stringify({ benchmark: 'calls', cpu: os.cpus()[0]?.model, photos, results }));
} finally {
  await project.remove();
}
