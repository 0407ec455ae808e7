// What an import or an export says of annotations that stay out or come in another form: dataset.<code>, filled from the note's details
// and its `count`.
import type { MessageTable } from './message.ts';

export const datasetMessages = {
  'dataset.photo-not-found': {
    en: '{count} {count|photo|photos} not found',
    ko: '찾지 못한 사진 {count}장',
  },
} as const satisfies MessageTable;
