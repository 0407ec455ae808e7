// `npm run check`: types (two projects), lint with the import table, format, cycles, unused exports. Zero warnings; the same here and in CI.
import { spawnSync } from 'node:child_process';

const checks = {
  'types, core': ['typescript/bin/tsc', '-p', 'tsconfig.node.json'],
  'types, page': ['typescript/bin/tsc', '-p', 'tsconfig.page.json'],
  'lint and import table': ['eslint/bin/eslint.js', '--max-warnings', '0', '.'],
  format: ['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  cycles: ['dependency-cruiser/bin/dependency-cruiser.mjs', '--output-type', 'err', 'src'],
  'unused exports': ['knip/bin/knip.js', '--no-progress'],
};

let failed = 0;
for (const [name, [program, ...options]] of Object.entries(checks)) {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, [`node_modules/${program}`, ...options], { stdio: 'inherit' });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (status !== 0) failed++;
}
console.log(`Checks: ${Object.keys(checks).length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
