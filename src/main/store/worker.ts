// Entry of the store's worker thread: opens the project and answers calls in the order they come.
import { parentPort, workerData } from 'node:worker_threads';
import { invariant, toErrorRecord } from '../../shared/errors.ts';
import { openMethods } from './methods.ts';
import { createProject } from './open-project.ts';
import type { FromStore, StoreStart, ToStore } from './protocol.ts';

function serve(): void {
  invariant(parentPort, 'the store runs in a worker thread');
  const port = parentPort;
  const send = (message: FromStore): void => port.postMessage(message);
  const { folder, create } = workerData as StoreStart;

  if (create) createProject(folder, create);
  const { methods, close } = openMethods(folder, error => send({ kind: 'save-failed', error: toErrorRecord(error) }));

  port.on('message', ({ id, method, args }: ToStore) => {
    try {
      const call = method === 'close' ? close : (methods[method] as (...args: readonly unknown[]) => unknown);
      send({ kind: 'result', id, result: call(...args) });
    } catch (error) {
      send({ kind: 'failed', id, error: toErrorRecord(error) });
    }
    if (method === 'close') port.close();
  });
  send({ kind: 'opened' });
}

try {
  serve();
} catch (error) {
  parentPort?.postMessage({ kind: 'refused', error: toErrorRecord(error) } satisfies FromStore);
}
