// Texts of settings, key sheet, palette, help and self-test.
import type { MessageTable } from './message.ts';

export const settingsMessages = {
  'settings.title': { en: 'Settings', ko: '설정' },
} as const satisfies MessageTable;
