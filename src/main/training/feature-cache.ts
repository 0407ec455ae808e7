// The cache of backbone features: float16, in packs of a few hundred entries. A pack's name is the hash of its bytes, so a damaged
// pack is noticed, dropped and computed again; the folder may be deleted at any time.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Preprocessing } from '../../engine/preprocessing.ts';
import { AppError } from '../../shared/errors.ts';

/** Everything besides the photo and its variant that features depend on. */
export type FeatureSpace = {
  readonly decoderVersion: string;
  readonly preprocessing: Preprocessing;
  readonly backboneSha256: string;
  /** The layer whose output is cached. */
  readonly cutLayer: string;
  readonly precision: 'float16';
  readonly runtimeVersion: string;
  readonly provider: string;
};

export type FeatureCache = {
  /** Entries by key, as float16 bits; keys that are not there, or whose pack is damaged, are left out. */
  readonly read: (keys: ReadonlySet<string>) => Promise<Map<string, Uint16Array>>;
  /** Keeps an entry; written with its pack when that is full, or at `flush`. Throws AppError disk-full or disk-failed. */
  readonly add: (key: string, feature: Uint16Array) => Promise<void>;
  readonly flush: () => Promise<void>;
};

const magic = Buffer.from('FOVEAFT1');
const headerBytes = magic.length + 8;
const keyBytes = 32;
const suffix = '.features';
const unfinished = '.writing-';
export const entriesPerPack = 256;
/** Records at a boundary are large: what waits to be written stays small. */
const bytesPerPack = 16e6;
export const maxCacheBytes = 10e9;

const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The key of one photo's features in a space, 64 hexadecimal digits. Field order is fixed here, so equal facts give equal keys. */
export function featureKey(space: FeatureSpace, contentHash: string, variant: string): string {
  return sha256(JSON.stringify([contentHash, variant, ...factsOf(space)]));
}

const factsOf = ({ decoderVersion, preprocessing, backboneSha256, cutLayer, ...rest }: FeatureSpace): unknown[] => {
  const { heightPx, widthPx, mean, std, order } = preprocessing;
  return [
    decoderVersion,
    [heightPx, widthPx, mean, std, order],
    backboneSha256,
    cutLayer,
    rest.precision,
    rest.runtimeVersion,
    rest.provider,
  ];
};

/** The cache of a space below `<cacheFolder>/features`; without a folder, a cache that is always empty. */
export async function openFeatureCache(cacheFolder: string | null, space: FeatureSpace): Promise<FeatureCache> {
  if (cacheFolder === null) {
    return { read: () => Promise.resolve(new Map()), add: () => Promise.resolve(), flush: () => Promise.resolve() };
  }
  const folder = path.join(cacheFolder, 'features', sha256(JSON.stringify(factsOf(space))).slice(0, 16));
  let pending = new Map<string, Uint16Array>();
  const flush = async (): Promise<void> => {
    const full = pending;
    pending = new Map();
    if (full.size > 0) await writePack(folder, full);
  };
  return {
    read: keys => readPacks(folder, keys),
    add: async (key, feature) => {
      pending.set(key, feature);
      if (pending.size >= entriesPerPack || pending.size * feature.byteLength >= bytesPerPack) await flush();
    },
    flush,
  };
}

/** Removes the packs that were used longest ago until at most `maxBytes` are left, and what a killed worker left half written. */
export async function trimFeatureCache(cacheFolder: string, maxBytes = maxCacheBytes): Promise<void> {
  const root = path.join(cacheFolder, 'features');
  const names = (await ifThere(readdir(root, { recursive: true }))) ?? [];
  const files: { file: string; bytes: number; usedMs: number }[] = [];
  for (const name of names) {
    const file = path.join(root, name);
    const facts = await ifThere(stat(file));
    if (facts?.isFile()) files.push({ file, bytes: facts.size, usedMs: facts.mtimeMs });
  }
  const anHourAgoMs = Date.now() - 3_600_000;
  let bytesLeft = 0;
  for (const { file, bytes, usedMs } of files.sort((a, b) => b.usedMs - a.usedMs)) {
    const isLeftOver = path.basename(file).startsWith(unfinished) && usedMs < anHourAgoMs;
    bytesLeft += bytes;
    if (isLeftOver || bytesLeft > maxBytes) await rm(file, { force: true });
  }
}

async function readPacks(folder: string, keys: ReadonlySet<string>): Promise<Map<string, Uint16Array>> {
  const found = new Map<string, Uint16Array>();
  for (const name of (await ifThere(readdir(folder))) ?? []) {
    if (!name.endsWith(suffix) || found.size === keys.size) continue;
    const file = path.join(folder, name);
    const listed = await ifThere(readKeys(file));
    if (listed && !listed.some(key => keys.has(key))) continue;
    const pack = await ifThere(readFile(file));
    if (!listed || !pack || `${sha256(pack)}${suffix}` !== name) {
      await rm(file, { force: true });
      continue;
    }
    const dataStart = headerBytes + listed.length * keyBytes;
    // Copied: a view would keep the whole pack in memory for one entry, and may stand at an odd offset.
    const bits = new Uint16Array(Uint8Array.from(pack.subarray(dataStart)).buffer);
    const length = bits.length / listed.length;
    for (const [index, key] of listed.entries()) {
      if (keys.has(key)) found.set(key, bits.slice(index * length, (index + 1) * length));
    }
    const now = new Date();
    await ifThere(utimes(file, now, now));
  }
  return found;
}

/** The cache may be cleared at any moment, so what was listed may be gone: undefined then. */
async function ifThere<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The keys a pack lists in its head, or null when the head is not one. */
async function readKeys(file: string): Promise<string[] | null> {
  const handle = await open(file, 'r');
  try {
    const head = Buffer.alloc(headerBytes + entriesPerPack * keyBytes);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    const count = bytesRead >= headerBytes ? head.readUInt32LE(magic.length) : 0;
    const length = bytesRead >= headerBytes ? head.readUInt32LE(magic.length + 4) : 0;
    const { size } = await handle.stat();
    const isPack =
      count >= 1 &&
      count <= entriesPerPack &&
      head.subarray(0, magic.length).equals(magic) &&
      size === headerBytes + count * (keyBytes + 2 * length);
    if (!isPack) return null;
    return Array.from({ length: count }, (_, index) =>
      head.toString('hex', headerBytes + index * keyBytes, headerBytes + (index + 1) * keyBytes),
    );
  } finally {
    await handle.close();
  }
}

async function writePack(folder: string, entries: ReadonlyMap<string, Uint16Array>): Promise<void> {
  const features = [...entries.values()];
  const head = Buffer.alloc(headerBytes);
  magic.copy(head);
  head.writeUInt32LE(entries.size, magic.length);
  head.writeUInt32LE(features[0]!.length, magic.length + 4);
  const pack = Buffer.concat([
    head,
    ...[...entries.keys()].map(key => Buffer.from(key, 'hex')),
    ...features.map(bits => new Uint8Array(bits.buffer, bits.byteOffset, bits.byteLength)),
  ]);
  const file = path.join(folder, `${sha256(pack)}${suffix}`);
  const temporary = path.join(folder, `${unfinished}${randomUUID()}`);
  await writing(file, async () => {
    try {
      await mkdir(folder, { recursive: true });
      await writeFile(temporary, pack, { flag: 'wx' });
      await rename(temporary, file);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  });
}

async function writing(file: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new AppError(reason === 'ENOSPC' ? 'disk-full' : 'disk-failed', { file, reason }, { cause: error });
  }
}
