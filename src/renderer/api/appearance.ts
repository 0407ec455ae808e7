// Light or dark: the setting, or what the system asks for.
import { useSyncExternalStore } from 'react';
import type { Settings } from '../../shared/records/project.ts';

const dark = window.matchMedia('(prefers-color-scheme: dark)');

/** The scheme to show for a setting; follows the system while it says so. */
export function useScheme(setting: Settings['theme']): 'light' | 'dark' {
  const isSystemDark = useSyncExternalStore(
    listener => {
      dark.addEventListener('change', listener);
      return () => dark.removeEventListener('change', listener);
    },
    () => dark.matches,
  );
  if (setting !== 'system') return setting;
  return isSystemDark ? 'dark' : 'light';
}
