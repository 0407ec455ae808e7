// What the engine's jobs say: why one ended, and the rows of the self-test (`thing` of a row is the last part of its key).
import type { MessageTable } from './message.ts';

export const engineMessages = {
  'reason.out-of-memory': { en: 'it needed more memory than there is', ko: '메모리가 부족했어요' },
  'reason.killed': {
    en: 'the system or another program ended it, often because memory was short',
    ko: '시스템이나 다른 프로그램이 끝냈어요. 메모리가 부족할 때 자주 생겨요',
  },
  'reason.loss-not-finite': {
    en: 'the training went out of bounds: its loss is not a number any more',
    ko: '학습이 발산했어요. 손실이 더 이상 숫자가 아니에요',
  },
  'reason.changed-since-scan': {
    en: 'the file was changed after the folder was read; rescan',
    ko: '폴더를 읽은 뒤에 파일이 바뀌었어요. 다시 검사하세요',
  },
  'self-test.processor': { en: 'Processor', ko: '프로세서' },
  'self-test.providers': { en: 'Execution providers', ko: '실행 제공자' },
  'self-test.disk': { en: 'Writing to disk', ko: '디스크 쓰기' },
  'self-test.built-in-model': { en: 'Built-in model', ko: '내장 모델' },
  'self-test.decode': { en: 'Reading photos', ko: '사진 읽기' },
  'self-test.training-step': { en: 'Training step', ko: '학습 단계' },
  'self-test.run': { en: 'A small training run', ko: '작은 학습 실행' },
  'self-test.export': { en: 'Export and reading back', ko: '내보내기와 다시 읽기' },
} as const satisfies MessageTable;
