// Temporary folders of the core: made where they can be, named after their process, and swept once that is gone.
import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ownerOfTemporary, temporaryPrefix } from '../../shared/temporary-name.ts';
import { systemCode, writeError } from './disk.ts';

/** A new empty folder in the system's temporary folder. Throws `writeError`s that name it: disk-full, folder-read-only, disk-failed. */
export async function makeTemporaryFolder(kind: string): Promise<string> {
  const prefix = path.join(os.tmpdir(), temporaryPrefix(kind, process.pid));
  try {
    return await mkdtemp(prefix);
  } catch (error) {
    throw writeError(error, prefix);
  }
}

/** Removes the temporary folders of this person's processes that are gone: a killed one leaves its own. What cannot be removed stays. */
export async function sweepTemporaryFolders(): Promise<void> {
  const base = os.tmpdir();
  const names = await readdir(base).catch(() => []); // nothing to sweep where nothing can be seen
  for (const name of names) {
    const owner = ownerOfTemporary(name);
    if (owner === null || isAlive(owner)) continue;
    const folder = path.join(base, name);
    try {
      const facts = await lstat(folder);
      if (!facts.isDirectory() || facts.uid !== (process.getuid?.() ?? facts.uid)) continue;
      await rm(folder, { recursive: true, force: true });
    } catch (error) {
      if (systemCode(error) === '') throw error; // the system's refusal costs only this folder, and the next start tries again
    }
  }
}

/** Whether a process of this number is there, whoever it belongs to. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}
