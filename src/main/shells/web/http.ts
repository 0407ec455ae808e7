// Carries HTTP/1.1 requests to a function from Request to Response, with limits on headers, bodies, connections and time, and streams
// answers only as fast as they are read. Shared by the serve shell (a port) and the desktop shell (a socket).
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { AppError, toErrorRecord, type ErrorRecord } from '../../../shared/errors.ts';
import { secured } from './security-headers.ts';

/** Why a request goes no further. */
export type Refusal = { readonly status: 400 | 401 | 403 | 404 | 413; readonly reason: string };

/** What a gate sees of a request: nothing of its body was read. */
export type Knock = {
  readonly method: string;
  readonly url: URL;
  readonly headers: http.IncomingHttpHeaders;
  /** Every Host header as it came: two of them are an attack. */
  readonly hosts: readonly string[];
};

export type ServerOptions = {
  readonly listen: { readonly port: number } | { readonly socket: string };
  /** Looks at every request first: its answer goes out instead; null lets the request in. */
  readonly gate: (knock: Knock) => Response | null;
  readonly handle: (request: Request) => Promise<Response>;
  /** The largest body of a request that was let in. */
  readonly bodyLimitBytes: (knock: Knock) => number;
};

export type WebServer = {
  /** The port, or 0 for a socket. */
  readonly port: number;
  /** Takes no more requests; answers on their way have a second to arrive whole. */
  close(): Promise<void>;
};

const mostConnections = 64;
const headerLimitBytes = 16 * 1024;
const headersWithinMs = 10_000;
const requestWithinMs = 5 * 60_000;
const lastAnswersWithinMs = 1_000;
const host = '127.0.0.1';
/** Requests are parsed against this; nothing reads its name. */
const base = 'http://core';

/** Listens on 127.0.0.1 alone, or on a socket. Rejects with the system's error where it cannot. */
export async function startWebServer(options: ServerOptions): Promise<WebServer> {
  const server = http.createServer(
    {
      maxHeaderSize: headerLimitBytes,
      headersTimeout: headersWithinMs,
      requestTimeout: requestWithinMs,
      requireHostHeader: false, // the gate answers for a missing one
    },
    (incoming, answer) => void answerRequest(options, incoming, answer),
  );
  server.maxConnections = mostConnections;
  server.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n'));
  server.on('connect', (_request, socket) => socket.destroy());
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') socket.destroy();
    else
      socket.end(`HTTP/1.1 ${error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400} Refused\r\nConnection: close\r\n\r\n`);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    const isOpen = (): void => resolve();
    if ('port' in options.listen) server.listen(options.listen.port, host, isOpen);
    else server.listen(options.listen.socket, isOpen);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? (address as AddressInfo).port : 0,
    async close() {
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      // A browser keeps connections open after their answer; they are idle then.
      const sweep = setInterval(() => server.closeIdleConnections(), 20);
      const deadline = setTimeout(() => server.closeAllConnections(), lastAnswersWithinMs);
      await closed;
      clearInterval(sweep);
      clearTimeout(deadline);
    },
  };
}

async function answerRequest(
  options: ServerOptions,
  incoming: http.IncomingMessage,
  answer: http.ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  answer.once('close', () => gone.abort());
  const response = await responseTo(options, incoming, gone.signal).catch(failed);
  await send(response, answer, { isLast: !isRead(incoming) });
}

async function responseTo(
  options: ServerOptions,
  incoming: http.IncomingMessage,
  gone: AbortSignal,
): Promise<Response> {
  const knock = knockOf(incoming);
  if (knock === null) return secured(refused({ status: 400, reason: 'address' }));
  const early = answerBefore(options, knock);
  if (early !== null) return secured(early);
  return options.handle(requestOf(incoming, knock, options.bodyLimitBytes(knock), gone));
}

/** A body nobody read would be taken for the next request. */
const isRead = (incoming: http.IncomingMessage): boolean => incoming.method === 'GET' || incoming.complete;

