// A core with its own folders for one test, closed and removed when the test is over; and folders of made photos to open with it.
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { createCore, type Core, type CoreOptions } from '../../src/main/core/index.ts';
import { AppError } from '../../src/shared/errors.ts';
import { errorText } from '../../src/shared/messages.ts';
import { madePhotoPng } from '../../src/main/training/made-photo.ts';

const builtInResources = path.resolve(import.meta.dirname, '../../resources');

export type TestCore = { readonly core: Core; readonly home: string; readonly documentsFolder: string };

export async function openTestCore(
  home?: string,
  resourcesFolder = builtInResources,
  more: Partial<CoreOptions> = {},
): Promise<TestCore> {
  const folder = home ?? (await temporaryHome());
  const documentsFolder = path.join(folder, 'documents');
  const core = await createCore({
    resourcesFolder,
    dataFolder: path.join(folder, 'data'),
    documentsFolder,
    shell: 'serve',
    version: '0.0.0',
    safeMode: false,
    log: line => console.error(line),
    threads: 1,
    ...more,
  });
  onTestFinished(() => core.close());
  return { core, home: folder, documentsFolder };
}

export async function temporaryHome(): Promise<string> {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'fovea-core-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes `<folder>/<name>/<n>.png` for each name and count; discs and bars in turn, every photo different. */
export async function writePhotos(folder: string, counts: Readonly<Record<string, number>>): Promise<string> {
  let seed = 0;
  for (const [place, [name, count]] of Object.entries(counts).entries()) {
    await mkdir(path.join(folder, name), { recursive: true });
    for (let index = 1; index <= count; index++) {
      const kind = place % 2 === 0 ? 'disc' : 'bars';
      const bytes = madePhotoPng({ widthPx: 64, heightPx: 48, kind, seed: ++seed });
      await writeFile(path.join(folder, name, `${index}.png`), bytes);
    }
  }
  return folder;
}

/** Opens a folder and waits until all of its photos were read. */
export async function openFolder(core: Core, folder: string) {
  const opened = await core.call('project:open', { grant: core.grants.add(folder) });
  for (const { id, kind } of await core.call('work:list', null)) if (kind === 'scan') await core.workEnded(id);
  return opened;
}

/** What an attempt fails with, and what a person reads of it. */
export async function failure(attempt: Promise<unknown>): Promise<{ code: string; message: string }> {
  try {
    await attempt;
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, message: errorText('en', error) };
    throw error;
  }
  throw new Error('It did not fail');
}
