// Texts of the Results screen.
import type { MessageTable } from './message.ts';

export const resultsMessages = {
  'results.baseline': { en: 'always “{class}”', ko: '항상 “{class}”' },
} as const satisfies MessageTable;
