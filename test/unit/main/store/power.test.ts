import { expect, test } from 'vitest';
import { powerCampaign } from '../../../support/power-loss.ts';

// 200 cuts: `npm run bench -- power`.
test('G4: after 25 power cuts at any moment, what was acknowledged is there and the project is whole', async ({
  skip,
}) => {
  const report = await powerCampaign(25, 5);
  if (!report) return skip('a disk that writes down its calls is made with a C compiler on Linux');
  expect(report).toMatchObject({ lost: [], inconsistent: [] });
  expect(report.operations).toBeGreaterThan(500);
}, 180_000);
