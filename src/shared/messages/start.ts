// Texts of the start screen, the folder chooser and the question about sub-folders.
import type { MessageTable } from './message.ts';

export const startMessages = {
  'start.sentence': {
    en: 'Label photos, train with one click, see honestly how good it is.',
    ko: '사진에 라벨을 붙이고, 한 번 눌러 학습하고, 얼마나 정확한지 있는 그대로 확인해요.',
  },
} as const satisfies MessageTable;
