// Temporary folders for as long as this process lives. Playwright reads a spec in its main process too, to know its tests, and again in a
// new worker after a failure: what a spec makes outside its tests is made there as well, and no `afterAll` of those takes it away.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A new folder in the system's temporary folder, gone at the latest when this process ends. */
export function folderUntilExit(prefix: string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), prefix));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
