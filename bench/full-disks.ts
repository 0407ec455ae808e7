// Full disks: disks of 2, 5 and 20 MB that are full during a label, an import, a backup, a migration, thumbnails and an export. Root on Linux.
import os from 'node:os';
import { fillDuring, fullDiskActs } from '../test/support/full-disk-campaign.ts';

const rows = [];
for (const act of process.env['ACTS']?.split(',') ?? Object.keys(fullDiskActs)) {
  for (const megabytes of [2, 5, 20]) {
    const report = await fillDuring(act, megabytes);
    if (report === null) {
      console.log('No small disk can be mounted here: only root on Linux may.');
      process.exit();
    }
    for (const problem of report.problems) console.log(`${act}, ${megabytes} MB, ${problem}`);
    rows.push({ ...report, problems: report.problems.length });
  }
}
console.table(rows);
const results = {
  tries: rows.reduce((sum, row) => sum + row.tries, 0),
  refused: rows.reduce((sum, row) => sum + row.refused, 0),
  problems: rows.reduce((sum, row) => sum + row.problems, 0),
};
console.log(JSON.stringify({ benchmark: 'full-disks', cpu: os.cpus()[0]?.model, results }));
if (results.problems > 0) process.exitCode = 1;