function answerBefore({ gate, bodyLimitBytes }: ServerOptions, knock: Knock): Response | null {
  const turnedAway = gate(knock);
  if (turnedAway !== null) return turnedAway;
  const announced = Number(knock.headers['content-length'] ?? 0);
  return announced > bodyLimitBytes(knock) ? refused({ status: 413, reason: 'the body is too large' }) : null;
}

/** null for an address that is no path of ours: an absolute one, one with a scheme, one that cannot be parsed. */
function knockOf({ method = '', url = '', headers, rawHeaders }: http.IncomingMessage): Knock | null {
  if (!url.startsWith('/') || !URL.canParse(base + url)) return null;
  const hosts = rawHeaders.filter((_, place) => place % 2 === 1 && rawHeaders[place - 1]!.toLowerCase() === 'host');
  return { method, url: new URL(base + url), headers, hosts };
}

/** `gone`: whoever asked went away. Only reading ends with it: a change that was sent is made. */
function requestOf(
  incoming: http.IncomingMessage,
  { method, url }: Knock,
  limitBytes: number,
  gone: AbortSignal,
): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  if (method === 'GET') return new Request(url, { method, headers, signal: gone });
  const tooLarge = new AppError('upload-too-large', {
    file: url.pathname,
    limit: `${Math.round(limitBytes / 1024 ** 2)} MB`,
  });
  const body = limited(Readable.toWeb(incoming) as ReadableStream<Uint8Array>, limitBytes, tooLarge);
  return new Request(url, { method, headers, body, duplex: 'half' });
}

/** The same bytes, ended with an error where there are more than allowed: a length need not be announced. */
function limited(body: ReadableStream<Uint8Array>, limitBytes: number, tooLarge: AppError): ReadableStream<Uint8Array> {
  let bytes = 0;
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength;
        if (bytes > limitBytes) controller.error(tooLarge);
        else controller.enqueue(chunk);
      },
    }),
  );
}

export function refused({ status, reason }: Refusal): Response {
  return errorAnswer({ code: status === 404 ? 'not-found' : 'not-allowed', details: { reason, what: reason } }, status);
}

/** What no handler foresaw, a file of the page that is gone for one, costs its request and not the program. */
function failed(error: unknown): Response {
  console.error(error);
  return secured(errorAnswer(toErrorRecord(error), 500));
}

function errorAnswer(error: ErrorRecord, status: number): Response {
  return new Response(JSON.stringify({ error }), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  });
}

/** Writes the answer with back-pressure; a reader that goes away ends the source. `isLast`: the connection is of no more use. */
async function send(response: Response, answer: http.ServerResponse, { isLast }: { isLast: boolean }): Promise<void> {
  if (answer.destroyed) return response.body?.cancel();
  answer.statusCode = response.status;
  for (const [name, value] of response.headers) {
    if (name !== 'set-cookie') answer.setHeader(name, value);
  }
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) answer.setHeader('set-cookie', cookies);
  if (isLast) answer.setHeader('connection', 'close');
  const reader = response.body?.getReader();
  if (reader === undefined) {
    answer.end();
    return;
  }
  const isGone = new Promise<'gone'>(resolve => answer.once('close', () => resolve('gone')));
  // Headers go at once: an event stream may have nothing more to say for seconds.
  answer.flushHeaders();
  try {
    for (;;) {
      const part = await Promise.race([reader.read(), isGone]);
      if (part === 'gone') return;
      if (part.done) break;
      if (answer.write(part.value)) continue;
      const drained = new Promise<'drained'>(resolve => answer.once('drain', () => resolve('drained')));
      if ((await Promise.race([drained, isGone])) === 'gone') return;
    }
    answer.end();
  } catch {
    // The source failed after the headers went: an abrupt end is the only way left to say that the body is not whole.
    answer.destroy();
  } finally {
    await reader.cancel().catch(() => undefined); // a source that failed cannot be cancelled either
  }
}
