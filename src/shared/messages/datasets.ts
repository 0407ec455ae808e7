// What an import or an export says of annotations that stay out or come in another form: dataset.<code>, filled from the note's details
// and its `count`.
import type { MessageTable } from './message.ts';

export const datasetMessages = {
  'dataset.photo-not-found': {
    en: '{count} {count|photo|photos} not found',
    ko: '찾지 못한 사진 {count}장',
  },

  // What is in a folder and was passed over.
  'dataset.link-not-followed': {
    en: '{count} {count|link was|links were} not followed',
    ko: '따라가지 않은 링크 {count}개',
  },
  'dataset.not-a-file': {
    en: '{count} {count|entry is|entries are} no regular file',
    ko: '일반 파일이 아닌 항목 {count}개',
  },
  'dataset.folder-too-deep': {
    en: '{count} {count|folder lies|folders lie} deeper than 32 levels and {count|was|were} passed over',
    ko: '32단계보다 깊어서 건너뛴 폴더 {count}개',
  },
  'dataset.folder-unreadable': {
    en: '{count} {count|folder cannot|folders cannot} be read',
    ko: '읽을 수 없는 폴더 {count}개',
  },
  'dataset.file-unreadable': {
    en: '{count} {count|file cannot|files cannot} be read',
    ko: '읽을 수 없는 파일 {count}개',
  },

  // Why a file of annotations is refused.
  'reason.dataset-not-a-file': { en: 'it is no regular file', ko: '일반 파일이 아니에요' },
  'reason.dataset-not-text': { en: 'it is neither UTF-8 nor UTF-16 text', ko: 'UTF-8이나 UTF-16 텍스트가 아니에요' },
  'reason.dataset-files': { en: 'more than 1,000,000 files', ko: '파일이 1,000,000개보다 많아요' },
  'reason.dataset-bytes': { en: 'more bytes than a file of its kind may have', ko: '이런 파일에 허용된 크기보다 커요' },
} as const satisfies MessageTable;
