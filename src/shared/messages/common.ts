// Words used on more than one screen: the frame, buttons, states, splits.
import type { MessageTable } from './message.ts';

export const commonMessages = {
  'app.name': { en: 'Fovea', ko: 'Fovea' },
  'place.photos': { en: 'Photos', ko: '사진' },
  'place.label': { en: 'Label', ko: '라벨링' },
  'place.train': { en: 'Train', ko: '학습' },
  'place.results': { en: 'Results', ko: '결과' },
  'place.predict': { en: 'Predict', ko: '예측' },
  'place.models': { en: 'Models', ko: '모델' },
  'action.cancel': { en: 'Cancel', ko: '취소' },
  'action.close': { en: 'Close', ko: '닫기' },
  'action.delete': { en: 'Delete', ko: '삭제' },
  'action.retry': { en: 'Try again', ko: '다시 시도' },
  'action.undo': { en: 'Undo', ko: '실행 취소' },
  'action.redo': { en: 'Redo', ko: '다시 실행' },
  'state.new': { en: 'Not annotated yet', ko: '주석 없음' },
  'state.annotated': { en: 'Annotated', ko: '주석 있음' },
  'state.nothing': { en: 'Nothing here', ko: '해당 없음' },
  'split.train': { en: 'Train', ko: '학습' },
  'split.validation': { en: 'Validation', ko: '검증' },
  'split.test': { en: 'Test', ko: '테스트' },
  'split.none': { en: 'No split yet', ko: '분할 없음' },
} as const satisfies MessageTable;
