// What the core announces: a numbered list of events, the last thousand kept, streamed to every page as one JSON document a line.
import { randomUUID } from 'node:crypto';
import type { EventLine, EventName, Events } from '../../shared/events.ts';

const keptEvents = 1_000;
const beatMs = 10_000;

/** Where a page stopped reading. */
export type EventPosition = { readonly core: string; readonly seq: number };

export type EventHub = {
  /** New for every start of the core. */
  readonly core: string;
  emit<Name extends EventName>(event: Name, data: Events[Name]): void;
  /** Every event from now on, for the command line; gives the function that ends it. */
  listen(listener: (line: EventLine) => void): () => void;
  /**
   * NDJSON from `after` on; a beat at once and every ten seconds. Where `after` names another core or events that are gone, one
   * `stream:reset` comes instead and the stream goes on from now. A page that is new (null) gets the same, because it asked for answers
   * before it heard of changes, and so does a slow reader that falls behind by more than is kept.
   */
  stream(after: EventPosition | null): ReadableStream<Uint8Array>;
  /** How many pages read the stream now. */
  readerCount(): number;
  /** Ends every stream, after what was announced before. */
  close(): void;
};

type Reader = { wake: () => void; beatIsDue: boolean; state: 'open' | 'closed' | 'cancelled' };

export function createEventHub(): EventHub {
  const core = randomUUID();
  const kept: EventLine[] = [];
  const listeners = new Set<(line: EventLine) => void>();
  const readers = new Set<Reader>();
  const encoder = new TextEncoder();
  let lastSeq = 0;

  const beat = setInterval(() => {
    for (const reader of readers) {
      reader.beatIsDue = true;
      reader.wake();
    }
  }, beatMs);
  beat.unref();

  /** What a reader at `seq` has not seen; null when some of it is gone. */
  function linesAfter(seq: number): readonly EventLine[] | null {
    const firstKept = kept[0]?.seq ?? lastSeq + 1;
    if (seq > lastSeq || seq < firstKept - 1) return null;
    return kept.slice(seq - firstKept + 1);
  }
  const unnumbered = (event: 'stream:beat' | 'stream:reset'): EventLine => ({ core, seq: lastSeq, event, data: null });
  const encode = (lines: readonly EventLine[]): Uint8Array =>
    encoder.encode(lines.map(line => `${JSON.stringify(line)}\n`).join(''));

  return {
    core,
    emit(event, data) {
      lastSeq += 1;
      const line = { core, seq: lastSeq, event, data } as EventLine;
      kept.push(line);
      if (kept.length > keptEvents) kept.shift();
      for (const listener of listeners) listener(line);
      for (const reader of readers) reader.wake();
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stream(after) {
      const reader: Reader = { wake: () => undefined, beatIsDue: true, state: 'open' };
      let seq = after?.core === core ? after.seq : -1;
      readers.add(reader);
      return new ReadableStream<Uint8Array>(
        {
          async pull(controller) {
            while (reader.state !== 'cancelled') {
              const lines = linesAfter(seq);
              const due = lines === null ? [unnumbered('stream:reset')] : [...lines];
              if (reader.beatIsDue && due.length === 0) due.push(unnumbered('stream:beat'));
              reader.beatIsDue = false;
              seq = lastSeq;
              if (due.length > 0) {
                controller.enqueue(encode(due));
                return;
              }
              if (reader.state === 'closed') {
                controller.close();
                return;
              }
              await new Promise<void>(resolve => (reader.wake = resolve));
            }
          },
          cancel() {
            reader.state = 'cancelled';
            readers.delete(reader);
            reader.wake();
          },
        },
        { highWaterMark: 1 },
      );
    },
    readerCount: () => readers.size,
    close() {
      clearInterval(beat);
      for (const reader of readers) {
        reader.state = 'closed';
        reader.wake();
      }
      readers.clear();
    },
  };
}
