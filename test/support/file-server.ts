// A server on loopback that gives one file, well or badly: it cuts, ignores ranges, changes its file, stalls.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export type ServedFile = {
  bytes: Uint8Array;
  etag: string | null;
  /** Ends the connection after so many bytes of an answer. */
  cutAfter: number | null;
  /** Stops sending after so many bytes, and leaves the connection open. */
  stallAfter: number | null;
  knowsRanges: boolean;
  status: number | null;
};

export type FileServer = {
  readonly address: string;
  readonly file: ServedFile;
  /** What was asked for: the range of each request, null for the whole file. */
  readonly ranges: (string | null)[];
  readonly headers: IncomingMessage['headers'][];
};

export async function serveFile(bytes: Uint8Array, name = 'weights.h5'): Promise<FileServer> {
  const file: ServedFile = { bytes, etag: '"one"', cutAfter: null, stallAfter: null, knowsRanges: true, status: null };
  const ranges: (string | null)[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const server = createServer((request, response) => {
    ranges.push(request.headers.range ?? null);
    headers.push(request.headers);
    answer(file, request, response);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}`, file, ranges, headers };
}

function answer(file: ServedFile, { headers }: IncomingMessage, response: ServerResponse): void {
  const { bytes, etag, cutAfter, stallAfter, knowsRanges, status } = file;
  if (etag !== null) response.setHeader('etag', etag);
  if (status !== null) return void response.writeHead(status).end();
  const isOther = headers['if-range'] !== undefined && headers['if-range'] !== etag;
  const asked = /^bytes=(\d+)-$/.exec(headers.range ?? '');
  const from = asked && knowsRanges && !isOther ? Number(asked[1]) : 0;
  if (from >= bytes.byteLength) {
    return void response.writeHead(416, { 'content-range': `bytes */${bytes.byteLength}` }).end();
  }
  const rest = bytes.subarray(from);
  if (from > 0) response.setHeader('content-range', `bytes ${from}-${bytes.byteLength - 1}/${bytes.byteLength}`);
  response.writeHead(from > 0 ? 206 : 200, { 'content-length': rest.byteLength });
  const limit = cutAfter ?? stallAfter;
  if (limit === null) return void response.end(rest);
  response.write(rest.subarray(0, limit), () => {
    // A reader that is told of the cut before it has read what came drops it.
    if (cutAfter !== null) setTimeout(() => response.destroy(), 150);
  });
}
