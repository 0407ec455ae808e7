// Carries the page's requests (fovea://app/…) to the core's socket and streams the answers back.
import http from 'node:http';
import type { Settings } from '../../../shared/records/project.ts';
import type { CoreAddress } from './core-process.ts';

export const scheme = 'fovea';
export const origin = `${scheme}://app`;

/** Routes that only main may ask; the page cannot reach them through the protocol handler. */
const mainOnly = /^\/main\//;
const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });

/** A handler for `protocol.handle`. Answers 404 for other hosts and main's own routes, 503 while no core is up. */
export function forwardTo(address: () => Promise<CoreAddress>): (request: Request) => Promise<Response> {
  return async request => {
    const url = new URL(request.url);
    if (url.host !== 'app' || mainOnly.test(url.pathname)) return new Response('', { status: 404 });
    const body =
      request.method === 'GET' || request.method === 'HEAD' ? null : Buffer.from(await request.arrayBuffer());
    try {
      const answer = await send(
        await address(),
        request.method,
        url.pathname + url.search,
        body,
        pageHeaders(request.headers),
      );
      const headers = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
      return new Response(toWebStream(answer), { status: answer.statusCode ?? 502, headers });
    } catch (error) {
      return new Response(
        JSON.stringify({ error: { code: 'worker-died', details: { worker: 'core', reason: String(error) } } }),
        {
          status: 503,
          headers: { 'content-type': 'application/json' },
        },
      );
    }
  };
}

/** The answers of main's own routes (main-routes.ts). */
export type MainAnswers = {
  '/main/grant': { readonly grants: readonly string[] };
  '/main/running': { readonly running: boolean; readonly language: Settings['language'] };
};

/** Asks one of main's own routes with a JSON body. */
export async function askCore<Route extends keyof MainAnswers>(
  address: CoreAddress,
  route: Route,
  body: unknown,
): Promise<MainAnswers[Route]> {
  const answer = await send(address, 'POST', route, Buffer.from(JSON.stringify(body)), {
    'content-type': 'application/json',
  });
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  if (answer.statusCode !== 200) throw new Error(text);
  return JSON.parse(text) as MainAnswers[Route];
}

function send(
  { socket, secret }: CoreAddress,
  method: string,
  path: string,
  body: Buffer | null,
  headers: Record<string, string>,
): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        socketPath: socket,
        agent,
        method,
        path,
        headers: {
          ...headers,
          host: 'app',
          'x-fovea-secret': secret,
          ...(body ? { 'content-length': body.length } : {}),
        },
      },
      resolve,
    );
    request.on('error', reject);
    request.end(body ?? undefined);
  });
}

/** The headers of the page that mean something to the core. */
function pageHeaders(headers: Headers): Record<string, string> {
  const kept = ['content-type', 'accept', 'range', 'x-fovea-upload'];
  return Object.fromEntries(
    kept.map(name => [name, headers.get(name)]).filter((pair): pair is [string, string] => pair[1] !== null),
  );
}

/** A Node stream as a web stream that reads only as fast as it is read, and closes the source when it is cancelled. */
function toWebStream(source: http.IncomingMessage): ReadableStream<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next();
        if (done === true) controller.close();
        else controller.enqueue(new Uint8Array(value));
      } catch (error) {
        controller.error(error);
      }
    },
    cancel() {
      source.destroy();
    },
  });
}
