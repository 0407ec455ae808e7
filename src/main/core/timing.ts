// How fast this machine trains, measured once for each kind of run and corrected by every run, for the promise before the click.
import { createHash } from 'node:crypto';
import { cpus } from 'node:os';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { Rates, TimingJob } from '../training/api.ts';
import { startJob } from '../training/supervise.ts';
import type { Context } from './context.ts';
import { readJsonFile, writeDurably } from './disk.ts';
import { threadsOf } from './settings.ts';

/** Seconds that one click's search and head take, per train photo, before any run of this machine is known. */
const firstGuessHeadSeconds = 0.012;
const keptKinds = 50;

/** What is timed; `identity` names the weights, so that other ones under the same name are timed anew. */
export type Timed = Omit<TimingJob, 'kind' | 'threads' | 'resourcesFolder'> & { readonly identity: string };

export type Speed = Rates & { readonly headSecondsPerPhoto: number };

export type Timing = {
  /** null while this kind of run was not timed yet, which is then begun. */
  speed(timed: Timed): Speed | null;
  /** A run is about to start: a measurement beside it would be wrong, and slow it down. */
  stop(): void;
  /** What a finished one-click run really took after the features. */
  learn(run: { readonly train: number; readonly headSeconds: number }): Promise<void>;
  close(): Promise<void>;
};

type Measured = {
  /** What the figures hold for: processor, threads, version. */
  readonly of: string;
  readonly rates: Readonly<Record<string, Rates>>;
  readonly headSecondsPerPhoto: number;
};

export async function createTiming({ options, settings, events }: Omit<Context, 'timing'>): Promise<Timing> {
  const file = path.join(options.dataFolder, 'timing.json');
  const machine = (): string => [cpus()[0]?.model ?? '', threadsOf(settings.read()), options.version].join(' | ');
  let measured = readMeasured(await readJsonFile(file));
  let job: { readonly key: string; cancel: () => void; ended: Promise<void> } | null = null;
  const failed = new Set<string>();

  const current = (): Measured =>
    measured?.of === machine()
      ? measured
      : { of: machine(), rates: {}, headSecondsPerPhoto: measured?.headSecondsPerPhoto ?? firstGuessHeadSeconds };

  async function write(next: Measured): Promise<void> {
    measured = next;
    await writeDurably(file, `${JSON.stringify(next, null, 2)}\n`);
  }
  function begin(key: string, { identity: _, ...timed }: Timed): void {
    const running = startJob({
      kind: 'timing',
      ...timed,
      resourcesFolder: options.resourcesFolder,
      threads: threadsOf(settings.read()),
    });
    const ended = running.result
      .then(({ kind: __, ...rates }) => {
        const now = current();
        const kept = Object.entries(now.rates).slice(-(keptKinds - 1));
        return write({ ...now, rates: { ...Object.fromEntries(kept), [key]: rates } });
      })
      .then(
        () => events.emit('data:changed', { subjects: ['settings'], photos: null }),
        (error: unknown) => {
          // Without a measurement the plan makes no promise; the run itself tells what is wrong with the engine.
          if (error instanceof AppError && error.code === 'cancelled') return;
          failed.add(key);
          if (!(error instanceof AppError)) options.log(String(error));
        },
      )
      .finally(() => {
        if (job?.key === key) job = null;
      });
    job = { key, cancel: running.cancel, ended };
  }

  return {
    speed(timed) {
      const key = keyOf(timed);
      const { rates, headSecondsPerPhoto } = current();
      const known = rates[key];
      if (known) return { ...known, headSecondsPerPhoto };
      // A person who tries one choice after the other waits for the last one only.
      if (job?.key !== key && !failed.has(key)) {
        job?.cancel();
        begin(key, timed);
      }
      return null;
    },
    stop() {
      job?.cancel();
      job = null;
    },
    async learn({ train, headSeconds }) {
      if (measured?.of !== machine() || train === 0) return;
      await write({ ...measured, headSecondsPerPhoto: headSeconds / train });
    },
    async close() {
      job?.cancel();
      await job?.ended;
    },
  };
}

/** What the time of a photo depends on. */
function keyOf({ identity, recipe, engine, classes }: Timed): string {
  const shape =
    recipe.name === 'one-click'
      ? []
      : [recipe.sidePx, recipe.batch, recipe.name === 'textbook' ? recipe.unfreeze : null, classes];
  const facts = JSON.stringify([identity, recipe.name, engine, ...shape]);
  return createHash('sha256').update(facts).digest('hex').slice(0, 16);
}

function readMeasured(value: unknown): Measured | null {
  const { of, rates, headSecondsPerPhoto } = Object(value) as Record<string, unknown>;
  const isRate = (rate: unknown): rate is number => typeof rate === 'number' && rate > 0 && Number.isFinite(rate);
  if (typeof of !== 'string' || !isRate(headSecondsPerPhoto)) return null;
  const known = Object.entries(Object(rates) as Record<string, unknown>).filter((entry): entry is [string, Rates] => {
    const { passes, learned, tried, memoryMb } = Object(entry[1]) as Record<string, unknown>;
    return isRate(passes) && isRate(memoryMb) && [learned, tried].every(rate => rate === null || isRate(rate));
  });
  return { of, rates: Object.fromEntries(known), headSecondsPerPhoto };
}
