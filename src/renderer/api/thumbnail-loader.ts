// Fetches thumbnails in batches: nearest to the viewport first, at most two batches at once, dropped when scrolled past,
// and keeps the newest as object URLs.
import { readThumbnailBatch } from './thumbnail-batch.ts';

export type Thumbnail = { readonly state: 'loading' | 'ready' | 'failed'; readonly url: string | null };
type Entry = {
  readonly id: number;
  thumbnail: Thumbnail;
  /** Smaller is fetched sooner. */
  distance: number;
  readonly listeners: Set<() => void>;
  isAskedFor: boolean;
};

export type LoaderParts = {
  readonly fetchBatch: (ids: readonly number[]) => Promise<ArrayBuffer>;
  readonly makeUrl: (jpeg: Uint8Array<ArrayBuffer>) => string;
  readonly dropUrl: (url: string) => void;
  /** Thumbnails kept that nobody shows at the moment. */
  readonly keep?: number;
};

const loading: Thumbnail = { state: 'loading', url: null };
const failed: Thumbnail = { state: 'failed', url: null };
const batchSize = 64;
const batchesAtOnce = 2;

export class ThumbnailLoader {
  readonly #parts: LoaderParts;
  /** In the order of last use, oldest first. */
  readonly #entries = new Map<string, Entry>();
  #inFlight = 0;
  #isScheduled = false;

  constructor(parts: LoaderParts) {
    this.#parts = parts;
  }

  /** What is known of a thumbnail now; the same object until it changes. */
  read(id: number, hash: string): Thumbnail {
    return this.#entries.get(keyOf(id, hash))?.thumbnail ?? loading;
  }

  /** Wants a thumbnail until the returned function is called. `distance` orders the queue: 0 is in the middle of the view. */
  want(id: number, hash: string, distance: number, listener: () => void): () => void {
    const key = keyOf(id, hash);
    const entry = this.#entries.get(key) ?? {
      id,
      thumbnail: loading,
      distance,
      listeners: new Set(),
      isAskedFor: false,
    };
    entry.distance = distance;
    entry.listeners.add(listener);
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#schedule();
    return () => {
      entry.listeners.delete(listener);
      if (entry.listeners.size > 0) return;
      // Never fetched or failed: forgotten at once, so that it leaves the queue and is asked for afresh.
      if (!entry.isAskedFor || entry.thumbnail.state === 'failed') this.#entries.delete(key);
    };
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      while (this.#inFlight < batchesAtOnce && this.#startBatch());
    });
  }

  #startBatch(): boolean {
    const waiting = [...this.#entries.values()].filter(entry => !entry.isAskedFor && entry.listeners.size > 0);
    if (waiting.length === 0) return false;
    const batch = waiting.sort((a, b) => a.distance - b.distance).slice(0, batchSize);
    for (const entry of batch) entry.isAskedFor = true;
    this.#inFlight++;
    void this.#fetch(batch).finally(() => {
      this.#inFlight--;
      this.#schedule();
    });
    return true;
  }

  async #fetch(batch: readonly Entry[]): Promise<void> {
    const byId = new Map(batch.map(entry => [entry.id, entry]));
    try {
      const body = await this.#parts.fetchBatch(batch.map(entry => entry.id));
      for (const { id, jpeg } of readThumbnailBatch(body)) {
        const entry = byId.get(id);
        if (!entry || !jpeg) continue;
        byId.delete(id);
        this.#settle(entry, { state: 'ready', url: this.#parts.makeUrl(jpeg) });
      }
    } catch (error) {
      // The pictures below say so themselves; the next time that they come into view they are asked for again.
      console.warn('A batch of thumbnails could not be read', error);
    }
    // What the core did not send, and everything when the request failed, shows as "no picture", never as loading for ever.
    for (const entry of byId.values()) this.#settle(entry, failed);
    this.#evict();
  }

  #settle(entry: Entry, thumbnail: Thumbnail): void {
    entry.thumbnail = thumbnail;
    for (const listener of entry.listeners) listener();
  }

  #evict(): void {
    const unused = [...this.#entries].filter(
      ([, entry]) => entry.listeners.size === 0 && entry.thumbnail.state !== 'loading',
    );
    for (const [key, entry] of unused.slice(0, Math.max(0, unused.length - (this.#parts.keep ?? 2_000)))) {
      if (entry.thumbnail.url) this.#parts.dropUrl(entry.thumbnail.url);
      this.#entries.delete(key);
    }
  }
}

const keyOf = (id: number, hash: string): string => `${id}:${hash}`;
