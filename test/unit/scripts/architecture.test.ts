// ARCHITECTURE.md says what is so: its tables are the rules that are enforced, and the files it names are there.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mayImport, packageOwners } from '../../../scripts/import-table.ts';

const text = readFileSync('ARCHITECTURE.md', 'utf8');

/** Rows of the table whose first head is `head`: the code words of each cell. */
function tableOf(head: string): string[][][] {
  const lines = text.split('\n');
  const start = lines.findIndex(line => line.startsWith(`| ${head} `));
  const length = lines.slice(start).findIndex(line => !line.startsWith('|'));
  return lines.slice(start + 2, start + length).map(line =>
    line
      .split('|')
      .slice(1, -1)
      .map(cell => Array.from(cell.matchAll(/`([^`]+)`/g), ([, word]) => word!)),
  );
}

test('the table of imports in ARCHITECTURE.md is the one that ESLint enforces, in the same order', () => {
  expect(tableOf('folder')).toEqual(mayImport.map(([folder, allowed]) => [[folder], [...allowed]]));
});

test('the packages and their doors in ARCHITECTURE.md are those that ESLint enforces', () => {
  expect(tableOf('package')).toEqual(Object.entries(packageOwners).map(([name, owners]) => [[name], [...owners]]));
});

test('every source file that ARCHITECTURE.md names is there', () => {
  const files = ['src', 'scripts'].flatMap(folder =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(file => `/${folder}/${file.replaceAll('\\', '/')}`),
  );
  const named = Array.from(text.matchAll(/`([\w./-]+\.(?:ts|tsx|css))`/g), ([, file]) => file!);
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter(name => !files.some(file => file.endsWith(`/${name}`)))).toEqual([]);
});

test('every function that ARCHITECTURE.md names beside a file stands in that file', () => {
  const pairs = Array.from(
    text.matchAll(/`(\w+)` \(`([\w./-]+\.tsx?)`\)/g),
    ([, name, file]) => [name!, file!] as const,
  );
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).map(file => file.replaceAll('\\', '/'));
  expect(pairs.length).toBeGreaterThan(10);
  for (const [name, file] of pairs) {
    const found = sources.filter(source => `/${source}`.endsWith(`/${file}`));
    expect(
      found.some(source => readFileSync(`src/${source}`, 'utf8').includes(name)),
      `${name} in ${file}`,
    ).toBe(true);
  }
});
