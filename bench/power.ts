// Power: 200 power cuts, played back from what the disk was asked to do; what was flushed is there, of the rest any part may be.
import os from 'node:os';
import { powerCampaign } from '../test/support/power-loss.ts';

const report = await powerCampaign(Number(process.env['CUTS'] ?? 200), Number(process.env['SEED'] ?? 1));
if (report === null)
  console.log('No disk that writes down its calls can be made here: there is no C compiler, or it is not Linux.');
else {
  const { cuts, operations, lost, inconsistent } = report;
  const results = { cuts, operations, lost: lost.length, inconsistent: inconsistent.length };
  console.table([results]);
  for (const line of [...lost, ...inconsistent]) console.log(line);
  console.log(JSON.stringify({ benchmark: 'power', cpu: os.cpus()[0]?.model, results }));
  if (lost.length + inconsistent.length > 0) process.exitCode = 1;
}
