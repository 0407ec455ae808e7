// G5: small disks that are full. All of them at every size: `npm run bench -- full-disks`.
import { expect, test } from 'vitest';
import { fillDuring } from '../../../support/full-disk-campaign.ts';

test.for<[string, number]>([
  ['label', 2],
  ['import', 2],
  ['backup', 20],
  ['migration', 2],
  ['thumbnail', 5],
  ['export', 2],
])(
  'G5: a disk that is full during %s (%i MB) is named, nothing is lost, and it works once there is room',
  { timeout: 240_000 },
  async ([act, megabytes], { skip }) => {
    const report = await fillDuring(act, megabytes);
    if (!report) return skip('a small disk can be mounted by root on Linux only');
    expect(report.problems).toEqual([]);
    expect(report.refused).toBeGreaterThan(0);
  },
);
