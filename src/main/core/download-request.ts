// One request for the rest of a file: over https only, nothing of the person sent along, given up when no byte comes any more.
import { AppError } from '../../shared/errors.ts';

export type FileRequest = {
  readonly address: string;
  /** Bytes that are there already. */
  readonly from: number;
  /** Of the answer they came with: the server goes on only where its file is still the same. */
  readonly etag: string | null;
  readonly signal: AbortSignal;
  readonly stalledMs: number;
};

export type FileAnswer = {
  /** Where the bytes begin: 0 where the server starts over. */
  readonly from: number;
  /** Of the whole file; null where the server does not say it. */
  readonly total: number | null;
  readonly etag: string | null;
  /** Throws AppErrors `download-failed`, `cancelled`. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Ends the connection, read or not. */
  readonly close: () => void;
};

/** Strong ones alone say that bytes are the same. */
const strongEtag = (etag: string | null): string | null => (etag !== null && !etag.startsWith('W/') ? etag : null);
const [ok, partial, rangeWrong] = [200, 206, 416];

/**
 * `nothing-more`: the server says that the file ends where the part does.
 * @throws AppError `download-failed` {host, reason, detail}, `cancelled`.
 */
export async function askFor(request: FileRequest): Promise<FileAnswer | 'nothing-more'> {
  const { address, from, etag, signal, stalledMs } = request;
  const url = new URL(address);
  const failed = (reason: string, detail: string, cause?: unknown): AppError =>
    new AppError('download-failed', { host: url.host, reason, detail }, { cause });
  // Plain http is for the tests' own servers.
  if (url.protocol !== 'https:' && url.hostname !== '127.0.0.1') throw failed('download-insecure', url.protocol);

  const closed = new AbortController();
  const stalled = new AbortController();
  let timer = setTimeout(() => stalled.abort(), stalledMs);
  const restart = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => stalled.abort(), stalledMs);
  };
  const asFailure = (error: unknown, otherwise: string): unknown => {
    clearTimeout(timer);
    if (error instanceof AppError) return error;
    if (signal.aborted) return new AppError('cancelled');
    if (stalled.signal.aborted) return failed('download-stalled', `${stalledMs / 1_000} s`, error);
    return failed(otherwise, causeOf(error), error);
  };

  try {
    const response = await fetch(url, {
      headers: {
        'accept-encoding': 'identity',
        ...(from > 0 && { range: `bytes=${from}-` }),
        ...(from > 0 && etag !== null && { 'if-range': etag }),
      },
      redirect: 'error',
      credentials: 'omit',
      signal: AbortSignal.any([signal, stalled.signal, closed.signal]),
    });
    const { status, headers, body } = response;
    if (status === rangeWrong) {
      await body?.cancel();
      const length = Number(/\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1]);
      clearTimeout(timer);
      // A part that is longer than the file is none of it.
      return length === from ? 'nothing-more' : await askFor({ ...request, from: 0, etag: null });
    }
    const start = status === partial ? startOf(headers.get('content-range')) : 0;
    if ((status !== ok && status !== partial) || body === null || (start !== 0 && start !== from)) {
      await body?.cancel();
      throw failed('download-refused', `HTTP ${status}`);
    }
    const length = headers.get('content-length');
    return {
      from: start,
      total: length === null ? null : start + Number(length),
      etag: strongEtag(headers.get('etag')),
      chunks: read(body),
      close() {
        clearTimeout(timer);
        closed.abort();
      },
    };
  } catch (error) {
    throw asFailure(error, 'download-unreachable');
  }

  async function* read(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of body) {
        restart();
        yield chunk;
      }
    } catch (error) {
      throw asFailure(error, 'download-cut');
    } finally {
      clearTimeout(timer);
    }
  }
}

/** The first byte of `bytes 100-199/200`; -1 for what cannot be read. */
function startOf(range: string | null): number {
  const found = /^bytes (\d+)-/.exec(range ?? '');
  return found ? Number(found[1]) : -1;
}

/** fetch wraps what happened: the system's word for it is inside. */
function causeOf(error: unknown): string {
  const { cause } = error as { cause?: NodeJS.ErrnoException };
  return cause?.code ?? cause?.message ?? (error instanceof Error ? error.message : String(error));
}
