// Tells by its first bytes whether a file is an archive that can be unpacked: names are believed only where those bytes are missing.
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { blockBytes, tarHeader } from './tar-header.ts';

export type ArchiveKind = 'zip' | 'tar' | 'tar.gz';

/** null for every other file, for gzips of a single file too (IDX comes so). `file`: a regular file. */
export async function archiveKind(file: string): Promise<ArchiveKind | null> {
  const first = await firstBytes(file);
  if (first.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) return 'zip';
  if (first.subarray(0, 4).equals(Buffer.from('PK\x05\x06', 'latin1'))) return 'zip';
  const isPacked = first[0] === 0x1f && first[1] === 0x8b;
  const block = isPacked ? await firstUnpacked(file) : first;
  // Cut so early that nothing tells: what it is called says what it was to be, and unpacking it what is wrong.
  const named = block.byteLength < blockBytes ? archiveName.exec(file)?.[0].toLowerCase() : undefined;
  if (!isPacked) return isTar(block) || named === '.tar' ? 'tar' : named === '.zip' ? 'zip' : null;
  return isTar(block) || named === '.tgz' || named === '.tar.gz' ? 'tar.gz' : null;
}

const archiveName = /(?:\.tar\.gz|\.tgz|\.tar|\.zip)$/i;

const isTar = (block: Buffer): boolean => block.byteLength === blockBytes && Boolean(tarHeader(block));

async function firstBytes(file: string): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(blockBytes), 0, blockBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function firstUnpacked(file: string): Promise<Buffer> {
  const source = createReadStream(file);
  const gunzip = createGunzip();
  source.once('error', error => gunzip.destroy(error));
  try {
    let first = Buffer.alloc(0);
    for await (const piece of source.pipe(gunzip) as AsyncIterable<Buffer>) {
      first = Buffer.concat([first, piece]).subarray(0, blockBytes);
      if (first.byteLength === blockBytes) break;
    }
    return first;
  } catch {
    return Buffer.alloc(0); // no gzip after all, or a broken one: nothing that can be unpacked
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}
