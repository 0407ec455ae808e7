// Memory of processes as one honest number: proportional set size, where pages shared between processes are counted once. Linux only.
import { readFile, readdir } from 'node:fs/promises';

/** Bytes of one process; 0 where it has ended. */
export async function memoryOf(pid: number): Promise<number> {
  const own = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+) kB/m.exec(own)?.[1] ?? 0) * 1024;
}

/** Bytes of a process and all below it. */
export async function memoryOfTree(pid: number): Promise<number> {
  const [own, children] = await Promise.all([
    memoryOf(pid),
    readdir(`/proc/${pid}/task`)
      .then(tasks => Promise.all(tasks.map(task => readFile(`/proc/${pid}/task/${task}/children`, 'utf8'))))
      .catch(() => []),
  ]);
  const pids = children.flatMap(list => list.trim().split(' ')).filter(Boolean);
  const below = await Promise.all(pids.map(child => memoryOfTree(Number(child))));
  return own + below.reduce((sum, bytes) => sum + bytes, 0);
}
