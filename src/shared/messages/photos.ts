// Texts of the Photos screen.
import type { MessageTable } from './message.ts';

export const photosMessages = {
  'photos.count': { en: '{count} {count|photo|photos}', ko: '사진 {count}장' },
} as const satisfies MessageTable;
