// Reads the content of photos the scan found: of many first the sizes, then hash and thumbnail in one read, by the decode workers, in the
// background; photos that somebody waits for come first.
import type { PhotoId } from '../../shared/records/ids.ts';
import type { DecodePool } from '../photos/api.ts';
import type { PhotoContent, Store } from '../store/api.ts';
import type { SkippedFile } from '../../shared/records/photo.ts';

/** Few at a time, so that a photo somebody waits for is not behind a long queue. */
const chunkSize = 16;
const lanes = 2;
/** So many are read in the time of a blink: their sizes need not be known before. */
const readAtOnce = 200;
const sizedTogether = 32;
const mostPhotos = 10_000_000;

type Pending = { readonly id: PhotoId; readonly path: string };
type Work = (photos: readonly Pending[]) => Promise<void>;

export type Prober = {
  /** Reads everything that is pending; stops between photos when `signal` is aborted. */
  readAll(options: { signal: AbortSignal; onProgress: (done: number, total: number) => void }): Promise<void>;
  /** Reads these now, ahead of the rest. */
  readNow(photos: readonly Pending[]): Promise<void>;
};

export function createProber(options: {
  readonly store: Store;
  readonly pool: () => DecodePool;
  readonly fileOf: (path: string) => string;
  /** Content of these is in the store. `left`: some of them turned out to be no photos and are gone. */
  readonly onRead: (ids: readonly PhotoId[], left: boolean) => void;
}): Prober {
  const { store, pool, fileOf, onRead } = options;
  const inFlight = new Map<PhotoId, Promise<void>>();
  let waitedFor = 0;
  let nobodyWaits = Promise.withResolvers<undefined>();
  nobodyWaits.resolve(undefined);

  /** Whoever waits for photos has the workers to himself. */
  async function readNow(photos: readonly Pending[]): Promise<void> {
    if (waitedFor++ === 0) nobodyWaits = Promise.withResolvers();
    try {
      await read(photos);
    } finally {
      if (--waitedFor === 0) nobodyWaits.resolve(undefined);
    }
  }

  function read(photos: readonly Pending[]): Promise<void> {
    const fresh = photos.filter(photo => !inFlight.has(photo.id));
    const known = photos.flatMap(photo => inFlight.get(photo.id) ?? []);
    const reading = readChunk(fresh).finally(() => {
      for (const { id } of fresh) inFlight.delete(id);
    });
    for (const { id } of fresh) inFlight.set(id, reading);
    return Promise.all([...known, reading]).then(() => undefined);
  }

  async function readChunk(photos: readonly Pending[]): Promise<void> {
    if (photos.length === 0) return;
    const contents: PhotoContent[] = [];
    const rejected: { id: PhotoId; file: SkippedFile }[] = [];
    const thumbnails: { hash: string; jpeg: Uint8Array }[] = [];
    await Promise.all(
      photos.map(async ({ id, path }) => {
        const { probe, thumbnailJpeg } = await pool().probe(fileOf(path), { thumbnail: true });
        if (probe.kind === 'skipped') {
          rejected.push({ id, file: { path, code: probe.code, details: { ...probe.details, file: path } } });
          return;
        }
        const { kind: _photo, ...content } = probe;
        contents.push({ id, ...content });
        if (thumbnailJpeg !== null) thumbnails.push({ hash: content.hash, jpeg: thumbnailJpeg });
      }),
    );
    if (thumbnails.length > 0) await store.thumbnailsWrite(thumbnails);
    if (contents.length > 0) await store.scanContent(contents);
    if (rejected.length > 0) await store.scanReject(rejected);
    onRead(
      photos.map(photo => photo.id),
      rejected.length > 0,
    );
  }

  /** Runs `work` on the parts of a list, two at a time, while nobody waits for photos. */
  async function inLanes(all: readonly Pending[], size: number, signal: AbortSignal, work: Work): Promise<void> {
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < all.length && !signal.aborted) {
        await nobodyWaits.promise;
        const part = all.slice(next, next + size);
        next += size;
        await work(part);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  }

  async function readSizes(photos: readonly Pending[]): Promise<void> {
    const found = await pool().sizes(photos.map(({ path }) => fileOf(path)));
    const known = photos.flatMap(({ id }, place) => {
      const size = found[place];
      return size ? [{ id, ...size }] : [];
    });
    await store.scanSizes(known);
    onRead(
      known.map(({ id }) => id),
      false,
    );
  }

  return {
    async readAll({ signal, onProgress }) {
      const pending = await store.scanPending(mostPhotos);
      const total = pending.length;
      let done = 0;
      onProgress(0, total);
      // A header takes a twentieth of what reading the photo does (0.4 ms against 10): the shapes of all come first.
      if (total > readAtOnce) await inLanes(await store.scanUnsized(mostPhotos), sizedTogether, signal, readSizes);
      await inLanes(pending, chunkSize, signal, async chunk => {
        await read(chunk);
        done += chunk.length;
        onProgress(done, total);
      });
    },
    readNow,
  };
}
