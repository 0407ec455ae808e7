// README.md says what is so: its commands are there and take the options it shows, and so are the files it names.
import { existsSync, readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { main } from '../../../src/main/shells/cli/index.ts';

const text = readFileSync('README.md', 'utf8');
/** Lines of the shell examples, without their comments. */
const lines = Array.from(text.matchAll(/^```sh\n([\s\S]*?)^```/gm), ([, block]) => block!)
  .join('')
  .split('\n')
  .map(line => line.replace(/\s*#.*/, ''))
  .filter(line => line !== '');
const examples = lines.flatMap(line => /^npm run fovea -- (.+)$/.exec(line)?.[1] ?? []);

test('every npm script that README.md shows is in package.json', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const wanted = lines.flatMap(line =>
    Array.from(line.matchAll(/npm (?:run )?(\w+)/g), ([, name]) => name!).filter(name => name !== 'ci'),
  );
  expect(new Set(wanted).size).toBe(5);
  expect(wanted.filter(name => !(name in scripts))).toEqual([]);
});

test('README.md shows every command that the command line names', async () => {
  const said = new PassThrough();
  await main(['--help', '--lang', 'en'], { out: said, err: said });
  const named = Array.from(String(said.read()).matchAll(/^ {2}([\w-]+)/gm), ([, name]) => name);
  expect(named).toContain('train');
  expect(new Set(examples.map(example => example.split(' ')[0]))).toEqual(new Set(named));
});

test.each(examples)('the command line takes `%s`', async example => {
  const said = new PassThrough();
  // With --help the arguments are still read strictly, and nothing runs.
  const code = await main([...example.split(' '), '--help'], { out: said, err: said });
  expect(code, String(said.read())).toBe(0);
});

test('every file that README.md links to is there', () => {
  const links = Array.from(text.matchAll(/\]\(([^)#]+)\)/g), ([, file]) => file!);
  expect(links.length).toBeGreaterThan(3);
  expect(links.filter(file => !existsSync(file))).toEqual([]);
});
