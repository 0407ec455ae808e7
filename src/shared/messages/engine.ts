// Why a job of the engine ended or left a photo out: fills `{reason}` of the errors.
import type { MessageTable } from './message.ts';

export const engineMessages = {
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
