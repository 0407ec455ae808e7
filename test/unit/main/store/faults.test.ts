import { expect, test } from 'vitest';
import { faultCampaign } from '../../../support/fault-campaign.ts';
import type { Fault } from '../../../support/failing-disk.ts';

const noDisk = 'a disk that fails is made with a C compiler on Linux; test/unit/main/store/disk.test.ts stands for it';

// Every act and every kind of failure: `npm run bench -- faults`.
test.for<[string[], Fault]>([
  [['label', 'box', 'undo', 'scan'], 'ENOSPC'],
  [['label', 'undo', 'create'], 'EIO'],
  [['box', 'open'], 'EROFS'],
])(
  'L6, G7, G8: whichever call to the disk fails in %o with %s, the state before or the acknowledged one is there, and it works again',
  { timeout: 180_000 },
  async ([acts, fault], { skip }) => {
    const reports = await faultCampaign(acts, [fault]);
    if (!reports) return skip(noDisk);
    for (const { act, points, problems } of reports) {
      expect({ act, problems }).toEqual({ act, problems: [] });
      expect(points).toBeGreaterThan(3);
    }
  },
);
