// Why a job of the engine ended or left a photo out: fills `{reason}` of the errors.
import type { MessageTable } from './message.ts';

export const engineMessages = {
  'reason.has-no-weights': {
    en: 'it is a network without pretrained weights, which can only be trained from scratch',
    ko: '미리 학습된 가중치가 없는 네트워크라 처음부터만 학습할 수 있어요',
  },
  'reason.has-weights': {
    en: 'from scratch only the bare networks are trained',
    ko: '처음부터 학습은 가중치 없는 네트워크로만 할 수 있어요',
  },
  'reason.one-side-only': {
    en: 'it takes photos of its own size only',
    ko: '정해진 크기의 사진만 받아요',
  },
  'reason.out-of-memory': { en: 'it needed more memory than there is', ko: '메모리가 부족했어요' },
  'reason.killed': {
    en: 'the system or another program ended it, often because memory was short',
    ko: '시스템이나 다른 프로그램이 끝냈어요. 메모리가 부족할 때 자주 생겨요',
  },
  'reason.changed-since-scan': {
    en: 'the file was changed after the folder was read; rescan',
    ko: '폴더를 읽은 뒤에 파일이 바뀌었어요. 다시 검사하세요',
  },
} as const satisfies MessageTable;
