import { expect, test } from 'vitest';
import { killCampaign } from '../../../support/kill-campaign.ts';

// Each kill starts a process and opens the project twice: 50 take longer than a minute. `npm run bench -- kills` does 250.
test('G1: after 15 kills of a writer that does everything, nothing acknowledged is lost and the journal says the same', async () => {
  const report = await killCampaign(15, { seed: 3, journalEvery: 5 });
  expect(report).toMatchObject({ kills: 15, lost: [], inconsistent: [] });
  expect(report.acknowledged).toBeGreaterThan(20);
}, 180_000);
