// Mutations of valid annotation files of every registered reader, for minutes: 0 crashes, 0 above 2 s of CPU, prototypes unchanged.
// FUZZ_MINUTES (of each reader, 1), FUZZ_FORMAT and FUZZ_SEED say how long, which one and from where. Each runs in a thread that can be ended.
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { datasetReaders } from '../src/main/formats/datasets/index.ts';
import type { DatasetFormatId } from '../src/shared/records/dataset-format.ts';
import { fuzzedFormats, mutatedFiles, pollution, readMutation, validFiles } from '../test/support/dataset-fuzz.ts';

const hangMs = 2_000;

type Work = { readonly id: DatasetFormatId; readonly seed: number; readonly minutes: number };
/** `seed` is being read; counts so far. */
type State = { seed: number; read: number; refused: number; slowestMs: number; fault: string | null; isDone: boolean };

async function fuzz({ id, seed: first, minutes }: Work): Promise<void> {
  const valid = await validFiles(id);
  const clean = JSON.stringify(pollution());
  const state: State = { seed: first, read: 0, refused: 0, slowestMs: 0, fault: null, isDone: false };
  const end = performance.now() + minutes * 60_000;
  for (let told = 0; performance.now() < end && state.fault === null; state.seed++) {
    if (performance.now() - told > 100) {
      parentPort!.postMessage(state);
      told = performance.now();
      // Messages go out when the thread waits.
      await new Promise(resolve => setImmediate(resolve));
    }
    const files = mutatedFiles(valid, state.seed);
    const start = process.threadCpuUsage();
    try {
      state[await readMutation(datasetReaders[id], files)] += 1;
    } catch (error) {
      state.fault = `seed ${state.seed}: ${error instanceof Error ? error.stack : String(error)}`;
    }
    // Of this thread: on a busy machine the clock says nothing.
    const { user, system } = process.threadCpuUsage(start);
    const ms = (user + system) / 1_000;
    state.slowestMs = Math.max(state.slowestMs, ms);
    if (ms > hangMs) state.fault ??= `seed ${state.seed}: ${Math.round(ms)} ms`;
    if (JSON.stringify(pollution()) !== clean) state.fault ??= `seed ${state.seed}: prototypes changed`;
  }
  parentPort!.postMessage({ ...state, isDone: true });
}

/** Watches the thread: a hang is one that says nothing for ten times as long as a reader may take. */
function watch(work: Work): Promise<State> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: work });
    let last: State = { seed: work.seed, read: 0, refused: 0, slowestMs: 0, fault: null, isDone: false };
    const give = (state: State): void => {
      clearTimeout(timer);
      void worker.terminate().then(() => resolve(state));
    };
    const hangs = (): void => give({ ...last, fault: `hangs at or after seed ${last.seed}` });
    let timer = setTimeout(hangs, 60_000);
    worker.on('error', reject);
    worker.on('message', (state: State) => {
      last = state;
      clearTimeout(timer);
      timer = setTimeout(hangs, 10 * hangMs);
      if (state.isDone) give(state);
    });
  });
}

async function main(): Promise<void> {
  const minutes = Number(process.env.FUZZ_MINUTES ?? 1);
  const seed = Number(process.env.FUZZ_SEED ?? 1);
  const formats = fuzzedFormats.filter(id => id === (process.env.FUZZ_FORMAT ?? id));
  const rows: Record<string, Omit<State, 'seed' | 'isDone'> & { readonly mutations: number }> = {};
  for (const id of formats) {
    const { read, refused, slowestMs, fault } = await watch({ id, seed, minutes });
    rows[id] = { mutations: read + refused, read, refused, slowestMs: Math.round(slowestMs), fault };
    if (fault !== null) console.error(`${id}: ${fault}`);
  }
  console.table(rows);
  console.info(JSON.stringify({ bench: 'fuzz-datasets', minutes, rows }));
  if (Object.values(rows).some(({ fault }) => fault !== null)) process.exitCode = 1;
}

await (isMainThread ? main() : fuzz(workerData as Work));
