// What a handler hears of a reader that goes away before the answer.
import http from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { startWebServer, type WebServer } from '../../../../../src/main/shells/web/http.ts';

type Heard = { readonly request: Request; readonly answer: (response: Response) => void };

/** A server whose handler hands out each request and waits for its answer. */
async function startHeard(): Promise<{ server: WebServer; next: () => Promise<Heard> }> {
  const waiting = Array.from({ length: 3 }, () => Promise.withResolvers<Heard>());
  let asked = 0;
  let given = 0;
  const server = await startWebServer({
    listen: { port: 0 },
    gate: () => null,
    bodyLimitBytes: () => 1_000,
    handle: request => new Promise(answer => waiting[asked++]!.resolve({ request, answer })),
  });
  onTestFinished(() => server.close());
  return { server, next: () => waiting[given++]!.promise };
}

function ask({ port }: WebServer, method: string, body = ''): http.ClientRequest {
  const request = http.request({ host: '127.0.0.1', port, method, path: '/photo/1', agent: false });
  request.on('error', () => undefined);
  request.end(body);
  return request;
}

const aborted = ({ signal }: Request): Promise<void> =>
  new Promise(resolve => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve())));

test('a reader that goes away before the answer ends its request, and the late answer is thrown away', async () => {
  const { server, next } = await startHeard();
  const client = ask(server, 'GET');
  const { request, answer } = await next();
  expect(request.signal.aborted).toBe(false);
  client.destroy();
  await aborted(request);
  const thrownAway = new Promise<void>(resolve =>
    answer(new Response(new ReadableStream<Uint8Array>({ cancel: () => resolve() }))),
  );
  await thrownAway;
});

test('a change that was sent goes on when whoever sent it goes away', async () => {
  const { server, next } = await startHeard();
  const leaving = ask(server, 'POST', '{}');
  const change = await next();
  const reading = ask(server, 'GET');
  const read = await next();
  leaving.destroy();
  reading.destroy();
  await aborted(read.request);
  expect(await change.request.text()).toBe('{}');
  expect(change.request.signal.aborted).toBe(false);
  change.answer(new Response('saved'));
  read.answer(new Response('read'));
});
