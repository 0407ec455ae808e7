// Power cuts: what a disk was asked to do is played back up to a random moment, as far as a disk must have kept it. What was flushed is there;
// of what was written since, any part may be; names change in order, but the last changes may be missing until their folder was flushed.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { openProject } from '../../src/main/store/open-project.ts';
import { findDamage } from '../../src/main/store/integrity.ts';
import { mulberry32, type Random } from '../../src/shared/random.ts';
import { failingDisk } from './failing-disk.ts';

export type PowerReport = { cuts: number; operations: number; lost: string[]; inconsistent: string[] };

type Operation = {
  readonly kind: 'w' | 't' | 's' | 'c' | 'r' | 'u' | 'l' | 'm';
  readonly path: string;
  readonly other: string;
  readonly offset: number;
  readonly data: Buffer;
};

const recorder = new URL('./power-recorder.ts', import.meta.url).pathname;

function* readLog(log: Buffer): Generator<Operation> {
  for (let at = 0; at < log.length;) {
    const kind = String.fromCharCode(log[at]!) as Operation['kind'];
    const [pathBytes, otherBytes, dataBytes] = [1, 5, 9].map(place => log.readInt32LE(at + place)) as [
      number,
      number,
      number,
    ];
    const offset = Number(log.readBigInt64LE(at + 13));
    const start = at + 21;
    const text = (from: number, bytes: number): string => log.toString('utf8', from, from + bytes);
    const dataAt = start + pathBytes + otherBytes;
    const data = log.subarray(dataAt, dataAt + dataBytes);
    yield { kind, path: text(start, pathBytes), other: text(start + pathBytes, otherBytes), offset, data };
    at = dataAt + dataBytes;
  }
}

/** A file's content however it is called, with what was done to it since it was last flushed. */
class Content {
  bytes: Buffer<ArrayBufferLike>;
  pending: Operation[] = [];
  constructor(bytes: Buffer<ArrayBufferLike>) {
    this.bytes = bytes;
  }
  static apply(bytes: Buffer<ArrayBufferLike>, { kind, offset, data }: Operation): Buffer<ArrayBufferLike> {
    const length = kind === 't' ? offset : Math.max(bytes.length, offset + data.length);
    const next =
      length === bytes.length
        ? bytes
        : Buffer.concat([bytes, Buffer.alloc(Math.max(0, length - bytes.length))], length);
    if (kind === 'w') data.copy(next, offset);
    return next;
  }
  flush(): void {
    for (const operation of this.pending) this.bytes = Content.apply(this.bytes, operation);
    this.pending = [];
  }
  /** What the disk may hold: each write since the flush whole, in part, or not at all. */
  afterCut(random: Random): Buffer {
    let bytes: Buffer<ArrayBufferLike> = Buffer.from(this.bytes);
    for (const operation of this.pending) {
      const chance = random();
      if (chance < 0.4) continue;
      const isTorn = chance > 0.8 && operation.kind === 'w' && operation.data.length > 512;
      const kept = isTorn
        ? operation.data.subarray(0, 512 * Math.floor((random() * operation.data.length) / 512))
        : operation.data;
      bytes = Content.apply(bytes, { ...operation, data: kept });
    }
    return bytes;
  }
}

/** The disk while the log is played back. */
function playedUntil(
  start: ReadonlyMap<string, Buffer>,
  operations: readonly Operation[],
  random: Random,
): Map<string, Buffer> {
  let names = new Map([...start].map(([name, bytes]) => [name, new Content(Buffer.from(bytes))]));
  /** Names as they were at the last flush of a folder, and after each change since. */
  let since: Map<string, Content>[] = [new Map(names)];
  const renamed = (change: (now: Map<string, Content>) => void): void => {
    names = new Map(names);
    change(names);
    since.push(names);
  };
  const contentOf = (name: string): Content => {
    const known = names.get(name);
    if (known) return known;
    const made = new Content(Buffer.alloc(0));
    renamed(now => now.set(name, made));
    return made;
  };
  for (const operation of operations) {
    const { kind, path: name, other } = operation;
    if (kind === 'w' || kind === 't') contentOf(name).pending.push(operation);
    else if (kind === 'c') contentOf(name);
    else if (kind === 's' && names.has(name)) {
      // Flushing a file puts its name on disk too, and with it the changes of names before.
      names.get(name)!.flush();
      since = [names];
    } else if (kind === 's') since = [names];
    else if (kind === 'r' && names.has(name)) {
      renamed(now => {
        now.set(other, now.get(name)!);
        now.delete(name);
      });
    } else if (kind === 'l' && names.has(name)) renamed(now => now.set(other, now.get(name)!));
    else if (kind === 'u') renamed(now => now.delete(name));
  }
  const kept = since[Math.floor(random() * since.length)]!;
  return new Map([...kept].map(([name, content]) => [name, content.afterCut(random)]));
}

function filesOf(folder: string, as: string): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const entry of fs.readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const place = path.join(entry.parentPath, entry.name);
    if (entry.isFile()) files.set(path.join(as, path.relative(folder, place)), fs.readFileSync(place));
  }
  return files;
}

/** What is wrong with the project after a cut, or ''. */
function look(folder: string, acknowledged: number): { readonly lost: string; readonly inconsistent: string } {
  try {
    const project = openProject(folder);
    try {
      const last = project.tables.gesture.lastSequence();
      const damage = findDamage(project.db, 'all');
      return { lost: last < acknowledged ? `gesture ${last} of ${acknowledged}` : '', inconsistent: damage ?? '' };
    } finally {
      project.close();
    }
  } catch (error) {
    return { lost: '', inconsistent: String(error) };
  }
}

/** null where no disk can be made that writes down what it is asked. */
export async function powerCampaign(cuts: number, seed = 1): Promise<PowerReport | null> {
  const disk = failingDisk();
  if (!disk) return null;
  const copy = path.join(path.dirname(disk.log), 'before');
  const cut = path.join(path.dirname(disk.log), 'cut');
  try {
    const child = spawn(process.execPath, [recorder, disk.prefix, copy], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...disk.env },
    });
    const code = await new Promise<number | null>(resolve => child.once('close', resolve));
    if (code !== 0) throw new Error(`the recorder ended with code ${code}`);
    const project = path.join(disk.prefix, 'project');
    const start = filesOf(copy, project);
    const operations = [...readLog(fs.readFileSync(disk.log))];
    const report: PowerReport = { cuts, operations: operations.length, lost: [], inconsistent: [] };
    const random = mulberry32(seed);
    for (let round = 0; round < cuts; round++) {
      const until = 1 + Math.floor(random() * operations.length);
      const played = operations.slice(0, until);
      const acknowledged = Number(
        played.findLast(one => one.path.endsWith('/done') && one.kind === 'w')?.data.toString() ?? 0,
      );
      fs.rmSync(cut, { recursive: true, force: true });
      for (const [name, bytes] of playedUntil(start, played, random)) {
        if (!name.startsWith(`${project}/`)) continue;
        const place = path.join(cut, path.relative(project, name));
        fs.mkdirSync(path.dirname(place), { recursive: true });
        fs.writeFileSync(place, bytes);
      }
      const { lost, inconsistent } = look(cut, acknowledged);
      if (lost) report.lost.push(`cut after operation ${until}: ${lost}`);
      if (inconsistent) report.inconsistent.push(`cut after operation ${until}: ${inconsistent}`);
    }
    return report;
  } finally {
    disk.remove();
  }
}
