// Corruption: 1 to 64 bytes of a project file overwritten at random, 1,000 times; how much is noticed before anything is shown.
import os from 'node:os';
import { corruptionCampaign } from '../test/support/corruption-campaign.ts';

const flips = Number(process.env['FLIPS'] ?? 1_000);
const seed = Number(process.env['SEED'] ?? 1);
const report = await corruptionCampaign(flips, seed);
const harmful = report.refused + report.missed.length + report.missedInHistory.length;
const percent = (part: number): number => Number(((100 * part) / harmful).toFixed(2));
const results = {
  flips,
  refused: report.refused,
  harmless: report.harmless,
  'missed in what was said': report.missed.length,
  'missed in the history': report.missedInHistory.length,
  'detected %': percent(report.refused),
  'detected of what was said %': percent(harmful - report.missed.length),
  crashes: report.crashes.length,
};
console.table([results]);
for (const line of [...report.missed, ...report.missedInHistory, ...report.crashes]) console.log(line);
console.log(JSON.stringify({ benchmark: 'corruption', cpu: os.cpus()[0]?.model, seed, results }));
if (report.missed.length + report.crashes.length > 0) process.exitCode = 1;
