// Kill steps: settings, export, backup, import and migration killed before every single call to the disk; the old or the new is there.
import os from 'node:os';
import { killAtSteps } from '../test/support/kill-steps.ts';
import { killActs } from '../test/support/kill-steps-runner.ts';

const rows = [];
for (const act of process.env['ACTS']?.split(',') ?? Object.keys(killActs)) {
  const report = await killAtSteps(act);
  if (report === null) {
    console.log('No disk that kills can be made here: there is no C compiler, or it is not Linux.');
    break;
  }
  console.error(JSON.stringify(report));
  for (const problem of report.problems) console.log(`${act}, ${problem}`);
  rows.push({ ...report, problems: report.problems.length });
}
console.table(rows);
const results = {
  kills: rows.reduce((sum, row) => sum + row.kills, 0),
  problems: rows.reduce((sum, row) => sum + row.problems, 0),
};
console.log(JSON.stringify({ benchmark: 'kill-steps', cpu: os.cpus()[0]?.model, results }));
if (results.problems > 0) process.exitCode = 1;
