// The core's event stream: one connection per browser, shared between its tabs, opened again when it breaks.
import type { EventLine } from '../../shared/events.ts';
import { lineCutter } from './lines.ts';
import { request } from './transport.ts';
import { AppError } from '../../shared/errors.ts';

export type Connection = 'connecting' | 'open' | 'lost' | 'refused';

/** The core beats every 10 s; three beats missed means that the connection is dead. */
const silenceMs = 30_000;
const name = 'fovea-events';

type Position = { readonly core: string; readonly seq: number };
export type StreamListener = {
  readonly line: (line: EventLine) => void;
  readonly connection: (connection: Connection) => void;
};

/** True when `line` was seen before: two tabs may both hear it while one takes the stream over from the other. */
export function isRepeat(last: Position | null, line: Position): boolean {
  return last !== null && last.core === line.core && line.seq <= last.seq;
}

/** Waits between attempts: 0.5 s at first, 5 s at most. */
export function backOffMs(attempt: number): number {
  return Math.min(5_000, 500 * 2 ** attempt);
}

/** Follows the stream until `signal` aborts. The tab that holds the lock reads it and passes every line to the others. */
export function followStream(listener: StreamListener, signal: AbortSignal): void {
  let last: Position | null = null;
  let isEnding = false;
  const channel = new BroadcastChannel(name);
  signal.addEventListener('abort', () => channel.close());

  const hear = (line: EventLine): void => {
    if (line.event !== 'stream:reset' && isRepeat(last, line)) return;
    last = { core: line.core, seq: line.seq };
    if (line.event === 'app:stopping') isEnding = true;
    listener.line(line);
  };
  channel.onmessage = (message: MessageEvent<EventLine | Connection>) => {
    if (typeof message.data === 'string') listener.connection(message.data);
    else {
      listener.connection('open');
      hear(message.data);
    }
  };
  const tell = (connection: Connection): void => {
    if (signal.aborted) return;
    listener.connection(connection);
    channel.postMessage(connection);
  };
  const lead = (): Promise<void> =>
    readForEver({
      position: () => last,
      isEnding: () => isEnding,
      line: line => {
        if (signal.aborted) return;
        hear(line);
        channel.postMessage(line);
      },
      tell,
      signal,
    });
  const ended = navigator.locks.request(name, { signal }, lead);
  ended.catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

type Reading = {
  readonly position: () => Position | null;
  /** The core said that it ends: once its stream is over nobody answers any more. */
  readonly isEnding: () => boolean;
  readonly line: (line: EventLine) => void;
  readonly tell: (connection: Connection) => void;
  readonly signal: AbortSignal;
};

async function readForEver(reading: Reading): Promise<void> {
  for (let attempt = 0; !reading.signal.aborted; attempt++) {
    try {
      await readOnce(reading, () => {
        attempt = 0;
        reading.tell('open');
      });
    } catch (error) {
      // The one-time link of this page is no longer good: trying again would never help.
      if (error instanceof AppError && error.code === 'not-allowed') {
        reading.tell('refused');
        return;
      }
    }
    if (reading.signal.aborted) return;
    reading.tell('lost');
    if (reading.isEnding()) return;
    await new Promise(resolve => setTimeout(resolve, backOffMs(attempt)));
  }
}

/** Reads one connection to its end; rejects when it cannot be opened or falls silent. */
async function readOnce({ position, line, signal }: Reading, opened: () => void): Promise<void> {
  const silent = new AbortController();
  const stop = (): void => silent.abort();
  signal.addEventListener('abort', stop);
  let timer = setTimeout(stop, silenceMs);
  try {
    const from = position();
    const query = from ? `?core=${encodeURIComponent(from.core)}&seq=${from.seq}` : '';
    const response = await request(`/events${query}`, { signal: silent.signal, cache: 'no-store' });
    opened();
    const cut = lineCutter();
    const reader = response.body!.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      clearTimeout(timer);
      timer = setTimeout(stop, silenceMs);
      for (const text of cut(part.value)) line(JSON.parse(text) as EventLine);
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
