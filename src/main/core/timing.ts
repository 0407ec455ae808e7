// How fast this machine trains, measured once with a short job and corrected by every run, for the promise before the click.
import { cpus } from 'node:os';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { startJob } from '../training/supervise.ts';
import type { Context } from './context.ts';
import { readJsonFile, writeDurably } from './disk.ts';
import { threadsOf } from './settings.ts';

/** Seconds a run needs besides the features, per train photo, before any run of this machine is known. */
const firstGuessHeadSeconds = 0.012;

type Measured = {
  /** What the figures hold for: processor, threads, version. */
  readonly of: string;
  /** Photos a second from file to features. */
  readonly photosPerSecond: number;
  readonly headSecondsPerPhoto: number;
};

export type Timing = {
  /** Seconds for a run; null while this machine was not timed yet, which is then begun. */
  estimate(work: { readonly uncached: number; readonly train: number }): number | null;
  /** A run is about to start: a measurement beside it would be wrong, and slow it down. */
  stop(): void;
  /** What a finished run really took. */
  learn(run: { readonly train: number; readonly headSeconds: number }): Promise<void>;
  close(): Promise<void>;
};

export async function createTiming({ options, settings, events }: Omit<Context, 'timing'>): Promise<Timing> {
  const file = path.join(options.dataFolder, 'timing.json');
  const key = (): string => [cpus()[0]?.model ?? '', threadsOf(settings.read()), options.version].join(' | ');
  let measured = readMeasured(await readJsonFile(file));
  let job: { cancel: () => void; ended: Promise<void> } | null = null;

  async function write(next: Measured): Promise<void> {
    measured = next;
    await writeDurably(file, `${JSON.stringify(next, null, 2)}\n`);
  }
  function begin(): void {
    const of = key();
    const running = startJob({
      kind: 'timing',
      resourcesFolder: options.resourcesFolder,
      threads: threadsOf(settings.read()),
    });
    const ended = running.result
      .then(({ photosPerSecond }) =>
        write({ of, photosPerSecond, headSecondsPerPhoto: measured?.headSecondsPerPhoto ?? firstGuessHeadSeconds }),
      )
      .then(
        () => events.emit('data:changed', { subjects: ['settings'], photos: null }),
        (error: unknown) => {
          // Without a measurement the plan makes no promise; the run itself tells what is wrong with the engine.
          if (!(error instanceof AppError)) options.log(String(error));
        },
      );
    job = { cancel: running.cancel, ended };
  }

  return {
    estimate({ uncached, train }) {
      if (measured?.of === key()) {
        return uncached / measured.photosPerSecond + train * measured.headSecondsPerPhoto + startSeconds;
      }
      if (job === null) begin();
      return null;
    },
    stop() {
      job?.cancel();
      job = null;
    },
    async learn({ train, headSeconds }) {
      if (measured?.of !== key() || train === 0) return;
      await write({ ...measured, headSecondsPerPhoto: headSeconds / train });
    },
    async close() {
      job?.cancel();
      await job?.ended;
    },
  };
}

/** Starting the engine and loading the backbone. */
const startSeconds = 1;

function readMeasured(value: unknown): Measured | null {
  const { of, photosPerSecond, headSecondsPerPhoto } = Object(value) as Record<string, unknown>;
  const isRate = (rate: unknown): rate is number => typeof rate === 'number' && rate > 0 && Number.isFinite(rate);
  if (typeof of !== 'string' || !isRate(photosPerSecond) || !isRate(headSecondsPerPhoto)) return null;
  return { of, photosPerSecond, headSecondsPerPhoto };
}
