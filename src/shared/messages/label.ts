// Texts of the Label screen.
import type { MessageTable } from './message.ts';

export const labelMessages = {
  'label.mode.photo': { en: 'Whole photo', ko: '사진 전체' },
  'label.mode.draw': { en: 'Draw', ko: '그리기' },
} as const satisfies MessageTable;
