// Rows of the self-test about the program itself: its files against the manifest of the package, and Electron.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { SelfTestRow } from '../../shared/calls/app.ts';
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
      thing: 'Program files',
      state: differing.length === 0 ? 'works' : 'failed',
      measured: `${wanted.length} files against their checksums`,
      reason:
        differing.length === 0 ? '' : `Changed or missing: ${differing.slice(0, 5).join(', ')}. Install Fovea again.`,
    },
  ];
}

/** The window's own program: this one, the one npm fetched, or none yet. */
export function electronRow({ shell, resourcesFolder }: CoreOptions): SelfTestRow {
  if (shell === 'desktop') return { thing: 'Electron', state: 'works', measured: 'this window', reason: '' };
  const isFetched = existsSync(path.join(path.dirname(resourcesFolder), 'node_modules/electron/dist'));
  return {
    thing: 'Electron',
    state: isFetched ? 'works' : 'absent',
    measured: '',
    reason: isFetched
      ? ''
      : 'Not here: Fovea opens in the browser. npm start fetches it where there is a display and a network.',
  };
}
