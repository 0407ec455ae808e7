// Faults: the N-th call to the disk fails, for every N of every write path and every kind of failure; nothing acknowledged may be lost.
// FAULTS=EACCES,EMFILE and ACTS=rebuild,close choose some of them.
import os from 'node:os';
import { faults, type Fault } from '../test/support/failing-disk.ts';
import { faultCampaign } from '../test/support/fault-campaign.ts';

const named = process.env['FAULTS']?.split(',') as Fault[] | undefined;
const acts = process.env['ACTS']?.split(',') ?? [];
const reports = await faultCampaign(acts, named ?? (Object.keys(faults) as Fault[]), console.error);
if (reports === null) console.log('No disk that fails can be made here: there is no C compiler, or it is not Linux.');
else {
  const rows = reports.map(({ act, fault, points, problems }) => ({ act, fault, points, problems: problems.length }));
  console.table(rows);
  for (const { act, fault, problems } of reports)
    for (const problem of problems) console.log(`${act}, ${fault}, ${problem}`);
  const results = {
    points: rows.reduce((sum, row) => sum + row.points, 0),
    problems: rows.reduce((sum, row) => sum + row.problems, 0),
  };
  console.log(JSON.stringify({ benchmark: 'faults', cpu: os.cpus()[0]?.model, results }));
  if (results.problems > 0) process.exitCode = 1;
}
