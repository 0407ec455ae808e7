// G3: a kill at each named step. Every call to the disk of every act: `npm run bench -- kill-steps`.
import { expect, test } from 'vitest';
import { killAtSteps } from '../../../support/kill-steps.ts';

const noDisk = 'a disk that kills is made with a C compiler on Linux';

test.for<[string, number, number]>([
  ['settings', 1, 4],
  ['export', 2, 6],
  ['backup', 9, 3],
  ['migration', 25, 2],
  ['import', 17, 2],
])(
  'G3: a kill in %s before every call to the disk, or each %i-th, leaves the old or the new, and it can be loaded',
  { timeout: 180_000 },
  async ([act, every, fewest], { skip }) => {
    const report = await killAtSteps(act, every);
    if (!report) return skip(noDisk);
    expect(report.problems).toEqual([]);
    expect(report.kills).toBeGreaterThanOrEqual(fewest);
  },
);
