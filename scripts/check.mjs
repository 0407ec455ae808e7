// `npm run check`: types (two projects), lint with the import table, format, cycles, unused exports. Zero warnings; the same here and in CI.
import { spawnSync } from 'node:child_process';
import { needNode, root } from './node.mjs';
needNode();

const checks = [
  ['types, core', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.node.json']],
  ['types, page', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.page.json']],
  [
    'lint and import table',
    [
      'node_modules/eslint/bin/eslint.js',
      '--max-warnings',
      '0',
      '--cache',
      '--cache-location',
      'node_modules/.cache/eslint/',
      '.',
    ],
  ],
  ['format', ['node_modules/prettier/bin/prettier.cjs', '--check', '--cache', '--log-level', 'warn', '.']],
  ['cycles', ['node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', '--output-type', 'err', 'src']],
  ['unused exports', ['node_modules/knip/bin/knip.js', '--no-progress']],
];
let failed = 0;
for (const [name, command] of checks) {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, command, { stdio: 'inherit', cwd: root });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (status !== 0) failed++;
}
process.exit(failed === 0 ? 0 : 1);
