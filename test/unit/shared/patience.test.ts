import { expect, test } from 'vitest';
import { patiently, patienceMs } from '../../../src/shared/patience.ts';

const held = (code: string): Error => Object.assign(new Error(code), { code });

/** Fails so often with the code, then gives its number of tries. */
function heldFor(failures: number, code: string) {
  let tries = 0;
  return {
    tries: () => tries,
    act(): Promise<number> {
      tries += 1;
      return tries <= failures ? Promise.reject(held(code)) : Promise.resolve(tries);
    },
  };
}

const waited: number[] = [];
const noWait = (ms: number): Promise<void> => {
  waited.push(ms);
  return Promise.resolve();
};

test.each(['EBUSY', 'EPERM', 'EACCES'])(
  'G14: on Windows what fails with %s is tried again, with longer and longer waits',
  async code => {
    waited.length = 0;
    expect(await patiently('win32', heldFor(9, code).act, noWait)).toBe(10);
    expect(waited).toEqual(Array.from({ length: 9 }, (_, attempt) => patienceMs(attempt)));
    expect(waited).toEqual(waited.toSorted((a, b) => a - b));
    expect(waited.reduce((sum, ms) => sum + ms)).toBeGreaterThan(4_000);
  },
);

test('G14: after ten tries the error is told', async () => {
  const file = heldFor(99, 'EBUSY');
  await expect(patiently('win32', file.act, noWait)).rejects.toMatchObject({ code: 'EBUSY' });
  expect(file.tries()).toBe(10);
});

test.each([
  ['linux', 'EACCES'],
  ['darwin', 'EPERM'],
  ['win32', 'ENOSPC'],
  ['win32', 'ENOENT'],
])('on %s %s means what it says, and is told at once', async (system, code) => {
  const file = heldFor(1, code);
  await expect(patiently(system, file.act, noWait)).rejects.toMatchObject({ code });
  expect(file.tries()).toBe(1);
});
