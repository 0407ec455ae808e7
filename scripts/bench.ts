// `npm run bench` lists the benchmarks; `npm run bench -- <name> …` runs them one after the other. Each prints a table and one JSON line.
import { readdirSync, readFileSync } from 'node:fs';
import { buildMissing } from './builds.ts';

const names = readdirSync('bench')
  .filter(file => file.endsWith('.ts'))
  .map(file => file.slice(0, -'.ts'.length));
const wanted = process.argv.slice(2);
const unknown = wanted.filter(name => !names.includes(name));

if (wanted.length === 0 || unknown.length > 0) {
  if (unknown.length > 0) console.error(`There is no benchmark ${unknown.join(', ')}.`);
  for (const name of names) {
    const about = /^\/\/ (.*)/.exec(readFileSync(`bench/${name}.ts`, 'utf8'))?.[1] ?? '';
    console.log(`${name.padEnd(10)} ${about}`);
  }
  console.log('\nRun them with: npm run bench -- <name> …');
  process.exitCode = unknown.length > 0 ? 2 : 0;
} else {
  await buildMissing();
  for (const name of wanted) await import(`../bench/${name}.ts`);
}
