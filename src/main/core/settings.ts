// The person's settings, in one file of the data folder; a damaged file is kept aside and the defaults are used.
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { defaultSettings, settings, type Settings } from '../../shared/records/project.ts';
import { readJsonFile, setAside, writeDurably } from './disk.ts';

export type SettingsFile = {
  read(): Settings;
  write(settings: Settings): Promise<Settings>;
};

/** `threads` stands in for the stored number as long as this core lives. */
export async function openSettings(dataFolder: string, threads?: number): Promise<SettingsFile> {
  const file = path.join(dataFolder, 'settings.json');
  const stored = await readJsonFile(file);
  const parsed = settings.safeParse(stored);
  if (stored !== undefined && !parsed.success) await setAside(file);
  let current = parsed.success ? parsed.data : defaultSettings;
  if (threads !== undefined) current = { ...current, threads };
  return {
    read: () => current,
    async write(next) {
      await writeDurably(file, `${JSON.stringify(next, null, 2)}\n`);
      current = next;
      return next;
    },
  };
}

/**
 * Threads for training. 0 in the settings leaves one core to the person's other programs, except where there are only two: there a
 * run would take twice as long, and its low priority already lets everything else go first.
 */
export function threadsOf({ threads }: Settings): number {
  const cores = availableParallelism();
  if (threads > 0) return Math.min(threads, cores);
  return cores <= 2 ? cores : cores - 1;
}
