// The store: the only opener of a project's file. It runs in a worker thread; whoever holds a `Store` calls it as if it were here.
import fs from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError, fromErrorRecord, type ErrorRecord } from '../../shared/errors.ts';
import type { NewProject, Store } from './api.ts';
import { projectFileName } from './open-project.ts';
import type { FromStore, MethodName, StoreStart, ToStore } from './protocol.ts';

export type { NewProject, Store } from './api.ts';
export { hasRemains } from './restore-state.ts';
export { runTask } from './tasks.ts';
export { projectFileName };

type Answer = { readonly resolve: (value: unknown) => void; readonly reject: (error: AppError) => void };

/** Folders open in this process. POSIX drops a process's file locks when it closes any descriptor of the file, so a second look must not happen. */
const openFolders = new Set<string>();

const realFolder = (folder: string): string => (fs.existsSync(folder) ? fs.realpathSync(folder) : path.resolve(folder));

/**
 * Opens the project in `folder`, or first makes it there.
 * @throws AppError folder-missing, not-a-project, project-newer, project-in-use, project-damaged, out-folder-not-empty, disk-full, disk-failed.
 */
export async function openStore(options: { readonly folder: string; readonly create?: NewProject }): Promise<Store> {
  const folder = realFolder(options.folder);
  if (openFolders.has(folder)) throw new AppError('project-in-use', { file: projectFileName });
  openFolders.add(folder);
  try {
    const store = await startWorker({ folder, create: options.create ?? null }, () => openFolders.delete(folder));
    return store;
  } catch (error) {
    openFolders.delete(folder);
    throw error;
  }
}

/** A thread that waits for its project, its code loaded. */
let ready: Worker | null = null;

/** Starts the thread of the next project beforehand: loading its code takes as long as opening a project. Keeps no process alive. */
export function prepareStore(): void {
  if (ready !== null) return;
  const worker = newThread();
  ready = worker;
  worker.unref();
  const forget = (): void => {
    if (ready === worker) ready = null;
  };
  // Whoever opens a project starts another one, and is told what is wrong with that.
  worker.on('error', forget);
  worker.on('exit', forget);
}

const newThread = (): Worker =>
  new Worker(new URL(`./worker${path.extname(import.meta.filename)}`, import.meta.url), {
    // The flags of the process are not for threads: some of them may not be given to one.
    execArgv: [],
  });

function startWorker(start: StoreStart, ended: () => void): Promise<Store> {
  const worker = ready ?? newThread();
  ready = null;
  worker.ref();
  worker.postMessage(start);
  const waiting = new Map<number, Answer>();
  const listeners: ((error: ErrorRecord) => void)[] = [];
  let nextId = 1;
  let death: AppError | null = null;
  let refusal: AppError | null = null;

  function call(method: ToStore['method'], args: readonly unknown[]): Promise<unknown> {
    if (death) return Promise.reject(death);
    return new Promise((resolve, reject) => {
      waiting.set(nextId, { resolve, reject });
      worker.postMessage({ id: nextId++, method, args } satisfies ToStore);
    });
  }
  function settle(id: number): Answer {
    const answer = waiting.get(id)!;
    waiting.delete(id);
    return answer;
  }

  const proxy = new Proxy({} as Record<string, (...args: readonly unknown[]) => Promise<unknown>>, {
    // `then` must stay undefined: the proxy is returned from an async function.
    get: (_, name) => (typeof name === 'string' && name !== 'then' ? methodOf(name) : undefined),
  });
  function methodOf(name: string): unknown {
    if (name === 'onSaveFailed') return (listener: (error: ErrorRecord) => void) => void listeners.push(listener);
    if (name === 'close') return close;
    return (...args: readonly unknown[]) => call(name as MethodName, args);
  }
  async function close(): Promise<void> {
    if (death) return;
    const exited = new Promise<void>(resolve => worker.once('exit', () => resolve()));
    await call('close', []);
    await exited;
  }

  return new Promise((resolve, reject) => {
    worker.on('message', (message: FromStore) => {
      if (message.kind === 'opened') resolve(proxy as unknown as Store);
      else if (message.kind === 'refused') refusal = fromErrorRecord(message.error);
      else if (message.kind === 'result') settle(message.id).resolve(message.result);
      else if (message.kind === 'failed') settle(message.id).reject(fromErrorRecord(message.error));
      else for (const listener of listeners) listener(message.error);
    });
    const died = (reason: string): void => {
      death ??= new AppError('worker-died', { worker: 'store', reason });
      // A refusal is told when the thread has let go of the file, so that the folder can be opened again at once.
      reject(refusal ?? death);
      for (const answer of waiting.values()) answer.reject(death);
      waiting.clear();
      ended();
    };
    worker.on('error', error => died(error instanceof Error ? error.message : String(error)));
    worker.on('exit', () => died('it is closed'));
  });
}
