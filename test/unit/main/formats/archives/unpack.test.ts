// Archives from outside: what is unpacked, what is refused, and that nothing stays of what was refused (safety.md, group D).
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { ZipFile } from 'yazl';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { AppError } from '../../../../../src/shared/errors.ts';
import { errorText } from '../../../../../src/shared/messages.ts';
import { archiveKind } from '../../../../../src/main/formats/archives/archive-kind.ts';
import { archiveReasons } from '../../../../../src/main/formats/archives/archive-error.ts';
import { removeLeftUnpacked, unpackArchive } from '../../../../../src/main/formats/archives/unpack.ts';
import { madeTar, madeZip, zipEnd, type MadeTarEntry, type MadeZipEntry } from '../../../../support/made-archives.ts';
import { failingDisk } from '../../../../support/failing-disk.ts';
import { smallDisk } from '../../../../support/small-disk.ts';

const program = path.resolve(import.meta.dirname, '../../../../support/unpack-program.ts');
let folder: string;
let into: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'fovea-archive-'));
  into = path.join(folder, 'staging');
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

async function archive(bytes: Buffer, name = 'a.zip'): Promise<string> {
  const file = path.join(folder, name);
  for (const before of await tree(folder)) await rm(path.join(folder, before));
  await writeFile(file, bytes);
  return file;
}

const unpack = (file: string, signal?: AbortSignal) =>
  unpackArchive(file, { into, owner: process.pid, ...(signal ? { signal } : {}) });

