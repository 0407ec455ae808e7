// What works on this machine: the core's own surroundings, then one tiny run by the engine. Shown under Help and by `fovea self-test`.
import { mkdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Handlers } from '../../shared/contract.ts';
import { toErrorRecord } from '../../shared/errors.ts';
import type { SelfTestReport, SelfTestRow, SelfTestThing } from '../../shared/records/self-test.ts';
import { startJob } from '../training/supervise.ts';
import type { Context } from './context.ts';
import { systemCode, writeDurably } from './disk.ts';
import { electronRow, programRows } from './self-test-program.ts';
import { openStore } from '../store/index.ts';
import { threadsOf } from './settings.ts';
import type { WorkHandle } from './work.ts';

type Names = 'self-test:run' | 'self-test:read';

export function selfTestHandlers(context: Context): Pick<Handlers, Names> {
  let report: SelfTestReport | null = null;
  return {
    'self-test:run': () => ({
      work: context.works.start('self-test', async work => {
        report = await selfTest(context, work);
      }),
    }),
    'self-test:read': () => report,
  };
}

/** Runs every check; a check that fails is a row, never an error. */
async function selfTest(context: Context, work: WorkHandle): Promise<SelfTestReport> {
  const startedMs = performance.now();
  const folder = path.join(await context.temporaryFolder(), work.id);
  await mkdir(folder, { recursive: true });
  const rows: SelfTestRow[] = [nodeRow(), memoryRow()];
  rows.push(await checked('self-test.thing.store', () => storeRow(path.join(folder, 'project'))));
  rows.push(await checked('self-test.thing.data-folder', () => diskRow(context.options.dataFolder)));
  rows.push(displayRow(), electronRow(context.options), ...(await programRows(context.options)));
  work.progress(rows.length, 0);
  rows.push(...(await engineRows(context, folder, work, rows.length)));
  await rm(folder, { recursive: true, force: true });
  const passed = rows.every(row => row.state !== 'failed');
  return { passed, rows, seconds: (performance.now() - startedMs) / 1_000 };
}

async function engineRows(
  { options, settings }: Context,
  folder: string,
  work: WorkHandle,
  before: number,
): Promise<SelfTestRow[]> {
  const rows: SelfTestRow[] = [];
  const job = startJob(
    {
      kind: 'self-test',
      resourcesFolder: options.resourcesFolder,
      workFolder: folder,
      threads: threadsOf(settings.read()),
    },
    {
      onMessage: message => {
        if (message.kind !== 'row') return;
        rows.push(message.row);
        work.progress(before + rows.length, 0);
      },
    },
  );
  work.signal.addEventListener('abort', job.cancel);
  const ended = await checked('self-test.thing.engine', async () => {
    const { passed } = await job.result;
    return {
      state: passed ? 'works' : 'failed',
      measured: { key: 'self-test.measured.engine', params: { count: rows.length } },
      reason: passed ? null : { key: 'self-test.reason.engine', params: {} },
    };
  });
  return [...rows, ended];
}

type Found = Omit<SelfTestRow, 'thing'>;

async function checked(thing: SelfTestThing, check: () => Promise<Found>): Promise<SelfTestRow> {
  try {
    return { thing, ...(await check()) };
  } catch (error) {
    return { thing, state: 'failed', measured: null, reason: toErrorRecord(error) };
  }
}

function nodeRow(): SelfTestRow {
  const { node, v8 } = process.versions;
  const [cpu] = os.cpus();
  const params = { node, v8, cores: os.availableParallelism(), processor: cpu?.model.trim() ?? os.arch() };
  return {
    thing: 'self-test.thing.node',
    state: 'works',
    measured: { key: 'self-test.measured.node', params },
    reason: null,
  };
}

function memoryRow(): SelfTestRow {
  const gigabytes = (bytes: number): number => Math.round(bytes / 1e8) / 10;
  const isLittle = os.freemem() < 1.5e9;
  return {
    thing: 'self-test.thing.memory',
    state: isLittle ? 'slower' : 'works',
    measured: {
      key: 'self-test.measured.memory',
      params: { free: gigabytes(os.freemem()), total: gigabytes(os.totalmem()) },
    },
    reason: isLittle ? { key: 'self-test.reason.memory-little', params: {} } : null,
  };
}

/** Makes a project, writes a class, takes it back, closes and opens it again. */
async function storeRow(folder: string): Promise<Found> {
  await mkdir(folder);
  const startedMs = performance.now();
  const made = { name: 'self-test', photosFolder: folder, seed: 1, sample: false };
  const store = await openStore({ folder, create: made });
  await store.classesCreate('a');
  await store.undo();
  await store.close();
  const again = await openStore({ folder });
  const { last } = await again.historyState();
  await again.close();
  if (last?.kind !== 'undo') {
    return { state: 'failed', measured: null, reason: { key: 'self-test.reason.history-lost', params: {} } };
  }
  const milliseconds = Math.round(performance.now() - startedMs);
  return { state: 'works', measured: { key: 'self-test.measured.store', params: { milliseconds } }, reason: null };
}

async function diskRow(folder: string): Promise<Found> {
  const file = path.join(folder, 'self-test.bin');
  const startedMs = performance.now();
  await writeDurably(file, new Uint8Array(4 * 1024 * 1024));
  const seconds = (performance.now() - startedMs) / 1_000;
  await rm(file).catch((error: unknown) => {
    if (systemCode(error) !== 'ENOENT') throw error;
  });
  const params = { megabytes: 4, rate: Math.round(4 / seconds) };
  return { state: 'works', measured: { key: 'self-test.measured.data-folder', params }, reason: null };
}

function displayRow(): SelfTestRow {
  const hasDisplay = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
  return {
    thing: 'self-test.thing.display',
    state: hasDisplay ? 'works' : 'absent',
    measured: null,
    reason: hasDisplay ? null : { key: 'self-test.reason.no-display', params: {} },
  };
}
