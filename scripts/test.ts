// `npm test`: the checks, the unit tests, the end-to-end tests. Its last line counts them all: N passed, N failed, N skipped.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { buildMissing } from './builds.ts';

type Counts = { passed: number; failed: number; skipped: number };
const results = 'test-results';
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const run = (program: string, options: readonly string[], env: Record<string, string> = {}): boolean =>
  spawnSync(process.execPath, [program, ...options], { stdio: 'inherit', env: { ...process.env, ...env } }).status ===
  0;

function checks(): Counts {
  const passed = run('scripts/run.mjs', ['check']);
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

function unit(): Counts {
  const file = `${results}/unit.json`;
  const ended = run('node_modules/vitest/vitest.mjs', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${file}`,
  ]);
  const report = JSON.parse(readFileSync(file, 'utf8')) as {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
  };
  return {
    passed: report.numPassedTests,
    failed: Math.max(report.numFailedTests, ended ? 0 : 1),
    skipped: report.numPendingTests,
  };
}

function endToEnd(): Counts {
  const file = `${results}/e2e.json`;
  const ended = run('node_modules/@playwright/test/cli.js', ['test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  });
  const { stats } = JSON.parse(readFileSync(file, 'utf8')) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  };
  return {
    passed: stats.expected,
    failed: Math.max(stats.unexpected + stats.flaky, ended ? 0 : 1),
    skipped: stats.skipped,
  };
}

await buildMissing();
const total: Counts = { passed: 0, failed: 0, skipped: 0 };
for (const suite of [checks, unit, endToEnd]) {
  const counts = suite();
  for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += counts[key];
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;
