// Calls: round trips between page and core while the grid scrolls, in a real browser and, where the test Electron is there, in its window.
// "wire" is what the browser's network side saw; the rest until the script has its answer is the page's one thread being busy with frames.
import { mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { _electron, chromium, type Page } from 'playwright-core';
import { startServe } from '../test/support/app.ts';
import { chromiumArgs, findChromium } from '../test/support/browser.ts';
import { findElectron, launchOptions, startDisplay } from '../test/support/electron.ts';
import { makeLargeProject } from '../test/support/large-project.ts';

const photos = 10_000;
const seconds = 5;
const firstPhotoIds = 500;
/** A quick person: twenty looks and two gestures a second. */
const pauseMs = 50;
const turnsPerGesture = 10;

/** Milliseconds of every round trip. `wire` is empty where the browser does not time the shell's addresses (fovea://). */
type Times = { readonly script: number[]; readonly wire: number[] };
type Measured = Readonly<Record<string, Times>>;

/** Asks the core, one call after the other, while the grid stands still or scrolls by so many pixels a frame. */
async function roundTrips(page: Page, pxPerFrame: number): Promise<Measured> {
  await page.locator('[role=option] img').first().waitFor();
  return page.getByRole('group', { name: 'Photos', exact: true }).evaluate(
    async (list, { durationMs, ids, gapMs, gestureEvery, step }) => {
      const token = document.querySelector<HTMLMetaElement>('meta[name="fovea-token"]')?.content;
      const headers = {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { 'x-fovea-token': token }),
      };
      performance.setResourceTimingBufferSize(10_000);
      performance.clearResourceTimings();
      const ask = async (name: string, argument: unknown, mark = ''): Promise<unknown> => {
        const address = `/call/${name}${mark}`;
        const response = await fetch(address, { method: 'POST', headers, body: JSON.stringify(argument) });
        if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`);
        return ((await response.json()) as { result: unknown }).result;
      };
      const classes = (await ask('classes:list', null)) as { id: number }[];
      const endMs = performance.now() + durationMs;
      const scrolling = (): void => {
        list.scrollTop += step;
        if (performance.now() < endMs) requestAnimationFrame(scrolling);
      };
      scrolling();
      const measured: Record<string, { script: number[]; wire: number[] }> = {};
      for (let turn = 1; performance.now() < endMs; turn++) {
        const photo = [1 + (turn % ids)];
        const calls: [string, unknown][] = [
          ['photos:read', { ids: photo }],
          ['photos:counts', null],
        ];
        const classId = classes[(turn / gestureEvery) % classes.length]?.id;
        if (turn % gestureEvery === 0) calls.push(['labels:set', { ids: photo, classId, how: 'replace' }]);
        for (const [name, argument] of calls) {
          const askedMs = performance.now();
          await ask(name, argument, `?turn=${turn}`);
          (measured[name] ??= { script: [], wire: [] }).script.push(performance.now() - askedMs);
        }
        await new Promise(resolve => setTimeout(resolve, gapMs));
      }
      // The page asks the same calls for itself: ours carry a turn.
      for (const entry of performance.getEntriesByType('resource') as PerformanceResourceTiming[]) {
        const name = /\/call\/([^?]+)\?turn=/.exec(entry.name)?.[1];
        if (name !== undefined) measured[name]?.wire.push(entry.responseEnd - entry.requestStart);
      }
      return measured;
    },
    {
      durationMs: seconds * 1_000,
      ids: firstPhotoIds,
      gapMs: pauseMs,
      gestureEvery: turnsPerGesture,
      step: pxPerFrame,
    },
  );
}

type Row = Readonly<Record<string, number | undefined>>;

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
  const found = await findChromium();
  const env = { ...process.env, ...found.env } as Record<string, string>;
  const browser = await chromium.launch({ executablePath: found.executablePath, args: chromiumArgs, env });
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
    ...(await inBrowser(project.folder)),
    ...(await inWindow(project.folder, path.join(project.home, 'desktop'))),
  };
  console.table(results);
  console.log(JSON.stringify({ benchmark: 'calls', cpu: os.cpus()[0]?.model, photos, results }));
} finally {
  await project.remove();
}
