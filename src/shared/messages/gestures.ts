// How a gesture is named in the status bar and the history: gesture.<kind>.
import type { MessageTable } from './message.ts';

export const gestureMessages = {
  'gesture.labels-set': { en: '{class} on {photos} {photos|photo|photos}', ko: '사진 {photos}장에 {class}' },
} as const satisfies MessageTable;
