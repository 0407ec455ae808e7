// Texts of the command line: English only on purpose in --json, both for people.
import type { MessageTable } from './message.ts';

export const cliMessages = {
  'cli.usage': { en: 'Usage: npm run fovea -- <command>', ko: '사용법: npm run fovea -- <명령>' },
} as const satisfies MessageTable;
