// Why an archive was refused: fills `{reason}` of error.archive-refused.
import type { MessageTable } from './message.ts';

export const archiveMessages = {
  'reason.archive-outside': {
    en: 'an entry would be written outside the folder',
    ko: '폴더 밖에 쓰려는 항목이 있어요',
  },
  'reason.archive-name': {
    en: 'an entry has a name that is not possible on every system',
    ko: '모든 시스템에서 쓸 수 없는 이름이 있어요',
  },
  'reason.archive-link': { en: 'it holds a link', ko: '링크가 들어 있어요' },
  'reason.archive-special': {
    en: 'it holds something that is neither a file nor a folder',
    ko: '파일도 폴더도 아닌 것이 들어 있어요',
  },
  'reason.archive-twice': {
    en: 'two entries have the same name, or names that are the same on some systems',
    ko: '이름이 같거나 어떤 시스템에서는 같아지는 항목이 있어요',
  },
  'reason.archive-entries': { en: 'it has more than 1,000,000 entries', ko: '항목이 1,000,000개보다 많아요' },
  'reason.archive-bomb': {
    en: 'it unpacks to far more than photos and annotations ever do',
    ko: '사진과 주석이라고 보기에는 풀었을 때 지나치게 커져요',
  },
  'reason.archive-too-large': { en: 'it unpacks to more than 20 GB', ko: '풀면 20 GB가 넘어요' },
  'reason.archive-no-room': {
    en: 'unpacked, it would leave less than 2 GB free on the disk',
    ko: '풀고 나면 디스크에 남는 공간이 2 GB도 안 돼요',
  },
  'reason.archive-overlap': {
    en: 'entries lie upon each other, as in an archive made to fill disks',
    ko: '디스크를 채우려고 만든 파일처럼 항목들이 겹쳐 있어요',
  },
  'reason.archive-encrypted': {
    en: 'it is protected by a password; unpack it yourself and choose the folder',
    ko: '암호가 걸려 있어요. 직접 푼 다음 폴더를 골라 주세요',
  },
  'reason.archive-method': {
    en: 'it is packed in a rare way; unpack it yourself and choose the folder',
    ko: '드문 방식으로 압축되어 있어요. 직접 푼 다음 폴더를 골라 주세요',
  },
  'reason.archive-size-lies': {
    en: 'an entry unpacks to another size than it says',
    ko: '적힌 크기와 실제 크기가 다른 항목이 있어요',
  },
  'reason.archive-damaged': { en: 'it is damaged', ko: '손상되었어요' },
  'reason.archive-cut-short': {
    en: 'its end is missing, as after a download that was cut off; get it again',
    ko: '내려받다가 끊긴 파일처럼 끝부분이 없어요. 파일을 다시 받아 주세요',
  },
  'reason.archive-ambiguous': {
    en: 'it can be read in two ways, and programs would see different files in it',
    ko: '두 가지로 읽힐 수 있어서 프로그램마다 다른 파일을 보게 돼요',
  },
  'reason.archive-empty': { en: 'there is no file in it', ko: '안에 파일이 없어요' },
  'reason.archive-unknown': { en: 'it is neither a zip nor a tar', ko: 'zip도 tar도 아니에요' },
} as const satisfies MessageTable;
