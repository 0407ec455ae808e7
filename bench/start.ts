// Start: from `fovea serve` to the link and to the first page a person can use, with no project and with one of 1,000 photos.
import os from 'node:os';
import { startServe } from '../test/support/app.ts';
import { launchChromium } from '../test/support/browser.ts';
import { makeLargeProject } from '../test/support/large-project.ts';
import { median } from './support/median.ts';

const times = 5;
const browser = await launchChromium();

type Start = { readonly link: number; readonly usable: number };

/** Milliseconds since the program was started. The page is usable when `sign`, something to click, is on the screen. */
async function start(folder: string | null, sign: string): Promise<Start> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const startMs = performance.now();
  const app = await startServe(folder === null ? {} : { folder });
  try {
    const link = performance.now() - startMs;
    await page.goto(app.link);
    await page.locator(sign).first().waitFor();
    return { link, usable: performance.now() - startMs };
  } finally {
    await page.close();
    await app.stop();
  }
}

const medians = (starts: readonly Start[]) => ({
  linkMs: Math.round(median(starts.map(one => one.link))),
  usableMs: Math.round(median(starts.map(one => one.usable))),
  slowestMs: Math.round(Math.max(...starts.map(one => one.usable))),
});

const project = await makeLargeProject(1_000, 1_000);
try {
  const [empty, opened]: [Start[], Start[]] = [[], []];
  for (let time = 0; time < times; time++) {
    empty.push(await start(null, 'main button:enabled'));
    opened.push(await start(project.folder, '[role=option] img'));
  }
  const results = { 'start screen': medians(empty), '1,000 photos': medians(opened) };
  console.table(results);
  console.log(JSON.stringify({ benchmark: 'start', cpu: os.cpus()[0]?.model, times, results }));
} finally {
  await browser.close();
  await project.remove();
}
