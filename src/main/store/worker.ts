// Entry of the store's worker thread: opens the project and answers calls.
import { parentPort, type MessagePort } from 'node:worker_threads';
import { invariant, toErrorRecord } from '../../shared/errors.ts';
import { openMethods } from './methods.ts';
import { createProject } from './open-project.ts';
import type { FromStore, StoreStart, ToStore } from './protocol.ts';

function serve(port: MessagePort, { folder, create }: StoreStart): void {
  const send = (message: FromStore): void => port.postMessage(message);
  if (create) createProject(folder, create);
  const { call, close } = openMethods(folder, error => send({ kind: 'save-failed', error: toErrorRecord(error) }));

  const reply = (id: number, answer: Promise<unknown>): Promise<void> =>
    answer.then(
      result => send({ kind: 'result', id, result }),
      (error: unknown) => send({ kind: 'failed', id, error: toErrorRecord(error) }),
    );
  port.on('message', ({ id, method, args }: ToStore) => {
    if (method === 'close') void reply(id, close()).finally(() => port.close());
    else void reply(id, call(method, args));
  });
  send({ kind: 'opened' });
}

invariant(parentPort, 'the store runs in a worker thread');
const port = parentPort;
port.once('message', (start: StoreStart) => {
  try {
    serve(port, start);
  } catch (error) {
    port.postMessage({ kind: 'refused', error: toErrorRecord(error) } satisfies FromStore);
    port.close();
  }
});
