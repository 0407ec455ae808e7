// The processes below one, as `ps` tells: to kill some, stop all, and see that none is left.
import { execFileSync } from 'node:child_process';

type SeenProcess = { readonly pid: number; readonly args: string };

/** Every process below `pid` that lives; not itself. Linux and macOS. */
export function processesBelow(pid: number): SeenProcess[] {
  const rows = execFileSync('ps', ['-o', 'pid=,ppid=,stat=,args=', '-e'], { encoding: 'utf8' }).trim().split('\n');
  const all = rows.flatMap(row => {
    const [, id, parent, state, args] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(row) ?? [];
    return state === undefined || state.startsWith('Z')
      ? []
      : [{ pid: Number(id), parent: Number(parent), args: args! }];
  });
  const below = (of: number): SeenProcess[] =>
    all.filter(({ parent }) => parent === of).flatMap(child => [child, ...below(child.pid)]);
  return below(pid).map(({ pid: id, args }) => ({ pid: id, args }));
}

/** Those of one kind of worker below `pid`. */
export function workersBelow(pid: number, kind: 'engine' | 'decode' | 'dataset'): number[] {
  const entry = new RegExp(`workers[\\\\/]${kind}\\.[tj]s`);
  return processesBelow(pid)
    .filter(({ args }) => entry.test(args))
    .map(({ pid: id }) => id);
}

/** Whether it lives; a process that waits to be buried does not. */
export function isAlive(pid: number): boolean {
  try {
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .startsWith('Z');
  } catch {
    return false; // ps knows no such process
  }
}
