// Entry of the process that draws the sample photos: so much computing would otherwise stop the core. Its one argument is the folder.
import './thread-flags.ts';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { toErrorRecord, type ErrorRecord } from '../../shared/errors.ts';
import { writeSample, type DrawnPhoto } from '../photos/sample/sample.ts';
import { endWithParent } from './end-with-parent.ts';
import type { ToDraw } from './sample-thread.ts';

const threadEntry = new URL(`./sample-thread${path.extname(import.meta.filename)}`, import.meta.url);
/** A thread needs 200 MB while it draws. */
const mostThreads = 4;

export type SampleMessage =
  | { readonly state: 'drawn'; readonly done: number; readonly total: number }
  | { readonly state: 'finished' }
  | { readonly state: 'failed'; readonly error: ErrorRecord };

endWithParent({ hasLongSteps: false });
const say = (message: SampleMessage): Promise<void> =>
  new Promise(resolve => {
    if (process.send === undefined) resolve();
    else process.send(message, () => resolve());
  });

const threads = Array.from(
  { length: Math.min(mostThreads, availableParallelism()) },
  () => new Worker(threadEntry, { execArgv: [] }),
);
const idle = [...threads];

/** By a thread that has nothing to do: as many photos are drawn at once as there are threads. */
async function draw(seed: number, index: number): Promise<DrawnPhoto> {
  const thread = idle.pop()!;
  thread.postMessage({ seed, index } satisfies ToDraw);
  const [drawn] = (await once(thread, 'message')) as [DrawnPhoto];
  idle.push(thread);
  return drawn;
}

try {
  await writeSample(process.argv[2]!, {
    draw,
    atOnce: threads.length,
    onPhoto: (done, total) => void say({ state: 'drawn', done, total }),
  });
  await say({ state: 'finished' });
} catch (error) {
  await say({ state: 'failed', error: toErrorRecord(error) });
}
process.disconnect?.();
for (const thread of threads) thread.unref();
