// Texts of the desktop window's own dialogs.
import type { MessageTable } from './message.ts';

export const desktopMessages = {
  'close.running': { en: 'A run is still going on.', ko: '아직 학습 중이에요.' },
  'close.running.detail': {
    en: 'Closing now ends it. Your annotations are safe; the run can be started again.',
    ko: '지금 닫으면 학습이 끝나요. 주석은 안전하고, 학습은 다시 시작할 수 있어요.',
  },
  'close.unsaved': { en: 'Some changes could not be saved.', ko: '저장하지 못한 변경이 있어요.' },
  'close.unsaved.detail': {
    en: 'Closing now loses them; everything else is safe. Stay, and try again.',
    ko: '지금 닫으면 그 변경은 사라져요. 나머지는 안전해요. 머무르면 다시 시도할 수 있어요.',
  },
  'close.unsaved.stay': { en: 'Stay', ko: '머무르기' },
  'close.stay': { en: 'Keep it going', ko: '계속하기' },
  'close.anyway': { en: 'Close anyway', ko: '닫기' },
  'desktop.given-up': {
    en: 'Fovea stopped again and again, in safe mode too, and ends now. Your work is stored. Start it once more; if it stops again, restart the computer.',
    ko: 'Fovea가 안전 모드에서도 계속 멈춰서 이제 끝나요. 작업은 저장되어 있어요. 다시 시작해 보고, 또 멈추면 컴퓨터를 다시 시작하세요.',
  },
} as const satisfies MessageTable;
