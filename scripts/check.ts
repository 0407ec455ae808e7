// `npm run check`: types (two projects), lint with the import table, format, cycles, unused exports. Zero warnings; the same here and in CI.
import { spawnSync } from 'node:child_process';

const checks: Record<string, readonly string[]> = {
  'types, core': ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.node.json'],
  'types, page': ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.page.json'],
  'types, browser tests and benchmarks': ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.e2e.json'],
  'lint and import table': ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.'],
  format: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  cycles: [
    'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    ...['--config', '.dependency-cruiser.mjs', '--output-type', 'err', 'src'],
  ],
  'unused exports': ['node_modules/knip/bin/knip.js', '--no-progress'],
};
// The notices name the packages of the system they were written on.
if (`${process.platform}-${process.arch}` === 'linux-x64')
  checks['notices'] = ['scripts/run.mjs', 'notices', '--check'];

let failed = 0;
for (const [name, command] of Object.entries(checks)) {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, command, { stdio: 'inherit' });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (status !== 0) failed++;
}
console.log(`Checks: ${Object.keys(checks).length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
