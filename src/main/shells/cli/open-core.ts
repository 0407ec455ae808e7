// The core as the command line uses it: in this process, with no page.
import { createCore, type Core } from '../../core/index.ts';
import type { Places } from './places.ts';

/** `threads`: for this start only; the person's settings stay. */
export function openCore(
  places: Places,
  {
    threads,
    shell = 'cli',
    safeMode = false,
    onStop,
  }: { threads?: number; shell?: 'cli' | 'serve'; safeMode?: boolean; onStop?: () => void } = {},
): Promise<Core> {
  const { resourcesFolder, dataFolder, documentsFolder, version } = places;
  return createCore({
    resourcesFolder,
    dataFolder,
    documentsFolder,
    version,
    shell,
    safeMode,
    log: line => process.stderr.write(`${line}\n`),
    ...(threads === undefined ? {} : { threads }),
    ...(onStop === undefined ? {} : { onStop }),
  });
}
