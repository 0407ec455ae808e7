// A file of the manifest arrives whole and proved, or not at all, however the server and the connection behave.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { download } from '../../../../src/main/core/pretrained-download.ts';
import { mulberry32 } from '../../../../src/shared/random.ts';
import { failure, temporaryHome } from '../../../support/core.ts';
import { serveFile, type FileServer } from '../../../support/file-server.ts';
import { smallDisk } from '../../../support/small-disk.ts';

const random = mulberry32(1);
const content = Uint8Array.from({ length: 300_000 }, () => random() * 256);
const md5 = { algorithm: 'md5', hex: createHash('md5').update(content).digest('hex') } as const;

async function prepared(home?: string) {
  const server = await serveFile(content);
  const folder = path.join(home ?? (await temporaryHome()), 'downloads');
  const seen: number[] = [];
  const cancel = new AbortController();
  const file = { address: server.address, bytes: content.byteLength as number | null, checksum: md5 };
  const start = (changes: { stalledMs?: number; bytes?: number | null; address?: string } = {}): Promise<string> => {
    const { stalledMs = 5_000, ...others } = changes;
    const onProgress = (done: number): void => void seen.push(done);
    return download({ ...file, ...others }, { folder, signal: cancel.signal, onProgress, stalledMs });
  };
  return { server, folder, seen, cancel, start };
}

/** A first try that ends after some bytes. */
async function half(server: FileServer, start: () => Promise<string>): Promise<void> {
  server.file.cutAfter = 100_000;
  expect((await failure(start())).code).toBe('download-failed');
  server.file.cutAfter = null;
}

test('the whole file is there at the end, and nothing beside it', async () => {
  const { server, folder, seen, start } = await prepared();
  const file = await start();
  expect(await readFile(file)).toEqual(Buffer.from(content));
  expect(await readdir(folder)).toEqual(['weights.h5']);
  expect(seen.at(-1)).toBe(content.byteLength);
  expect(server.headers[0]).not.toHaveProperty('cookie');
});

describe('a connection that is cut', () => {
  test('keeps what has come, says so, and the next try asks for the rest only', async () => {
    const { server, folder, seen, start } = await prepared();
    server.file.cutAfter = 100_000;
    const { code, message } = await failure(start());
    expect(code).toBe('download-failed');
    expect(message).toContain('the connection was cut');
    expect(message).toContain('127.0.0.1');
    const part = path.join(folder, 'weights.h5.part');
    const { size } = await stat(part);
    expect(size).toBeGreaterThan(0);
    server.file.cutAfter = null;
    seen.length = 0;
    expect(await readFile(await start())).toEqual(Buffer.from(content));
    expect(server.ranges).toEqual([null, `bytes=${size}-`]);
    expect(server.headers[1]).toMatchObject({ 'if-range': '"one"' });
    expect(seen[0]).toBe(size);
    expect(existsSync(part)).toBe(false);
  });

  test('starts over where the server knows no ranges', async () => {
    const { server, start } = await prepared();
    await half(server, start);
    server.file.knowsRanges = false;
    expect(await readFile(await start())).toEqual(Buffer.from(content));
  });

  test('starts over where the file has become another one', async () => {
    const { server, start } = await prepared();
    server.file.bytes = new Uint8Array(content.byteLength);
    await half(server, start);
    server.file.bytes = content;
    server.file.etag = '"two"';
    expect(await readFile(await start())).toEqual(Buffer.from(content));
    expect(server.ranges).toHaveLength(2);
  });

  test('goes on without an ETag too: the checksum decides', async () => {
    const { server, start } = await prepared();
    server.file.etag = null;
    await half(server, start);
    expect(await readFile(await start())).toEqual(Buffer.from(content));
    expect(server.headers[1]).not.toHaveProperty('if-range');
  });

  test('a part of another address is not gone on with', async () => {
    const { server, start } = await prepared();
    await half(server, start);
    const other = await serveFile(content);
    expect(await readFile(await start({ address: other.address }))).toEqual(Buffer.from(content));
    expect(other.ranges).toEqual([null]);
  });
});

test('one flipped bit is refused: the file is removed, and the next try gets it whole', async () => {
  const { server, folder, start } = await prepared();
  server.file.bytes = content.with(123_456, content[123_456]! ^ 1);
  const { code, message } = await failure(start());
  expect(code).toBe('download-damaged');
  expect(message).toContain('Download it again');
  expect(await readdir(folder)).toEqual([]);
  server.file.bytes = content;
  expect(await readFile(await start())).toEqual(Buffer.from(content));
});

test('a part with a flipped bit is not taken for the file', async () => {
  const { server, folder, start } = await prepared();
  await half(server, start);
  const part = path.join(folder, 'weights.h5.part');
  const kept = await readFile(part);
  kept[50]! ^= 1;
  await writeFile(part, kept);
  expect((await failure(start())).code).toBe('download-damaged');
  expect(await readFile(await start())).toEqual(Buffer.from(content));
});

test('a connection on which nothing comes any more is given up with what has come', async () => {
  const { server, folder, start } = await prepared();
  server.file.stallAfter = 100_000;
  const { code, message } = await failure(start({ stalledMs: 200 }));
  expect(code).toBe('download-failed');
  expect(message).toContain('stopped answering');
  expect((await stat(path.join(folder, 'weights.h5.part'))).size).toBeGreaterThan(0);
});

test('a disk without room for the file is named, and the download works once there is room', async ({ skip }) => {
  const disk = smallDisk(4);
  if (!disk) return skip('a small disk can be mounted by root on Linux only');
  onTestFinished(() => disk.remove());
  const { server, start } = await prepared(disk.folder);
  const empty = disk.fill(100_000);
  const { code, message } = await failure(start());
  expect(code).toBe('disk-full');
  expect(message).toContain('weights.h5.part');
  empty();
  expect(await readFile(await start())).toEqual(Buffer.from(content));
  expect(server.ranges.at(-1)).toBeNull();
});

test('a cancel keeps the part', async () => {
  const { server, folder, cancel, start } = await prepared();
  server.file.stallAfter = 100_000;
  const going = start();
  await expect.poll(() => existsSync(path.join(folder, 'weights.h5.part'))).toBe(true);
  cancel.abort();
  expect((await failure(going)).code).toBe('cancelled');
  expect(existsSync(path.join(folder, 'weights.h5.part'))).toBe(true);
});

test('a server that sends more than the file has, refuses, or is not there is named with the reason', async () => {
  const { server, start } = await prepared();
  expect((await failure(start({ bytes: 1_000 }))).message).toContain('sends more than the file has');
  server.file.status = 404;
  expect((await failure(start())).message).toContain('does not give the file');
  const gone = await failure(start({ address: 'http://127.0.0.1:9/weights.h5' }));
  expect(gone.message).toContain('cannot be reached');
});

test('a file whose size nobody publishes is fetched by the server’s word', async () => {
  const { start } = await prepared();
  expect(await readFile(await start({ bytes: null }))).toEqual(Buffer.from(content));
});

test('an address without https is refused before anything is asked', async () => {
  const { start } = await prepared();
  expect((await failure(start({ address: 'http://localhost/weights.h5' }))).message).toContain('https');
});

test('a file that was fetched and not yet made a model of is not fetched again, unless it was changed', async () => {
  const { server, start } = await prepared();
  const file = await start();
  expect(await start()).toBe(file);
  expect(server.ranges).toHaveLength(1);
  await writeFile(file, content.subarray(1));
  await start();
  expect(server.ranges).toHaveLength(2);
});
