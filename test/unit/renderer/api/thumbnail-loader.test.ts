// The order and the limits of fetching thumbnails.
import { expect, test } from 'vitest';
import { readThumbnailBatch } from '../../../../src/renderer/api/thumbnail-batch.ts';
import { ThumbnailLoader } from '../../../../src/renderer/api/thumbnail-loader.ts';

function batch(...entries: readonly (readonly [id: number, bytes: readonly number[]])[]): ArrayBuffer {
  const size = entries.reduce((sum, [, bytes]) => sum + 8 + bytes.length, 0);
  const view = new DataView(new ArrayBuffer(size));
  let at = 0;
  for (const [id, bytes] of entries) {
    view.setUint32(at, id, true);
    view.setUint32(at + 4, bytes.length, true);
    bytes.forEach((byte, index) => view.setUint8(at + 8 + index, byte));
    at += 8 + bytes.length;
  }
  return view.buffer;
}

type Asked = {
  readonly ids: readonly number[];
  readonly answer: (body: ArrayBuffer) => void;
  readonly fail: () => void;
};

function makeLoader(keep = 100) {
  const asked: Asked[] = [];
  const dropped: string[] = [];
  let made = 0;
  const loader = new ThumbnailLoader({
    keep,
    fetchBatch: ids =>
      new Promise((resolve, reject) =>
        asked.push({ ids, answer: resolve, fail: () => reject(new Error('no answer')) }),
      ),
    makeUrl: () => `blob:${++made}`,
    dropUrl: url => dropped.push(url),
  });
  return { loader, asked, dropped };
}

const settled = (): Promise<void> => new Promise(resolve => setTimeout(resolve));
const nothing = (): void => undefined;

test('a batch is read entry by entry; length 0 means that no picture can be made', () => {
  const entries = readThumbnailBatch(batch([7, [1, 2, 3]], [8, []]));
  expect(entries.map(entry => [entry.id, entry.jpeg && [...entry.jpeg]])).toEqual([
    [7, [1, 2, 3]],
    [8, null],
  ]);
});

test.each([4, 9])('a batch that is cut after %i bytes is refused', length => {
  expect(() => readThumbnailBatch(batch([7, [1, 2, 3]]).slice(0, length))).toThrow(RangeError);
});

test('the nearest 64 are asked for first, and at most two batches at once', async () => {
  const { loader, asked } = makeLoader();
  for (let id = 1; id <= 200; id++) loader.want(id, 'h', Math.abs(100 - id), nothing);
  await settled();
  expect(asked).toHaveLength(2);
  expect(asked[0]!.ids).toHaveLength(64);
  expect(asked[0]!.ids[0]).toBe(100);
  expect(Math.max(...asked[0]!.ids.map(id => Math.abs(100 - id)))).toBe(32);
  asked[0]!.answer(batch());
  await settled();
  expect(asked).toHaveLength(3);
});

test('a photo that leaves the screen before its turn is not fetched', async () => {
  const { loader, asked } = makeLoader();
  const leave = loader.want(1, 'h', 0, nothing);
  loader.want(2, 'h', 0, nothing);
  leave();
  await settled();
  expect(asked.map(request => request.ids)).toEqual([[2]]);
});

test('what arrives is told to its listeners, what does not is shown as failed', async () => {
  const { loader, asked } = makeLoader();
  const heard: number[] = [];
  loader.want(1, 'h', 0, () => heard.push(1));
  loader.want(2, 'h', 0, () => heard.push(2));
  await settled();
  asked[0]!.answer(batch([1, [9]], [2, []]));
  await settled();
  expect(heard.sort()).toEqual([1, 2]);
  expect(loader.read(1, 'h')).toEqual({ state: 'ready', url: 'blob:1' });
  expect(loader.read(2, 'h').state).toBe('failed');
});

test('after a failed request a photo is asked for again when it comes back into view', async () => {
  const { loader, asked } = makeLoader();
  const leave = loader.want(1, 'h', 0, nothing);
  await settled();
  asked[0]!.fail();
  await settled();
  expect(loader.read(1, 'h').state).toBe('failed');
  leave();
  loader.want(1, 'h', 0, nothing);
  await settled();
  expect(asked).toHaveLength(2);
});

test('a changed content hash is another picture', async () => {
  const { loader, asked } = makeLoader();
  loader.want(1, '', 0, nothing);
  await settled();
  asked[0]!.answer(batch([1, []]));
  await settled();
  loader.want(1, 'abc', 0, nothing);
  await settled();
  expect(asked).toHaveLength(2);
  expect(loader.read(1, 'abc').state).toBe('loading');
});

test('the oldest pictures that nobody shows are given back', async () => {
  const { loader, asked, dropped } = makeLoader(1);
  const leaves = [1, 2, 3].map(id => loader.want(id, 'h', id, nothing));
  await settled();
  for (const leave of leaves) leave();
  asked[0]!.answer(batch([1, [1]], [2, [1]], [3, [1]]));
  await settled();
  expect(dropped).toEqual(['blob:1', 'blob:2']);
  expect(loader.read(3, 'h').state).toBe('ready');
});
