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

  const failed = (id: number, error: unknown): void => send({ kind: 'failed', id, error: toErrorRecord(error) });
  port.on('message', ({ id, method, args }: ToStore) => {
    if (method === 'close') {
      close()
        .then(
          () => send({ kind: 'result', id, result: undefined }),
          (error: unknown) => failed(id, error),
        )
        .finally(() => port.close());
      return;
    }
    try {
      send({ kind: 'result', id, result: (methods[method] as (...args: readonly unknown[]) => unknown)(...args) });
    } catch (error) {
      failed(id, error);
    }
  });
  send({ kind: 'opened' });
}

try {
  serve();
} catch (error) {
  parentPort?.postMessage({ kind: 'refused', error: toErrorRecord(error) } satisfies FromStore);
}
