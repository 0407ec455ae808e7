// Every text stands in both languages, with the same placeholders, in the words of the house.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { errorCodes } from '../../../src/shared/errors.ts';
import { errorText, messages, selfTestText } from '../../../src/shared/messages.ts';
import { fill, formatBytes, formatNumber, formatPercent, formatSeconds } from '../../../src/shared/messages/message.ts';

const names = (message: string): string[] => [...message.matchAll(/\{(\w+)/g)].map(([, name]) => name!);
const all = Object.entries(messages);
const folder = 'src/shared/messages';

describe('the message table', () => {
  test('English and Korean name the same things', () => {
    const differing = all.filter(
      ([, { en, ko }]) => new Set(names(en)).symmetricDifference(new Set(names(ko))).size > 0,
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  test('no text is empty, shouts, or leaves the words of the house', () => {
    const faulty = all.filter(
      ([, { en, ko }]) =>
        en.trim() === '' || ko.trim() === '' || /!|\b(click here|asset|tagging)\b/i.test(en) || ko.includes('!'),
    );
    expect(faulty.map(([key]) => key)).toEqual([]);
  });

  test('no key stands in two files', async () => {
    const tables = readdirSync(folder).filter(name => name !== 'message.ts');
    const keys: string[] = [];
    for (const name of tables) {
      const module = (await import(path.resolve(folder, name))) as Record<string, object>;
      keys.push(...Object.values(module).flatMap(table => Object.keys(table)));
    }
    expect(keys.toSorted()).toEqual(Object.keys(messages).toSorted());
  });

  test('every error code has a text', () => {
    for (const code of errorCodes) expect(errorText('en', { code, details: {} })).not.toBe('');
  });
});

describe('a row of the self-test', () => {
  test('is said in both languages, with what was measured', () => {
    const row = {
      thing: 'self-test.thing.memory',
      measured: { key: 'self-test.measured.memory', params: { free: 1.2, total: 8 } },
      reason: { key: 'self-test.reason.memory-little', params: {} },
    } as const;
    expect(selfTestText('en', row)).toEqual({
      thing: 'Memory',
      measured: '1.2 GB free of 8 GB',
      reason: 'A run may need 1.5 GB: close other programs first.',
    });
    expect(selfTestText('ko', row)).toMatchObject({ thing: '메모리', measured: '8 GB 중 1.2 GB 비어 있음' });
  });

  test('says a failure as the error says it', () => {
    const reason = { code: 'disk-full', details: { file: 'a.bin' } } as const;
    expect(selfTestText('ko', { thing: 'self-test.thing.data-folder', measured: null, reason })).toEqual({
      thing: '데이터 폴더',
      measured: '',
      reason: errorText('ko', reason),
    });
  });
});

describe('filling a message', () => {
  test('puts values in, groups digits, and chooses the word by the count', () => {
    expect(fill('en', '{count} {count|photo|photos}', { count: 12345 })).toBe('12,345 photos');
    expect(fill('en', '{count} {count|photo|photos}', { count: 1 })).toBe('1 photo');
  });

  test('leaves a placeholder without a value visible', () => {
    expect(fill('en', 'in {folder}')).toBe('in {folder}');
  });

  test('never reads a value as a placeholder of its own', () => {
    expect(fill('en', '{name}', { name: '{folder}' })).toBe('{folder}');
  });
});

describe('numbers', () => {
  test('percent has a space in English and none in Korean', () => {
    expect(formatPercent('en', 0.948)).toBe('94.8 %');
    expect(formatPercent('ko', 0.948)).toBe('94.8%');
  });

  test('times are said as people say them', () => {
    expect(formatSeconds('en', 8.04)).toBe('8.0 s');
    expect(formatSeconds('en', 44.6)).toBe('45 s');
    expect(formatSeconds('en', 200)).toBe('3 min');
    expect(formatSeconds('ko', 3900)).toBe('65분');
    expect(formatSeconds('en', 7500)).toBe('2 h 5 min');
  });

  test('sizes and plain numbers', () => {
    expect(formatBytes('en', 1_234_567_890)).toBe('1.2 GB');
    expect(formatBytes('en', 12_000)).toBe('12 kB');
    expect(formatBytes('en', 140)).toBe('140 B');
    expect(formatNumber('en', 0.6666)).toBe('0.67');
  });
});
