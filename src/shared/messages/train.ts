// Texts of the Train screen.
import type { MessageTable } from './message.ts';

export const trainMessages = {
  'train.start': { en: 'Train', ko: '학습 시작' },
} as const satisfies MessageTable;