async function tree(at: string): Promise<string[]> {
  const entries = await readdir(at, { recursive: true, withFileTypes: true });
  return entries
    .filter(entry => entry.isFile())
    .map(entry => path.relative(at, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}

/** The reason; and that nothing of the archive is anywhere. */
async function refusalOf(file: string, signal?: AbortSignal): Promise<string> {
  const error = await unpack(file, signal).then(
    () => null,
    (thrown: AppError) => thrown,
  );
  expect(await readdir(into).catch(() => [])).toEqual([]);
  expect(await tree(folder)).toEqual([path.basename(file)]);
  if (error === null) return 'unpacked';
  if (error.code === 'archive-refused') {
    expect(archiveReasons).toContain(error.details['reason']);
    expect(errorText('en', error)).toContain(path.basename(file));
    expect(errorText('ko', error)).not.toContain('{');
  }
  return String(error.details?.['reason'] ?? error.code ?? error);
}

const zipRefusal = async (entries: MadeZipEntry[]) => refusalOf(await archive(madeZip(entries)));
const tarRefusal = async (entries: MadeTarEntry[]) => refusalOf(await archive(madeTar(entries), 'a.tar'));

describe('what is unpacked', () => {
  test('a zip with folders, Korean names and a nested archive, which stays as it is', async () => {
    const nested = madeZip([{ name: 'inner.txt', content: 'x' }]);
    const {
      folder: at,
      files,
      bytes,
    } = await unpack(
      await archive(
        madeZip([
          { name: 'photos/' },
          { name: 'photos/개미 (1).jpg', content: 'ants' },
          { name: 'nested.zip', content: nested, packed: false },
          { name: 'empty.txt' },
          { name: '__MACOSX/photos/._x', content: 'resource fork' },
          { name: 'photos/.DS_Store', content: 'finder' },
        ]),
      ),
    );
    expect(await tree(at)).toEqual(['empty.txt', 'nested.zip', 'photos/개미 (1).jpg']);
    expect(await readFile(path.join(at, 'photos/개미 (1).jpg'), 'utf8')).toBe('ants');
    expect([files, bytes]).toEqual([3, 4 + nested.byteLength]);
  });

  test('a tar, plain and gzipped, with long names of ustar, GNU and pax', async () => {
    const long = `${'folder'.repeat(30)}/${'name'.repeat(20)}.jpg`;
    const record = ` path=pax/개미.jpg\n`;
    const length = Buffer.byteLength(record) + 2;
    const tar = madeTar([
      { name: './', type: '5' },
      { name: './a/', type: '5' },
      { name: './a/1.jpg', content: 'one' },
      { name: '2.jpg', prefix: 'b/c', content: Buffer.alloc(1500, 7) },
      { name: '././@LongLink', type: 'L', content: `${long}\0` },
      { name: 'cut', content: 'three' },
      { name: 'PaxHeader', type: 'x', content: `${length}${record}` },
      { name: 'pax-short', content: 'four' },
    ]);
    const expected = ['a/1.jpg', 'b/c/2.jpg', long, 'pax/개미.jpg'].sort();
    for (const [bytes, name] of [
      [tar, 'a.tar'],
      [gzipSync(tar), 'a.tar.gz'],
    ] as const) {
      const { folder: at, files } = await unpack(await archive(bytes, name));
      expect(files).toBe(4);
      expect(await tree(at)).toEqual(expected);
      expect(await readFile(path.join(at, long), 'utf8')).toBe('three');
    }
  });

  test('kinds are told by content, and a gzip of one file is no archive', async () => {
    const kindOf = async (bytes: Buffer) => archiveKind(await archive(bytes, 'x'));
    expect(await kindOf(madeZip([{ name: 'a' }]))).toBe('zip');
    expect(await kindOf(madeTar([{ name: 'a' }]))).toBe('tar');
    expect(await kindOf(gzipSync(madeTar([{ name: 'a' }])))).toBe('tar.gz');
    expect(await kindOf(gzipSync(Buffer.alloc(5000, 1)))).toBe(null);
    expect(await kindOf(Buffer.from([0x1f, 0x8b, 1, 2, 3]))).toBe(null);
    expect(await kindOf(Buffer.alloc(0))).toBe(null);
    expect(await kindOf(Buffer.from('{"shapes": []}'))).toBe(null);
  });
});

describe('D1: entries that would land outside', () => {
  test.each(['../evil', '/abs', 'C:/x', 'C:x', '..\\evil', 'a/../../b', '\\\\host\\share'])(
    '%j in a zip',
    async name => {
      expect(
        await zipRefusal([
          { name: 'fine.txt', content: 'x' },
          { name, content: 'x' },
        ]),
      ).toBe('archive-outside');
    },
  );
  test.each(['../evil', '/abs', 'C:/x', 'a/../../b', '..\\evil'])('%j in a tar', async name => {
    expect(
      await tarRefusal([
        { name: 'fine.txt', content: 'x' },
        { name, content: 'x' },
      ]),
    ).toBe('archive-outside');
  });
});

describe('D2: names that are not possible everywhere', () => {
  const names = [
    'a.jpg:stream',
    'CON',
    'con.jpg',
    'x/LPT1.txt',
    'trail. ',
    'trail.',
    'a./b.jpg',
    'new\nline.jpg',
    'tab\t.jpg',
    'a?.jpg',
    'a//b.jpg',
    `${'x'.repeat(256)}.jpg`,
    `${'가'.repeat(86)}.jpg`,
    `${'d/'.repeat(40)}deep.jpg`,
    `${`${'y'.repeat(200)}/`.repeat(6)}long.jpg`,
  ];
  test.each(names)('%j', async name => {
    expect(await zipRefusal([{ name, content: 'x' }])).toBe('archive-name');
  });
  test('a NUL inside', async () => {
    expect(await zipRefusal([{ name: 'a\0.jpg', content: 'x' }])).toBe('archive-name');
  });
  test('bytes that are no UTF-8', async () => {
    expect(await zipRefusal([{ name: Buffer.from([0x61, 0xff, 0xfe]), content: 'x' }])).toBe('archive-name');
  });
  test('names that only look dangerous are fine', async () => {
    const names = ['-rf.jpg', 'console.jpg', 'a..b.jpg', '%2e%2e%2fx.jpg', '[page=2].jpg', "it's & co.jpg", '👩‍👩‍👧.jpg'];
    const { folder: at } = await unpack(await archive(madeZip(names.map(name => ({ name, content: name })))));
    expect(await tree(at)).toEqual([...names].sort());
  });
});

describe('D3: links', () => {
  test('a symlink in a zip, and an entry written through it', async () => {
    const entries = [
      { name: 'link', content: '/tmp', mode: 0o120777 },
      { name: 'link/evil.txt', content: 'x' },
    ];
    expect(await zipRefusal(entries)).toBe('archive-link');
  });
  test.each([
    ['1', 'a hard link'],
    ['2', 'a symlink'],
  ])('a tar entry of type %s: %s', async type => {
    expect(
      await tarRefusal([
        { name: 'a', content: 'x' },
        { name: 'l', type, link: '/etc/passwd' },
      ]),
    ).toBe('archive-link');
  });
  test.each(['3', '4', '6', 'S'])('a device, a FIFO, a file with holes: type %s', async type => {
    expect(await tarRefusal([{ name: 'd', type }])).toBe('archive-special');
  });
  test('a FIFO in a zip', async () => {
    expect(await zipRefusal([{ name: 'f', mode: 0o010644 }])).toBe('archive-special');
  });
});

describe('D4: bombs', () => {
  test('50 MB of zeros in 50 KB', async () => {
    expect(await zipRefusal([{ name: 'zeros', content: Buffer.alloc(50e6) }])).toBe('archive-bomb');
  });
  test('the same in a gzipped tar stops while it is streamed', async () => {
    const file = await archive(gzipSync(madeTar([{ name: 'zeros', content: Buffer.alloc(50e6) }])), 'a.tgz');
    expect(await refusalOf(file)).toBe('archive-bomb');
  });
  test('entries that share their content (Fifield)', async () => {
    const kernel = Buffer.alloc(9e6);
    const many = Array.from({ length: 500 }, (_, place) => ({ name: `k${place}`, content: kernel, sharesWith: 0 }));
    expect(await zipRefusal([{ name: 'k', content: kernel }, ...many.slice(0, 20)])).toBe('archive-overlap');
  });
  test('a total of more than 20 GB', async () => {
    expect(await tarRefusal([{ name: 'huge', claims: 0o77777777777 }, { name: 'x' }])).toMatch(/no-room|cut-short/);
    const huge = { name: 'h', content: 'x', packed: false };
    expect(await zipRefusal([{ ...huge, packed: true, claims: 0xfffffff0 }])).toBe('archive-bomb');
  });
  test('archives inside are not unpacked, however many', async () => {
    let inner = madeZip([{ name: 'zeros', content: Buffer.alloc(5e6) }]);
    for (let depth = 0; depth < 5; depth++)
      inner = madeZip(Array.from({ length: 16 }, (_, n) => ({ name: `${n}.zip`, content: inner })));
    expect((await unpack(await archive(inner))).files).toBe(16);
  });
});

describe('D5: sizes that lie', () => {
  test('more than it says', async () => {
    expect(await zipRefusal([{ name: 'a', content: 'much longer', claims: 3 }])).toBe('archive-size-lies');
  });
  test('less than it says', async () => {
    expect(await zipRefusal([{ name: 'a', content: 'short', claims: 100 }])).toBe('archive-size-lies');
  });
  test('stored, of two sizes', async () => {
    expect(await zipRefusal([{ name: 'a', content: 'stored', packed: false, claims: 3 }])).toBe('archive-size-lies');
  });
  test('a wrong checksum', async () => {
    expect(await zipRefusal([{ name: 'a', content: 'changed', crc: 1 }])).toBe('archive-damaged');
  });
});

describe('D6: names that come twice', () => {
  test.each([
    ['a.jpg', 'a.jpg'],
    ['a.jpg', 'A.JPG'],
    ['caf\u00e9.jpg', 'cafe\u0301.jpg'],
    ['a', 'a/b.jpg'],
    ['x/b.jpg', 'x'],
  ])('%j and %j', async (one, other) => {
    const entries = [
      { name: one, content: '1' },
      { name: other, content: '2' },
    ];
    expect(await zipRefusal(entries)).toBe('archive-twice');
    expect(await tarRefusal(entries)).toBe('archive-twice');
  });
  test('a folder may be named as often as it likes', async () => {
    const entries = [{ name: 'a/' }, { name: 'a/1.jpg' }, { name: 'a/' }, { name: 'a/2.jpg' }];
    expect((await unpack(await archive(madeZip(entries)))).files).toBe(2);
  });
});

describe('D7: many entries, zip64, passwords, damage', () => {
  test('66,000 entries, more than sixteen bits count: all of them are looked at', { timeout: 120_000 }, async () => {
    // What macOS adds is passed over without a file: this is about the walk, not about the disk.
    const passedOver = Array.from({ length: 65_500 }, (_, n) => ({ name: `__MACOSX/${n}.txt`, packed: false }));
    const files = Array.from({ length: 500 }, (_, n) => ({ name: `${n % 10}/${n}.txt`, content: `${n}` }));
    const file = await archive(madeZip([...passedOver, ...files]));
    expect((await unpack(file)).files).toBe(500);
  });
  test('1,000,001 entries are refused before one is read', async () => {
    const zip = madeZip([{ name: 'a' }], { claimsEntries: 1_000_001 });
    expect(await refusalOf(await archive(zip))).toBe('archive-entries');
  });
  test('zip64 is read', async () => {
    const file = path.join(folder, 'z64.zip');
    const zip = new ZipFile();
    zip.addBuffer(Buffer.from('sixty-four'), 'a.txt', { forceZip64Format: true });
    zip.end();
    await pipeline(zip.outputStream, createWriteStream(file));
    const { folder: at } = await unpack(file);
    expect(await readFile(path.join(at, 'a.txt'), 'utf8')).toBe('sixty-four');
  });
  test('a password', async () => {
    expect(await zipRefusal([{ name: 'a', content: 'x', flags: 0x801 }])).toBe('archive-encrypted');
    expect(await zipRefusal([{ name: 'a', content: 'x', flags: 0x841 }])).toBe('archive-encrypted');
  });
  test('packed by LZMA', async () => {
    expect(await zipRefusal([{ name: 'a', content: 'x', method: 14 }])).toBe('archive-method');
  });
  test('cut at every tenth', async () => {
    const zip = madeZip([
      { name: 'a', content: Buffer.alloc(3000, 'abc') },
      { name: 'b', content: 'x' },
    ]);
    const tar = madeTar([
      { name: 'a', content: Buffer.alloc(3000, 'abc') },
      { name: 'b', content: 'x' },
    ]);
    for (let part = 1; part < 10; part++) {
      const cut = (bytes: Buffer) => bytes.subarray(0, Math.floor((bytes.byteLength * part) / 10));
      expect(await refusalOf(await archive(cut(zip)))).toMatch(/archive-(cut-short|damaged|unknown)/);
      expect(await refusalOf(await archive(cut(gzipSync(tar)), 'a.tgz'))).toMatch(/cut-short|unknown/);
      expect(await refusalOf(await archive(cut(tar.subarray(0, -1024)), 'a.tar'))).toMatch(/cut-short|unknown/);
    }
  });
  test('a tar without its end, and a tar with a changed header', async () => {
    const tar = madeTar([{ name: 'a', content: 'x' }], { end: false });
    expect(await refusalOf(await archive(tar, 'a.tar'))).toBe('archive-cut-short');
    const changed = madeTar([
      { name: 'a', content: 'x' },
      { name: 'b', content: 'y' },
    ]);
    changed[1024 + 2] = 0x66;
    expect(await refusalOf(await archive(changed, 'a.tar'))).toBe('archive-damaged');
  });
  test('a comment with an end record of its own', async () => {
    const comment = Buffer.concat([Buffer.from('harmless '), zipEnd(0, 0, 0)]);
    expect(await refusalOf(await archive(madeZip([{ name: 'a', content: 'x' }], { comment })))).toBe(
      'archive-ambiguous',
    );
  });
  test('another name before the content than in the directory', async () => {
    expect(await zipRefusal([{ name: 'a.jpg', localName: 'b.jpg', content: 'x' }])).toBe('archive-ambiguous');
  });
  test('no file in it, and no archive', async () => {
    expect(await zipRefusal([])).toBe('archive-empty');
    expect(await zipRefusal([{ name: 'folder/' }])).toBe('archive-empty');
    expect(await refusalOf(await archive(Buffer.from('hello'), 'a.txt'))).toBe('archive-unknown');
  });
  test('any byte changed: unpacked as it was, or refused, and never a crash', async () => {
    const content = Buffer.alloc(300, 'labels ');
    const good = madeZip([
      { name: 'a/x.json', content },
      { name: 'b.json', content, packed: false },
    ]);
    for (let at = 0; at < good.byteLength; at++) {
      const changed = Buffer.from(good);
      changed[at]! ^= 0x5a;
      const done = await unpack(await archive(changed)).catch((error: AppError) => error.code);
      if (typeof done === 'string') expect(done).toBe('archive-refused');
      else {
        for (const name of await tree(done.folder))
          expect(await readFile(path.join(done.folder, name))).toEqual(content);
        await rm(done.folder, { recursive: true });
      }
    }
  });
});

describe('D8: a full disk, a cancel, a kill', () => {
  test('a disk that has no room refuses before it is full', async context => {
    const disk = smallDisk(8);
    if (disk === null) return context.skip('no disk could be mounted');
    onTestFinished(() => disk.remove());
    const file = await archive(madeZip([{ name: 'a', content: Buffer.alloc(1000, 1) }]));
    const error = await unpackArchive(file, { into: disk.folder, owner: process.pid }).catch(
      (thrown: AppError) => thrown,
    );
    expect((error as AppError).details['reason']).toBe('archive-no-room');
    expect(await readdir(disk.folder)).toEqual([]);
  });
  test('cancelled: nothing stays', async () => {
    expect(await refusalOf(await archive(madeZip([{ name: 'a', content: 'x' }])), AbortSignal.abort())).toBe(
      'cancelled',
    );
  });
  test('cancelled in the middle of an entry: nothing stays', async () => {
    const stop = new AbortController();
    const noise = deflateRawSync(Buffer.from(Array.from({ length: 3e6 }, (_, n) => (n * 7919) >> 3)));
    const file = await archive(
      madeZip([
        { name: 'a', content: 'x' },
        { name: 'b', content: noise, packed: false },
      ]),
    );
    const unpacking = unpackArchive(file, { into, owner: 1, signal: stop.signal, onProgress: () => stop.abort() });
    await expect(unpacking).rejects.toMatchObject({ code: 'cancelled' });
    expect(await readdir(into)).toEqual([]);
  });
  test.for(['ENOSPC', 'EIO', 'EACCES'] as const)(
    '%s at every call that writes: an error that says so, and nothing stays',
    async (fault, context) => {
      const disk = failingDisk();
      if (disk === null) return context.skip('no C compiler, or no Linux');
      onTestFinished(() => disk.remove());
      const file = await archive(
        madeZip([
          { name: 'a/1.txt', content: 'one' },
          { name: 'a/2.txt', content: Buffer.alloc(200_000, 'ab') },
          { name: 'b/' },
        ]),
      );
      const child = spawnSync(process.execPath, [program, file, disk.prefix, fault], {
        env: { ...process.env, ...disk.env },
        encoding: 'utf8',
      });
      expect(child.stderr).toBe('');
      const outcomes = JSON.parse(child.stdout) as { nth: number; code: string; left: string[] }[];
      expect(outcomes.length).toBeGreaterThan(4);
      for (const { code, left } of outcomes) {
        expect(['disk-full', 'disk-failed', 'unpacked']).toContain(code);
        if (code !== 'unpacked') expect(code).toBe(fault === 'ENOSPC' ? 'disk-full' : 'disk-failed');
        expect(left).toEqual([]);
      }
      expect(outcomes.filter(({ code }) => code !== 'unpacked').length).toBeGreaterThan(4);
    },
  );

  test('kill -9 in the middle: what it wrote is removed at the next start', async () => {
    const noise = Buffer.from(Array.from({ length: 1e6 }, (_, n) => (n * 7919) >> 5));
    const many = Array.from({ length: 80 }, (_, n) => ({ name: `${n}.bin`, content: noise, packed: false }));
    const file = await archive(madeZip(many));
    const child = spawn(process.execPath, [program, file, into], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await readdir(into)).toHaveLength(1);
    expect(await removeLeftUnpacked(into)).toBe(1);
    expect(await readdir(into)).toEqual([]);
  });

  test('what a killed process left is removed at the next start, and what a living one has is not', async () => {
    const file = await archive(madeZip([{ name: 'a', content: 'x' }]));
    const gone = spawn(process.execPath, ['-e', '']);
    await once(gone, 'exit');
    const left = await unpackArchive(file, { into, owner: gone.pid! });
    const kept = await unpackArchive(file, { into, owner: process.ppid });
    await writeFile(path.join(into, 'unpacked-notes.txt'), 'a person wrote this');
    expect(await removeLeftUnpacked(into)).toBe(1);
    expect((await readdir(into)).sort()).toEqual([path.basename(kept.folder), 'unpacked-notes.txt'].sort());
    expect(await readdir(path.dirname(left.folder))).not.toContain(path.basename(left.folder));
    expect(await removeLeftUnpacked(path.join(folder, 'never made'))).toBe(0);
  });
});
