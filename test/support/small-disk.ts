// A disk of its own, a few megabytes small, to fill or to make read-only.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, rmdirSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export type SmallDisk = {
  readonly folder: string;
  /** Takes all room but so many bytes; gives the room back. */
  fill(bytesLeft: number): () => void;
  setReadOnly(readOnly: boolean): void;
  /** Takes it away while files on it are open; its folder is an empty one of the disk below then. */
  unplug(): void;
  /** Nothing on it may be open any more. */
  remove(): void;
};

/** A mounted folder is of another device than the one it lies in. */
const isMounted = (folder: string): boolean => statSync(folder).dev !== statSync(path.dirname(folder)).dev;

const run = (program: string, ...args: string[]) => execFileSync(program, args, { stdio: 'ignore' });

/** null where this machine does not let us mount one: only root on Linux may. */
export function smallDisk(megabytes: number): SmallDisk | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'fovea-small-disk-')));
  try {
    run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder);
  } catch {
    rmdirSync(folder); // a container whose root may not mount
    return null;
  }
  const ballast = path.join(folder, 'ballast');
  return {
    folder,
    fill(bytesLeft) {
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - bytesLeft)));
      return () => rmSync(ballast);
    },
    setReadOnly: readOnly => run('mount', '-o', `remount,${readOnly ? 'ro' : 'rw'}`, folder),
    unplug: () => run('umount', '--lazy', folder),
    remove() {
      if (isMounted(folder)) run('umount', folder);
      rmdirSync(folder);
    },
  };
}
