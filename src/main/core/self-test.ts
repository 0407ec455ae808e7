// What works on this machine: the core's own surroundings, then one tiny run by the engine. Shown under Help and by `fovea self-test`.
import { mkdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { SelfTestReport, SelfTestRow } from '../../shared/calls/app.ts';
import type { Handlers } from '../../shared/contract.ts';
import { toErrorRecord } from '../../shared/errors.ts';
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
  rows.push(await checked('Project store (SQLite)', () => storeRow(path.join(folder, 'project'))));
  rows.push(await checked('Data folder', () => diskRow(context.options.dataFolder)));
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
  const ended = await checked('Engine', async () => {
    const { passed } = await job.result;
    return { state: passed ? 'works' : 'failed', measured: `${rows.length} checks` };
  });
  return [...rows, ended];
}

type Found = Pick<SelfTestRow, 'state' | 'measured'> & { readonly reason?: string };

async function checked(thing: string, check: () => Promise<Found>): Promise<SelfTestRow> {
  try {
    return { thing, reason: '', ...(await check()) };
  } catch (error) {
    const { code, details } = toErrorRecord(error);
    return { thing, state: 'failed', measured: '', reason: `${code} ${JSON.stringify(details)}` };
  }
}

function nodeRow(): SelfTestRow {
  const { node, v8 } = process.versions;
  const [cpu] = os.cpus();
  const measured = `Node ${node}, V8 ${v8}, ${os.availableParallelism()} × ${cpu?.model.trim() ?? 'processor'}`;
  return { thing: 'Node and processor', state: 'works', measured, reason: '' };
}

function memoryRow(): SelfTestRow {
  const gb = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
  const isLittle = os.freemem() < 1.5e9;
  return {
    thing: 'Memory',
    state: isLittle ? 'slower' : 'works',
    measured: `${gb(os.freemem())} free of ${gb(os.totalmem())}`,
    reason: isLittle ? 'A run may need 1.5 GB: close other programs first.' : '',
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
  if (last?.kind !== 'undo') return { state: 'failed', measured: '', reason: 'the history was not read back' };
  return {
    state: 'works',
    measured: `written, undone and read back in ${Math.round(performance.now() - startedMs)} ms`,
  };
}

async function diskRow(folder: string): Promise<Found> {
  const file = path.join(folder, 'self-test.bin');
  const startedMs = performance.now();
  await writeDurably(file, new Uint8Array(4 * 1024 * 1024));
  const seconds = (performance.now() - startedMs) / 1_000;
  await rm(file).catch((error: unknown) => {
    if (systemCode(error) !== 'ENOENT') throw error;
  });
  return { state: 'works', measured: `4 MB written and flushed, ${(4 / seconds).toFixed(0)} MB/s` };
}

function displayRow(): SelfTestRow {
  const hasDisplay = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
  return {
    thing: 'Display',
    state: hasDisplay ? 'works' : 'absent',
    measured: '',
    reason: hasDisplay ? '' : 'No display: Fovea is served to a browser instead of its own window.',
  };
}
