// Times calls between a page and its core from inside the page, for benchmarks.
import type { Page } from 'playwright-core';

const seconds = 5;
const firstPhotoIds = 500;
/** A quick person: twenty looks and two gestures a second. */
const pauseMs = 50;
const turnsPerGesture = 10;

/** Milliseconds of every round trip. `wire` is empty where the browser does not time the shell's addresses (fovea://). */
export type Times = { readonly script: number[]; readonly wire: number[] };
export type Measured = Readonly<Record<string, Times>>;

/** Asks the core, one call after the other for some seconds, while the grid stands still or scrolls by so many pixels a frame. */
export async function roundTrips(page: Page, pxPerFrame: number): Promise<Measured> {
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
