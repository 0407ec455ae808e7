// Texts of the Predict and Models screens.
import type { MessageTable } from './message.ts';

export const predictMessages = {
  'predict.drop': { en: 'Drop photos or a folder', ko: '사진이나 폴더를 끌어다 놓으세요' },
} as const satisfies MessageTable;
