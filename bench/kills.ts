// Kills: a writer that does everything is ended by SIGKILL at 250 random moments; nothing acknowledged may be lost.
import os from 'node:os';
import { killCampaign } from '../test/support/kill-campaign.ts';

const kills = Number(process.env['KILLS'] ?? 250);
const seed = Number(process.env['SEED'] ?? 1);
const startMs = performance.now();
const report = await killCampaign(kills, {
  seed,
  progress: ({ kills: done, acknowledged, lost, inconsistent }) => {
    if (done % 10 > 0) return;
    console.error(
      `${done} of ${kills}: ${acknowledged} acknowledged, ${lost.length} lost, ${inconsistent.length} inconsistent`,
    );
  },
});
const results = {
  kills: report.kills,
  acknowledged: report.acknowledged,
  lost: report.lost.length,
  inconsistent: report.inconsistent.length,
  'in a restore': report.inRestore,
  minutes: Number(((performance.now() - startMs) / 60_000).toFixed(1)),
};
console.table([results]);
for (const line of [...report.lost, ...report.inconsistent]) console.log(line);
console.log(JSON.stringify({ benchmark: 'kills', cpu: os.cpus()[0]?.model, seed, results }));
if (report.lost.length + report.inconsistent.length > 0) process.exitCode = 1;
