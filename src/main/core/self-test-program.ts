// Rows of the self-test about the program itself: its files against the manifest of the package, and Electron.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { SelfTestRow } from '../../shared/records/self-test.ts';
import type { CoreOptions } from './context.ts';

/** What scripts/package.ts writes beside resources/: SHA-256 of every file of the packaged core. A checkout has none, and no row. */
export async function programRows({ resourcesFolder }: CoreOptions): Promise<SelfTestRow[]> {
  const base = path.dirname(resourcesFolder);
  const manifest = path.join(base, 'manifest.json');
  if (!existsSync(manifest)) return [];
  const wanted = Object.entries(JSON.parse(await readFile(manifest, 'utf8')) as Record<string, string>);
  const differing: string[] = [];
  for (const [file, sha256] of wanted) {
    const bytes = await readFile(path.join(base, file)).catch(() => new Uint8Array()); // a missing file differs too
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) differing.push(file);
  }
  return [
    {
      thing: 'self-test.thing.program-files',
      state: differing.length === 0 ? 'works' : 'failed',
      measured: { key: 'self-test.measured.program-files', params: { count: wanted.length } },
      reason:
        differing.length === 0
          ? null
          : { key: 'self-test.reason.files-changed', params: { files: differing.slice(0, 5).join(', ') } },
    },
  ];
}

/** The window's own program: this one, the one npm fetched, or none yet. */
export function electronRow({ shell, resourcesFolder }: CoreOptions): SelfTestRow {
  const thing = 'self-test.thing.electron';
  if (shell === 'desktop') {
    return { thing, state: 'works', measured: { key: 'self-test.measured.electron-here', params: {} }, reason: null };
  }
  const isFetched = existsSync(path.join(path.dirname(resourcesFolder), 'node_modules/electron/dist'));
  return {
    thing,
    state: isFetched ? 'works' : 'absent',
    measured: null,
    reason: isFetched ? null : { key: 'self-test.reason.no-electron', params: {} },
  };
}
